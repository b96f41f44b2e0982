import { appendFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { DATABASES } from '../support/databases.ts'
import { IN_PARIS, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger, type Program, start } from './ledger.ts'

const TO_PRINT = [intake, issuePins, sendFirstHalves, printPinLetters]
const OUTGOING = 'output/outgoing/postalizzatore'

async function printed(on: Installation, ...rows: readonly string[]): Promise<string[]> {
  await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
  await on.run(TO_PRINT, '2026-11-20')
  return (await ledger<{ name: string }>(on, 'select name from bundle order by name')).map(({ name }) => name)
}

describe.each(DATABASES)('the hand-over on %s', (kind) => {
  let on: Installation
  let program: Program
  let names: string[]
  let counts: Record<string, number>
  const effects: string[] = []

  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
    names = await printed(on, requestRow(), requestRow(), requestRow({ ...IN_PARIS, mobile: '' }))
    const gate = (effect: string) => void (effect.includes('outgoing') && effects.push(effect))
    counts = (await on.run([handOver], '2026-11-23', { gate }))[0] ?? {}
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  test('gives the vendor a folder a bundle: PDF, CSV, manifest, and .done', async () => {
    expect(counts).toMatchObject({ delivered: 2, letters: 3, recalled: 0, acknowledged: 0, erased: 0 })
    expect(names.map((name) => name.slice(0, 7))).toEqual(['PIN_EXT', 'PIN_IT-'])
    expect(await on.files(OUTGOING)).toEqual(
      names.flatMap((name) =>
        ['csv', 'done', 'json', 'pdf'].map((suffix) => `${OUTGOING}/${name}/${name}.${suffix}`),
      ),
    )
    for (const name of names) {
      for (const suffix of ['pdf', 'csv', 'json']) {
        const bytes = await on.read(`${OUTGOING}/${name}/${name}.${suffix}`)
        expect(bytes).toEqual(await on.read(`output/bundles/${name}/${name}.${suffix}`))
      }
      expect((await on.read(`${OUTGOING}/${name}/${name}.done`)).length).toBe(0)
    }
    for (const path of await on.files(OUTGOING))
      expect((await stat(join(on.root, path))).mode & 0o077).toBe(0)
  })

  test('the files are on the disk before .done is written, and .done before the ledger knows', () => {
    for (const name of names) {
      const steps = effects
        .filter((effect) => effect.includes(name) && /^(copy|write|fsync-folder) /.test(effect))
        .map((effect) => effect.replace(/^(\S+) .*?(\.\w+)?$/, '$1 $2').trim())
      expect(steps).toEqual([
        'copy .pdf',
        'copy .csv',
        'copy .json',
        'fsync-folder',
        'write .done',
        'fsync-folder',
      ])
    }
  })

  test('letters, codes and requests have come one step further', async () => {
    expect(await program.ledger('select distinct state, delivered_on from bundle')).toEqual([
      { state: 'delivered', delivered_on: '2026-11-23' },
    ])
    expect(await program.ledger('select distinct state, state_on from letter')).toEqual([
      { state: 'handed_over', state_on: '2026-11-23' },
    ])
    expect(await program.ledger('select distinct state from credential')).toEqual([
      { state: 'AWAITING_FIRST_USE' },
    ])
    expect(await program.ledger('select distinct state from request')).toEqual([{ state: 'FULFILLED' }])
    expect(
      await program.ledger(`select object_type, from_state, to_state, count(*) as n from event where to_state in
           ('handed_over', 'AWAITING_FIRST_USE', 'FULFILLED', 'delivered')
         group by object_type, from_state, to_state order by object_type`),
    ).toEqual([
      { object_type: 'bundle', from_state: 'published', to_state: 'delivered', n: 2 },
      { object_type: 'credential', from_state: 'PARTIAL', to_state: 'AWAITING_FIRST_USE', n: 3 },
      { object_type: 'letter', from_state: 'published', to_state: 'handed_over', n: 3 },
      { object_type: 'request', from_state: 'APPROVED', to_state: 'FULFILLED', n: 3 },
    ])
  })

  test('a second run gives nothing twice', async () => {
    expect((await program.run([handOver], '2026-11-24'))[0]).toMatchObject({ delivered: 0, letters: 0 })
    expect(await program.ledger('select distinct delivered_on from bundle')).toEqual([
      { delivered_on: '2026-11-23' },
    ])
  })
})

const CLOSED: readonly (readonly [title: string, date: string])[] = [
  ['a Saturday', '2026-11-21'],
  ['a Sunday', '2026-11-22'],
  ['a closure of the institute', '2026-12-07'],
  ['the Immacolata', '2026-12-08'],
  ['Christmas', '2026-12-25'],
  ['Easter Monday', '2027-03-29'],
]

describe.each(DATABASES)('closed days on %s', (kind) => {
  let on: Installation
  let program: Program
  let name: string
  beforeAll(async () => {
    on = await newInstallation(kind, (settings) => ({
      ...settings,
      calendar: { ...settings.calendar, closures: ['2026-12-07'] },
    }))
    program = await start(on)
    ;[name = ''] = await printed(on, requestRow())
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  test.each(CLOSED)('nothing leaves on %s, %s', async (_title, date) => {
    expect((await program.run([handOver], date))[0]).toMatchObject({ delivered: 0 })
    expect(await on.files('output/outgoing')).toEqual([])
  })

  test('what the vendor answers is taken in all the same', async () => {
    await program.run([handOver], '2027-03-30')
    await writeFile(join(on.root, OUTGOING, name, `${name}.ack`), '')
    expect((await program.run([handOver], '2027-04-04'))[0]).toMatchObject({ delivered: 0, acknowledged: 1 })
  })
})

test.each(DATABASES)(
  'a bundle whose files are not those that were sealed stays here, on %s',
  async (kind) => {
    const on = await newInstallation(kind)
    try {
      const [name = ''] = await printed(on, requestRow())
      await appendFile(join(on.root, 'output/bundles', name, `${name}.csv`), 'x')
      await expect(on.run([handOver], '2026-11-23')).rejects.toMatchObject({ exitCode: 5 })
      expect(await on.files('output/outgoing')).toEqual([])
      expect(await ledger(on, 'select state from bundle')).toEqual([{ state: 'published' }])
    } finally {
      await on.remove()
    }
  },
)
