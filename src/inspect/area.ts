/** @module Boxes that touch, hold and leave one another. */
import type { Box } from '../pdf/box.ts'

/** The box with its sides moved outwards; inwards for a negative `by`. */
export function grow(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by }
}

export function touches(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** How far `inner` reaches out of `outer` at its worst side; negative where it lies within. */
export function overhang(outer: Box, inner: Box): number {
  return Math.max(
    outer.x - inner.x,
    outer.y - inner.y,
    inner.x + inner.width - (outer.x + outer.width),
    inner.y + inner.height - (outer.y + outer.height),
  )
}
