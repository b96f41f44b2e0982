import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LANGUAGES } from '../../src/domain/pin-request.ts'
import { COMMITTED_SAMPLES, writeCommittedSamples } from '../../src/sample/committed-sample.ts'
import { TROUBLES } from '../../src/sample/troubles.ts'
import type { WrittenSample } from '../../src/sample/write-sample.ts'
import { rowsOfAll } from './sample-rows.ts'

const COMMITTED = join(import.meta.dirname, '../../data/sample')

let made: string
let samples: WrittenSample[]

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'recapito-sample-'))
  samples = await writeCommittedSamples(made)
})
afterAll(() => rm(made, { recursive: true }))

test.each(COMMITTED_SAMPLES.map(({ date }) => date))(
  'data/sample/%s is what the generator makes now',
  async (date) => {
    const names = (await readdir(join(made, date))).toSorted()
    expect((await readdir(join(COMMITTED, date))).toSorted()).toEqual(names)
    for (const name of names) {
      const [committed, now] = await Promise.all(
        [COMMITTED, made].map((root) => readFile(join(root, date, name), 'utf8')),
      )
      expect(committed === now, `${date}/${name} differs: see data/sample/README.md`).toBe(true)
    }
  },
)

test('it has 3,000 requests and every trouble', async () => {
  const requests = samples.flatMap(({ files }) => files.filter(({ path }) => path.includes('pin-requests-')))
  expect(requests.reduce((sum, { rows }) => sum + rows, 0)).toBe(3000)
  for (const { id } of TROUBLES) {
    const times = samples.reduce((sum, { troubles }) => sum + (troubles[id] ?? 0), 0)
    expect(times, id).toBeGreaterThan(0)
  }
})

test('it has every language that a person may declare', async () => {
  const rows = await rowsOfAll(samples.flatMap(({ files }) => files))
  const declared = new Set(rows.map((row) => row.language))
  for (const language of LANGUAGES) expect(declared).toContain(language)
})

test('its events are about the people of spring, but for the odd ones', async () => {
  const [spring, autumn] = samples
  const people = new Set((await rowsOfAll(spring?.files ?? [])).map((row) => row.codice_fiscale))
  const events = await rowsOfAll(autumn?.files.filter(({ path }) => path.includes('pin-events-')) ?? [])
  const strangers = events.filter((row) => !people.has(row.codice_fiscale))
  expect(events.length).toBeGreaterThan(500)
  const odd = Object.entries(autumn?.troubles ?? {}).filter(([id]) => id.startsWith('event-'))
  expect(strangers.length).toBeLessThanOrEqual(odd.reduce((sum, [, times]) => sum + times, 0))
})
