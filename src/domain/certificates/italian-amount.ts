/** @module Amounts as Italian papers print them. Written by hand: a million certificates print forty each. */

/** Whole cents as `1.234,56`, a negative sum as `-1.234,56`. */
export function italianAmount(cents: number): string {
  const sum = Math.abs(cents)
  const rest = sum % 100
  let euros = String((sum - rest) / 100)
  for (let at = euros.length - 3; at > 0; at -= 3) euros = `${euros.slice(0, at)}.${euros.slice(at)}`
  return `${cents < 0 ? '-' : ''}${euros},${rest < 10 ? '0' : ''}${rest}`
}
