/**
 * Numbers of a feed, read strictly: what could be meant in two ways is refused, since a figure wrong by a thousand looks
 * like any other.
 *
 * @module
 */

/** `1234.56`, or `1234,56` and `1.234,56`. */
export type NumberFormat = 'point' | 'comma'

/** Nine figures before the decimals, as the form has room for; separators of thousands only where decimals follow. */
const AMOUNTS: Readonly<Record<NumberFormat, RegExp>> = {
  point: /^-?\d{1,9}(\.\d{1,2})?$/,
  comma: /^-?(\d{1,9}(,\d{1,2})?|\d{1,3}(\.\d{3}){1,2},\d{1,2})$/,
}
const COUNT = /^-?\d{1,4}$/

/** Whole cents, or undefined for anything else than an amount in that format. A negative one is still an amount. */
export function readCents(text: string, format: NumberFormat): number | undefined {
  if (!AMOUNTS[format].test(text)) return undefined
  const plain = format === 'point' ? text : text.replaceAll('.', '').replace(',', '.')
  // Eleven digits are far fewer than a double has: rounding finds the very cent. Zero has no sign.
  return Math.round(Number(plain) * 100) + 0
}

/** A number of days, or undefined. */
export function readCount(text: string): number | undefined {
  return COUNT.test(text) ? Number(text) + 0 : undefined
}
