import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { PinLetterSnapshot } from '../../src/domain/pin-letter-snapshot.ts'
import { isImportable, MAILING_COLUMNS, type Mailpiece, mailingCsv } from '../../src/vendor/mailing-csv.ts'

const BUNDLE = {
  name: 'PIN_IT-20261120-001-0123456789',
  product: 'PIN_IT',
  slot: '2026-11-20',
  part: 1,
  envelope: 'C65',
}
const PDF = { name: `${BUNDLE.name}.pdf`, sha256: 'f'.repeat(64) }

function snapshot(lines: string[], place: Partial<PinLetterSnapshot['place']> = {}): PinLetterSnapshot {
  return {
    addressLines: lines,
    requestedOn: '2026-11-10',
    firstHalfSentOn: '2026-11-20',
    firstHalfChannel: 'SMS',
    residence: 'ITALIA',
    language: 'it',
    place: {
      zone: 'IT',
      countryIso2: 'IT',
      countryName: '',
      cap: '00144',
      locality: 'ROMA',
      province: 'RM',
      ...place,
    },
  }
}

const DANGELO = snapshot(["MARIA D'ANGELO", 'PRESSO "LA PERLA"; INT. 2', 'VIA ROMA 1', '00144 ROMA RM'])

function csvOf(pieces: readonly Mailpiece[]): string {
  return [...mailingCsv(BUNDLE, pieces, PDF)].join('')
}

test('is read back as it was written: header, order, numbering, pages', () => {
  const pieces = Array.from({ length: 1_203 }, (_, index) => ({
    publicId: `AAAAA-${String(index).padStart(5, '0')}-A`,
    snapshot: DANGELO,
    pages: 1 + (index % 2),
  }))
  const rows = parse(csvOf(pieces), { delimiter: ';', columns: true }) as Record<string, string>[]
  expect(Object.keys(rows[0] ?? {})).toEqual([...MAILING_COLUMNS])
  expect(rows.map((row) => row['mailpiece_id'])).toEqual(pieces.map((piece) => piece.publicId))
  let nextPage = 1
  rows.forEach((row, index) => {
    expect([row['seq'], row['first_page']]).toEqual([String(index + 1), String(nextPage)])
    nextPage += Number(row['pages'])
  })
  expect(rows[0]).toMatchObject({
    cap: '00144',
    row1: "MARIA D'ANGELO",
    row2: 'PRESSO "LA PERLA"; INT. 2',
    row5: '',
  })
})

test('ends every line with CRLF and quotes every field', () => {
  const lines = csvOf([{ publicId: 'A', snapshot: DANGELO, pages: 1 }]).split('\r\n')
  expect(lines.at(-1)).toBe('')
  expect(lines.length).toBe(3)
  for (const line of lines.slice(0, 2)) expect(line).toMatch(/^"[^\n]*"$/)
  expect(lines[0]?.split(';').every((cell) => /^".*"$/.test(cell))).toBe(true)
})

describe('what no import could take', () => {
  test.each([
    ['an ordinary address', DANGELO, true],
    ['a line that a spreadsheet would run', snapshot(['=CMD()', 'VIA ROMA 1']), false],
    ['a locality that it would', snapshot(['MARIO ROSSI', 'VIA ROMA 1'], { locality: '@ROMA' }), false],
    ['a line break inside a line', snapshot(['MARIO\nROSSI']), false],
    ['a minus inside a line', snapshot(['MARIO ROSSI', 'VIA ROMA 1-3']), true],
  ])('%s', (_title, given, importable) => {
    expect(isImportable(given)).toBe(importable)
  })
})
