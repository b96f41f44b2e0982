import { expect, test } from 'vitest'
import { italianAmount } from '../../../src/domain/certificates/italian-amount.ts'

test.each([
  [0, '0,00'],
  [1, '0,01'],
  [10, '0,10'],
  [99, '0,99'],
  [100, '1,00'],
  [99_999, '999,99'],
  [100_000, '1.000,00'],
  [123_456, '1.234,56'],
  [99_999_999, '999.999,99'],
  [100_000_000, '1.000.000,00'],
  [123_456_789_012, '1.234.567.890,12'],
  [-5, '-0,05'],
  [-123_456, '-1.234,56'],
])('%i cents are %s', (cents, text) => {
  expect(italianAmount(cents)).toBe(text)
})

test('agrees with the platform’s own Italian on every thousand up to ten million euros', () => {
  const italian = new Intl.NumberFormat('it-IT', { minimumFractionDigits: 2, useGrouping: 'always' })
  for (let cents = 7; cents < 1_000_000_000; cents = cents * 3 + 11) {
    expect(italianAmount(cents)).toBe(italian.format(cents / 100))
  }
})
