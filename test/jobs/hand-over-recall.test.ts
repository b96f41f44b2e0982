import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { report } from '../../jobs/report.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { readPages } from '../pdf/read-pdf.ts'
import { DATABASES } from '../support/databases.ts'
import {
  type EventCells,
  eventRow,
  eventsFeed,
  newPerson,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { Died, diesBefore, ledger } from './ledger.ts'

const TO_PRINT = [intake, issuePins, sendFirstHalves, printPinLetters]
const PRINTED_ON = '2026-11-20'
/** The Monday after. */
const ON = '2026-11-23'

describe.each(DATABASES)('a bundle that must not leave as it is, on %s', (kind) => {
  let on: Installation
  let old: string
  const [anna, bea, carla] = [newPerson(), newPerson(), newPerson()]

  beforeEach(async () => {
    on = await newInstallation(kind)
    const rows = [anna, bea, carla].map((person, index) =>
      requestRow({ ...person, request_id: `L-${index}`, cap: `0018${index + 3}` }),
    )
    await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
    await on.run(TO_PRINT, PRINTED_ON)
    old = (await bundles())[0]?.name ?? ''
  })
  afterEach(() => on.remove())

  const bundles = () =>
    ledger<{ name: string; state: string; replaces: string | null; item_count: number; hold: string | null }>(
      on,
      'select name, state, replaces, item_count, hold from bundle order by id',
    )

  async function tell(event: Partial<EventCells> & Pick<EventCells, 'type'>, jobs = [intake]) {
    const row = eventRow({ occurred_at: PRINTED_ON, ...event })
    await on.putFeed(`pin-events-${event.type}.csv`, eventsFeed([row]))
    await on.run(jobs, ON)
  }

  async function lettersWithVendor(): Promise<string[]> {
    const csvs = (await on.files('output/outgoing')).filter((path) => path.endsWith('.csv'))
    const texts = await Promise.all(csvs.map(async (path) => (await on.read(path)).toString()))
    const rows = await ledger<{ request_key: string; public_id: string }>(
      on,
      `select r.request_key, l.public_id from letter l join credential c on c.id = l.source_id
         join request r on r.id = c.request_id order by r.request_key`,
    )
    return rows.flatMap(({ request_key, public_id }) =>
      texts.flatMap((text) => (text.includes(public_id) ? [request_key] : [])),
    )
  }

  const WITHDRAWN: readonly (readonly [
    title: string,
    event: Partial<EventCells> & Pick<EventCells, 'type'>,
  ])[] = [
    ['its code was revoked', { type: 'REVOKED', codice_fiscale: bea.codice_fiscale }],
    ['its request was cancelled', { type: 'REQUEST_CANCELLED', request_id: 'L-1' }],
    ['its holder was reported dead', { type: 'DECEASED', codice_fiscale: bea.codice_fiscale }],
  ]

  test.each(WITHDRAWN)(
    '%s: made again without that letter, and the new one names the old',
    async (_title, event) => {
      await tell(event)
      expect(await bundles()).toMatchObject([{ name: old, state: 'published', hold: 'DA_RIFARE' }])
      const [counts] = await on.run([handOver], ON)
      expect(counts).toMatchObject({ recalled: 1, delivered: 1, letters: 2 })
      const [first, second] = await bundles()
      expect(first).toMatchObject({ name: old, state: 'cancelled', hold: null })
      expect(second).toMatchObject({ state: 'delivered', replaces: old, item_count: 2 })
      expect(second?.name).not.toBe(old)
      expect(await lettersWithVendor()).toEqual(['L-0', 'L-2'])
      const folder = `output/bundles/${second?.name}/${second?.name}`
      expect(JSON.parse((await on.read(`${folder}.json`)).toString())).toMatchObject({
        replaces: old,
        rows: 2,
      })
      expect(await readPages(await on.read(`${folder}.pdf`))).toHaveLength(2)
      expect((await on.files('output')).filter((path) => path.includes(old))).toEqual([])
      await on.run([report], ON)
    },
  )

  test('a death that was none: made again with all its letters', async () => {
    await tell({ type: 'DECEASED', codice_fiscale: bea.codice_fiscale })
    await tell({ type: 'DEATH_CANCELLED', codice_fiscale: bea.codice_fiscale })
    await on.run([handOver], ON)
    expect(await lettersWithVendor()).toEqual(['L-0', 'L-1', 'L-2'])
    expect((await bundles())[1]).toMatchObject({ replaces: old, item_count: 3, state: 'delivered' })
  })

  test('a newer request: its letter goes, the older one does not', async () => {
    const row = requestRow({ ...bea, request_id: 'L-9', submitted_at: PRINTED_ON })
    await on.putFeed('pin-requests-2.csv', requestsFeed([row]))
    await on.run([...TO_PRINT, handOver], ON)
    expect(await lettersWithVendor()).toEqual(['L-0', 'L-2', 'L-9'])
    await on.run([report], ON)
  })

  test('nothing is left of it: nothing is handed over', async () => {
    for (const [index, request_id] of ['L-0', 'L-1', 'L-2'].entries()) {
      const row = eventRow({ type: 'REQUEST_CANCELLED', request_id, occurred_at: PRINTED_ON })
      await on.putFeed(`pin-events-${index}.csv`, eventsFeed([row]))
    }
    const [, counts] = await on.run([intake, handOver], ON)
    expect(counts).toMatchObject({ recalled: 1, delivered: 0 })
    expect(await bundles()).toMatchObject([{ name: old, state: 'cancelled' }])
    expect([...(await on.files('output/bundles')), ...(await on.files('output/outgoing'))]).toEqual([])
  })

  test('after the hand-over it is too late: the code dies, the letter has left', async () => {
    await on.run([handOver], ON)
    await tell({ type: 'REVOKED', codice_fiscale: bea.codice_fiscale }, [intake, handOver, report])
    expect(await bundles()).toMatchObject([{ name: old, state: 'delivered', hold: null, item_count: 3 }])
    expect(await ledger(on, 'select distinct state from letter')).toEqual([{ state: 'handed_over' }])
  })

  test.each([
    ['the ledger has given it away', /^write .*\.done$/],
    ['the vendor may take it already', /^commit delivered$/],
  ])(
    'a hand-over cut short when %s is finished first, whatever became of its letters since',
    async (_title, effect) => {
      const gate = diesBefore((name) => effect.test(name))
      await expect(on.run([handOver], ON, { gate })).rejects.toThrow(Died)
      await tell({ type: 'REVOKED', codice_fiscale: bea.codice_fiscale })
      const [counts] = await on.run([handOver], '2026-11-24')
      expect(counts).toMatchObject({ delivered: 1, recalled: 0 })
      expect(await bundles()).toMatchObject([{ name: old, state: 'delivered', hold: null }])
      expect(await lettersWithVendor()).toEqual(['L-0', 'L-1', 'L-2'])
      expect(await ledger(on, 'select distinct state from letter')).toEqual([{ state: 'handed_over' }])
      await on.run([report], ON)
    },
  )

  test('a hand-over cut short before the ledger gave it away leaves nothing with the vendor once the bundle is recalled', async () => {
    const gate = diesBefore((name) => name === 'commit delivering')
    await expect(on.run([handOver], ON, { gate })).rejects.toThrow(Died)
    expect((await on.files('output/outgoing')).length).toBe(3)
    await tell({ type: 'REVOKED', codice_fiscale: bea.codice_fiscale })
    await on.run([handOver], '2026-11-24')
    expect(await lettersWithVendor()).toEqual(['L-0', 'L-2'])
    expect((await on.files('output')).filter((path) => path.includes(old))).toEqual([])
  })

  test.each([
    ['its files are destroyed', /^remove .*bundles/],
    ['the vendor’s copy is', /^remove .*outgoing/],
  ])('a recall cut short before %s is finished by the next run', async (_title, effect) => {
    const half = diesBefore((name) => name === 'commit delivering')
    await expect(on.run([handOver], ON, { gate: half })).rejects.toThrow(Died)
    await tell({ type: 'REVOKED', codice_fiscale: bea.codice_fiscale })
    const gate = diesBefore((name) => effect.test(name))
    await expect(on.run([handOver], ON, { gate })).rejects.toThrow(Died)
    await on.run([handOver], '2026-11-24')
    expect((await on.files('output')).filter((path) => path.includes(old))).toEqual([])
    expect(await lettersWithVendor()).toEqual(['L-0', 'L-2'])
  })
})
