import { expect, test } from 'vitest'
import { readCents, readCount } from '../../src/feeds/amounts.ts'

/** A text, then its cents with a point and with a comma; undefined is a refusal. */
const AMOUNTS: readonly (readonly [text: string, point: number | undefined, comma: number | undefined])[] = [
  ['0', 0, 0],
  ['-0', 0, 0],
  ['12000', 1_200_000, 1_200_000],
  ['007', 700, 700],
  ['1234.56', 123_456, undefined],
  ['1234.5', 123_450, undefined],
  ['0.07', 7, undefined],
  ['0.29', 29, undefined],
  ['-12.30', -1_230, undefined],
  ['999999999.99', 99_999_999_999, undefined],
  ['1234,56', undefined, 123_456],
  ['1234,5', undefined, 123_450],
  ['1.234,56', undefined, 123_456],
  ['123.456.789,01', undefined, 12_345_678_901],
  ['-1.234,56', undefined, -123_456],
  // Thousands, or three decimals: nobody can tell.
  ['1.234', undefined, undefined],
  ['12.345.678', undefined, undefined],
  ['1,234', undefined, undefined],
  ['1,234.56', undefined, undefined],
  ['12.34,56', undefined, undefined],
  ['1234.567,00', undefined, undefined],
  ['1.234.567.890,00', undefined, undefined],
  ['1000000000', undefined, undefined],
  ['12.', undefined, undefined],
  ['.5', undefined, undefined],
  [',5', undefined, undefined],
  ['+1', undefined, undefined],
  ['--1', undefined, undefined],
  ['1-', undefined, undefined],
  ['1 234', undefined, undefined],
  ['€ 12', undefined, undefined],
  ['1e3', undefined, undefined],
  ['0x10', undefined, undefined],
  ['NULL', undefined, undefined],
  ['', undefined, undefined],
  ['١٢', undefined, undefined],
]

test.each(AMOUNTS)('%s', (text, point, comma) => {
  expect(readCents(text, 'point')).toBe(point)
  expect(readCents(text, 'comma')).toBe(comma)
})

test('every cent up to a thousand euros is read as it is written', () => {
  for (let cents = 0; cents < 100_000; cents++) {
    const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
    if (readCents(text, 'point') !== cents) expect(text).toBe(cents)
  }
})

test.each([
  ['365', 365],
  ['0', 0],
  ['-3', -3],
  ['-0', 0],
  ['366.0', undefined],
  ['1,5', undefined],
  ['12345', undefined],
  ['', undefined],
] as const)('%s days', (text, days) => {
  expect(readCount(text)).toBe(days)
})
