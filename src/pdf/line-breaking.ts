/**
 * Breaks text in several styles into lines, ragged right, only at spaces: a word is never cut.
 *
 * @module
 */
import { POINTS_PER_MM } from './content.ts'
import type { Typeface } from './typeface.ts'

/** A piece of text in one typeface. */
export interface Run {
  readonly typeface: Typeface
  readonly text: string
}

/** Where a run stands on its line; `x` in millimetres from the line's start. */
export interface PlacedRun extends Run {
  readonly x: number
}

export interface Line {
  readonly runs: readonly PlacedRun[]
  /** Millimetres. */
  readonly width: number
}

/** Lines of at most `width` millimetres at `size` points, or undefined when one word alone is wider. */
export function breakLines(runs: readonly Run[], size: number, width: number): Line[] | undefined {
  const lines: Line[] = []
  let current: Run[] = []
  let used = 0
  for (const word of words(runs)) {
    const advance = widthOf(word, size)
    if (used + advance <= width) {
      current.push(...word)
      used += advance
      continue
    }
    if (current.length > 0) lines.push(place(current, size))
    current = trimStart(word)
    used = widthOf(current, size)
    if (used > width) return undefined
  }
  if (current.length > 0) lines.push(place(current, size))
  return lines
}

function widthOf(word: readonly Run[], size: number): number {
  return word.reduce((sum, run) => sum + run.typeface.textWidth(run.text, size), 0) / POINTS_PER_MM
}

/** Pieces that hold together, each but the first with the space before it; a word may change typeface inside. */
function words(runs: readonly Run[]): Run[][] {
  const found: Run[][] = []
  for (const run of runs) {
    for (const piece of run.text.split(/(?= )/)) {
      if (piece === '') continue
      const last = found.at(-1)
      if (last && !piece.startsWith(' ')) last.push({ ...run, text: piece })
      else found.push([{ ...run, text: piece }])
    }
  }
  return found
}

function trimStart(word: readonly Run[]): Run[] {
  return word.map((run, index) => (index === 0 ? { ...run, text: run.text.trimStart() } : run))
}

/**
 * Joins neighbours of one typeface, so that kerning works across them, and measures. A no-break space has done its
 * work here and is printed as a space: whoever searches the text types one.
 */
function place(runs: readonly Run[], size: number): Line {
  const joined: Run[] = []
  for (const run of runs) {
    const last = joined.at(-1)
    if (last?.typeface === run.typeface) joined[joined.length - 1] = { ...run, text: last.text + run.text }
    else joined.push(run)
  }
  let x = 0
  const placed = joined.map((run) => {
    const start = x
    x += run.typeface.textWidth(run.text, size) / POINTS_PER_MM
    return { ...run, text: run.text.replaceAll('\u00a0', ' '), x: start }
  })
  return { runs: placed, width: x }
}
