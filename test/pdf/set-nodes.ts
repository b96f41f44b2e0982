/** @module Sets nodes of a template without a file around them, and says where their text came to stand. */
import { Canvas } from '../../src/pdf/canvas.ts'
import type { CompiledTemplate } from '../../src/pdf/compile-template.ts'
import { Edition } from '../../src/pdf/stamper.ts'
import type { Node, Refusal, Values } from '../../src/pdf/template.ts'
import { codesShown, type Operation, readContent } from '../support/pdf/content-stream.ts'
import { compileFont } from '../../src/pdf/compile-font.ts'
import { FontTable } from '../../src/pdf/font-table.ts'
import { ObjectSet } from '../../src/pdf/pdf-object.ts'
import { ASCII, fontFile, LATIN_1 } from './typefaces.ts'

export const PAGE = { width: 210, height: 297 }
const [TEXT, CODE] = (
  [
    ['titillium', `${ASCII}${LATIN_1}’`],
    ['mono', '0123456789ABCDEF•'],
  ] as const
).map(
  ([name, alphabet], resource) =>
    new FontTable(
      compileFont(fontFile(name), [alphabet], new ObjectSet(1), { firstResource: resource }).font,
    ),
) as [FontTable, FontTable]
export const FONTS = new Map([
  ['text', TEXT],
  ['code', CODE],
])
const MM = 25.4 / 72

/** Millimetres from the top left corner. */
export interface PlacedText {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly baseline: number
  readonly size: number
  /** Per cent. */
  readonly stretch: number
}

export function editionOf(content: readonly Node[], known: Values = {}): Edition {
  const compiled: CompiledTemplate = {
    hash: '',
    page: PAGE,
    slots: {},
    variants: { only: { title: '', language: 'it', pages: 1, content } },
    fonts: [],
    embedded: [],
    pictures: [],
    nextNumber: 1,
  }
  return new Edition(compiled, FONTS, known)
}

/** What stands on the page, or why the piece is refused. */
export function setNodes(
  content: readonly Node[],
  values: Values = {},
  known?: Values,
): PlacedText[] | Refusal {
  const edition = editionOf(content, known)
  const canvas = new Canvas(PAGE.height, 'tagged')
  canvas.bytes(edition.fixedContent('only', 0, 'tagged').bytes)
  const before = canvas.length
  const refusal = edition.drawPiece(canvas, 'only', 0, values)
  if (!refusal) return placedText(readContent(canvas.toBuffer()))
  if (canvas.length !== before) throw new Error('a refused piece left something on the page')
  return refusal
}

/** For pieces that must be accepted. */
export function textSet(content: readonly Node[], values?: Values, known?: Values): PlacedText[] {
  const set = setNodes(content, values, known)
  if ('code' in set) throw new Error(`${set.code} in ${set.field}: ${set.found}`)
  return set
}

function placedText(operations: readonly Operation[]): PlacedText[] {
  const placed: PlacedText[] = []
  let font = TEXT
  let [size, stretch, lineX, y, x] = [0, 100, 0, 0, 0]
  for (const operation of operations) {
    const { operator, operands } = operation
    const [first, second] = operands.map(Number)
    if (operator === 'BT') [lineX, y, x] = [0, 0, 0]
    if (operator === 'Td') {
      lineX += first ?? 0
      y += second ?? 0
      x = lineX
    }
    if (operator === 'Tz') stretch = first ?? 100
    if (operator === 'Tf') {
      font = operands[0] === '/F0' ? TEXT : CODE
      size = second ?? 0
    }
    if (operator !== 'TJ') continue
    const text = String.fromCharCode(...codesShown(operation))
    const width = (font.width(text) * size * stretch) / 100_000
    const place = { left: x * MM, right: (x + width) * MM, baseline: PAGE.height - y * MM }
    placed.push({ text, ...place, size, stretch })
    x += width
  }
  return placed
}
