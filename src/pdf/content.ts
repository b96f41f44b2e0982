/**
 * A content stream in the making. Lengths are millimetres from the top left corner of the sheet, as printers and
 * page geometry count; type sizes are points. Only grey: a letter is printed in black.
 *
 * @module
 */
import type { Typeface } from './typeface.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface TextStyle {
  readonly typeface: Typeface
  /** Points. */
  readonly size: number
  /** 0 black (the default) … 1 white. */
  readonly grey?: number
  /** Horizontal scale, per cent; 100 when absent. */
  readonly stretch?: number
}

/** Code points used of each typeface: what its subset must hold. */
export type UsedCharacters = Map<Typeface, Set<number>>

export const POINTS_PER_MM = 72 / 25.4

/** Bytes that end or escape a PDF literal string. */
const SPECIAL = /[\\()\r]/g

export class Content {
  readonly #used: UsedCharacters
  readonly #pageHeight: number
  #text = ''

  /** `pageHeight` in millimetres. */
  constructor(used: UsedCharacters, pageHeight: number) {
    this.#used = used
    this.#pageHeight = pageHeight
  }

  /** One line of text with its baseline at `y`. */
  text(style: TextStyle, x: number, y: number, text: string): void {
    const stretch = style.stretch ?? 100
    const scaled = stretch === 100 ? '' : `${num(stretch)} Tz `
    this.#text += `BT ${this.#grey(style.grey ?? 0)}/${style.typeface.name} ${num(style.size)} Tf ${scaled}`
    this.#text += `${this.#point(x, y)} Td ${this.#show(style.typeface, text)} TJ${scaled && ' 100 Tz'} ET\n`
  }

  /** Text centred on a point and turned anti-clockwise. */
  slantedText(style: TextStyle, x: number, y: number, degrees: number, text: string): void {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
    const across = style.typeface.textWidth(text, style.size) / 2
    const down = (style.typeface.capHeight * style.size) / 2000
    const originX = x * POINTS_PER_MM - across * cos + down * sin
    const originY = (this.#pageHeight - y) * POINTS_PER_MM - across * sin - down * cos
    const matrix = [cos, sin, -sin, cos].map((value) => value.toFixed(4)).join(' ')
    this.#text += `BT ${this.#grey(style.grey ?? 0)}/${style.typeface.name} ${num(style.size)} Tf ${matrix} `
    this.#text += `${num(originX)} ${num(originY)} Tm ${this.#show(style.typeface, text)} TJ ET\n`
  }

  /** The outline of a rectangle; `weight` in points. */
  stroke(box: Box, weight: number, grey: number): void {
    this.#text += `${num(grey)} G ${num(weight)} w ${this.#rectangle(box)} S\n`
  }

  /** A horizontal rule; `weight` in points. */
  rule(x: number, y: number, width: number, weight: number, grey: number): void {
    this.#text += `${num(grey)} G ${num(weight)} w ${this.#point(x, y)} m ${this.#point(x + width, y)} l S\n`
  }

  /** Black squares of a two-dimensional code, as rows of `[from, length]` runs from the top. */
  modules(rows: readonly (readonly [number, number])[][], x: number, y: number, module: number): void {
    const scale = num(module * POINTS_PER_MM)
    let path = ''
    rows.forEach((runs, row) => {
      for (const [from, length] of runs) path += `${from} ${-row - 1} ${length} 1 re\n`
    })
    this.#text += `q 0 g ${scale} 0 0 ${scale} ${this.#point(x, y)} cm\n${path}f Q\n`
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#text, 'latin1')
  }

  /**
   * The operand of TJ. Each character is written as its own UTF-16 code, which the embedded font maps to a glyph:
   * so two characters that share a glyph come back as two when the text is extracted, and nothing depends on the
   * order in which a bundle met its characters. Bytes, not hex digits, which could look like somebody's code.
   */
  #show(typeface: Typeface, text: string): string {
    let used = this.#used.get(typeface)
    if (!used) {
      used = new Set()
      this.#used.set(typeface, used)
    }
    let shown = ''
    let previous = 0
    for (const character of text) {
      const codePoint = character.codePointAt(0) as number
      typeface.glyph(codePoint)
      used.add(codePoint)
      const kerning = typeface.kerning(previous, codePoint)
      if (kerning !== 0) shown += `)${-kerning}(`
      shown += (String.fromCharCode(codePoint >> 8) + String.fromCharCode(codePoint & 0xff)).replace(
        SPECIAL,
        escaped,
      )
      previous = codePoint
    }
    return `[(${shown})]`
  }

  #rectangle(box: Box): string {
    return `${this.#point(box.x, box.y + box.height)} ${num(box.width * POINTS_PER_MM)} ${num(box.height * POINTS_PER_MM)} re`
  }

  #point(x: number, y: number): string {
    return `${num(x * POINTS_PER_MM)} ${num((this.#pageHeight - y) * POINTS_PER_MM)}`
  }

  #grey(grey: number): string {
    return `${num(grey)} g `
  }
}

function escaped(byte: string): string {
  return byte === '\r' ? '\\r' : `\\${byte}`
}

/** A number as PDF reads it: at most two decimals, never an exponent. */
function num(value: number): string {
  return String(Math.round(value * 100) / 100)
}
