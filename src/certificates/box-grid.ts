/**
 * Rows of boxes in twelfths of the width: where each box of a row stands and how high the row is.
 *
 * @module
 */
import { type Atom, tokensOf } from '../pdf/atoms.ts'
import { breakLines } from '../pdf/break-lines.ts'
import { POINTS_PER_MM } from '../pdf/canvas.ts'
import type { FontTable } from '../pdf/font-table.ts'
import type { Run, Values } from '../pdf/template.ts'

export interface Cell<T> {
  readonly item: T
  /** Millimetres from the left edge of the row. */
  readonly x: number
  readonly width: number
}

const TWELFTHS = 12

/** Items one after the other, a new row where the next would not fit. */
export function gridRows<T extends { readonly width: number }>(
  items: readonly T[],
  width: number,
): Cell<T>[][] {
  const rows: Cell<T>[][] = []
  let taken = TWELFTHS
  for (const item of items) {
    if (taken + item.width > TWELFTHS) {
      rows.push([])
      taken = 0
    }
    const unit = width / TWELFTHS
    rows.at(-1)?.push({ item, x: taken * unit, width: item.width * unit })
    taken += item.width
  }
  return rows
}

/** How many lines a text takes; 1 for every text before there are fonts to measure with. */
export type LineCount = (runs: readonly Run[], size: number, width: number, values?: Values) => number

/** `width` in millimetres, `size` in points. A word wider than that counts as a line: setting it will be refused. */
export function lineCountIn(fonts: ReadonlyMap<string, FontTable>): LineCount {
  return (runs, size, width, values = {}) => {
    const set = tokensOf(runs, fonts, values)
    if ('code' in set) return 1
    return breakLines(set.tokens as Atom[], (width * POINTS_PER_MM * 1000) / size)?.length ?? 1
  }
}
