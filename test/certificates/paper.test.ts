import { describe, expect, test } from 'vitest'
import { type CertificatePaper, certificatePaper } from '../../src/certificates/certificate-paper.ts'
import type { CertificateLetter } from '../../src/certificates/paper-edition.ts'
import { letterGroups } from '../../src/domain/certificates/certificate-letter.ts'
import { expectLetters, type Piece } from '../../src/inspect/expectation.ts'
import { inspectPdf } from '../../src/inspect/inspect-pdf.ts'
import { EVERY_PAGE } from '../../src/inspect/sampling.ts'
import { type Geometry, sheetArea } from '../../src/letters/geometry.ts'
import { senderLineText } from '../../src/letters/stationery.ts'
import type { Box } from '../../src/pdf/box.ts'
import { pack, unpack } from '../../src/pdf/pack.ts'
import { readPages, textOf, whole } from '../pdf/read-pdf.ts'
import { certificateData } from '../support/paper-rows.ts'
import { LETTERS, letter, loadPaper, original, PROFILES, SENDER, YEARS } from './paper-letters.ts'

const FIRST_PAGES = { pages: 4, renderedPages: 4 }
const ISSUE = { datedOn: '2026-11-20', test: false }

const papers = Object.fromEntries(
  await Promise.all(PROFILES.map(async (profile) => [profile, await loadPaper(profile)])),
) as Record<(typeof PROFILES)[number], CertificatePaper>

function bundleOf(paper: CertificatePaper, letters: readonly CertificateLetter[], issue = ISSUE): Buffer {
  return whole(paper.bundle(issue, letters))
}

describe.each(PROFILES)('certificates on sheets of %s', (profile) => {
  const paper = papers[profile]
  const { geometry } = paper.parts.sources

  test('pass the inspection, every page of it drawn', async () => {
    let firstPage = 1
    const pieces = LETTERS.map(({ publicId, addressLines: rows, certificates }, index): Piece => {
      const pages = paper.pagesOf(LETTERS[index] as CertificateLetter)
      const piece = { publicId, rows, firstPage, pages }
      firstPage += pages
      expect(pages).toBe(certificates.reduce((sum, one) => sum + paper.sheetsOf(one), 1))
      return piece
    })
    const expectation = expectLetters(geometry, pieces, {
      senderText: senderLineText(SENDER),
      coverAlone: true,
    })
    const { faults, renderedPages, pages } = await inspectPdf(
      bundleOf(paper, LETTERS),
      expectation,
      EVERY_PAGE,
    )
    expect(faults).toEqual([])
    expect(renderedPages).toHaveLength(pages)
    // What lies behind the first sheet would be seen in the window if it lay before it.
    const strict = await inspectPdf(
      bundleOf(paper, LETTERS),
      { ...expectation, coverAlone: false },
      FIRST_PAGES,
    )
    expect(new Set(strict.faults.map(({ code }) => code))).toEqual(
      new Set(['WINDOW_TEXT', 'INK_IN_CLEAR_ZONE']),
    )
    expect(strict.faults.every(({ page }) => page !== 1)).toBe(true)
  }, 60_000)

  test('fit, one after the other', () => {
    for (const one of LETTERS) expect(paper.measure(one)).toEqual({ ok: true, pages: paper.pagesOf(one) })
  })

  test('keep off everything that a sheet needs for the vendor', () => {
    const area = sheetArea(geometry)
    const { sheetCode, insertionMarks, clear, footer, foldMarks, folds, page } = geometry
    const marks = folds.map((y) => ({ x: foldMarks.x, y, width: foldMarks.length, height: 0.2 }))
    for (const zone of [sheetCode, insertionMarks, footer, ...clear, ...marks]) {
      expect(overlap(area, zone)).toBe(false)
    }
    expect(area.x).toBeGreaterThan(page.border)
    expect(area.x + area.width).toBeLessThan(page.width - page.border)
    expect(area.width * area.height).toBeGreaterThan(0.65 * page.width * page.height)
  })
})

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

test('a zone that stays white across the sheet takes of its height, not of its width', () => {
  const { geometry } = papers['it-dx'].parts.sources
  const clear = [
    { x: 0, y: 0, width: 210, height: 12 },
    { x: 0, y: 270, width: 210, height: 27 },
  ]
  const without = sheetArea(geometry)
  const area = sheetArea({ ...geometry, clear } satisfies Geometry)
  expect([area.x, area.width]).toEqual([without.x, without.width])
  expect([area.y, area.y + area.height]).toEqual([14, 270])
})

describe('paper', () => {
  const paper = papers['it-dx']

  test('gives the same bytes again, and from memory that a thread takes', () => {
    const again = certificatePaper(unpack(pack(paper.parts)))
    expect(again.version).toBe(paper.version)
    const bytes = bundleOf(paper, LETTERS)
    expect(bundleOf(paper, LETTERS).equals(bytes)).toBe(true)
    expect(bundleOf(again, LETTERS).equals(bytes)).toBe(true)
  })

  test('stores the pages of a form once, however many people it is for', () => {
    const one = bundleOf(paper, [letter([original(2015)])]).length
    const hundred = bundleOf(
      paper,
      Array.from({ length: 100 }, () => letter([original(2015)])),
    ).length
    expect(hundred - one).toBeLessThan(99 * 14_000)
    expect(hundred - one).toBeGreaterThan(99 * 4_000)
  })

  test('marks every page of a trial', async () => {
    const trial = await loadPaper('it-dx', true)
    const pages = await readPages(bundleOf(trial, LETTERS.slice(0, 1), { ...ISSUE, test: true }))
    for (const page of pages) expect(textOf(page)).toContain('PROVA')
    for (const page of await readPages(bundleOf(paper, LETTERS.slice(0, 1))))
      expect(textOf(page)).not.toContain('PROVA')
    expect(trial.version).not.toBe(paper.version)
  })

  test('has the choices of each year: who may be chosen when', async () => {
    const closings = await Promise.all(
      [2012, 2013, 2015, 2016, 2019].map(async (year) => {
        const pages = await readPages(bundleOf(paper, [letter([original(year)])]))
        return pages.map(textOf).at(-1) ?? ''
      }),
    )
    const having = (text: string) => closings.map((closing) => closing.includes(text))
    expect(having('Chiesa cattolica')).toEqual([true, true, true, true, true])
    expect(having('Unione induista')).toEqual([false, true, true, true, true])
    expect(having('Soka Gakkai')).toEqual([false, false, false, true, true])
    expect(having('aree protette')).toEqual([false, false, false, false, true])
    expect(having('Associazione culturale')).toEqual([false, false, true, false, false])
    expect(having('Partito politico')).toEqual([false, true, true, true, true])
  })

  test.each([
    ['an id of another length', { publicId: 'R3K7Q' }, 'rif. lettera', '5 caratteri'],
    ['a name in letters that no typeface has', { addressLines: ['陈'] }, 'riga 1 dell’indirizzo', 'U+9648'],
    [
      'more sheets than the envelope takes',
      { certificates: YEARS.map(original) },
      'fogli',
      '25 invece di 10',
    ],
    [
      'a note longer than a page',
      {
        certificates: [
          {
            ...original(2012),
            data: certificateData(2012, {
              notes: [{ code: 'ZZ', slots: { testo: 'molte parole in fila '.repeat(900) } }],
            }),
          },
        ],
      },
      'CUD 2013, annotazioni',
      'più di una pagina',
    ],
  ])('refuses %s by its field', (_, changes, field, detail) => {
    const measured = paper.measure({ ...letter([original(2012)]), ...changes })
    expect(measured).toMatchObject({ ok: false, field, detail })
  })
})

describe('what one person asked for', () => {
  test.each([
    ['one year', [3], 10, [[3]]],
    ['what just fits', [3, 3, 3], 10, [[3, 3, 3]]],
    ['one more', [3, 3, 3, 3], 10, [[3, 3, 3], [3]]],
    [
      'eight years',
      [3, 3, 3, 3, 3, 3, 3, 3],
      10,
      [
        [3, 3, 3],
        [3, 3, 3],
        [3, 3],
      ],
    ],
    [
      'eight years in a large envelope',
      [3, 3, 3, 3, 3, 3, 3, 3],
      20,
      [
        [3, 3, 3, 3, 3, 3],
        [3, 3],
      ],
    ],
    ['a long one in the middle', [3, 7, 3], 10, [[3], [7], [3]]],
    ['one that alone is too long', [3, 12, 3], 10, [[3], [12], [3]]],
    ['nothing', [], 10, []],
  ])('goes in order into as few letters as its envelopes allow: %s', (_, sheets, most, groups) => {
    expect(letterGroups(sheets, (count) => count, most)).toEqual(groups)
  })
})
