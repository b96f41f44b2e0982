import { expect, test } from 'vitest'
import { daysLeft, deliveryDeadline, filingDeadline } from '../../../src/domain/certificates/deadlines.ts'

test.each([
  { form: 'CUD 2012', year: 2011, delivery: '2012-02-28', filing: undefined },
  { form: 'CUD 2013', year: 2012, delivery: '2013-02-28', filing: undefined },
  { form: 'CUD 2014', year: 2013, delivery: '2014-02-28', filing: undefined },
  { form: 'CU 2015, both on a Saturday', year: 2014, delivery: '2015-03-02', filing: '2015-03-09' },
  { form: 'CU 2016, delivery on a Sunday', year: 2015, delivery: '2016-02-29', filing: '2016-03-07' },
  { form: 'CU 2017', year: 2016, delivery: '2017-03-31', filing: '2017-03-07' },
  { form: 'CU 2018, the Saturday before Easter', year: 2017, delivery: '2018-04-03', filing: '2018-03-07' },
  { form: 'CU 2019, delivery on a Sunday', year: 2018, delivery: '2019-04-01', filing: '2019-03-07' },
  { form: 'CU 2020, put off', year: 2019, delivery: '2020-04-30', filing: '2020-04-30' },
  { form: 'CU 2021', year: 2020, delivery: '2021-03-16', filing: '2021-03-16' },
  { form: 'CU 2025, on a Sunday', year: 2024, delivery: '2025-03-17', filing: '2025-03-17' },
  { form: 'a year before the table', year: 2010, delivery: undefined, filing: undefined },
])('$form: delivered by $delivery, filed by $filing', ({ year, delivery, filing }) => {
  expect(deliveryDeadline(year)).toBe(delivery)
  expect(filingDeadline(year)).toBe(filing)
})

test.each([
  { on: '2013-02-20', left: 8 },
  { on: '2013-02-28', left: 0 },
  { on: '2013-03-01', left: -1 },
])('$left days are left on $on', ({ on, left }) => {
  expect(daysLeft(2012, on)).toBe(left)
})

test('no deadline, no days', () => {
  expect(daysLeft(2010, '2013-02-20')).toBeUndefined()
})
