import { expect, test } from 'vitest'
import { grossTax, grossTaxSteps } from '../../../src/domain/certificates/irpef.ts'

/** The steps as quifinanza.it prints them, and a cent on either side. */
test.each([
  { income: 0, tax: 0 },
  { income: 15_000_00, tax: 3_450_00 },
  { income: 28_000_00, tax: 6_960_00 },
  { income: 55_000_00, tax: 17_220_00 },
  { income: 75_000_00, tax: 25_420_00 },
  { income: 100_000_00, tax: 36_170_00 },
  { income: 15_000_02, tax: 3_450_01 },
  { income: 28_000_03, tax: 6_960_01 },
  { income: 4, tax: 1 },
  { income: 2, tax: 0 },
])('$income cents are charged $tax', ({ income, tax }) => {
  for (let year = 2012; year <= 2021; year++) expect(grossTax(year, income)).toBe(tax)
})

test('half a cent is rounded up, also where bankers would round it down', () => {
  expect(grossTax(2012, 1_50)).toBe(35)
  expect(grossTax(2012, 50)).toBe(12)
})

test('shows what each slice is charged', () => {
  expect(grossTaxSteps(2012, 30_000_01)).toEqual([
    { percent: 23, taxedCents: 15_000_00, taxHundredths: 3_450_00_00 },
    { percent: 27, taxedCents: 13_000_00, taxHundredths: 3_510_00_00 },
    { percent: 38, taxedCents: 2_000_01, taxHundredths: 760_00_38 },
  ])
})

test.each([2011, 2022])('says nothing of %i', (year) => {
  expect(grossTax(year, 12_000_00)).toBeUndefined()
  expect(grossTaxSteps(year, 12_000_00)).toBeUndefined()
})
