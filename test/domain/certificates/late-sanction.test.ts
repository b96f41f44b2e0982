import { expect, test } from 'vitest'
import { lateDaysOf, lateSanction } from '../../../src/domain/certificates/late-sanction.ts'

test('the stretches of a year start at its deadline, moved to a working day', () => {
  expect(lateDaysOf(2018)).toEqual({
    incomeYear: 2018,
    deadline: '2019-04-01',
    freeUntil: '2019-04-06',
    reducedUntil: '2019-05-31',
  })
  expect(lateDaysOf(1999)).toBeUndefined()
})

test.each([
  ['nothing late', 2018, {}, 0],
  ['put right within five days', 2018, { free: 1000 }, 0],
  ['one within sixty days', 2018, { reduced: 1 }, 3_333],
  ['one later', 2018, { full: 1 }, 10_000],
  ['both', 2018, { reduced: 3, full: 2 }, 29_999],
  ['at most 20,000 euro within sixty days', 2018, { reduced: 601 }, 2_000_000],
  ['at most 50,000 euro later', 2018, { full: 501 }, 5_000_000],
  ['at most 50,000 euro together', 2018, { reduced: 601, full: 499 }, 5_000_000],
  ['before the law', 2013, { full: 100 }, 0],
  ['from the first year of the law', 2014, { full: 100 }, 1_000_000],
])('%s', (_title, incomeYear, counts, cents) => {
  expect(lateSanction(incomeYear, { free: 0, reduced: 0, full: 0, ...counts })).toBe(cents)
})
