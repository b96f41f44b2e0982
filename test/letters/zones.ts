/** @module Where text stands on a page, and how a page is read: line by line. */
import type { Box } from '../../src/pdf/box.ts'
import type { FoundText } from '../pdf/read-pdf.ts'

export function boxOf({ left, right, top, bottom }: FoundText): Box {
  return { x: left, y: top, width: right - left, height: bottom - top }
}

export function grow({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

/** A hundredth of a millimetre does no harm: files write two decimals of a point. */
const TOLERANCE = 0.02

export function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x - TOLERANCE &&
    inner.y >= outer.y - TOLERANCE &&
    inner.x + inner.width <= outer.x + outer.width + TOLERANCE &&
    inner.y + inner.height <= outer.y + outer.height + TOLERANCE
  )
}

export function touches(a: Box, b: Box, by = TOLERANCE): boolean {
  return (
    a.x < b.x + b.width - by &&
    b.x < a.x + a.width - by &&
    a.y < b.y + b.height - by &&
    b.y < a.y + a.height - by
  )
}

/** Lines from the top, as somebody reads them: runs that stand apart get a space between them. */
export function linesIn(runs: readonly FoundText[], direction: 'ltr' | 'rtl' = 'ltr'): string[] {
  const lines: FoundText[][] = []
  for (const run of runs.toSorted((a, b) => a.baseline - b.baseline)) {
    const last = lines.at(-1)
    if (last?.[0] && run.baseline - last[0].baseline < 1) last.push(run)
    else lines.push([run])
  }
  return lines.map((line) => {
    const sorted = line.toSorted((a, b) => (direction === 'ltr' ? a.left - b.left : b.right - a.right))
    return sorted
      .map((run, index) => {
        const before = sorted[index - 1]
        const gap = before ? (direction === 'ltr' ? run.left - before.right : before.left - run.right) : 0
        return (gap > 0.3 ? ' ' : '') + run.text
      })
      .join('')
      .replace(/\s+/g, ' ')
      .trim()
  })
}
