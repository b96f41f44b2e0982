/**
 * Sets what stands on lines of its own: a field, a label, an amount, the lines of an address. A text that is too wide
 * is made smaller, then narrower, as far as its box allows; then it is refused, never cut.
 *
 * @module
 */
import { Atom, resolve, Slot, type Token, tokensOf } from './atoms.ts'
import type { Box } from './box.ts'
import { type Canvas, POINTS_PER_MM } from './canvas.ts'
import type { FontTable } from './font-table.ts'
import type { Line, Lines, Refusal, Shrink, Values } from './template.ts'
import { unicodeName } from './unicode-name.ts'

export interface PreparedLine {
  readonly line: Line
  readonly tokens: readonly Token[]
  readonly id: number
  readonly isFixed: boolean
}

export interface PreparedLines {
  readonly lines: Lines
  readonly font: FontTable
  readonly id: number
}

export function prepareLine(
  line: Line,
  fonts: ReadonlyMap<string, FontTable>,
  known: Values,
  id: number,
): PreparedLine | Refusal {
  const text = tokensOf(line.runs, fonts, known)
  if ('code' in text) return text
  return { line, tokens: text.tokens, id, isFixed: text.tokens.every((token) => token instanceof Atom) }
}

export function drawLine(
  canvas: Canvas,
  { line, tokens, id }: PreparedLine,
  values: Values,
): Refusal | undefined {
  const atoms = wholeValue(tokens, values) ?? resolve(tokens, values)
  if (!Array.isArray(atoms)) return { ...(atoms as Refusal), field: line.field }
  let width = 0
  for (let index = 0; index < atoms.length; index++) {
    const atom = atoms[index] as Atom
    width += atom.width + (index > 0 && !atom.glued ? (atoms[index - 1] as Atom).font.space : 0)
  }
  const fit = fitted(width, line.box, line.size, line.shrink)
  if (!fit) return tooWide(line.field, width, line.box, line.shrink?.smallest ?? line.size, line.shrink)
  canvas.beginTag(line.tag, id)
  // An empty field keeps its place in the reading order.
  if (atoms.length > 0) {
    const { size, stretch } = fit
    const slack = line.box.width - (width * size * stretch) / 100_000 / POINTS_PER_MM
    const x = line.box.x + (line.align === 'left' ? 0 : line.align === 'right' ? slack : slack / 2)
    canvas.beginText(line, x, baselineOf(line, (atoms[0] as Atom).font, size))
    if (stretch !== 100) canvas.number(stretch).ascii(' Tz ')
    canvas.showLine(atoms, { from: 0, to: atoms.length, width }, size, 'ltr')
    if (stretch !== 100) canvas.ascii('100 Tz ')
    canvas.endText(line)
  }
  canvas.endTag()
  return undefined
}

/** Capitals stand in the middle of the box. */
export function baselineOf({ box }: Line, font: FontTable, size: number): number {
  const capHeight = (font.capHeight * size) / 1000 / POINTS_PER_MM
  return box.y + (box.height + capHeight) / 2
}

/** A line that is one value and nothing else need not be taken apart into words, when one alphabet has all of it. */
function wholeValue(tokens: readonly Token[], values: Values): Atom[] | undefined {
  const [slot, other] = tokens
  if (other || !(slot instanceof Slot)) return undefined
  const value = values[slot.name]
  if (typeof value !== 'string' || value === '') return undefined
  const measured = slot.font.measure(value)
  if (!measured) return undefined
  const { width, alphabet } = measured
  return [new Atom(slot.font, value, false, { width, alphabet, written: undefined })]
}

export function drawLines(
  canvas: Canvas,
  { lines, font, id }: PreparedLines,
  values: Values,
): Refusal | undefined {
  const given = values[lines.slot]
  if (!Array.isArray(given)) throw new RangeError(`expected a list of lines for {{${lines.slot}}}`)
  const { box, pitch, shrink } = lines
  const texts: string[] = []
  const alphabets: number[] = []
  let widest = 0
  let widestIndex = 0
  for (let index = 0; index < given.length; index++) {
    let text = given[index] as string
    let measured = font.measure(text)
    if (!measured) {
      text = text.normalize('NFC')
      measured = font.measure(text)
    }
    if (!measured) {
      const found = unicodeName(font.missingGlyph(text) ?? 0)
      return { code: 'missing-glyph', field: numbered(lines.field, index), found, limit: '' }
    }
    const { width, alphabet } = measured
    if (width > widest) {
      widest = width
      widestIndex = index
    }
    texts.push(text)
    alphabets.push(alphabet)
  }
  if (texts.length > lines.most || texts.length * pitch > box.height) {
    const limit = String(Math.min(lines.most, Math.floor(box.height / pitch)))
    return { code: 'too-many-lines', field: lines.slot, found: String(texts.length), limit }
  }
  const fit = fitted(widest, box, lines.size, shrink)
  if (!fit) return tooWide(numbered(lines.field, widestIndex), widest, box, shrink.smallest, shrink)

  canvas.beginTag(lines.tag, id)
  texts.forEach((text, index) => {
    // 0.77 of the pitch above the baseline: capitals stand in the middle of their line.
    if (index === 0) canvas.beginText(lines, box.x, box.y + pitch * 0.77)
    else canvas.moveLine(0, pitch)
    if (index === 0 && fit.stretch !== 100) canvas.number(fit.stretch).ascii(' Tz ')
    canvas.showText({ font, alphabet: alphabets[index] as number }, text, fit.size)
  })
  if (fit.stretch !== 100) canvas.ascii('100 Tz ')
  if (texts.length > 0) canvas.endText(lines)
  canvas.endTag()
  return undefined
}

/** The largest size in half points at which `width` fits, and how far it must be narrowed then; undefined: not at all. */
function fitted(
  width: number,
  box: Box,
  size: number,
  shrink: Shrink | undefined,
): { size: number; stretch: number } | undefined {
  const room = box.width * POINTS_PER_MM * 1000
  if (width * size <= room) return { size, stretch: 100 }
  if (!shrink) return undefined
  const fitting = Math.max(shrink.smallest, Math.floor((room / width) * 2) / 2)
  if (width * fitting <= room) return { size: fitting, stretch: 100 }
  const stretch = Math.floor((room / (width * fitting)) * 1000) / 10
  return stretch >= shrink.narrowest ? { size: fitting, stretch } : undefined
}

function tooWide(field: string, width: number, box: Box, size: number, shrink: Shrink | undefined): Refusal {
  const least = (width * size * (shrink?.narrowest ?? 100)) / 100_000 / POINTS_PER_MM
  return { code: 'too-wide', field, found: `${Math.ceil(least)} mm`, limit: `${Math.floor(box.width)} mm` }
}

function numbered(field: string, index: number): string {
  return field.replace('{{line}}', String(index + 1))
}
