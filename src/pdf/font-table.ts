/**
 * A typeface at stamping time: tables alone, no font file. Answers how wide a text is and writes it.
 *
 * Text is NFC and in reading order; `joined` has turned Arabic letters into their joined forms.
 *
 * @module
 */
import { ByteWriter } from './byte-writer.ts'
import type { JoinedForms } from './font-file.ts'

/** Plain data: it crosses to a thread and to a cache. */
export interface CompiledFont {
  /** Ascending. */
  readonly codes: Uint16Array
  /** Thousandths of the type size, as all lengths here. */
  readonly advances: Uint16Array
  /** Bit n: the n-th alphabet has the code. */
  readonly alphabets: Uint8Array
  /** Kerning class of each code on the left and on the right of a pair. */
  readonly leftClass: Uint8Array
  readonly rightClass: Uint8Array
  /** `[left * rightClasses + right]` */
  readonly kerning: Int16Array
  readonly rightClasses: number
  readonly joined: readonly (readonly [string, JoinedForms])[]
  /** Brackets and the codes of their mirror images, which read as the bracket itself. */
  readonly mirrored: readonly (readonly [string, string])[]
  /** Stands for the lam before the code of a lam-alef. */
  readonly hiddenLam: string
  readonly capHeight: number
  /** Each alphabet's font resource: n for `Fn`. */
  readonly resources: readonly number[]
}

export interface Measured {
  readonly width: number
  readonly alphabet: number
}

export interface Word extends Measured {
  /** Undefined for what is not kept. */
  readonly written: Written | undefined
}

/** A word as `encode` writes it with an `ENCODED_SPACE` after it: these bytes of `block`. */
export interface Written {
  readonly block: Buffer
  readonly start: number
  readonly end: number
}

/** A space as `encode` writes it: nothing kerns with it. */
export const ENCODED_SPACE = Uint8Array.of(0, 0x20)

/** Words that are kept; then all are forgotten, so that memory stays flat. */
const MOST_WORDS = 4096
const LIKE_A_CODE = /^[A-F•]*$/
const scratch = new ByteWriter(1024)

const ABSENT = 0xffff
const ARABIC = /[\u0600-\u06ff]/
const SPACE = 0x20
const NO_BREAK_SPACE = 0xa0
const OPEN = 40
const CLOSE = 41
const ESCAPE = 92
const RETURN = 13
const LETTER_R = 114
const MINUS = 45

function hasDigit(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x3a && code > 0x2f) return true
  }
  return false
}

/** A byte of a literal string: brackets, the backslash and the carriage return are escaped. */
function putByte(buffer: Buffer, at: number, byte: number): number {
  let next = at
  if (byte === OPEN || byte === CLOSE || byte === ESCAPE || byte === RETURN) buffer[next++] = ESCAPE
  buffer[next++] = byte === RETURN ? LETTER_R : byte
  return next
}

function putCode(buffer: Buffer, from: number, code: number): number {
  const low = code & 0xff
  let at = from
  if (code < 0x100) buffer[at++] = 0
  else at = putByte(buffer, at, code >> 8)
  if (low <= CLOSE || low === ESCAPE) return putByte(buffer, at, low)
  buffer[at++] = low
  return at
}

export class FontTable {
  readonly capHeight: number
  readonly resources: readonly number[]
  /** Width of a space. */
  readonly space: number
  readonly #font: CompiledFont
  readonly #index = new Uint16Array(0x10000).fill(ABSENT)
  readonly #joined: ReadonlyMap<string, JoinedForms>
  readonly #mirrored: ReadonlyMap<string, string>
  readonly #all: number
  /** By alphabet, then by size. */
  readonly #selections: readonly Map<number, string>[]
  readonly #words = new Map<string, Word>()

  constructor(font: CompiledFont) {
    this.#font = font
    this.capHeight = font.capHeight
    this.resources = font.resources
    this.#joined = new Map(font.joined)
    this.#mirrored = new Map(font.mirrored)
    this.#selections = font.resources.map(() => new Map())
    this.#all = (1 << font.resources.length) - 1
    font.codes.forEach((code, index) => {
      this.#index[code] = index
    })
    // It has done its work when lines are broken: whoever searches the text types a plain space.
    this.#index[NO_BREAK_SPACE] = this.#index[SPACE] as number
    this.space = this.width(' ')
  }

  /** The first code point that no alphabet has, or undefined when all of `text` can be printed. */
  missingGlyph(text: string): number | undefined {
    for (const character of this.joined(text)) {
      const code = character.codePointAt(0) as number
      if (code > 0xffff || this.#index[code] === ABSENT) return code
    }
    return undefined
  }

  /** The first alphabet that has every character, or -1: ask `missingGlyph` which one is at fault. */
  alphabetOf(text: string): number {
    return this.measure(text)?.alphabet ?? -1
  }

  /** Width of a text all of whose characters are there. */
  width(text: string): number {
    return this.measure(text)?.width ?? 0
  }

  /** Width and alphabet of a text, or undefined where no alphabet has all its characters. */
  measure(text: string): Measured | undefined {
    const { advances, alphabets, leftClass, rightClass, kerning, rightClasses } = this.#font
    const indices = this.#index
    const isKerned = rightClasses > 1
    let shared = this.#all
    let width = 0
    let left = 0
    for (let at = 0; at < text.length; at++) {
      const index = indices[text.charCodeAt(at)] as number
      if (index === ABSENT) return undefined
      shared &= alphabets[index] as number
      width += advances[index] as number
      if (!isKerned) continue
      const right = rightClass[index] as number
      if (left !== 0 && right !== 0) width += kerning[left * rightClasses + right] as number
      left = leftClass[index] as number
    }
    return shared === 0 ? undefined : { width, alphabet: 31 - Math.clz32(shared & -shared) }
  }

  /**
   * A word measured and written out with a space after it. Names and streets come again and again, so they are kept;
   * what could be a code or a number is not.
   */
  word(text: string): Word | undefined {
    const passes = hasDigit(text)
    const known = passes ? undefined : this.#words.get(text)
    if (known) return known
    const joined = this.joined(text)
    const measured = this.measure(joined)
    if (!measured) return undefined
    if (passes || LIKE_A_CODE.test(text)) {
      return { width: measured.width, alphabet: measured.alphabet, written: undefined }
    }
    scratch.length = 0
    this.encode(scratch, joined)
    scratch.bytes(ENCODED_SPACE)
    const word = { ...measured, written: { block: scratch.toBuffer(), start: 0, end: scratch.length } }
    if (this.#words.size === MOST_WORDS) this.#words.clear()
    this.#words.set(text, word)
    return word
  }

  /**
   * Writes a text inside an operand of TJ, `[(` and `)]` left out. Each character is its own 16-bit code, which the
   * embedded font maps to a glyph: bytes, not hex digits, which could look like somebody's code.
   */
  encode(writer: ByteWriter, text: string): void {
    const { leftClass, rightClass, kerning, rightClasses } = this.#font
    writer.reserve(text.length * 12)
    const { buffer } = writer
    let at = writer.length
    if (rightClasses === 1) {
      // Nothing is kerned.
      for (let position = 0; position < text.length; position++) {
        const character = text.charCodeAt(position)
        at = putCode(buffer, at, character === NO_BREAK_SPACE ? SPACE : character)
      }
      writer.length = at
      return
    }
    const indices = this.#index
    let left = 0
    for (let position = 0; position < text.length; position++) {
      const character = text.charCodeAt(position)
      const code = character === NO_BREAK_SPACE ? SPACE : character
      const index = indices[code] as number
      const right = rightClass[index] as number
      if (left !== 0 && right !== 0) {
        const kern = kerning[left * rightClasses + right] as number
        if (kern !== 0) {
          buffer[at++] = CLOSE
          if (kern > 0) buffer[at++] = MINUS
          const size = kern > 0 ? kern : -kern
          if (size > 99) buffer[at++] = 48 + ((size / 100) | 0)
          if (size > 9) buffer[at++] = 48 + (((size / 10) | 0) % 10)
          buffer[at++] = 48 + (size % 10)
          buffer[at++] = OPEN
        }
      }
      at = putCode(buffer, at, code)
      left = leftClass[index] as number
    }
    writer.length = at
  }

  /** The operator that selects an alphabet at a size, and the beginning of what is shown in it. */
  selection(alphabet: number, size: number): string {
    const known = this.#selections[alphabet] as Map<number, string>
    let selection = known.get(size)
    if (selection === undefined) {
      selection = `/F${this.resources[alphabet]} ${Math.round(size * 100) / 100} Tf [(`
      known.set(size, selection)
    }
    return selection
  }

  /** Turned round for a right-to-left stretch, brackets facing the other way. */
  reversed(text: string): string {
    let reversed = ''
    for (const character of text) reversed = (this.#mirrored.get(character) ?? character) + reversed
    return reversed
  }

  /** Arabic letters as the forms in which they join their neighbours, still in reading order; other text as it is. */
  joined(text: string): string {
    if (this.#joined.size === 0 || !ARABIC.test(text)) return text
    let joined = ''
    let joins = false
    for (let at = 0; at < text.length; ) {
      const pair = this.#joined.get(text.slice(at, at + 2))
      const length = pair && text.length > at + 1 ? 2 : 1
      const forms = length === 2 ? pair : this.#joined.get(text[at] as string)
      const next = this.#joined.get(text[at + length] ?? '')
      if (!forms) {
        joined += text[at]
        joins = false
      } else {
        const [isolated, final, initial, medial] = forms
        const onwards = isolated !== initial && next !== undefined && next[0] !== next[1]
        if (length === 2) joined += this.#font.hiddenLam
        joined += String.fromCharCode(joins ? (onwards ? medial : final) : onwards ? initial : isolated)
        joins = onwards
      }
      at += length
    }
    return joined
  }
}
