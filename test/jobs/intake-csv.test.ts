import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { PIN_EVENT_COLUMNS, PIN_REQUEST_COLUMNS } from '../../src/feeds/columns.ts'
import { DATABASES } from '../support/databases.ts'
import {
  eventsFeed,
  lineOf,
  type RequestCells,
  requestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger } from './ledger.ts'

/** What the ledger has of a request, under its column's name. */
type Stored = Readonly<Record<string, string | number | null>>

const [FIRST, ...OTHERS] = PIN_REQUEST_COLUMNS
const REORDERED = [...OTHERS, FIRST]

/** The cells of one row, written as `write` writes them; what the ledger must have of it. */
const TAKEN: readonly {
  title: string
  cells: Partial<RequestCells>
  write: (cells: RequestCells) => string
  stored: Stored
}[] = [
  {
    title: 'a byte order mark and CRLF, as Excel saves',
    cells: {},
    write: (cells) => `\uFEFF${requestsFeed([lineOf(cells, PIN_REQUEST_COLUMNS)]).replaceAll('\n', '\r\n')}`,
    stored: { line: 2, civic: '16' },
  },
  {
    title: 'commas, with a comma inside a quoted street',
    cells: { street: 'Via Garibaldi, interno 3' },
    write: (cells) => [PIN_REQUEST_COLUMNS.join(','), lineOf(cells, PIN_REQUEST_COLUMNS, ',')].join('\n'),
    stored: { street: 'Via Garibaldi, interno 3' },
  },
  {
    title: 'a semicolon and quotes inside a quoted name',
    cells: { postal_name: 'ANNA "NINA"; BACERI' },
    write: (cells) => requestsFeed([lineOf(cells, PIN_REQUEST_COLUMNS)]),
    stored: { postal_name: 'ANNA "NINA"; BACERI' },
  },
  {
    title: 'every field quoted',
    cells: {},
    write: (cells) => requestsFeed([PIN_REQUEST_COLUMNS.map((column) => `"${cells[column]}"`).join(';')]),
    stored: { street: 'Via Garibaldi' },
  },
  {
    title: 'columns in another order, in capitals',
    cells: {},
    write: (cells) => `${REORDERED.join(';').toUpperCase()}\n${lineOf(cells, REORDERED)}\n`,
    stored: { locality: 'Roma', surname: 'BABEBI' },
  },
  {
    title: 'leading zeros',
    cells: { request_id: '000123', civic: '007', cap: '00184' },
    write: (cells) => requestsFeed([lineOf(cells, PIN_REQUEST_COLUMNS)]),
    stored: { request_key: '000123', civic: '007', cap: '00184' },
  },
  {
    title: 'spaces around values, small letters in the codice fiscale',
    cells: { mobile: ' 333 123 45 67 ', cap: ' 00184 ' },
    write: (cells) =>
      requestsFeed([
        lineOf({ ...cells, codice_fiscale: cells.codice_fiscale.toLowerCase() }, PIN_REQUEST_COLUMNS),
      ]),
    stored: { mobile: '+393331234567', cap: '00184' },
  },
  {
    title: 'letters of Latin Europe, one of them in two code points',
    cells: { postal_name: 'ŁUKASZ ŐRY ĐOKOVIĆ NICOLO\u0300' },
    write: (cells) => requestsFeed([lineOf(cells, PIN_REQUEST_COLUMNS)]),
    stored: { postal_name: 'ŁUKASZ ŐRY ĐOKOVIĆ NICOLÒ' },
  },
  {
    title: 'empty lines and no end of the last line',
    cells: {},
    write: (cells) => requestsFeed(['', '', lineOf(cells, PIN_REQUEST_COLUMNS)]).trimEnd(),
    stored: { line: 4 },
  },
  {
    title: 'an unclosed quote in the row before',
    cells: {},
    write: (cells) =>
      requestsFeed([
        requestRow().replace('Via Garibaldi', '"Via Garibaldi'),
        lineOf(cells, PIN_REQUEST_COLUMNS),
      ]),
    stored: { line: 3 },
  },
  {
    title: 'the instant of a summer night, which is the next day in Rome',
    cells: { submitted_at: '2026-07-31T22:30:00Z' },
    write: (cells) => requestsFeed([lineOf(cells, PIN_REQUEST_COLUMNS)]),
    stored: { submitted_on: '2026-08-01' },
  },
  {
    title: 'an instant with the offset of another zone',
    cells: { submitted_at: '2026-01-15T23:30:00.000-05:00' },
    write: (cells) => requestsFeed([lineOf(cells, PIN_REQUEST_COLUMNS)]),
    stored: { submitted_on: '2026-01-16' },
  },
]

const REFUSED: readonly (readonly [title: string, name: string, content: string, sentence: RegExp])[] = [
  ['an empty file', 'pin-requests-empty.csv', '', /vuoto/],
  [
    'a column twice',
    'pin-requests-twice.csv',
    requestsFeed([requestRow()]).replace('email_2', 'email'),
    /colonne ripetute: email/,
  ],
  [
    'a column missing',
    'pin-requests-missing.csv',
    PIN_REQUEST_COLUMNS.slice(1).join(';'),
    /mancanti: request_id/,
  ],
  [
    'an unknown column',
    'pin-requests-unknown.csv',
    `${PIN_REQUEST_COLUMNS.join(';')};note\n`,
    /sconosciute: note/,
  ],
  [
    'events under the name of requests',
    'pin-requests-events.csv',
    `${PIN_EVENT_COLUMNS.join(';')}\n`,
    /intestazione/,
  ],
  [
    'requests under the name of events',
    'pin-events-requests.csv',
    `${PIN_REQUEST_COLUMNS.join(';')}\n\n`,
    /intestazione/,
  ],
  ['an empty file of events', 'pin-events-empty.csv', '\n', /vuoto/],
]

const LATIN1 = Buffer.from(requestsFeed([requestRow({ postal_name: 'NICOLÒ FORLÌ' })]), 'latin1')

describe.each(DATABASES)('files of every kind on %s', (kind) => {
  let on: Installation
  let counts: Record<string, number>
  const requests = new Map<string, Stored>()

  beforeAll(async () => {
    on = await newInstallation(kind)
    for (const [index, { cells, write }] of TAKEN.entries()) {
      const request_id = cells.request_id ?? `CASE-${index}`
      await on.putFeed(
        `pin-requests-case-${index}.csv`,
        write(requestCells({ surname: 'BABEBI', ...cells, request_id })),
      )
    }
    for (const [, name, content] of REFUSED) await on.putFeed(name, content)
    await on.putFeed('pin-requests-latin1.csv', LATIN1)
    await on.putFeed('pin-requests-header-only.csv', requestsFeed([]))
    await on.putFeed('pin-events-header-only.csv', eventsFeed([]))
    counts = (await on.run([intake], '2026-11-20'))[0] ?? {}
    const rows = await ledger<Stored & { request_key: string; address: string }>(
      on,
      'select line, request_key, submitted_on, surname, postal_name, mobile, address, hold from request',
    )
    for (const { address, ...row } of rows) requests.set(row.request_key, { ...row, ...JSON.parse(address) })
  })
  afterAll(() => on.remove())

  test.each(TAKEN)('$title', ({ title, cells, stored }) => {
    const index = TAKEN.findIndex((entry) => entry.title === title)
    expect(requests.get(cells.request_id ?? `CASE-${index}`)).toMatchObject({ ...stored, hold: null })
  })

  test.each(REFUSED)(
    '%s is refused with a sentence and moved aside',
    async (_title, name, _content, sentence) => {
      const [feed] = await ledger<{ state: string; refusal: string; sha256: string }>(
        on,
        'select state, refusal, sha256 from feed where file_name = ?',
        [name],
      )
      expect(feed).toMatchObject({ state: 'refused', refusal: expect.stringMatching(sentence) })
      const kept = name.replace('.csv', `.${feed?.sha256.slice(0, 12)}.csv`)
      expect(await on.files('data/refused')).toContain(`data/refused/${kept}`)
    },
  )

  test('a header without rows is a file in which nothing happened', async () => {
    const feeds = await ledger(
      on,
      `select state, rows_read, entered from feed where file_name like '%header-only%'`,
    )
    expect(feeds).toEqual([
      { state: 'accepted', rows_read: 0, entered: 0 },
      { state: 'accepted', rows_read: 0, entered: 0 },
    ])
  })

  test('only the row with the open quote was rejected, and what is not in the encoding of the settings', async () => {
    expect(await ledger(on, 'select line, field, code, detail from rejection order by code')).toEqual([
      { line: 2, field: 'postal_name', code: 'CARATTERE_DI_CONTROLLO', detail: '' },
      { line: 2, field: '', code: 'NUMERO_COLONNE', detail: 'virgolette non chiuse' },
    ])
    expect(counts).toMatchObject({
      files: TAKEN.length + 3,
      refusedFiles: REFUSED.length,
      entered: TAKEN.length,
      rejected: 2,
      waiting: 0,
    })
  })

  test('nothing is left in the inbox', async () => {
    expect(await on.files('data/inbox')).toEqual([])
  })
})

describe.each(DATABASES)('ISO-8859-1 on %s', (kind) => {
  test('named in the settings, it is read', async () => {
    const on = await newInstallation(kind, (settings) => ({
      ...settings,
      feeds: { ...settings.feeds, encoding: 'latin1' },
    }))
    try {
      await on.putFeed('pin-requests-latin1.csv', LATIN1)
      await on.run([intake], '2026-11-20')
      expect(await ledger(on, 'select postal_name from request')).toEqual([{ postal_name: 'NICOLÒ FORLÌ' }])
    } finally {
      await on.remove()
    }
  })
})
