import { describe, expect, it } from 'vitest'
import type { Geometry } from '../../src/letters/geometry.ts'
import type { PinLetterData } from '../../src/letters/pin-letter.ts'
import type { Box } from '../../src/pdf/box.ts'
import { type FoundText, readPages } from '../pdf/read-pdf.ts'
import {
  bundleOf,
  halfOf,
  letter,
  loadTemplate,
  PRINTED_IN,
  PROFILES,
  RESIDENCES,
  SENDER,
  WORST_CASES,
} from './letters.ts'
import { boxOf, grow, isInside, linesIn, touches } from './zones.ts'

/** Zones that a sheet may print in. */
function zonesOf(geometry: Geometry, sheet: number): Box[] {
  const { header, reference, opening, code, instructions, footer, continuation, address, senderLine } =
    geometry
  if (sheet > 0) return [header, continuation, footer]
  return [
    header,
    reference,
    opening,
    code,
    instructions,
    footer,
    address,
    ...(senderLine ? [senderLine] : []),
  ]
}

interface Sheet {
  readonly letter: PinLetterData
  readonly half: string
  readonly sheet: number
  readonly sheets: number
  readonly runs: readonly FoundText[]
  /** What failed assertions call it. */
  readonly name: string
}

describe.each(PROFILES)('every letter on %s', async (profile) => {
  const template = await loadTemplate({ profile })
  const { geometry } = template.parts
  const letters = PRINTED_IN.flatMap((languages) =>
    RESIDENCES.flatMap((residence) =>
      Object.entries(WORST_CASES).map(([title, addressLines], index) => ({
        title: `${languages} ${residence} ${title}`,
        data: letter({
          languages,
          residence,
          addressLines,
          firstHalfChannel: (['SMS', 'EMAIL', 'PEC'] as const)[index % 3] ?? 'SMS',
        }),
      })),
    ),
  )
  const pages = await readPages(
    bundleOf(
      template,
      letters.map(({ data }) => data),
    ),
  )
  const sheets = letters
    .flatMap(({ title, data }, index) => {
      const count = template.pagesOf(data)
      return Array.from({ length: count }, (_, sheet) => ({
        letter: data,
        half: halfOf(index),
        sheet,
        sheets: count,
        name: `${title}, sheet ${sheet + 1}`,
      }))
    })
    .map((sheet, page): Sheet => ({ ...sheet, runs: pages[page] ?? [] }))
  const firstSheets = sheets.filter(({ sheet }) => sheet === 0)
  const window = grow(geometry.window, geometry.shift)

  /** Names what breaks a rule, all of it at once. */
  function breaking(some: readonly Sheet[], breaks: (run: FoundText, sheet: Sheet) => boolean): string[] {
    return some.flatMap((sheet) =>
      sheet.runs.filter((run) => breaks(run, sheet)).map(({ text }) => `${sheet.name}: «${text}»`),
    )
  }

  it('has as many sheets as it should', () => {
    expect(pages).toHaveLength(sheets.length)
    expect(new Set(sheets.map(({ sheets }) => sheets))).toEqual(new Set([1, 2]))
  })

  it('shows the address in the window wherever the sheet slides, and nothing else but the sender’s line', () => {
    const visible = grow(geometry.window, -geometry.shift)
    for (const { runs, letter, sheet, name } of sheets) {
      const inWindow = runs.filter((run) => touches(boxOf(run), window))
      const sender = geometry.senderLine ? [[SENDER.institute, ...SENDER.returnAddress].join(' · ')] : []
      expect(linesIn(inWindow), name).toEqual(sheet === 0 ? [...sender, ...letter.addressLines] : [])
      for (const run of inWindow) expect(isInside(boxOf(run), visible), `${name}: ${run.text}`).toBe(true)
    }
  })

  it('shows its code once, in its place, larger than anything else', () => {
    for (const { runs, half, sheet, name } of sheets) {
      const found = runs.filter(({ text }) => text.replaceAll(' ', '').includes(half))
      expect(
        found.map(({ text }) => text),
        name,
      ).toEqual(sheet === 0 ? [`${half.slice(0, 4)} ${half.slice(4)}`] : [])
      for (const run of found) {
        expect(isInside(boxOf(run), geometry.secret), name).toBe(true)
        expect(run.size).toBe(Math.max(...runs.map(({ size }) => size)))
        expect(run.size).toBeGreaterThan(24)
        expect(runs.filter((other) => other !== run && touches(boxOf(other), geometry.secret))).toEqual([])
      }
    }
  })

  it('keeps its code away from the folds, and from the window of the folded sheet', () => {
    const [first = 0, second = geometry.page.height] = geometry.folds
    for (const { runs, half, name } of firstSheets) {
      const code = runs.find(({ text }) => text.replaceAll(' ', '') === half)
      if (!code) throw new Error(`${name}: no code`)
      const { shift } = geometry
      expect(code.top - shift, name).toBeGreaterThan(first)
      expect(code.bottom + shift, name).toBeLessThan(second)
      // The part after the first fold lies upside down behind the part before it.
      const behind = { ...boxOf(code), y: 2 * first - code.bottom }
      expect(touches(behind, window), name).toBe(false)
    }
  })

  it('has every text in one of its zones', () => {
    expect(
      breaking(
        sheets,
        (run, { sheet }) => !zonesOf(geometry, sheet).some((zone) => isInside(boxOf(run), zone)),
      ),
    ).toEqual([])
  })

  it('leaves the edges, the insertion marks and what stays white free of text', () => {
    const { page, insertionMarks, clear } = geometry
    const sheet = grow({ x: 0, y: 0, width: page.width, height: page.height }, -page.border)
    expect(
      breaking(sheets, (run) => {
        const box = boxOf(run)
        return !isInside(box, sheet) || [insertionMarks, ...clear].some((free) => touches(box, free))
      }),
    ).toEqual([])
  })

  it('has a line on a fold only where its zone lies across one', () => {
    const { folds } = geometry
    expect(
      breaking(sheets, (run, { sheet }) =>
        folds.some((fold) => {
          const zone = zonesOf(geometry, sheet).find((one) => isInside(boxOf(run), one))
          const isAcross = zone && zone.y < fold && zone.y + zone.height > fold
          return run.top < fold && run.bottom > fold && !isAcross
        }),
      ),
    ).toEqual([])
  })

  it('has no text upon another', () => {
    expect(
      breaking(sheets, (run, { runs }) =>
        runs.some((other) => other !== run && touches(boxOf(run), boxOf(other), 0.05)),
      ),
    ).toEqual([])
  })

  it('says on every sheet, once, which letter and which sheet it is', () => {
    for (const { runs, letter, sheet, sheets: count, name } of sheets) {
      const atEnd = runs.filter(
        (run) => isInside(boxOf(run), geometry.footer) && run.left > geometry.footer.x + 100,
      )
      expect(linesIn(atEnd), name).toEqual([`${letter.publicId} ${sheet + 1}/${count}`])
      const marks = linesIn(runs)
        .join('\n')
        .match(/[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z] \d+\/\d+/g)
      expect(marks, name).toHaveLength(1)
    }
  })

  it('is set large enough for older eyes', () => {
    const { header, footer, senderLine, address, addressText } = geometry
    const inOne = (run: FoundText, zones: readonly (Box | undefined)[]) =>
      zones.some((zone) => zone && isInside(boxOf(run), zone))
    expect(breaking(sheets, (run) => inOne(run, [address]) && run.size < addressText.smallest)).toEqual([])
    // The words that matter; the return address and the footer are the sender's own.
    expect(
      breaking(sheets, (run) => !inOne(run, [header, footer, senderLine, address]) && run.size < 10),
    ).toEqual([])
    expect(breaking(sheets, (run) => run.size < (senderLine ? 6 : 8))).toEqual([])
  })
})
