import { expect, test } from 'vitest'
import { deliveryDeadline } from '../../../src/domain/certificates/deadlines.ts'

test.each([
  { form: 'CUD 2012', year: 2011, delivery: '2012-02-28' },
  { form: 'CUD 2013', year: 2012, delivery: '2013-02-28' },
  { form: 'CUD 2014', year: 2013, delivery: '2014-02-28' },
  { form: 'CU 2015, on a Saturday', year: 2014, delivery: '2015-03-02' },
  { form: 'CU 2016, on a Sunday', year: 2015, delivery: '2016-02-29' },
  { form: 'CU 2017', year: 2016, delivery: '2017-03-31' },
  { form: 'CU 2018, the Saturday before Easter', year: 2017, delivery: '2018-04-03' },
  { form: 'CU 2019, on a Sunday', year: 2018, delivery: '2019-04-01' },
  { form: 'CU 2020, put off', year: 2019, delivery: '2020-04-30' },
  { form: 'CU 2021', year: 2020, delivery: '2021-03-16' },
  { form: 'CU 2025, on a Sunday', year: 2024, delivery: '2025-03-17' },
  { form: 'a year before the table', year: 2010, delivery: undefined },
])('$form: delivered by $delivery', ({ year, delivery }) => {
  expect(deliveryDeadline(year)).toBe(delivery)
})
