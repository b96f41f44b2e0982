import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CERTIFICATE_DATA_COLUMNS, CERTIFICATE_REQUEST_COLUMNS } from '../../src/feeds/columns.ts'
import type { SampleOptions } from '../../src/sample/sample-options.ts'
import { writeCertificateSample, writeCertificates } from '../../src/sample/write-certificates.ts'
import type { WrittenSample } from '../../src/sample/write-sample.ts'

type Row = Readonly<Record<string, string>>

let root: string
let folders = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'recapito-certificates-'))
})
afterAll(() => rm(root, { recursive: true }))

const SPRING = { requests: 300, seed: 7, date: '2026-05-12' }
const AUTUMN = { requests: 300, seed: 7, date: '2026-11-20', after: '2026-05-12' }

function newFolder(): string {
  folders++
  return join(root, String(folders))
}

function write(options: Omit<SampleOptions, 'out'>): Promise<WrittenSample> {
  return writeCertificates({ ...options, out: newFolder() })
}

async function rowsOf(path: string): Promise<Row[]> {
  const delimiter = path.includes('requests') ? ',' : ';'
  return parse(await readFile(path, 'utf8'), { columns: true, delimiter, relax_column_count: true })
}

function names({ files }: WrittenSample): string[] {
  return files.map(({ path }) => basename(path))
}

test('a first sample has the archive, a year without form, and who asks', async () => {
  expect(names(await write(SPRING))).toEqual([
    ...[2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018].map(
      (year) => `certificate-data-${year}-20260512-01.csv`,
    ),
    'certificate-requests-20260512.csv',
  ])
})

test('a later one has the last year of all, and speaks again of the one before', async () => {
  const sample = await write(AUTUMN)
  expect(names(sample)).toEqual([
    'certificate-data-2018-20261120-01.csv',
    'certificate-data-2019-20261120-01.csv',
    'certificate-requests-20261120.csv',
  ])
  const [revised = '', year = ''] = sample.files.map(({ path }) => path)
  const spring = await write(SPRING)
  const archive = await rowsOf(spring.files.find(({ path }) => path.includes('-2018-'))?.path ?? '')
  const people = new Set(archive.map((row) => row['codice_fiscale']))
  const known = (rows: readonly Row[]) => rows.filter((row) => people.has(row['codice_fiscale']))
  expect(known(await rowsOf(revised)).length).toBeGreaterThan(3)
  expect(known(await rowsOf(year)).length).toBeGreaterThan(20)
})

test('only years that are over, and none before the first form', async () => {
  expect(names(await write({ ...SPRING, date: '2014-03-01' }))).toEqual([
    'certificate-data-2011-20140301-01.csv',
    'certificate-data-2012-20140301-01.csv',
    'certificate-data-2013-20140301-01.csv',
    'certificate-requests-20140301.csv',
  ])
})

test('the same options write the same bytes', async () => {
  const bytes = async ({ files }: WrittenSample) =>
    Promise.all(files.map(async ({ path }) => [basename(path), await readFile(path, 'utf8')]))
  expect(await bytes(await write(AUTUMN))).toEqual(await bytes(await write(AUTUMN)))
})

test('a person has the same name in every year, and another record', async () => {
  const sample = await write(SPRING)
  const rows = (
    await Promise.all(
      sample.files.filter(({ path }) => path.includes('-data-')).map(({ path }) => rowsOf(path)),
    )
  ).flat()
  const people = Map.groupBy(rows, (row) => row['codice_fiscale'])
  const whole = [...people.values()].filter((years) => years.length >= 7)
  expect(whole.length).toBeGreaterThan(10)
  for (const years of whole) expect(new Set(years.map((row) => row['birth_date'])).size).toBe(1)
  expect(new Set(rows.map((row) => row['record_id'])).size).toBe(rows.length)
})

test('columns stand in the order of the feeds', async () => {
  const sample = await write(SPRING)
  const headers = await Promise.all(
    sample.files.map(async ({ path }) => (await readFile(path, 'utf8')).split('\n', 1)[0]),
  )
  expect(headers[0]).toBe(CERTIFICATE_DATA_COLUMNS.join(';'))
  expect(headers.at(-1)).toBe(CERTIFICATE_REQUEST_COLUMNS.join(','))
})

test('a year for a bench is cut into files of 40,000 rows, one a person', async () => {
  const out = newFolder()
  const sample = await writeCertificateSample({ people: 40_001, incomeYear: 2012, seed: 3, out })
  expect(sample.files.map(({ rows }) => rows)).toEqual([40_000, 1])
  expect((await readdir(out)).toSorted()).toEqual([
    'certificate-data-2012-20130601-01.csv',
    'certificate-data-2012-20130601-01.csv.done',
    'certificate-data-2012-20130601-02.csv',
    'certificate-data-2012-20130601-02.csv.done',
  ])
  const rows = await rowsOf(sample.files[0]?.path ?? '')
  // Chance may give two people one code: of a million, a few.
  expect(new Set(rows.map((row) => row['codice_fiscale'])).size).toBeGreaterThan(39_900)
  expect(new Set(rows.map((row) => row['issued_on']))).toEqual(new Set(['2013-02-28']))
})

test('a year whose deductions nobody knows is refused', async () => {
  await expect(
    writeCertificateSample({ people: 1, incomeYear: 2005, seed: 3, out: newFolder() }),
  ).rejects.toThrow('expected an income year whose deductions are known, found 2005')
})
