import { describe, expect, it } from 'vitest'
import { pairKerning } from '../../src/pdf/pair-kerning.ts'
import { ASCII, fontFile, fontTable } from './typefaces.ts'

const LETTERS = [...'AFLPTVWYKRaceogrvwxy.,-’"17()']
/** What turns letters into others before they are placed. */
const NO_SUBSTITUTION = { liga: false, clig: false, calt: false, ccmp: false, locl: false, rlig: false }

describe('pair kerning', () => {
  it.each(['titillium', 'titilliumStrong', 'noto'] as const)(
    'of %s is what fontkit’s own layout adds between two letters',
    (name) => {
      const { font } = fontFile(name)
      const kerning = pairKerning(font)
      const differing: string[] = []
      let kerned = 0
      for (const left of LETTERS) {
        for (const right of LETTERS) {
          const { glyphs, positions } = font.layout(left + right, NO_SUBSTITUTION as never, 'latn')
          const [first, second] = glyphs
          if (!first || !second) throw new Error(`${left}${right} is one glyph`)
          const added = (positions[0]?.xAdvance ?? 0) - first.advanceWidth
          if (added !== 0) kerned++
          if (kerning(first.id, second.id) !== added) differing.push(`${left}${right}`)
        }
      }
      expect(differing).toEqual([])
      expect(kerned).toBeGreaterThan(50)
    },
  )

  it('is what a compiled table adds, to the thousandth, but for what nobody sees', () => {
    const file = fontFile('titillium')
    const table = fontTable('titillium', `${ASCII}’`)
    for (const left of LETTERS) {
      for (const right of LETTERS) {
        const [a, b] = [left, right].map((letter) => file.glyph(letter.charCodeAt(0)))
        if (!a || !b) continue
        const added = table.width(left + right) - table.width(left) - table.width(right)
        const kerning = file.kerning(a, b)
        expect([left, right, added]).toEqual([left, right, Math.abs(kerning) < 10 ? 0 : kerning])
      }
    }
  })
})
