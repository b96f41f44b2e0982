import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FeedEncoding, type FeedRecord, FeedRefused, readFeed } from '../../src/feeds/read-feed.ts'

const COLUMNS = ['id', 'name', 'city'] as const

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recapito-feed-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(content: string | Uint8Array, encoding: FeedEncoding = 'utf8') {
  const path = join(folder, 'feed.csv')
  await writeFile(path, content)
  const pages: FeedRecord<(typeof COLUMNS)[number]>[][] = []
  for await (const page of readFeed(path, COLUMNS, encoding)) pages.push(page)
  return { pages, records: pages.flat() }
}

/** `line id|name|city`, or `line !fault`. */
async function told(content: string | Uint8Array, encoding?: FeedEncoding): Promise<string[]> {
  const { records } = await read(content, encoding)
  return records.map((record) =>
    'fault' in record
      ? `${record.line} !${record.fault}`
      : `${record.line} ${COLUMNS.map((column) => record.row.cell(column)).join('|')}`,
  )
}

const HEADER = 'id;name;city\n'

const CASES: readonly (readonly [title: string, content: string | Uint8Array, records: readonly string[]])[] =
  [
    ['plain rows', `${HEADER}1;Anna;Roma\n2;Ugo;Bari\n`, ['2 1|Anna|Roma', '3 2|Ugo|Bari']],
    ['no end of the last line', `${HEADER}1;Anna;Roma`, ['2 1|Anna|Roma']],
    ['a byte order mark', `\uFEFF${HEADER}1;Anna;Roma\n`, ['2 1|Anna|Roma']],
    ['a byte order mark before quotes', '\uFEFF"id";"name";"city"\n1;Anna;Roma\n', ['2 1|Anna|Roma']],
    [
      'a byte order mark of a second file',
      `${HEADER}\uFEFF\n1;Anna;Roma\n`,
      ['2 !1 invece di 3', '3 1|Anna|Roma'],
    ],
    ['CRLF', 'id;name;city\r\n1;Anna;Roma\r\n', ['2 1|Anna|Roma']],
    ['CRLF and LF mixed', 'id;name;city\r\n1;Anna;Roma\n2;Ugo;Bari\r\n', ['2 1|Anna|Roma', '3 2|Ugo|Bari']],
    ['commas', 'id,name,city\n1,Anna,Roma\n', ['2 1|Anna|Roma']],
    [
      'commas inside fields of a file with semicolons',
      `${HEADER}1;Rossi, Anna;Roma\n`,
      ['2 1|Rossi, Anna|Roma'],
    ],
    ['a header in capitals, with spaces', ' ID ;NAME;City\n1;Anna;Roma\n', ['2 1|Anna|Roma']],
    ['a quoted header', '"id";"name";"city"\n1;Anna;Roma\n', ['2 1|Anna|Roma']],
    ['columns in another order', 'city;id;name\nRoma;1;Anna\n', ['2 1|Anna|Roma']],
    ['quoted fields', `${HEADER}"1";"Anna";"Roma"\n`, ['2 1|Anna|Roma']],
    ['the delimiter inside quotes', `${HEADER}1;"Rossi; Anna";Roma\n`, ['2 1|Rossi; Anna|Roma']],
    ['quotes inside quotes', `${HEADER}1;"Anna ""Nina""";Roma\n`, ['2 1|Anna "Nina"|Roma']],
    ['quotes in the middle of a plain field', `${HEADER}1;Anna "Nina";Roma\n`, ['2 1|Anna "Nina"|Roma']],
    ['leading zeros and spaces', `${HEADER}007; Anna ;00184\n`, ['2 007| Anna |00184']],
    ['an apostrophe', `${HEADER}1;D'ANGELO;L'Aquila\n`, ["2 1|D'ANGELO|L'Aquila"]],
    [
      'empty lines keep the numbers of the others',
      `${HEADER}\n1;Anna;Roma\n\r\n\n2;Ugo;Bari\n`,
      ['3 1|Anna|Roma', '6 2|Ugo|Bari'],
    ],
    ['empty lines before the header', `\n\n${HEADER}1;Anna;Roma\n`, ['4 1|Anna|Roma']],
    ['a line of spaces', `${HEADER}   \n1;Anna;Roma\n`, ['2 !1 invece di 3', '3 1|Anna|Roma']],
    ['a row too short', `${HEADER}1;Anna\n2;Ugo;Bari\n`, ['2 !2 invece di 3', '3 2|Ugo|Bari']],
    ['a row too long', `${HEADER}1;Anna;Roma;\n2;Ugo;Bari\n`, ['2 !4 invece di 3', '3 2|Ugo|Bari']],
    [
      'quotes that nobody closes',
      `${HEADER}1;"Anna;Roma\n2;Ugo;Bari\n`,
      ['2 !virgolette non chiuse', '3 2|Ugo|Bari'],
    ],
    [
      'quotes that another line closes',
      `${HEADER}1;"Anna;Roma\n2;Ugo";Bari\n3;Ada;Pisa\n`,
      ['2 !virgolette non chiuse', '3 2|Ugo"|Bari', '4 3|Ada|Pisa'],
    ],
    [
      'text after closing quotes',
      `${HEADER}1;"Anna" B;Roma\n2;Ugo;Bari\n`,
      ['2 1|"Anna" B|Roma', '3 2|Ugo|Bari'],
    ],
    [
      'a line break inside quotes makes two bad rows of one',
      `${HEADER}1;"Anna\nMaria";Roma\n2;Ugo;Bari\n`,
      ['2 !virgolette non chiuse', '3 !2 invece di 3', '4 2|Ugo|Bari'],
    ],
    ['no rows', HEADER, []],
  ]

test.each(CASES)('%s', async (_title, content, records) => {
  expect(await told(content)).toEqual(records)
})

test('ISO-8859-1 is read where it is named, and leaves its trace where it is not', async () => {
  const bytes = Buffer.from(`${HEADER}1;Nicolò;Forlì\n`, 'latin1')
  expect(await told(bytes, 'latin1')).toEqual(['2 1|Nicolò|Forlì'])
  expect(await told(bytes)).toEqual(['2 1|Nicol\uFFFD|Forl\uFFFD'])
})

const REFUSED: readonly (readonly [title: string, content: string, sentence: RegExp])[] = [
  ['an empty file', '', /vuoto/],
  ['a byte order mark alone', '\uFEFF', /vuoto/],
  ['empty lines alone', '\n\r\n  \n', /vuoto/],
  ['a column twice', 'id;name;city;name\n', /colonne ripetute: name/],
  ['a column missing', 'id;name\n', /colonne mancanti: city/],
  ['an unknown column', 'id;name;city;note\n', /colonne sconosciute: note/],
  [
    'several faults of a header',
    'id;id;note\n',
    /ripetute: id; colonne mancanti: name, city; colonne sconosciute: note/,
  ],
  ['no header', '1;Anna;Roma\n', /intestazione/],
  ['another kind of file', 'PK\u0003\u0004\0\0', /intestazione/],
  ['a line without end', `${HEADER}${'1;Anna;Roma'.repeat(1_600_000)}`, /oltre 16 MB/],
]

test.each(REFUSED)('%s is refused as a whole', async (_title, content, sentence) => {
  const reading = read(content)
  await expect(reading).rejects.toThrow(FeedRefused)
  await expect(reading).rejects.toThrow(sentence)
})

test('long lines come in pages of fewer', async () => {
  const rows = Array.from({ length: 100 }, (_, index) => `${index};${'A'.repeat(100_000)};Roma\n`)
  const { pages } = await read(HEADER + rows.join(''))
  expect(pages.map((page) => page.length)).toEqual([40, 40, 20])
})

test('a long file comes in pages, a bad quote spoils one row of its page and none of the next', async () => {
  const rows = Array.from({ length: 10_000 }, (_, index) =>
    index === 1_500 ? `${index};"Anna;Roma` : `${index};Anna;Roma`,
  )
  const { pages, records } = await read(HEADER + rows.map((row) => `${row}\n`).join(''))
  expect(pages.map((page) => page.length)).toEqual(Array(2).fill(5_000))
  expect(records.map(({ line }) => line)).toEqual(rows.map((_, index) => index + 2))
  expect(records.flatMap((record) => ('fault' in record ? [record.line] : []))).toEqual([1_502])
})

test('letters of several bytes survive the seams between the pieces a file is read in', async () => {
  const rows = Array.from({ length: 60_000 }, (_, index) => `${index};Çağrı Łukasz;Forlì`)
  const { records } = await read(HEADER + rows.map((row) => `${row}\n`).join(''))
  const good = records.filter(
    (record) =>
      !('fault' in record) &&
      record.row.cell('name') === 'Çağrı Łukasz' &&
      record.row.cell('city') === 'Forlì',
  )
  expect(good).toHaveLength(rows.length)
})

test('lines without a quote have the cells that csv-parse gives them', async () => {
  const cells = [
    '',
    ' ',
    'Anna',
    "D'ANGELO",
    'a\tb',
    'x,y',
    'Çağrı',
    '\u2028',
    'a\rb',
    '0',
    '=1+1',
    '\\',
    '#',
    '😀',
  ]
  const lines = cells.flatMap((one) => cells.map((other) => `${one};${other};${one}${other}`))
  const expected = parse(lines.join('\n'), { delimiter: ';', record_delimiter: '\n', relax_quotes: true })
  const { records } = await read(HEADER + lines.map((line) => `${line}\n`).join(''))
  expect(records.map((one) => ('row' in one ? COLUMNS.map((column) => one.row.cell(column)) : one))).toEqual(
    expected,
  )
})

test('a quote spoils its own line wherever it stands among plain ones', async () => {
  const plain = '1;Anna;Roma'
  const broken = '2;"Anna;Roma'
  const quoted = '3;"Rossi; Anna";Roma'
  const { records } = await read(`${HEADER}${[quoted, plain, broken, plain, quoted].join('\n')}\n`)
  expect(records.map((one) => ('row' in one ? one.row.cell('name') : one.fault))).toEqual([
    'Rossi; Anna',
    'Anna',
    'virgolette non chiuse',
    'Anna',
    'Rossi; Anna',
  ])
})
