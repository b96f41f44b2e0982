/**
 * Running text as the pieces that line breaking moves: an atom is a stretch of one typeface without a space in it.
 *
 * @module
 */
import { ByteWriter } from './byte-writer.ts'
import { ENCODED_SPACE, type FontTable, type Word, type Written } from './font-table.ts'
import type { Refusal, Run, Values } from './template.ts'
import { unicodeName } from './unicode-name.ts'

export class Atom {
  readonly font: FontTable
  /** In reading order. */
  readonly text: string
  /** Follows its neighbour without a space: no line ends between them. */
  readonly glued: boolean
  /** Thousandths of the type size. */
  readonly width: number
  /** Which of the font's alphabets has its characters. */
  readonly alphabet: number
  /** For what stands in many pieces. */
  readonly written: Written | undefined

  constructor(font: FontTable, text: string, glued: boolean, { width, alphabet, written }: Word) {
    this.font = font
    this.text = text
    this.glued = glued
    this.width = width
    this.alphabet = alphabet
    this.written = written
  }
}

/** Text that each piece brings. */
export class Slot {
  readonly font: FontTable
  readonly name: string
  readonly glued: boolean

  constructor(font: FontTable, name: string, glued: boolean) {
    this.font = font
    this.name = name
    this.glued = glued
  }
}

export type Token = Atom | Slot

const SLOT = /\{\{([^{}]*)\}\}/

/** What is written and, in every second place, the name of a slot. */
export function textParts(text: string): string[] {
  return text.split(SLOT)
}

/** Fills in what `known` has and leaves the other slots open. */
export function tokensOf(
  runs: readonly Run[],
  fonts: ReadonlyMap<string, FontTable>,
  known: Values,
): { tokens: Token[] } | Refusal {
  const tokens: Token[] = []
  let glued = false
  for (const run of runs) {
    const font = fonts.get(run.typeface)
    if (!font) throw new RangeError(`the template has no typeface "${run.typeface}"`)
    for (const [index, part] of textParts(run.text).entries()) {
      if (index % 2 === 1 && known[part] === undefined) {
        tokens.push(new Slot(font, part, glued))
        glued = true
        continue
      }
      const text = index % 2 === 1 ? String(known[part]) : part
      if (text === '') continue
      const refused = append(tokens, font, text, glued, index % 2 === 1 ? part : '')
      if (refused) return refused
      glued = !text.endsWith(' ')
    }
  }
  return { tokens: writtenOut(tokens) }
}

/** What a template says is written out once, as a whole: neighbours on a line are then copied together. */
function writtenOut(tokens: readonly Token[]): Token[] {
  const writer = new ByteWriter(1024)
  const places = tokens.map((token) => {
    const start = writer.length
    if (token instanceof Atom) token.font.encode(writer, token.font.joined(token.text))
    writer.bytes(ENCODED_SPACE)
    return { start, end: writer.length }
  })
  const block = writer.toBuffer()
  return tokens.map((token, index) => {
    const written = { block, ...(places[index] as { start: number; end: number }) }
    return token instanceof Atom
      ? new Atom(token.font, token.text, token.glued, { ...token, written })
      : token
  })
}

/** Fills the open slots: atoms, or why a value cannot be printed. */
export function resolve(tokens: readonly Token[], values: Values): Atom[] | Refusal {
  const atoms: Token[] = []
  for (const token of tokens) {
    if (token instanceof Atom) {
      if (token.glued) join(atoms, token)
      else atoms.push(token)
      continue
    }
    const value = values[token.name]
    if (typeof value !== 'string') throw new RangeError(`no value for {{${token.name}}}`)
    const refused = append(atoms, token.font, value, token.glued, token.name)
    if (refused) return refused
  }
  return atoms as Atom[]
}

function append(
  tokens: Token[],
  font: FontTable,
  text: string,
  gluedBefore: boolean,
  field: string,
): Refusal | undefined {
  let glued = gluedBefore && !text.startsWith(' ')
  for (let from = 0; from < text.length; ) {
    const space = text.indexOf(' ', from)
    const to = space < 0 ? text.length : space
    if (to > from) {
      const word = text.slice(from, to)
      const atom = atomOf(font, word, glued)
      if (!atom)
        return {
          code: 'missing-glyph',
          field,
          found: unicodeName(font.missingGlyph(word.normalize('NFC')) ?? 0),
          limit: '',
        }
      join(tokens, atom)
      glued = false
    }
    from = to + 1
  }
  return undefined
}

/** Most text is in NFC; only what cannot be printed as it came is tried again. */
function atomOf(font: FontTable, text: string, glued: boolean): Atom | undefined {
  const word = font.word(text)
  if (word) return new Atom(font, text, glued, word)
  const composed = text.normalize('NFC')
  return composed === text ? undefined : atomOf(font, composed, glued)
}

/** What hangs together in one typeface becomes one atom, so that it is kerned, and joined, as a whole. */
function join(tokens: Token[], atom: Atom): void {
  const last = atom.glued ? tokens.at(-1) : undefined
  if (last instanceof Atom && last.font === atom.font) {
    const whole = atomOf(atom.font, last.text + atom.text, last.glued)
    if (whole) {
      tokens[tokens.length - 1] = whole
      return
    }
  }
  tokens.push(atom)
}
