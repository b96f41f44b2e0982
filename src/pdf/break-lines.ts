/**
 * Breaks a paragraph into lines, ragged: as few lines as possible, then as even as possible, no single short word left
 * alone on the last line, and rather not after a word of one or two letters. A word is never cut.
 *
 * @module
 */
import type { Atom } from './atoms.ts'

/** Atoms `from` (with) … `to` (without) stand on one line. */
export interface BrokenLine {
  readonly from: number
  readonly to: number
  /** In the unit of the atoms' widths. */
  readonly width: number
}

/** Squares of a share of the line: how bad a line is whose end is that far from the margin. */
const LONELY = 0.5 ** 2
const SHORT_WORD = 0.12 ** 2
/** Outweighs everything else: one line more. */
const LINE = 1000

/** A line that is emptier than this, with words to follow, is never the better choice. */
const EMPTIEST = 0.4

/** Kept from one paragraph to the next; index n belongs to the first n words. */
let tables = tablesFor(256)

function tablesFor(size: number) {
  return {
    best: new Float64Array(size),
    previous: new Int32Array(size),
    /** The atom that begins each word. */
    starts: new Int32Array(size),
    /** Where a line that begins with the n-th word starts, were all words on one line. */
    edges: new Float64Array(size),
    /** Where a line of the first n words ends: without the space after them. */
    tails: new Float64Array(size),
    shorts: new Uint8Array(size),
  }
}

/** Lines of at most `width`, or undefined when one word alone is wider. */
export function breakLines(atoms: readonly Atom[], width: number): BrokenLine[] | undefined {
  const words = gather(atoms)
  const { best, previous, edges, tails, shorts, starts } = tables
  const share = 1 / width
  best[0] = 0
  let first = 0
  for (let end = 1; end <= words; end++) {
    const right = tails[end] as number
    while (first < end && right - (edges[first] as number) > width) first++
    if (first === end) return undefined
    const isLast = end === words
    const penalty = LINE + (!isLast && shorts[end] === 1 ? SHORT_WORD : 0)
    let least = Number.POSITIVE_INFINITY
    let from = end - 1
    for (let start = first; start < end; start++) {
      const slack = (width - right + (edges[start] as number)) * share
      // Shorter ones are only worse: the fewest lines count first.
      if (slack > EMPTIEST && start > first && !isLast) break
      const lonely = isLast && start === end - 1 && slack > 0.8 ? LONELY : 0
      const cost = (best[start] as number) + penalty + (isLast ? lonely : slack * slack)
      if (cost < least) {
        least = cost
        from = start
      }
    }
    best[end] = least
    previous[end] = from
  }
  const lines: BrokenLine[] = []
  for (let end = words; end > 0; end = previous[end] as number) {
    const start = previous[end] as number
    const used = (tails[end] as number) - (edges[start] as number)
    lines.push({ from: starts[start] as number, to: starts[end] as number, width: used })
  }
  return lines.reverse()
}

/** Words into the tables. Answers how many there are. */
function gather(atoms: readonly Atom[]): number {
  if (atoms.length + 2 > tables.starts.length) tables = tablesFor(atoms.length * 2)
  const { starts, edges, tails, shorts } = tables
  let words = 0
  let letters = 0
  let at = 0
  for (let index = 0; index < atoms.length; index++) {
    const atom = atoms[index] as Atom
    if (index === 0 || !atom.glued) {
      // The space is set in the typeface that the word before it ends in.
      if (index > 0) at += (atoms[index - 1] as Atom).font.space
      starts[words] = index
      edges[words] = at
      words++
      letters = 0
    }
    at += atom.width
    letters += atom.text.length
    tails[words] = at
    shorts[words] = letters <= 2 ? 1 : 0
  }
  starts[words] = atoms.length
  return words
}
