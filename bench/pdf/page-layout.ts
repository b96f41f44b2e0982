/**
 * Places the lines of a letter for libraries that draw a line of text at a point: breaks what is the same in every
 * letter once, and what varies greedily, with widths of words remembered.
 *
 * @module
 */
import { BLOCKS, type Block, type LetterFont, type LetterValues } from './letter.ts'

export const POINTS_PER_MM = 72 / 25.4

/** A line of text; points from the top left corner of the sheet to its start on the baseline. */
export interface PlacedLine {
  readonly font: LetterFont
  readonly size: number
  readonly x: number
  readonly baseline: number
  readonly text: string
}

/** Width of `text` at size 1, by the library that will draw it. */
export type Measure = (font: LetterFont, text: string) => number

export interface PageLayout {
  /** The lines that are the same in every letter. */
  readonly fixed: readonly PlacedLine[]
  /** The lines that a letter adds to them. */
  varying(values: LetterValues): readonly PlacedLine[]
}

export function pageLayout(measure: Measure): PageLayout {
  const known: Record<LetterFont, Map<string, number>> = { text: new Map(), strong: new Map() }
  const width: Measure = (font, text) => {
    let found = known[font].get(text)
    if (found === undefined) {
      found = measure(font, text)
      known[font].set(text, found)
    }
    return found
  }
  const changing = BLOCKS.filter(varies).map((block) => ({ block, fill: filler(block.text) }))
  return {
    fixed: BLOCKS.filter((block) => !varies(block)).flatMap((block) => place(block, block.text, width)),
    varying: (values) => changing.flatMap(({ block, fill }) => place(block, fill(values), width)),
  }
}

/** Whether a block differs from letter to letter. */
export function varies(block: Block): boolean {
  return block.text.includes('{{')
}

/** Puts values in the place of `{{placeholders}}`. */
export function filler(text: string): (values: LetterValues) => string {
  const parts = text.split(/\{\{(\w+)\}\}/)
  return (values) =>
    parts.map((part, index) => (index % 2 === 0 ? part : values[part as keyof LetterValues])).join('')
}

function place(block: Block, text: string, width: Measure): PlacedLine[] {
  const { box, font, size, leading } = block
  const wide = (line: string) => width(font, line) * size
  const limit = box.width * POINTS_PER_MM
  const lines = block.wraps ? broken(text, limit, wide) : text.split('\n').filter((line) => line !== '')
  return lines.map((line, index) => ({
    font,
    size,
    x: box.x * POINTS_PER_MM + (block.align === 'centre' ? (limit - wide(line)) / 2 : 0),
    baseline: box.y * POINTS_PER_MM + size + index * leading,
    text: line,
  }))
}

function broken(text: string, limit: number, wide: (word: string) => number): string[] {
  const space = wide(' ')
  const lines: string[] = []
  let [line, used] = ['', 0]
  for (const word of text.split(' ')) {
    const advance = wide(word)
    if (line !== '' && used + space + advance > limit) {
      lines.push(line)
      line = ''
    }
    used = line === '' ? advance : used + space + advance
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
