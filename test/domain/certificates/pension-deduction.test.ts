/** Worked by hand with four-figure quotients; the arithmetic stands in the row. */
import { expect, test } from 'vitest'
import { ageGroup, pensionDeduction } from '../../../src/domain/certificates/pension-deduction.ts'

const YOUNG = 1960
const OLD = 1930

test.each([
  { year: 2013, born: YOUNG, income: 12_000_00, days: 365, due: 1_443_00, how: '1255 + 470 × 0.4000' },
  { year: 2013, born: OLD, income: 12_000_00, days: 365, due: 1_498_06, how: '1297 + 486 × 0.4137' },
  { year: 2014, born: OLD, income: 7_750_00, days: 140, due: 713_00, how: '1783 × 140/365 = 683.89 < 713' },
  { year: 2014, born: OLD, income: 7_750_00, days: 146, due: 713_20, how: '1783 × 0.4 = 713.20' },
  { year: 2014, born: YOUNG, income: 7_500_00, days: 146, due: 690_00, how: '1725 × 0.4 = 690.00' },
  {
    year: 2015,
    born: YOUNG,
    income: 14_000_00,
    days: 300,
    due: 1_083_00,
    how: '1317.651 × 300/365 = 1083.0008',
  },
  { year: 2015, born: OLD, income: 40_000_00, days: 365, due: 486_38, how: '1297 × 0.3750 = 486.375' },
  { year: 2016, born: YOUNG, income: 7_750_00, days: 365, due: 1_783_00, how: 'flat' },
  { year: 2016, born: YOUNG, income: 7_000_00, days: 100, due: 690_00, how: '1783 × 100/365 = 488.49 < 690' },
  {
    year: 2016,
    born: YOUNG,
    income: 12_000_00,
    days: 365,
    due: 1_473_43,
    how: '1255 + 528 × 0.4137 = 1473.4336',
  },
  {
    year: 2016,
    born: OLD,
    income: 12_000_00,
    days: 365,
    due: 1_546_82,
    how: '1297 + 583 × 0.4285 = 1546.8155',
  },
  { year: 2016, born: OLD, income: 8_000_00, days: 100, due: 713_00, how: '1880 × 100/365 = 515.07 < 713' },
  { year: 2016, born: YOUNG, income: 20_000_00, days: 365, due: 1_098_13, how: '1255 × 0.8750 = 1098.125' },
  {
    year: 2013,
    born: OLD,
    income: 8_000_00,
    days: 365,
    due: 1_766_23,
    how: '1297 + 486 × 0.9655 = 1766.233',
  },
  {
    year: 2016,
    born: YOUNG,
    income: 8_000_00,
    days: 365,
    due: 1_764_78,
    how: '1255 + 528 × 0.9655 = 1764.784',
  },
  { year: 2016, born: OLD, income: 8_000_00, days: 365, due: 1_880_00, how: 'flat' },
  {
    year: 2016,
    born: OLD,
    income: 9_000_00,
    days: 365,
    due: 1_796_69,
    how: '1297 + 583 × 0.8571 = 1796.6893',
  },
  {
    year: 2017,
    born: YOUNG,
    income: 9_000_00,
    days: 365,
    due: 1_796_69,
    how: '1297 + 583 × 0.8571 = 1796.6893',
  },
])('$year, born $born: $income cents and $days days are due $due ($how)', (row) => {
  const { year, born, income, days, due } = row
  const birthDate = `${born}-06-15`
  expect(pensionDeduction(year, { incomeCents: income, days, birthDate })?.cents).toBe(due)
})

test.each([
  { title: 'the flat limit belongs to the flat part', income: 7_500_00, band: 'flat', due: 1_725_00 },
  { title: 'a cent more: 1255 + 470 × 0.9999', income: 7_500_01, band: 'middle', due: 1_724_95 },
  { title: 'the end of the middle has no addition', income: 15_000_00, band: 'middle', due: 1_255_00 },
  { title: 'a cent more: 1255 × 0.9999', income: 15_000_01, band: 'falling', due: 1_254_87 },
  { title: 'the last that counts: 1255 × 0.0001 = 0.1255', income: 54_996_00, band: 'falling', due: 13 },
  { title: 'a quotient cut to nothing', income: 54_996_01, band: 'falling', due: 0 },
  { title: 'the very end', income: 55_000_00, band: 'falling', due: 0 },
  { title: 'above', income: 55_000_01, band: 'above', due: 0 },
])('under 75 in 2012: $title', ({ income, band, due }) => {
  const found = pensionDeduction(2012, { incomeCents: income, days: 365, birthDate: '1950-02-17' })
  expect({ band: found?.band, cents: found?.cents }).toEqual({ band, cents: due })
})

test('half a cent is rounded up, also where bankers would round it down', () => {
  // 1255 × 0.0030 = 3.765
  const pensioner = { incomeCents: 54_880_00, days: 365, birthDate: '1950-02-17' }
  expect(pensionDeduction(2012, pensioner)?.cents).toBe(3_77)
})

test('no days, no deduction, not even the minimum', () => {
  const pensioner = { incomeCents: 6_500_00, days: 0, birthDate: '1950-02-17' }
  expect(pensionDeduction(2012, pensioner)?.cents).toBe(0)
})

test('the minimum is for the flat part alone', () => {
  const pensioner = { incomeCents: 7_500_01, days: 1, birthDate: '1950-02-17' }
  expect(pensionDeduction(2012, pensioner)?.cents).toBe(4_73)
})

test.each([
  { born: '1937-12-31', group: 'FROM_75' },
  { born: '1938-01-01', group: 'UNDER_75' },
])('born $born is $group in all of 2012', ({ born, group }) => {
  expect(ageGroup(born, 2012)).toBe(group)
})

test('keeps each step', () => {
  const pensioner = { incomeCents: 18_500_00, days: 122, birthDate: '1950-02-17' }
  expect(pensionDeduction(2012, pensioner)).toMatchObject({
    ages: 'UNDER_75',
    band: 'falling',
    quotient: 9125,
    yearly: 1_145_18_7500,
    proratedCents: 382_78,
  })
})

test.each([2011, 2022])('says nothing of %i', (year) => {
  expect(
    pensionDeduction(year, { incomeCents: 12_000_00, days: 365, birthDate: '1950-02-17' }),
  ).toBeUndefined()
})
