import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PIN_EVENT_COLUMNS, PIN_REQUEST_COLUMNS } from '../../src/feeds/columns.ts'
import type { SampleOptions } from '../../src/sample/sample-options.ts'
import { type WrittenSample, writeSample } from '../../src/sample/write-sample.ts'
import { rowsOfAll } from './sample-rows.ts'

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'recapito-sample-'))
})
afterAll(() => rm(root, { recursive: true }))

const AUTUMN = { requests: 300, seed: 7, date: '2026-11-20' }

let folders = 0

async function write(options: Omit<SampleOptions, 'out'>): Promise<WrittenSample> {
  folders++
  return await writeSample({ ...options, out: join(root, String(folders)) })
}

async function hashes(sample: WrittenSample): Promise<string[]> {
  const contents = await Promise.all(sample.files.map(({ path }) => readFile(path)))
  return contents.map((content) => createHash('sha256').update(content).digest('hex'))
}

test('the same seed, date and number write the same bytes', async () => {
  const options = { ...AUTUMN, after: { date: '2026-05-12', requests: 200 } }
  expect(await hashes(await write(options))).toEqual(await hashes(await write(options)))
})

test('another seed or date makes other people', async () => {
  const people = async (options: typeof AUTUMN) =>
    new Set((await rowsOfAll((await write(options)).files)).map((row) => row.codice_fiscale))
  const first = await people(AUTUMN)
  for (const other of [
    { ...AUTUMN, seed: 8 },
    { ...AUTUMN, date: '2026-11-21' },
  ]) {
    expect([...(await people(other))].filter((cf) => cf !== '' && first.has(cf)).length).toBeLessThan(3)
  }
})

test('people do not depend on how many there are', async () => {
  const few = await rowsOfAll((await write({ ...AUTUMN, requests: 100 })).files)
  const many = new Set((await rowsOfAll((await write(AUTUMN)).files)).map((row) => JSON.stringify(row)))
  expect(few.filter((row) => !many.has(JSON.stringify(row)))).toEqual([])
})

test('writes as many rows as asked, a file a channel, the empty .done of each beside it', async () => {
  const sample = await write(AUTUMN)
  expect(sample.files.map(({ path }) => basename(path))).toEqual([
    'pin-requests-20261120-01.csv',
    'pin-requests-20261120-02.csv',
    'pin-requests-20261120-03.csv',
  ])
  expect(sample.files.reduce((sum, { rows }) => sum + rows, 0)).toBe(300)
  expect(await rowsOfAll(sample.files)).toHaveLength(300)
  for (const { path } of sample.files) expect((await stat(`${path}.done`)).size).toBe(0)
})

test('the three channels write their CSV each in its own way', async () => {
  const texts = await Promise.all((await write(AUTUMN)).files.map(({ path }) => readFile(path, 'utf8')))
  const [web = '', centre = '', counter = ''] = texts
  expect(web.startsWith(`${PIN_REQUEST_COLUMNS.join(';')}\n`)).toBe(true)
  expect(centre.startsWith(`${PIN_REQUEST_COLUMNS.join(',')}\n`)).toBe(true)
  expect(counter.startsWith(`\uFEFF"${PIN_REQUEST_COLUMNS.join('";"')}"\r\n`)).toBe(true)
  expect(web + centre).not.toContain('\r')
})

test('an earlier sample adds its events, first of all files', async () => {
  const sample = await write({ ...AUTUMN, after: '2026-05-12' })
  const [events] = sample.files
  expect(basename(events?.path ?? '')).toBe('pin-events-20261120.csv')
  const text = await readFile(events?.path ?? '', 'utf8')
  expect(text.startsWith(`${PIN_EVENT_COLUMNS.join(';')}\n`)).toBe(true)
  expect(text.trim().split('\n')).toHaveLength((events?.rows ?? 0) + 1)
})

test('a large sample is cut into files of 40,000 that are written one after the other', async () => {
  const sample = await write({ requests: 80_001, seed: 3, date: '2026-11-20' })
  expect(sample.files.map(({ rows }) => rows)).toEqual([40_000, 40_000, 1])
  expect(await readdir(join(root, String(folders)))).toHaveLength(6)
})

test('writing again into the same folder replaces the files', async () => {
  const out = join(root, 'again')
  await writeSample({ ...AUTUMN, out })
  const before = await hashes(await writeSample({ ...AUTUMN, requests: 50, out }))
  expect(await hashes(await writeSample({ ...AUTUMN, requests: 50, out }))).toEqual(before)
})

test.each([
  ['no requests', { ...AUTUMN, requests: 0 }, 'a number of requests of 1 or more, found 0'],
  ['half a request', { ...AUTUMN, requests: 1.5 }, 'found 1.5'],
  ['no such day', { ...AUTUMN, date: '2026-02-30' }, 'as YYYY-MM-DD, found "2026-02-30"'],
  ['an earlier sample that is not earlier', { ...AUTUMN, after: '2026-11-20' }, 'expected an earlier sample'],
] as const)('refuses %s', async (_, options, message) => {
  await expect(write(options)).rejects.toThrow(message)
})
