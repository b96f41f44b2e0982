/** @module What is wrong with the fonts of a file, measured against the font programs inside it. */
import { create, type Font } from 'fontkit'
import type { PdfObjects, Value } from './pdf-objects.ts'

/** `codes`: what is shown in the font. Only composite fonts with Identity-H are known here: it is what we write. */
export function fontFaults(file: PdfObjects, number: number, codes: ReadonlySet<number>): string[] {
  const faults: string[] = []
  const font = file.dict(file.all.get(number))
  const cid = file.dict(file.list(font.get('DescendantFonts'))[0])
  const descriptor = file.dict(cid.get('FontDescriptor'))
  const name = String(font.get('BaseFont'))
  const names = [name, cid.get('BaseFont'), descriptor.get('FontName')]
  if (new Set(names).size !== 1) faults.push(`three names: ${names.join(' ')}`)
  if (!/^\/[A-Z]{6}\+[\w-]+$/.test(name)) faults.push(`${name}: no subset tag`)
  if (font.get('Encoding') !== '/Identity-H') faults.push(`${name}: not Identity-H`)

  const program = create(file.stream(descriptor.get('FontFile2')).bytes) as Font
  const glyphs = glyphIds(file, cid.get('CIDToGIDMap'))
  const widths = widthsOf(file, cid.get('W'))
  const unicode = toUnicode(file.stream(font.get('ToUnicode')).bytes.toString('latin1'))
  for (const [code, text] of unicode) {
    if (/[\0\ue000-\uf8ff\ufffd]/.test(text) || text === '')
      faults.push(`${name}: ${hex(code)} reads as nothing`)
  }
  for (const code of codes) {
    const glyph = glyphs(code)
    if (glyph === 0) faults.push(`${name}: ${hex(code)} is .notdef`)
    if (!unicode.has(code)) faults.push(`${name}: ${hex(code)} has no ToUnicode`)
    const advance = (program.getGlyph(glyph).advanceWidth * 1000) / program.unitsPerEm
    const width = widths.get(code)
    if (width === undefined || Math.abs(width - advance) > 1)
      faults.push(`${name}: ${hex(code)} is ${width} wide in /W and ${advance} in the font`)
  }
  return faults
}

function glyphIds(file: PdfObjects, map: Value | undefined): (code: number) => number {
  if (map === '/Identity' || map === undefined) return (code) => code
  const { bytes } = file.stream(map)
  return (code) => (code * 2 < bytes.length ? bytes.readUInt16BE(code * 2) : 0)
}

/** `c [w …]` and `first last w`. */
function widthsOf(file: PdfObjects, value: Value | undefined): Map<number, number> {
  const widths = new Map<number, number>()
  const list = file.list(value)
  for (let at = 0; at < list.length; ) {
    const first = Number(list[at])
    const next = file.at(list[at + 1])
    if (Array.isArray(next)) {
      next.forEach((width, index) => {
        widths.set(first + index, Number(width))
      })
      at += 2
    } else {
      for (let code = first; code <= Number(next); code++) widths.set(code, Number(list[at + 2]))
      at += 3
    }
  }
  return widths
}

/** What each code of a CMap's bfchar and bfrange blocks reads as. */
export function toUnicode(cmap: string): Map<number, string> {
  const texts = new Map<number, string>()
  const decoded = (digits: string) => Buffer.from(digits, 'hex').swap16().toString('utf16le')
  for (const [, block = ''] of cmap.matchAll(/beginbfchar(.*?)endbfchar/gs)) {
    const pairs = [...block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>/g)]
    if (pairs.length > 100) throw new RangeError('a block of bfchar holds a hundred at most')
    for (const [, code = '', text = ''] of pairs) texts.set(Number.parseInt(code, 16), decoded(text))
  }
  for (const [, block = ''] of cmap.matchAll(/beginbfrange(.*?)endbfrange/gs)) {
    for (const [, from = '', to = '', text = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const first = Number.parseInt(from, 16)
      for (let code = first; code <= Number.parseInt(to, 16); code++) {
        const last = Number.parseInt(text.slice(-4), 16) + code - first
        texts.set(code, decoded(text.slice(0, -4) + last.toString(16).padStart(4, '0')))
      }
    }
  }
  return texts
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0')
}
