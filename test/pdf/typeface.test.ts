import { describe, expect, it } from 'vitest'
import { openTypeface, unicodeName } from '../../src/pdf/typeface.ts'

const noto = openTypeface('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf')
const titillium = openTypeface('@expo-google-fonts/titillium-web/400Regular/TitilliumWeb_400Regular.ttf')
const mono = openTypeface('@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf')

describe('a typeface', () => {
  it.each([
    ['Łukasz Đorđević', undefined],
    ['ȘTEFĂNESCU Şahin Ağa Erdős', undefined],
    ['Αλέξανδρος Σόλων', undefined],
    ['Дмитрий Щербаков', undefined],
    ['D’ANNUNZIO & C. 12/A', undefined],
    ['漢字', 'U+6F22'],
    ['عمر', 'U+0639'],
    ['a nice 😀', 'U+1F600'],
    ['line\nbreak', 'U+000A'],
  ])('names the first character of «%s» that it cannot print: %s', (text, expected) => {
    const missing = noto.missingGlyph(text)
    expect(missing === undefined ? undefined : unicodeName(missing)).toBe(expected)
  })

  it('counts a glyph that it would have to shape as missing, although the file has it', () => {
    expect(noto.font.hasGlyphForCodePoint(0x0915)).toBe(true)
    expect(noto.missingGlyph('क')).toBe(0x0915)
    expect(noto.font.hasGlyphForCodePoint(0x0301)).toBe(true)
    expect(noto.missingGlyph('q\u0301'.normalize('NFC'))).toBe(0x0301)
  })

  it('measures with kerning, in proportion to the size', () => {
    const apart = titillium.textWidth('A', 10) + titillium.textWidth('V', 10)
    expect(titillium.textWidth('AV', 10)).toBeLessThan(apart)
    expect(titillium.textWidth('AV', 20)).toBeCloseTo(titillium.textWidth('AV', 10) * 2)
  })

  it('gives every character of a mono typeface one width', () => {
    expect(mono.textWidth('0O8B1I', 10)).toBeCloseTo(mono.textWidth('WWWWWW', 10))
  })
})
