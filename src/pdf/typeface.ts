/**
 * A typeface measured character by character: what a text is wide, and which character it cannot print.
 *
 * One glyph a character with pair kerning and no other shaping: right for Latin, Greek and Cyrillic, and what is
 * measured is exactly what is printed. A script that needs more (Arabic, Devanagari, a mark that NFC cannot join
 * to its letter) counts as a missing glyph, since it would come out wrong rather than not at all.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

interface Glyph {
  readonly id: number
  /** In thousandths of the type size, as PDF counts. */
  readonly advance: number
}

const NEEDS_SHAPING = /[\p{M}\p{C}]|[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]/u

const resolve = createRequire(import.meta.url).resolve

export class Typeface {
  readonly font: Font
  /** PostScript name; also the name of the font resource on a page. */
  readonly name: string
  /** Of the font file: part of what a template was made from. */
  readonly sha256: string
  /** Height of a capital letter in thousandths of the type size. */
  readonly capHeight: number
  readonly #glyphs = new Map<number, Glyph | undefined>()
  readonly #kerning = new Map<number, number>()
  readonly #kerned: boolean

  constructor(bytes: Uint8Array) {
    const font = create(Buffer.from(bytes))
    if (!('createSubset' in font)) throw new TypeError('expected a single TrueType font, found a collection')
    this.font = font as Font
    this.name = this.font.postscriptName
    this.sha256 = createHash('sha256').update(bytes).digest('hex')
    this.capHeight = this.#thousandths(this.font.capHeight)
    this.#kerned = this.font.availableFeatures.includes('kern')
  }

  /** The first code point this typeface has no glyph for, or undefined when all of `text` can be printed. */
  missingGlyph(text: string): number | undefined {
    for (const character of text) {
      const codePoint = character.codePointAt(0) as number
      if (!this.#glyph(codePoint)) return codePoint
    }
    return undefined
  }

  /** Width of `text` (NFC) at `size`, in the unit of `size`; characters without a glyph count as nothing. */
  textWidth(text: string, size: number): number {
    let width = 0
    let previous = 0
    for (const character of text) {
      const codePoint = character.codePointAt(0) as number
      width += (this.#glyph(codePoint)?.advance ?? 0) + this.kerning(previous, codePoint)
      previous = codePoint
    }
    return (width * size) / 1000
  }

  /** Glyph id and advance of a code point; throws where `missingGlyph` would name it. */
  glyph(codePoint: number): Glyph {
    const glyph = this.#glyph(codePoint)
    if (!glyph)
      throw new RangeError(`${this.name} has no glyph for ${unicodeName(codePoint)}: ask missingGlyph first`)
    return glyph
  }

  /** What is added between two characters, in thousandths of the type size. */
  kerning(left: number, right: number): number {
    if (!this.#kerned || left === 0) return 0
    const key = left * 0x10000 + right
    let value = this.#kerning.get(key)
    if (value === undefined) {
      const run = this.font.layout(String.fromCodePoint(left, right), {
        liga: false,
        ccmp: false,
        locl: false,
      })
      const [glyph, position] = [run.glyphs[0], run.positions[0]]
      const pair = run.glyphs.length === 2 && glyph !== undefined && position !== undefined
      value = pair ? this.#thousandths(position.xAdvance - glyph.advanceWidth) : 0
      this.#kerning.set(key, value)
    }
    return value
  }

  #glyph(codePoint: number): Glyph | undefined {
    const known = this.#glyphs.get(codePoint)
    if (known || this.#glyphs.has(codePoint)) return known
    // Above U+FFFF nothing is offered: a content stream writes each character as its 16-bit code.
    const printable =
      codePoint <= 0xffff &&
      this.font.hasGlyphForCodePoint(codePoint) &&
      !NEEDS_SHAPING.test(String.fromCodePoint(codePoint))
    const source = printable ? this.font.glyphForCodePoint(codePoint) : undefined
    const glyph = source && { id: source.id, advance: this.#thousandths(source.advanceWidth) }
    this.#glyphs.set(codePoint, glyph)
    return glyph
  }

  #thousandths(units: number): number {
    return Math.round((units * 1000) / this.font.unitsPerEm)
  }
}

/** Reads a TrueType file that a package ships, by its import path. */
export function openTypeface(packagePath: string): Typeface {
  return new Typeface(readFileSync(resolve(packagePath)))
}

/** `U+6F22`, as Unicode writes a code point. */
export function unicodeName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
}
