import { describe, expect, it } from 'vitest'
import { PieceRefused } from '../../src/pdf/bundle-file.ts'
import { Random } from '../../src/sample/random.ts'
import { readPages, whole } from '../pdf/read-pdf.ts'
import { bundleOf, ISSUE, letter, loadTemplate, measured, PROFILES } from './letters.ts'
import { boxOf, isInside, linesIn, touches } from './zones.ts'

const template = await loadTemplate()

/** Letters by the thousand's chance: mostly such as people have, now and then some that no face here can print. */
const LETTERS = [
  ...'ABCDEFGHILMNOPQRSTUVZ',
  ...'aeioulnrst',
  ...'ÀÈÉÌÒÙÄÖÜßÑÇŁłĐđŞşĞğŐőȚțŽšÅø',
  ...'ΑΒΓΔάέήίόώς',
  ...'АБВЖЩЯабвжщя',
  ...'0123456789',
  ...'\'’/.,-&()"·°\\',
]
const RARE = ['漢', 'ش', '😀', 'क', '\u200b', 'e\u0301', 'S\u0326', 'q\u0301', '\u0000', '\u00ad', '\ue000']

function randomLine(random: Random): string {
  let line = ''
  const length = random.between(1, 60)
  while (line.length < length) {
    const word = Array.from({ length: random.between(1, 12) }, () =>
      random.chance(0.004) ? random.pick(RARE) : random.pick(LETTERS),
    )
    line += `${line === '' ? '' : ' '}${word.join('')}`
  }
  return line.slice(0, length).trim()
}

describe.each(PROFILES)('addresses on %s', async (profile) => {
  const on = await loadTemplate({ profile })
  const { geometry } = on.parts
  const random = new Random(PROFILES.indexOf(profile) + 40)
  const addresses = Array.from({ length: 120 }, () =>
    Array.from({ length: random.chance(0.05) ? 7 : random.between(1, 6) }, () => randomLine(random)),
  )
  const accepted = addresses.filter((lines) => on.measureAddressLines(lines).ok)

  it('of any letters are either refused, with the line and the code point or the width, or fit', () => {
    const codes = new Set<string>()
    for (const lines of addresses) {
      const verdict = on.measureAddressLines(lines)
      if (verdict.ok) continue
      codes.add(verdict.code)
      expect(JSON.stringify(verdict)).toMatch(
        /"GLIFO_MANCANTE","field":"riga \d dell’indirizzo","detail":"U\+[0-9A-F]{4,6}"|"TESTO_TROPPO_LUNGO","field":"(riga \d dell’indirizzo|indirizzo)","detail":"\d+ (mm invece di \d+ mm|righe)"/,
      )
    }
    expect(codes.size).toBe(2)
    expect(accepted.length).toBeGreaterThan(30)
  })

  it('are accepted before there is a letter if and only if the letter is, and the bundle takes it', () => {
    for (const addressLines of addresses.slice(0, 60)) {
      const early = on.measureAddressLines(addressLines)
      const late = on.measure(measured({ addressLines, residence: 'ESTERO' }))
      expect(late.ok).toBe(early.ok)
      if (!early.ok) expect(late).toEqual(early)
      let refused = false
      try {
        bundleOf(on, [letter({ addressLines })])
      } catch (error) {
        if (!(error instanceof PieceRefused)) throw error
        refused = true
        for (const line of addressLines.filter((line) => line.length > 4))
          expect(String(error)).not.toContain(line)
      }
      expect(refused).toBe(!early.ok)
    }
  })

  it('that are accepted stand in their box, letter by letter, and upon nothing', async () => {
    const pages = await readPages(
      bundleOf(
        on,
        accepted.map((addressLines) => letter({ addressLines })),
      ),
    )
    for (const [index, page] of pages.entries()) {
      const lines = accepted[index] ?? []
      const inBox = page.filter((run) => touches(boxOf(run), geometry.address))
      expect(linesIn(inBox)).toEqual(lines.map((line) => line.normalize('NFC').replace(/\s+/g, ' ')))
      for (const run of inBox) {
        expect(isInside(boxOf(run), geometry.address), run.text).toBe(true)
        expect(inBox.filter((other) => other !== run && touches(boxOf(run), boxOf(other), 0.05))).toEqual([])
        expect(run.size).toBeGreaterThanOrEqual(geometry.addressText.smallest)
      }
    }
  })
})

describe('names', () => {
  it('come back letter by letter, in every alphabet that people here write in', async () => {
    const names = [
      'ŁUKASZ ŚWIĘTOSŁAW ŻÓŁĆ',
      'ȘTEFĂNESCU ȚEPEȘ',
      'AĞA ŞAHİN ILGAZ',
      'ERDŐS ŐRSI TŰZ',
      'ĐORĐEVIĆ ČUČKOVIĆ ŽŠ',
      'Αλέξανδρος Σόλων',
      'Дмитрий Щербаков',
      'D’ANNUNZIO & C. 12/A',
      'NGUYỄN THỊ HƯƠNG',
      'ÅSE ØRSTED ÆRØ',
      'Łukasz Щербаков Σόλων',
    ]
    const pages = await readPages(
      bundleOf(
        template,
        names.map((name) => letter({ addressLines: [name, 'VIA ROMA 1'] })),
      ),
    )
    for (const [index, page] of pages.entries()) {
      expect(linesIn(page.filter((run) => touches(boxOf(run), template.parts.geometry.address)))).toEqual([
        names[index],
        'VIA ROMA 1',
      ])
    }
  })

  it.each([
    ['a CJK name', ['ROSSI 漢字', 'VIA ROMA 1', '00144 ROMA RM'], 'riga 1 dell’indirizzo', 'U+6F22'],
    ['an Arabic street', ['ROSSI', 'شارع', 'CAIRO', 'EGITTO'], 'riga 2 dell’indirizzo', 'U+0634'],
    ['Devanagari', ['ROSSI', 'A', 'क'], 'riga 3 dell’indirizzo', 'U+0915'],
    ['a letter with a mark of its own', ['q\u0301'], 'riga 1 dell’indirizzo', 'U+0301'],
    ['something unseen', ['ROSSI\u200bMARIA'], 'riga 1 dell’indirizzo', 'U+200B'],
  ])('%s is held with its code point', (_, addressLines, field, detail) => {
    const held = { ok: false, code: 'GLIFO_MANCANTE', field, detail }
    expect(template.measureAddressLines(addressLines)).toEqual(held)
    expect(template.measure(measured({ addressLines, residence: 'ESTERO' }))).toEqual(held)
  })

  it.each([
    ['six lines of 44 W', Array(6).fill('W'.repeat(44)), 'riga 1 dell’indirizzo', '111 mm invece di 92 mm'],
    ['seven lines', Array(7).fill('A'), 'indirizzo', '7 righe'],
  ])('%s are held', (_, addressLines, field, detail) => {
    const held = { ok: false, code: 'TESTO_TROPPO_LUNGO', field, detail }
    expect(template.measureAddressLines(addressLines)).toEqual(held)
    expect(template.measure(measured({ addressLines, residence: 'ESTERO' }))).toEqual(held)
  })

  it('that were not measured are refused all the same, by the letter’s id alone', () => {
    const refused = () =>
      whole(template.bundle(ISSUE, [{ ...letter({ addressLines: ['漢字'] }), half: '0B8D5A1F' }]))
    expect(refused).toThrow('piece R3K7Q-9TX2M-C: missing-glyph in riga 1 dell’indirizzo: found U+6F22')
  })
})
