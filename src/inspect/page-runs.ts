/** @module The text of a page and where it stands, as pdf.js reads it. */
import type { Box } from '../pdf/box.ts'
import type { PDFPageProxy } from './open-pdf.ts'

/** Text that was drawn in one go. */
export interface Run {
  readonly text: string
  /** Encloses capitals and descenders. */
  readonly box: Box
  /** Millimetres from the top. */
  readonly baseline: number
}

const MM = 25.4 / 72
/** Of the type size: how far capitals rise over the baseline and descenders hang below it. */
const RISE = 0.75
const HANG = 0.22

export async function readRuns(page: PDFPageProxy): Promise<Run[]> {
  // As the file has it: a ligature that stands for two characters must not be taken apart for us.
  const { items } = await page.getTextContent({ disableNormalization: true })
  const [left = 0, , , top = 0] = page.view
  return items.flatMap((item) => {
    if (!('str' in item) || item.str === '') return []
    const [a, b, c, d, x, y] = item.transform as [number, number, number, number, number, number]
    const along = item.width / (Math.hypot(a, b) || 1)
    // The corners of the run, which may be slanted.
    const corners = [
      [0, -HANG],
      [0, RISE],
      [along, -HANG],
      [along, RISE],
    ].map(([u = 0, v = 0]) => [x + u * a + v * c - left, top - (y + u * b + v * d)] as const)
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
    const box = {
      x: Math.min(...xs) * MM,
      y: Math.min(...ys) * MM,
      width: (Math.max(...xs) - Math.min(...xs)) * MM,
      height: (Math.max(...ys) - Math.min(...ys)) * MM,
    }
    return [{ text: item.str, box, baseline: (top - y) * MM }]
  })
}

export interface Line {
  readonly text: string
  readonly runs: readonly Run[]
}

/** Baselines nearer than this are one line. */
const SAME_LINE_MM = 1

/** Runs as a reader sees them: line by line from the top, from left to right; blank lines left out. */
export function linesOf(runs: readonly Run[]): Line[] {
  const lines: Run[][] = []
  for (const run of runs.toSorted((a, b) => a.baseline - b.baseline)) {
    const last = lines.at(-1)
    if (last?.[0] && run.baseline - last[0].baseline < SAME_LINE_MM) last.push(run)
    else lines.push([run])
  }
  return lines.map(lineOf).filter(({ text }) => text !== '')
}

/** Wider white on a line parts what stands left of it from what stands right of it. */
const WORD_GAP_MM = 3

/** Words that follow one another: a writer may draw them in one go or in several. */
export function phrasesOf(runs: readonly Run[]): Line[] {
  return linesOf(runs.filter(({ text, box }) => text.trim() !== '' || box.width < WORD_GAP_MM)).flatMap(
    (line) => {
      const phrases: Run[][] = []
      for (const run of line.runs) {
        const last = phrases.at(-1)
        const before = last?.at(-1)?.box
        if (last && before && run.box.x - (before.x + before.width) < WORD_GAP_MM) last.push(run)
        else phrases.push([run])
      }
      return phrases.map(lineOf)
    },
  )
}

/** White that a reader takes for a space, though the writer drew none. */
const SPACE_MM = 0.5

function lineOf(unsorted: readonly Run[]): Line {
  const runs = unsorted.toSorted((a, b) => a.box.x - b.box.x)
  let text = ''
  for (const [index, run] of runs.entries()) {
    const before = runs[index - 1]?.box
    const apart = before !== undefined && run.box.x - (before.x + before.width) > SPACE_MM
    text += apart && !text.endsWith(' ') && !run.text.startsWith(' ') ? ` ${run.text}` : run.text
  }
  return { text: text.trim(), runs }
}
