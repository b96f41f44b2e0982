import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { isLetterId } from '../../src/domain/letter-id.ts'
import { type FoundText, readPages, textOf } from '../pdf/read-pdf.ts'
import { DATABASES } from '../support/databases.ts'
import { IN_PARIS, IN_ROME, type RequestCells, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger } from './ledger.ts'

const TO_PRINT = [intake, issuePins, sendFirstHalves, printPinLetters]

/** The columns as `docs/vendor-interface.md` has them, each with what may stand in it. */
const COLUMNS: readonly (readonly [name: string, shape: RegExp])[] = [
  ['spec_version', /^1$/],
  ['run_id', /^2026-11-20$/],
  ['part', /^[1-9]\d*$/],
  ['seq', /^[1-9]\d*$/],
  ['mailpiece_id', /^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]$/],
  ['product', /^PIN_(IT|EXT)$/],
  ['postal_class', /^ORDINARIA$/],
  ['zone', /^(IT|Z1|Z2|Z3)$/],
  ['row1', /^[^=+\-@].{0,43}$/],
  ['row2', /^[^=+\-@].{0,43}$/],
  ['row3', /^([^=+\-@].{0,43})?$/],
  ['row4', /^([^=+\-@].{0,43})?$/],
  ['row5', /^([^=+\-@].{0,43})?$/],
  ['row6', /^([^=+\-@].{0,43})?$/],
  ['cap', /^(\d{5})?$/],
  ['locality', /^.{0,38}$/],
  ['province', /^([A-Z]{2,3})?$/],
  ['country_iso2', /^[A-Z]{2}$/],
  ['country_name', /^[A-Z' ]{0,41}$/],
  ['first_page', /^[1-9]\d*$/],
  ['pages', /^1$/],
  ['sheets', /^1$/],
  ['duplex', /^N$/],
  ['weight_g', /^10$/],
  ['envelope', /^C65$/],
  ['pdf_file', /^PIN_(IT|EXT)-20261120-\d{3}-[0-9a-f]{10}\.pdf$/],
  ['pdf_sha256', /^[0-9a-f]{64}$/],
  ['stationery', /^SEALED$/],
]

const abroad = (country: string, line: string) => ({ ...IN_PARIS, country, address_line_2: line, mobile: '' })

/** In no order; the lines that the window must show. */
const LETTERS: readonly (readonly [row: Partial<RequestCells>, lines: readonly string[]])[] = [
  [{ ...IN_ROME, cap: '00199' }, ['VIA GARIBALDI 16', '00199 ROMA RM']],
  [
    { ...IN_ROME, street: "Via dell'Orso", civic: '3/A', locality: 'Milano', cap: '20121', province: 'MI' },
    ["VIA DELL'ORSO 3/A", '20121 MILANO MI'],
  ],
  [{ ...IN_ROME, cap: '00118' }, ['VIA GARIBALDI 16', '00118 ROMA RM']],
  [
    {
      ...IN_ROME,
      street: 'Piazza del Titano',
      civic: '1',
      locality: 'San Marino',
      cap: '47890',
      province: 'SM',
      country: 'SM',
    },
    ['PIAZZA DEL TITANO 1', '47890 SAN MARINO SM'],
  ],
  [
    { ...IN_ROME, street: 'Città', locality: 'Bolzano/Bozen', cap: '39100', province: 'BZ', presso: 'Mayr' },
    ['PRESSO MAYR', 'CITTÀ 16', '39100 BOLZANO/BOZEN BZ'],
  ],
  [abroad('AU', 'SYDNEY NSW 2000'), ['12 RUE DE RIVOLI', 'SYDNEY NSW 2000', 'AUSTRALIA']],
  [
    abroad('US', 'SPRINGFIELD IL 62701'),
    ['12 RUE DE RIVOLI', 'SPRINGFIELD IL 62701', "STATI UNITI D'AMERICA"],
  ],
  [abroad('PL', '90-001 Łódź'), ['12 RUE DE RIVOLI', '90-001 ŁÓDŹ', 'POLONIA']],
]
/** Their places above, as the bundles must hold them. */
const ITALIAN_ORDER = [2, 0, 1, 4, 3]
const FOREIGN_ORDER = [7, 6, 5]

interface Bundle {
  name: string
  csv: string
  rows: Record<string, string>[]
  pages: FoundText[][]
  manifest: Record<string, unknown> & {
    files: Record<'pdf' | 'csv', { name: string; bytes: number; sha256: string }>
  }
}

async function bundlesOf(on: Installation): Promise<Bundle[]> {
  const csvs = (await on.files('output/bundles')).filter((path) => path.endsWith('.csv'))
  return Promise.all(
    csvs.map(async (path) => {
      const text = (await on.read(path)).toString('utf8')
      return {
        name: path.split('/').at(-2) ?? '',
        csv: text,
        rows: parse(text, { columns: true, delimiter: ';', record_delimiter: '\r\n' }),
        pages: await readPages(await on.read(path.replace('.csv', '.pdf'))),
        manifest: JSON.parse((await on.read(path.replace('.csv', '.json'))).toString()),
      }
    }),
  )
}

/** The text in the window, line by line, as a reader finds it. */
function windowLines(page: readonly FoundText[]): string[] {
  const inside = page.filter(({ left, top, bottom }) => left >= 97 && top >= 40 && bottom <= 85)
  const lines = Map.groupBy(inside, ({ baseline }) => Math.round(baseline * 10))
  return [...lines.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, runs]) => runs.map(({ text }) => text).join(''))
}

const FEED = requestsFeed(LETTERS.map(([row], index) => requestRow({ ...row, request_id: `L-${index}` })))
/** Names and hashes by database. */
const sealed = new Map<string, unknown[]>()

describe.each(DATABASES)('the bundles of one night on %s', (kind) => {
  let on: Installation
  let counts: Record<string, number>
  let italian: Bundle[]
  let foreign: Bundle[]
  let people: Map<string, string>

  beforeAll(async () => {
    on = await newInstallation(kind, (settings) => ({ ...settings, bundle: { letters: 2 } }))
    await on.putFeed('pin-requests-1.csv', FEED)
    counts = (await on.run(TO_PRINT, '2026-11-20'))[3] ?? {}
    sealed.set(kind, await ledger(on, 'select name, manifest_sha256 from bundle order by id'))
    const bundles = await bundlesOf(on)
    italian = bundles.filter(({ name }) => name.startsWith('PIN_IT-'))
    foreign = bundles.filter(({ name }) => name.startsWith('PIN_EXT-'))
    const letters = await ledger<{ request_key: string; public_id: string }>(
      on,
      `select r.request_key, l.public_id from letter l join credential c on c.id = l.source_id
         join request r on r.id = c.request_id`,
    )
    people = new Map(letters.map((row) => [row.public_id, row.request_key]))
  })
  afterAll(() => on.remove())

  test('have the size of the setting, and are named after product, date, part and content', () => {
    expect(italian.map(({ rows }) => rows.length)).toEqual([2, 2, 1])
    expect(foreign.map(({ rows }) => rows.length)).toEqual([2, 1])
    expect([...italian, ...foreign].map(({ name }) => name.slice(0, -11))).toEqual([
      'PIN_IT-20261120-001',
      'PIN_IT-20261120-002',
      'PIN_IT-20261120-003',
      'PIN_EXT-20261120-001',
      'PIN_EXT-20261120-002',
    ])
    expect(counts).toMatchObject({ letters: 8, pages: 8, bundles: 5, held: 0 })
  })

  test('hold their letters by zone, then CAP', () => {
    const order = (bundles: readonly Bundle[]) =>
      bundles.flatMap(({ rows }) => rows.map((row) => people.get(row['mailpiece_id'] ?? '')))
    expect(order(italian)).toEqual(ITALIAN_ORDER.map((index) => `L-${index}`))
    expect(order(foreign)).toEqual(FOREIGN_ORDER.map((index) => `L-${index}`))
  })

  test('come with a CSV that says what the vendor interface promises', () => {
    for (const { name, csv, rows, manifest } of [...italian, ...foreign]) {
      expect(csv.split('\r\n')[0]).toBe(COLUMNS.map(([column]) => `"${column}"`).join(';'))
      // Quotes around every field, CRLF after every row and nowhere else, no byte order mark.
      expect(csv).toMatch(/^("([^"]|"")*"(;"([^"]|"")*"){27}\r\n)+$/)
      expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\uFEFF\p{Cc}]/u)
      for (const row of rows) {
        for (const [column, shape] of COLUMNS) expect(row[column], `${name}, ${column}`).toMatch(shape)
        expect(isLetterId(row['mailpiece_id'] ?? '')).toBe(true)
        expect(row).toMatchObject({ pdf_file: `${name}.pdf`, pdf_sha256: manifest.files.pdf.sha256 })
        expect([row['cap'], row['country_name']].map((cell) => cell === '')).toEqual(
          row['zone'] === 'IT' ? [false, true] : [true, false],
        )
      }
      expect(rows.map((row) => row['seq'])).toEqual(rows.map((_, index) => String(index + 1)))
    }
  })

  test('show in every window what the CSV says of it, on the page that it names', () => {
    for (const { rows, pages } of [...italian, ...foreign]) {
      expect(pages).toHaveLength(rows.length)
      for (const row of rows) {
        const page = pages[Number(row['first_page']) - 1] ?? []
        const lines = [1, 2, 3, 4, 5, 6].map((line) => row[`row${line}`] ?? '').filter((line) => line !== '')
        expect(windowLines(page)).toEqual(lines)
        const index = Number(people.get(row['mailpiece_id'] ?? '')?.slice(2))
        expect(lines.slice(1)).toEqual(LETTERS[index]?.[1])
        expect(textOf(page)).toContain(row['mailpiece_id'])
      }
    }
  })

  test('come with a manifest whose counts and hashes hold', async () => {
    for (const { name, rows, manifest } of [...italian, ...foreign]) {
      for (const suffix of ['pdf', 'csv'] as const) {
        const bytes = await on.read(`output/bundles/${name}/${name}.${suffix}`)
        expect(manifest.files[suffix]).toEqual({
          name: `${name}.${suffix}`,
          bytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        })
      }
      const ids = rows.map((row) => row['mailpiece_id']).join('\n')
      const zones = Map.groupBy(rows, (row) => row['zone'] ?? '')
      expect(manifest).toMatchObject({
        specVersion: '1',
        bundle: name,
        product: name.split('-')[0],
        test: false,
        runId: '2026-11-20',
        part: Number(name.split('-')[2]),
        replaces: null,
        datedOn: '2026-11-20',
        expectedPostingOn: '2026-11-20',
        rows: rows.length,
        pieces: rows.length,
        pages: rows.length,
        sheets: rows.length,
        zones: [...zones]
          .sort()
          .map(([zone, { length }]) => ({ zone, pieces: length, pages: length, sheets: length })),
        mailpiecesSha256: createHash('sha256').update(ids).digest('hex'),
        seedLetters: [],
      })
      const [sealed] = await ledger(on, 'select manifest_sha256, state from bundle where name = ?', [name])
      const bytes = await on.read(`output/bundles/${name}/${name}.json`)
      expect(sealed).toEqual({
        manifest_sha256: createHash('sha256').update(bytes).digest('hex'),
        state: 'published',
      })
    }
  })

  test('lie in private folders, three files each, and nothing is left in staging', async () => {
    const files = await on.files('output/bundles')
    expect(files).toHaveLength(15)
    expect(await on.files('output/.staging')).toEqual([])
    for (const path of [...files, ...italian.map(({ name }) => `output/bundles/${name}`)]) {
      const { mode } = await stat(join(on.root, path))
      expect(mode & 0o077, path).toBe(0)
    }
  })

  test('are not printed a second time', async () => {
    const before = await Promise.all((await on.files('output/bundles')).map((path) => on.read(path)))
    expect((await on.run([printPinLetters], '2026-11-21'))[0]).toMatchObject({ letters: 0, bundles: 0 })
    expect(await Promise.all((await on.files('output/bundles')).map((path) => on.read(path)))).toEqual(before)
  })
})

test('both databases gave the same bytes', () => {
  const [one, ...others] = [...sealed.values()]
  expect(one).toHaveLength(5)
  for (const other of others) expect(other).toEqual(one)
})
