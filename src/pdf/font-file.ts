/**
 * A TrueType file as the compiler reads it: glyphs, advances, pair kerning, the joined forms of Arabic.
 *
 * One glyph a character: no ligature is formed where a script can do without, so that text comes back letter by letter
 * when it is extracted. Arabic cannot: each letter's joined forms get codes of their own in the private area, with the
 * letter they stand for beside them; of a lam-alef the ligature stands for the alef, and a glyph without ink or width
 * for the lam, since readers disagree on the order of two letters in one right-to-left glyph. A script that needs more (Devanagari, a mark that
 * NFC cannot join to its letter) counts as a missing glyph, since it would come out wrong rather than not at all.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { create, type Font } from 'fontkit'
import { pairKerning } from './pair-kerning.ts'

/** A printable character: its code in the PDF, its glyph in the file, what it reads as. */
export interface FileGlyph {
  /** The code point, or a private code for a joined form. */
  readonly code: number
  readonly glyphId: number
  /** In thousandths of the type size, as PDF counts. */
  readonly advance: number
  /** The one character that it reads as. */
  readonly unicode: string
}

/** Codes of an Arabic letter: alone, at the end, at the start, in the middle. Two alike: it does not join there. */
export type JoinedForms = readonly [isolated: number, final: number, initial: number, medial: number]

/** The tatweel too: it lengthens the stroke between two letters, which no form has. */
const NEEDS_SHAPING =
  /[\p{M}\p{C}\u0640]|[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Common}]/u
const ARABIC_LETTER = /^\p{Script=Arabic}$/u
const LAM = '\u0644'
const ALEFS = ['\u0622', '\u0623', '\u0625', '\u0627', '\u0671']
/** Makes its neighbour join without being seen. */
const JOINER = '\u200d'
const HIDDEN_LAM = 0xe000
const PRIVATE = HIDDEN_LAM + 1
const MIRRORED = ['()', '[]', '{}', '<>', '«»', '‹›'].flatMap(([open = '', close = '']) => [
  [open, close] as const,
  [close, open] as const,
])

export class FontFile {
  readonly font: Font
  /** PostScript name. */
  readonly name: string
  readonly sha256: string
  /** Height of a capital letter in thousandths of the type size. */
  readonly capHeight: number
  /** Arabic letters and lam-alef pairs, with the codes of their forms. */
  readonly joined = new Map<string, JoinedForms>()
  /** Brackets of a right-to-left script: the private code that looks mirrored and reads as the bracket itself. */
  readonly mirrored = new Map<string, string>()
  /** The code of the lam that a lam-alef has swallowed. */
  readonly hiddenLam: string = ''
  readonly #glyphs = new Map<number, FileGlyph | undefined>()
  readonly #kerning: (left: number, right: number) => number

  constructor(bytes: Uint8Array) {
    const font = create(Buffer.from(bytes))
    if (!('createSubset' in font)) throw new TypeError('expected a single TrueType font, found a collection')
    this.font = font as Font
    this.name = this.font.postscriptName
    this.sha256 = createHash('sha256').update(bytes).digest('hex')
    this.capHeight = this.thousandths(this.font.capHeight)
    this.#kerning = pairKerning(this.font)
    if (this.font.hasGlyphForCodePoint(LAM.charCodeAt(0))) {
      const joiner = this.font.glyphForCodePoint(JOINER.charCodeAt(0))
      if (joiner.advanceWidth !== 0) throw new TypeError(`${this.name}: its U+200D has a width`)
      this.#glyphs.set(HIDDEN_LAM, this.#asGlyph(HIDDEN_LAM, joiner, LAM))
      this.hiddenLam = String.fromCharCode(HIDDEN_LAM)
      this.#joinArabic()
    }
  }

  /** The glyph of a code, or undefined where the file has none that would come out right. */
  glyph(code: number): FileGlyph | undefined {
    const known = this.#glyphs.get(code)
    if (known || this.#glyphs.has(code)) return known
    // Above U+FFFF nothing is offered: a content stream writes each character as its 16-bit code.
    const printable =
      code <= 0xffff &&
      this.font.hasGlyphForCodePoint(code) &&
      !NEEDS_SHAPING.test(String.fromCodePoint(code))
    const source = printable ? this.font.glyphForCodePoint(code) : undefined
    const glyph = source && this.#asGlyph(code, source, String.fromCodePoint(code))
    this.#glyphs.set(code, glyph)
    return glyph
  }

  /** What is added between two glyphs, in thousandths of the type size. */
  kerning(left: FileGlyph, right: FileGlyph): number {
    return this.thousandths(this.#kerning(left.glyphId, right.glyphId))
  }

  thousandths(units: number): number {
    return Math.round((units * 1000) / this.font.unitsPerEm)
  }

  #asGlyph(code: number, source: { id: number; advanceWidth: number }, unicode: string): FileGlyph {
    return { code, glyphId: source.id, advance: this.thousandths(source.advanceWidth), unicode }
  }

  /** Asks the file for every letter between joining neighbours, once. */
  #joinArabic(): void {
    let next = PRIVATE
    const letters: string[] = []
    for (let code = 0x0620; code <= 0x06d5; code++) {
      const letter = String.fromCharCode(code)
      if (ARABIC_LETTER.test(letter) && this.font.hasGlyphForCodePoint(code)) letters.push(letter)
    }
    for (const text of [...letters, ...ALEFS.map((alef) => LAM + alef)]) {
      const forms = ['', JOINER].flatMap((before) =>
        ['', JOINER].map((after) => this.#form(before, text, after)),
      )
      const [isolated, initial, final, medial] = forms
      // A pair that stays two glyphs needs no code: its letters join by themselves.
      if (!isolated || !initial || !final || !medial) continue
      const codes = new Map<number, number>()
      const codeOf = (source: { id: number; advanceWidth: number }) => {
        const known = codes.get(source.id)
        if (known !== undefined) return known
        const code = source === isolated && text.length === 1 ? text.charCodeAt(0) : next++
        codes.set(source.id, code)
        this.#glyphs.set(code, this.#asGlyph(code, source, text.at(-1) as string))
        return code
      }
      this.joined.set(text, [codeOf(isolated), codeOf(final), codeOf(initial), codeOf(medial)])
    }
    for (const [bracket, image] of MIRRORED) {
      if (!this.font.hasGlyphForCodePoint(image.charCodeAt(0))) continue
      const code = next++
      this.#glyphs.set(code, this.#asGlyph(code, this.font.glyphForCodePoint(image.charCodeAt(0)), bracket))
      this.mirrored.set(bracket, String.fromCharCode(code))
    }
  }

  #form(before: string, text: string, after: string): { id: number; advanceWidth: number } | undefined {
    const { glyphs, positions } = this.font.layout(before + text + after, undefined, 'arab', undefined, 'rtl')
    const visible = glyphs.filter((_, index) => positions[index]?.xAdvance !== 0)
    return visible.length === 1 ? visible[0] : undefined
  }
}
