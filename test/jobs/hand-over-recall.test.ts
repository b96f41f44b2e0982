import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
import { Died, diesBefore, type Program, start } from './ledger.ts'

const TO_PRINT = [intake, issuePins, sendFirstHalves, printPinLetters]
const PRINTED_ON = '2026-11-20'
/** The Monday after, and the day after that. */
const ON = '2026-11-23'
const NEXT = '2026-11-24'

type Event = Partial<EventCells> & Pick<EventCells, 'type'>

describe.each(DATABASES)('a bundle that must not leave as it is, on %s', (kind) => {
  let on: Installation
  let program: Program
  let tests = 0
  let files = 0
  /** The bundle of three letters that each test begins with, the requests in it, and the person in the middle. */
  let old: string
  let keys: readonly string[]
  let bea: ReturnType<typeof newPerson>

  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  beforeEach(async () => {
    const people = [newPerson(), newPerson(), newPerson()]
    bea = people[1] ?? newPerson()
    keys = people.map((_, index) => `T${tests}-${index}`)
    tests += 1
    const rows = people.map((person, index) =>
      requestRow({ ...person, request_id: keys[index] ?? '', cap: `0018${index + 3}` }),
    )
    await on.putFeed(`pin-requests-${++files}.csv`, requestsFeed(rows))
    await program.run(TO_PRINT, PRINTED_ON)
    old =
      (await program.ledger<{ name: string }>('select name from bundle order by id desc limit 1'))[0]?.name ??
      ''
  })

  /** The bundle of the test and those made since. */
  const bundles = () =>
    program.ledger<{
      name: string
      state: string
      replaces: string | null
      item_count: number
      hold: string | null
    }>(
      `select name, state, replaces, item_count, hold from bundle
       where id >= (select id from bundle where name = ?) order by id`,
      [old],
    )

  async function tell(...events: readonly Event[]) {
    const rows = events.map((event) => eventRow({ occurred_at: PRINTED_ON, ...event }))
    await on.putFeed(`pin-events-${++files}.csv`, eventsFeed(rows))
    await program.run([intake], ON)
  }
  const revoke = () => tell({ type: 'REVOKED', codice_fiscale: bea.codice_fiscale })

  /** The test's requests whose letters lie with the vendor, one entry a letter. */
  async function withVendor(): Promise<string[]> {
    const csvs = (await on.files('output/outgoing')).filter((path) => path.endsWith('.csv'))
    const texts = await Promise.all(csvs.map(async (path) => (await on.read(path)).toString()))
    const rows = await program.ledger<{ request_key: string; public_id: string }>(
      `select r.request_key, l.public_id from letter l join credential c on c.id = l.source_id
         join request r on r.id = c.request_id where r.request_key like ? order by r.request_key`,
      [`T${tests - 1}-%`],
    )
    return rows.flatMap(({ request_key, public_id }) =>
      texts.flatMap((text) => (text.includes(public_id) ? [request_key] : [])),
    )
  }
  const traces = async () => (await on.files('output')).filter((path) => path.includes(old))

  const WITHDRAWN: readonly (readonly [title: string, event: () => Event])[] = [
    ['its code was revoked', () => ({ type: 'REVOKED', codice_fiscale: bea.codice_fiscale })],
    ['its request was cancelled', () => ({ type: 'REQUEST_CANCELLED', request_id: keys[1] ?? '' })],
    ['its holder was reported dead', () => ({ type: 'DECEASED', codice_fiscale: bea.codice_fiscale })],
  ]

  test.each(WITHDRAWN)(
    '%s: made again without that letter, and the new one names the old',
    async (_title, event) => {
      await tell(event())
      expect(await bundles()).toMatchObject([{ name: old, state: 'published', hold: 'DA_RIFARE' }])
      const [counts] = await program.run([handOver], ON)
      expect(counts).toMatchObject({ recalled: 1, delivered: 1, letters: 2 })
      const [first, second] = await bundles()
      expect(first).toMatchObject({ name: old, state: 'cancelled', hold: null })
      expect(second).toMatchObject({ state: 'delivered', replaces: old, item_count: 2 })
      expect(second?.name).not.toBe(old)
      expect(await withVendor()).toEqual([keys[0], keys[2]])
      const folder = `output/bundles/${second?.name}/${second?.name}`
      expect(JSON.parse((await on.read(`${folder}.json`)).toString())).toMatchObject({
        replaces: old,
        rows: 2,
      })
      expect(await readPages(await on.read(`${folder}.pdf`))).toHaveLength(2)
      expect(await traces()).toEqual([])
    },
  )

  test('a death that was none: made again with all its letters', async () => {
    const { codice_fiscale } = bea
    await tell({ type: 'DECEASED', codice_fiscale }, { type: 'DEATH_CANCELLED', codice_fiscale })
    await program.run([handOver], ON)
    expect(await withVendor()).toEqual(keys)
    expect((await bundles())[1]).toMatchObject({ replaces: old, item_count: 3, state: 'delivered' })
  })

  test('a newer request: its letter goes with the night that prints it, the older one does not', async () => {
    const newer = `T${tests - 1}-9`
    const row = requestRow({ ...bea, request_id: newer, submitted_at: PRINTED_ON })
    await on.putFeed(`pin-requests-${++files}.csv`, requestsFeed([row]))
    await program.run([...TO_PRINT, handOver], ON)
    expect(await withVendor()).toEqual([keys[0], keys[2], newer])
  })

  test('a letter that nobody has seen in a report yet does not leave with one that is made again', async () => {
    const fresh = `T${tests - 1}-8`
    await on.putFeed(`pin-requests-${++files}.csv`, requestsFeed([requestRow({ request_id: fresh })]))
    await program.run([intake, issuePins, sendFirstHalves], ON)
    await revoke()
    await program.run([handOver], ON)
    expect(await withVendor()).toEqual([keys[0], keys[2]])
    await program.run([printPinLetters, handOver], NEXT)
    expect(await withVendor()).toEqual([keys[0], keys[2], fresh])
  })

  test('after the hand-over it is too late: the code dies, the letter has left', async () => {
    await program.run([handOver], ON)
    await revoke()
    await program.run([handOver], NEXT)
    expect(await bundles()).toMatchObject([{ name: old, state: 'delivered', hold: null, item_count: 3 }])
    expect(await withVendor()).toEqual(keys)
  })

  test.each([
    ['nothing is announced', /^write .*\.done$/],
    ['the .done is on the disk', /^fsync .*\.done$/],
    ['the ledger knows that it is', /^commit delivered/],
  ])(
    'a hand-over cut short before %s is finished first, whatever became of its letters since',
    async (_title, effect) => {
      await expect(on.run([handOver], ON, { gate: diesBefore((name) => effect.test(name)) })).rejects.toThrow(
        Died,
      )
      await revoke()
      const [counts] = await program.run([handOver], NEXT)
      expect(counts).toMatchObject({ delivered: 1, recalled: 0 })
      expect(await bundles()).toMatchObject([{ name: old, state: 'delivered', hold: null }])
      expect(await withVendor()).toEqual(keys)
      expect((await traces()).filter((path) => path.endsWith('.done'))).toHaveLength(1)
    },
  )

  test('a hand-over cut short before the ledger gives the letters away leaves nothing with the vendor once they are recalled', async () => {
    const gate = diesBefore((name) => name === 'commit delivering')
    await expect(on.run([handOver], ON, { gate })).rejects.toThrow(Died)
    expect((await traces()).filter((path) => path.includes('outgoing'))).toHaveLength(3)
    await revoke()
    await program.run([handOver], NEXT)
    expect(await withVendor()).toEqual([keys[0], keys[2]])
    expect(await traces()).toEqual([])
  })

  test.each([
    ['the files here are destroyed', /^remove .*bundles/],
    ['the copy with the vendor is', /^remove .*outgoing/],
    ['its letters are frozen again', /^commit freeze/],
  ])('a recall cut short before %s is finished by the next run', async (_title, effect) => {
    const copied = diesBefore((name) => name === 'commit delivering')
    await expect(on.run([handOver], ON, { gate: copied })).rejects.toThrow(Died)
    await revoke()
    await expect(on.run([handOver], ON, { gate: diesBefore((name) => effect.test(name)) })).rejects.toThrow(
      Died,
    )
    await program.run([handOver], NEXT)
    expect(await traces()).toEqual([])
    expect(await withVendor()).toEqual([keys[0], keys[2]])
    expect((await bundles()).at(-1)).toMatchObject({ state: 'delivered', replaces: old, item_count: 2 })
  })

  test('nothing is left of it: nothing is handed over', async () => {
    await tell(...keys.map((request_id) => ({ type: 'REQUEST_CANCELLED', request_id })))
    const [counts] = await program.run([handOver], ON)
    expect(counts).toMatchObject({ recalled: 1, delivered: 0 })
    expect(await bundles()).toMatchObject([{ name: old, state: 'cancelled' }])
    expect(await traces()).toEqual([])
  })

  test('after all this the ledger balances', async () => {
    await program.run([handOver, report], NEXT)
  })
})
