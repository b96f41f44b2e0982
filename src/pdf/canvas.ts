/**
 * Drawing operators into a content stream. Lengths in millimetres from the top left corner of the sheet, sizes and
 * weights in points; only grey, since letters are printed in black.
 *
 * @module
 */
import type { Atom } from './atoms.ts'
import type { Box } from './box.ts'
import type { BrokenLine } from './break-lines.ts'
import { ByteWriter } from './byte-writer.ts'
import { ENCODED_SPACE, type Written } from './font-table.ts'
import type { Element, Tag, TextStyle } from './template.ts'
import { visualOrder } from './visual-order.ts'

export const POINTS_PER_MM = 72 / 25.4
/** A tagged page marks every operator as content of an element or as an artifact. */
export type Tagging = 'tagged' | 'plain'
type Look = Pick<TextStyle, 'grey' | 'isHidden'>

export class Canvas extends ByteWriter {
  readonly tagging: Tagging
  /** Bit n: the font resource `Fn` is used. */
  usedFonts = 0
  /** Millimetres. */
  readonly #pageHeight: number

  constructor(pageHeight: number, tagging: Tagging, capacity?: number) {
    super(capacity)
    this.#pageHeight = pageHeight
    this.tagging = tagging
  }

  /** An empty canvas of the same kind. */
  blank(): Canvas {
    return new Canvas(this.#pageHeight, this.tagging, 4096)
  }

  /** What follows, until `endTag`, belongs to the element with this id on its page. */
  beginTag(tag: Tag, id: number): void {
    if (this.tagging === 'plain') return
    if (tag === 'artifact') this.ascii('/Artifact BMC\n')
    else this.beginElement(tag.role, id)
  }

  beginElement(role: Element['role'], id: number): void {
    if (this.tagging === 'tagged') this.ascii('/').ascii(role).ascii('<</MCID ').number(id).ascii('>>BDC\n')
  }

  endTag(): void {
    if (this.tagging === 'tagged') this.ascii('EMC\n')
  }

  point(x: number, y: number): this {
    return this.number(x * POINTS_PER_MM)
      .ascii(' ')
      .number((this.#pageHeight - y) * POINTS_PER_MM)
  }

  rectangle(box: Box): void {
    this.point(box.x, box.y + box.height).ascii(' ')
    this.number(box.width * POINTS_PER_MM)
      .ascii(' ')
      .number(box.height * POINTS_PER_MM)
      .ascii(' re ')
  }

  fillBox(box: Box, grey: number): void {
    this.number(grey).ascii(' g ')
    this.rectangle(box)
    this.ascii('f\n')
  }

  strokeBox(box: Box, weight: number, grey: number): void {
    this.number(grey).ascii(' G ').number(weight).ascii(' w ')
    this.rectangle(box)
    this.ascii('S\n')
  }

  rule(x: number, y: number, width: number, weight: number, grey: number): void {
    this.number(grey).ascii(' G ').number(weight).ascii(' w ').point(x, y).ascii(' m ')
    this.point(x + width, y).ascii(' l S\n')
  }

  /** Opens a text object; positions inside are relative to the line before. */
  beginText({ grey = 0, isHidden }: Look, x: number, y: number): void {
    if (grey !== 0) this.number(grey).ascii(' g ')
    if (isHidden) this.ascii('3 Tr ')
    this.ascii('BT ').point(x, y).ascii(' Td\n')
  }

  endText({ grey = 0, isHidden }: Look): void {
    this.ascii('ET\n')
    if (grey !== 0) this.ascii('0 g\n')
    if (isHidden) this.ascii('0 Tr\n')
  }

  /** From the start of the line before; millimetres to the right and down. */
  moveLine(right: number, down: number): void {
    this.number(right * POINTS_PER_MM)
      .ascii(' ')
      .number(-down * POINTS_PER_MM)
      .ascii(' Td ')
  }

  /** One line of atoms, written from left to right. */
  showLine(atoms: readonly Atom[], line: BrokenLine, size: number, direction: 'ltr' | 'rtl'): void {
    if (direction === 'rtl') {
      for (const { atom, text } of visualOrder(atoms.slice(line.from, line.to), direction)) {
        this.showText(atom, text, size)
      }
      return
    }
    let shown = atoms[line.from] as Atom
    this.beginShow(shown, size)
    for (let index = line.from; index < line.to; ) {
      const atom = atoms[index] as Atom
      if (atom.font !== shown.font || atom.alphabet !== shown.alphabet) {
        this.endShow()
        this.beginShow(atom, size)
      }
      shown = atom
      const next = copiedTogether(atoms, index, line.to)
      // The space is set in the typeface that it follows.
      const spaced = next < line.to && !(atoms[next] as Atom).glued
      if (atom.written) {
        const { end } = (atoms[next - 1] as Atom).written as Written
        this.part(atom.written.block, atom.written.start, spaced ? end : end - ENCODED_SPACE.length)
      } else {
        atom.font.encode(this, atom.text)
        if (spaced) this.bytes(ENCODED_SPACE)
      }
      index = next
    }
    this.endShow()
  }

  showText(style: Pick<Atom, 'font' | 'alphabet'>, text: string, size: number): void {
    this.beginShow(style, size)
    style.font.encode(this, text)
    this.endShow()
  }

  beginShow({ font, alphabet }: Pick<Atom, 'font' | 'alphabet'>, size: number): void {
    this.usedFonts |= 1 << (font.resources[alphabet] as number)
    this.ascii(font.selection(alphabet, size))
  }

  endShow(): void {
    this.ascii(')]TJ\n')
  }
}

/** The first atom after `from` that does not follow on what is written out before it. */
function copiedTogether(atoms: readonly Atom[], from: number, to: number): number {
  const { font, alphabet, written } = atoms[from] as Atom
  let next = from + 1
  let end = written?.end
  for (; written && next < to; next++) {
    const { font: nextFont, alphabet: nextAlphabet, glued, written: follows } = atoms[next] as Atom
    if (glued || nextFont !== font || nextAlphabet !== alphabet) break
    if (follows?.block !== written.block || follows.start !== end) break
    end = follows.end
  }
  return next
}
