import { describe, expect, it } from 'vitest'
import { Canvas } from '../../src/pdf/canvas.ts'
import { FontTable } from '../../src/pdf/font-table.ts'
import { unicodeName } from '../../src/pdf/unicode-name.ts'
import { Random } from '../../src/sample/random.ts'
import { codesShown, readContent } from '../support/pdf/content-stream.ts'
import { ASCII, ARABIC, CYRILLIC, fontFile, fontTable, GREEK, LATIN, LATIN_1 } from './typefaces.ts'

const ALL = ASCII + LATIN_1 + LATIN + GREEK + CYRILLIC
const noto = fontTable(
  'noto',
  ASCII,
  ASCII + LATIN_1,
  ASCII + LATIN_1 + LATIN,
  ASCII + GREEK,
  ASCII + CYRILLIC,
  ALL,
)

/** The operation that shows a text, read back from its bytes. */
function shown(table: FontTable, text: string) {
  const canvas = new Canvas(297, 'plain')
  canvas.showText({ font: table, alphabet: Math.max(0, table.alphabetOf(text)) }, text, 11)
  const [, operation, ...others] = readContent(canvas.toBuffer())
  if (!operation || others.length > 0) throw new Error('expected a font and a text')
  return operation
}

describe('a typeface at stamping time', () => {
  it.each([
    ['Łukasz Đorđević', undefined],
    ['ȘTEFĂNESCU Şahin Ağa Erdős', undefined],
    ['Αλέξανδρος Σόλων', undefined],
    ['Дмитрий Щербаков', undefined],
    ['D"ANNUNZIO & C. 12/A', undefined],
    ['漢字', 'U+6F22'],
    ['عمر', 'U+0639'],
    ['a nice 😀', 'U+1F600'],
    ['line\nbreak', 'U+000A'],
    ['a\u200bb', 'U+200B'],
    ['\ue000', 'U+E000'],
  ])('names the first character of «%s» that it cannot print: %s', (text, expected) => {
    const missing = noto.missingGlyph(text)
    expect(missing === undefined ? undefined : unicodeName(missing)).toBe(expected)
    expect(noto.alphabetOf(text) < 0).toBe(expected !== undefined)
  })

  it('counts a glyph that it would have to shape as missing, although the file has it', () => {
    const devanagari = fontTable('noto', 'क', 'q\u0301')
    expect(fontFile('noto').font.hasGlyphForCodePoint(0x0915)).toBe(true)
    expect(devanagari.missingGlyph('क')).toBe(0x0915)
    expect(fontFile('noto').font.hasGlyphForCodePoint(0x0301)).toBe(true)
    expect(devanagari.missingGlyph('q\u0301'.normalize('NFC'))).toBe(0x0301)
  })

  it.each([
    ['MARIA ROSSI', 0],
    ['MARIA PERÙ', 1],
    ['ŁUKASZ', 2],
    ['Αλέξανδρος', 3],
    ['Щербаков', 4],
    ['Щербаков Łukasz', 5],
    ['', 0],
  ])('sets «%s» in the first alphabet that has all of it: %i', (text, alphabet) => {
    expect(noto.alphabetOf(text)).toBe(alphabet)
  })

  it('measures a text as the sum of its advances and what kerning adds, in any order of asking', () => {
    const random = new Random(3)
    for (let count = 0; count < 300; count++) {
      const text = Array.from({ length: random.between(1, 30) }, () => random.pick([...ALL]))
        .filter((letter) => noto.missingGlyph(letter) === undefined)
        .join('')
      const { operands } = shown(noto, text)
      const adjusted = (operands[0] as (number | Buffer)[]).reduce<number>(
        (sum, part) => sum - (typeof part === 'number' ? part : 0),
        0,
      )
      const advances = [...text].reduce((sum, letter) => sum + noto.width(letter), 0)
      expect(noto.width(text)).toBe(advances + adjusted)
    }
  })

  it('kerns, and gives every character of a mono typeface one width', () => {
    const titillium = fontTable('titillium', ASCII)
    expect(titillium.width('AV')).toBeLessThan(titillium.width('A') + titillium.width('V'))
    const mono = fontTable('mono', '0O8B1I')
    expect(mono.width('0O8B1I')).toBe(mono.width('0') * 6)
  })

  it('shows a no-break space as a space, as wide', () => {
    expect(codesShown(shown(noto, '803\u00a0164'))).toEqual(codesShown(shown(noto, '803 164')))
    expect(noto.width('803\u00a0164')).toBe(noto.width('803 164'))
  })

  it.each([
    ['a bracket', 'A(B)C'],
    ['a backslash', 'A\\B'],
    ['a low byte that is a bracket', 'ĨĩШЩ'],
    ['a low byte that is a backslash', 'Ŝќ'],
    ['a low byte that is a carriage return', 'čЍ'],
    ['Arabic', 'لا'],
  ])('writes %s so that it reads back', (_, text) => {
    const table = text === 'لا' ? fontTable('vazirmatn', ARABIC) : noto
    const joined = table.joined(text)
    expect(codesShown(shown(table, joined))).toEqual([...joined].map((letter) => letter.charCodeAt(0)))
  })

  it('writes every 16-bit code so that it reads back, whichever of its bytes needs an escape', () => {
    const codes = Uint16Array.from({ length: 0xffff }, (_, code) => code)
    const table = new FontTable({
      codes,
      advances: new Uint16Array(codes.length).fill(500),
      alphabets: new Uint8Array(codes.length).fill(1),
      leftClass: new Uint8Array(codes.length),
      rightClass: new Uint8Array(codes.length),
      kerning: new Int16Array(1),
      rightClasses: 1,
      joined: [],
      mirrored: [],
      hiddenLam: '',
      capHeight: 700,
      resources: [0],
    })
    for (let from = 0; from < codes.length; from += 5000) {
      const some = codes.subarray(from, from + 5000)
      expect(codesShown(shown(table, String.fromCharCode(...some)))).toEqual(
        [...some].map((code) => (code === 0xa0 ? 0x20 : code)),
      )
    }
  })
})
