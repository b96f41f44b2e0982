import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { report } from '../../jobs/report.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { App } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import type { Report } from '../../src/batch/report/report.ts'
import type { SteppedIn } from '../../src/batch/step-in.ts'
import type { StepInVerb } from '../../src/domain/step-in.ts'
import { verifyAudit } from '../../src/store/audit-verify.ts'
import { type Cell, rowsOf } from '../../src/store/bulk.ts'
import type { NamedTargets } from '../../src/store/staff-target.ts'
import { DATABASES } from '../support/databases.ts'
import {
  type EventCells,
  eventRow,
  eventsFeed,
  IN_PARIS,
  IN_ROME,
  newPerson,
  type RequestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { stepInAt } from './desk.ts'

const TO_SEND = [intake, issuePins, sendFirstHalves]
const TO_PRINT = [...TO_SEND, printPinLetters]
const PRINTED_ON = '2026-11-20'
/** The Monday after, and the day after that. */
const ON = '2026-11-23'
const NEXT = '2026-11-24'

type Person = ReturnType<typeof newPerson>

describe.each(DATABASES)('staff step in, on %s', (kind) => {
  let on: Installation
  let app: App
  let files = 0
  let tests = 0
  let people: Person[]
  let keys: string[]

  beforeAll(async () => {
    on = await newInstallation(kind)
    app = await on.open()
  })
  afterAll(async () => {
    await app.close()
    await on.remove()
  })
  beforeEach(() => {
    people = [newPerson(), newPerson(), newPerson()]
    keys = people.map((_, index) => `S${tests}-${index}`)
    tests += 1
  })

  const run = async (jobs: Parameters<App['runJobs']>[0], date: string) =>
    (await app.runJobs(jobs, dailySlot(date))).map(({ counts }) => counts)
  const ledger = <Row = Record<string, unknown>>(sql: string, bindings: readonly Cell[] = []) =>
    rowsOf<Row>(app.store.db, sql, bindings)
  const step = (verb: StepInVerb, named: Partial<NamedTargets>, reason = 'controllo', date = PRINTED_ON) =>
    stepInAt(`${date}T12:00:00.000Z`, app, verb, named, reason)
  const names = (result: SteppedIn) => result.act.map(({ name }) => name)
  const whys = (result: SteppedIn) => result.refused.map(({ target, why }) => [target.name, why])

  /** Three people, three requests; changes to any row. */
  async function ask(changes: readonly Partial<RequestCells>[] = [], jobs = TO_PRINT, date = PRINTED_ON) {
    const rows = people.map((person, index) =>
      requestRow({ ...person, request_id: keys[index] ?? '', ...changes[index] }),
    )
    await on.putFeed(`pin-requests-${++files}.csv`, requestsFeed(rows))
    await run(jobs, date)
  }
  async function tell(...events: readonly (Partial<EventCells> & Pick<EventCells, 'type'>)[]) {
    await on.putFeed(
      `pin-events-${++files}.csv`,
      eventsFeed(events.map((event) => eventRow({ occurred_at: PRINTED_ON, ...event }))),
    )
    await run([intake], ON)
  }
  async function letters() {
    const rows = await ledger<{
      request_key: string
      public_id: string
      state: string
      hold: string | null
      bundle: string | null
    }>(
      `select r.request_key, l.public_id, l.state, l.hold, b.name as bundle from letter l
         join credential c on c.id = l.source_id join request r on r.id = c.request_id
         left join bundle_item i on i.letter_id = l.id left join bundle b on b.id = i.bundle_id
       where r.request_key like ? order by r.request_key, l.id`,
      [`S${tests - 1}-%`],
    )
    return rows
  }
  const letterOf = async (index: number) =>
    (await letters()).find(({ request_key }) => request_key === keys[index])?.public_id ?? ''
  async function withVendor(): Promise<string[]> {
    const csvs = (await on.files('output/outgoing')).filter((path) => path.endsWith('.csv'))
    const texts = await Promise.all(csvs.map(async (path) => (await on.read(path)).toString()))
    return (await letters()).flatMap(({ request_key, public_id }) =>
      texts.some((text) => text.includes(public_id)) ? [request_key] : [],
    )
  }

  test('a letter of a published bundle: held at once, the PDF gone, the others leave in a bundle that names the old', async () => {
    await ask()
    const [first] = await letters()
    const held = await step('hold', { letterIds: [await letterOf(1)] }, 'indirizzo contestato')
    expect(names(held)).toEqual([await letterOf(1)])
    expect(held.bundles).toEqual([{ name: first?.bundle, letters: 3, lost: 1, isCancelled: true }])
    expect((await on.files('output')).filter((path) => path.includes(first?.bundle ?? '?'))).toEqual([])
    const [counts] = await run([handOver], ON)
    expect(counts).toMatchObject({ delivered: 1, letters: 2 })
    expect(await withVendor()).toEqual([keys[0], keys[2]])
    expect(await ledger('select replaces from bundle order by id desc limit 1')).toEqual([
      { replaces: first?.bundle },
    ])
    expect(
      await ledger('select hold, hold_detail, hold_on from letter where public_id = ?', [await letterOf(1)]),
    ).toEqual([{ hold: 'FERMATA_DAL_PERSONALE', hold_detail: 'indirizzo contestato', hold_on: PRINTED_ON }])

    const again = await step('hold', { letterIds: [await letterOf(1)] })
    expect(again.already).toHaveLength(1)
    const released = await step('release', { letterIds: [await letterOf(1)] })
    expect(names(released)).toEqual([await letterOf(1)])
    await run([handOver], ON)
    await run([printPinLetters, handOver], NEXT)
    expect(await withVendor()).toEqual(keys)
  })

  test('after the hand-over it is refused, with the time; of a list what can be done is done', async () => {
    await ask()
    await run([handOver], ON)
    const other = newPerson()
    await on.putFeed(
      `pin-requests-${++files}.csv`,
      requestsFeed([requestRow({ ...other, request_id: `S${tests - 1}-9` })]),
    )
    await run(TO_PRINT, ON)
    const here = (await letters()).at(-1)?.public_id ?? ''
    for (const verb of ['hold', 'cancel'] as const) {
      const result = await step(verb, { letterIds: [await letterOf(0), here] }, 'tardi', ON)
      expect(names(result)).toEqual([here])
      expect(whys(result)).toEqual([[await letterOf(0), 'LEFT']])
      expect(result.refused[0]?.target.handedOverAt).toMatch(/^2026-11-20T03:30/)
    }
    const nothing = await step('hold', { people: [people[0]?.codice_fiscale ?? ''] })
    expect(nothing.unmatched).toMatchObject([{ what: 'person', left: { name: await letterOf(0) } }])
  })

  test('an act that does nothing leaves no trace; one that does has a row, its events and one link', async () => {
    await ask()
    const count = async () => (await ledger<{ n: number }>('select count(*) as n from manual_act'))[0]?.n ?? 0
    const before = await count()
    await step('release', { letterIds: [await letterOf(0)] })
    expect(await count()).toBe(before)
    await step('hold', { letterIds: [await letterOf(0)] }, 'controllo a campione')
    const [act] = await ledger<{ id: number }>(
      'select id, verb, by_whom, reason, subject from manual_act order by id desc limit 1',
    )
    expect(act).toMatchObject({
      verb: 'hold',
      by_whom: 'bea',
      reason: 'controllo a campione',
      subject: await letterOf(0),
    })
    const events = await ledger('select action, code from event where run_id = ? and object_type = ?', [
      act?.id ?? 0,
      'letter',
    ])
    expect(events).toContainEqual({ action: 'held', code: 'FERMATA_DAL_PERSONALE' })
    const [link] = await ledger<{ events: number }>(
      `select events from audit_link where kind = 'act' and of_id = ?`,
      [act?.id ?? 0],
    )
    const [all] = await ledger<{ n: number }>('select count(*) as n from event where run_id = ?', [
      act?.id ?? 0,
    ])
    expect(link?.events).toBe(all?.n)
  })

  test('a country: its letters and its requests without one, and no others', async () => {
    await ask([{}, IN_PARIS, { ...IN_PARIS, archive_match: 'DIFF' }])
    const held = await step('hold', { countries: ['FR'] })
    expect(held.act.map(({ table, requestKey }) => [table, requestKey])).toEqual([
      ['letter', keys[1]],
      ['request', keys[2]],
    ])
    await run([handOver], ON)
    expect(await withVendor()).toEqual([keys[0]])
    const released = await step('release', { countries: ['FR'] })
    expect(released.act).toHaveLength(2)
    expect((await step('release', { countries: ['FR'] })).unmatched).toMatchObject([
      { what: 'country', name: 'FR' },
    ])
  })

  /** One person a stage: just taken in, with a code that was not sent, with a letter not printed, in a bundle. */
  async function askAtEveryStage(): Promise<string[]> {
    people.push(newPerson())
    keys = people.map((_, index) => `S${tests - 1}-${index}`)
    for (const [index, jobs] of [TO_PRINT, TO_SEND, [intake, issuePins], [intake]].entries()) {
      const row = requestRow({ ...people[index], request_id: keys[index] ?? '' })
      await on.putFeed(`pin-requests-${++files}.csv`, requestsFeed([row]))
      await run(jobs, PRINTED_ON)
    }
    return people.map(({ codice_fiscale }) => codice_fiscale)
  }

  test('people are held at every stage, and go no further until they are released', async () => {
    const named = { people: await askAtEveryStage() }
    const held = await step('hold', named)
    expect(held.act.map(({ table }) => table)).toEqual(['letter', 'letter', 'request', 'request'])
    await run([...TO_PRINT, handOver], ON)
    expect(await withVendor()).toEqual([])
    expect((await step('release', named)).act).toHaveLength(4)
    await run([...TO_PRINT, handOver], NEXT)
    expect(await withVendor()).toEqual(keys)
  })

  test('people are cancelled at every stage, and nothing of their codes is left', async () => {
    const named = { people: await askAtEveryStage() }
    const done = await step('cancel', named, 'rinuncia')
    expect(done.act.map(({ isFirstHalfSent }) => isFirstHalfSent)).toEqual([true, true, false, false])
    await run([...TO_PRINT, handOver], ON)
    expect(await withVendor()).toEqual([])
    const ours = `request_key like 'S${tests - 1}-%'`
    expect(await ledger(`select distinct state, reason from request where ${ours}`)).toEqual([
      { state: 'CANCELLED', reason: 'ANNULLATA_DAL_PERSONALE' },
    ])
    expect(
      await ledger(
        `select distinct h.state, h.sealed_text from half h join credential c on c.id = h.credential_id
           join request r on r.id = c.request_id where r.${ours}`,
      ),
    ).toEqual([{ state: 'erased', sealed_text: null }])
    expect((await step('cancel', { requestKeys: keys })).already).toHaveLength(4)
  })

  test('a newer request is no way round a hold', async () => {
    await ask()
    await step('hold', { letterIds: [await letterOf(1)] }, 'sospetto')
    const newer = `S${tests - 1}-9`
    await on.putFeed(
      `pin-requests-${++files}.csv`,
      requestsFeed([requestRow({ ...people[1], request_id: newer, submitted_at: '2026-11-19' })]),
    )
    await run([...TO_PRINT, handOver], ON)
    expect(await withVendor()).toEqual([keys[0], keys[2]])
    expect(await ledger('select hold, hold_detail from request where request_key = ?', [newer])).toEqual([
      { hold: 'FERMATA_DAL_PERSONALE', hold_detail: 'sospetto' },
    ])
    const released = await step('release', { letterIds: [await letterOf(1)] })
    expect(released.stillHeld).toMatchObject([{ table: 'request', name: newer }])
    expect((await step('release', { people: [people[1]?.codice_fiscale ?? ''] })).act).toHaveLength(1)
    await run([...TO_PRINT, handOver], NEXT)
    expect(await withVendor()).toEqual([keys[0], keys[2], newer])
  })

  test('what releases other holds leaves this one: a corrected address, a death that was none', async () => {
    await ask()
    await step('hold', { letterIds: [await letterOf(1)] })
    const { codice_fiscale = '' } = people[1] ?? {}
    await tell(
      { type: 'ADDRESS_CORRECTED', request_id: keys[1] ?? '', ...IN_PARIS },
      { type: 'DECEASED', codice_fiscale },
      { type: 'DEATH_CANCELLED', codice_fiscale },
    )
    expect((await letters())[1]).toMatchObject({ hold: 'FERMATA_DAL_PERSONALE' })
    await run([printPinLetters, handOver], ON)
    expect(await withVendor()).toEqual([keys[0], keys[2]])
  })

  test('the log tells of each letter what ended its hold', async () => {
    await ask()
    const { codice_fiscale = '' } = people[1] ?? {}
    await tell({ type: 'DECEASED', codice_fiscale })
    await tell({ type: 'DEATH_CANCELLED', codice_fiscale })
    expect(
      await ledger(
        `select action, code from event where object_type = 'letter' and code is not null
           and object_id = (select id from letter where public_id = ?) order by id`,
        [await letterOf(1)],
      ),
    ).toEqual([
      { action: 'held', code: 'DECEDUTO' },
      { action: 'released', code: 'DECEDUTO' },
    ])
    expect((await verifyAudit(app.store.db)).faults).toEqual([])
  })

  test('a call-back that confirms an address that cannot be printed does not take the hold of staff away', async () => {
    await ask([{}, { archive_match: 'DIFF' }])
    await step('hold', { requestKeys: [keys[1] ?? ''] })
    await tell({ type: 'CALLBACK_CONFIRMED', request_id: keys[1] ?? '', ...IN_ROME, cap: '' })
    expect(await ledger('select state, hold from request where request_key = ?', [keys[1] ?? ''])).toEqual([
      { state: 'CALLBACK', hold: 'FERMATA_DAL_PERSONALE' },
    ])
  })

  test('another hold is left as it is, and staff do not release it', async () => {
    await ask()
    await tell({ type: 'DECEASED', codice_fiscale: people[1]?.codice_fiscale ?? '' })
    for (const verb of ['hold', 'release'] as const) {
      expect(whys(await step(verb, { letterIds: [await letterOf(1)] }))).toEqual([
        [await letterOf(1), 'HELD_OTHERWISE'],
      ])
    }
    expect((await letters())[1]?.hold).toBe('DECEDUTO')
  })

  test('who died while held by staff stays held when staff let go', async () => {
    await ask()
    await step('hold', { letterIds: [await letterOf(1)] })
    await tell({ type: 'DECEASED', codice_fiscale: people[1]?.codice_fiscale ?? '' })
    expect((await step('release', { letterIds: [await letterOf(1)] })).act).toMatchObject([
      { isDeceased: true },
    ])
    expect((await letters())[1]?.hold).toBe('DECEDUTO')
    await run([printPinLetters, handOver], ON)
    expect(await withVendor()).toEqual([keys[0], keys[2]])
  })

  test('a PIN that was used is not cancelled by taking its request back', async () => {
    await ask()
    await tell({ type: 'FIRST_ACCESS', codice_fiscale: people[1]?.codice_fiscale ?? '' })
    expect(whys(await step('cancel', { letterIds: [await letterOf(1)] }))).toEqual([
      [await letterOf(1), 'PIN_IN_USE'],
    ])
  })

  test('a sender cannot correct what staff stopped', async () => {
    await ask([{}, { archive_match: 'DIFF' }])
    await step('hold', { requestKeys: [keys[1] ?? ''] })
    await on.putFeed(
      `pin-requests-${++files}.csv`,
      requestsFeed([requestRow({ ...people[1], request_id: keys[1] ?? '', civic: '18' })]),
    )
    const [counts] = await run([intake], ON)
    expect(counts).toMatchObject({ rejected: 1 })
  })

  test('what was named and is not there is said', async () => {
    const result = await step('hold', {
      letterIds: ['00000-00000-0'],
      requestKeys: ['NIENTE'],
      countries: ['ZW'],
    })
    expect(result.unmatched.map(({ what }) => what)).toEqual(['letter', 'request', 'country'])
  })

  test('the lists of the report show who is held, and why; the ledger balances', async () => {
    await ask()
    await step('hold', { letterIds: [await letterOf(1)] }, 'indirizzo contestato al telefono')
    await run([handOver, report], NEXT)
    const held = await readFile(`${on.root}/output/reports/${NEXT}/held.csv`, 'utf8')
    const row = held.split('\r\n').find((line) => line.includes(keys[1] ?? '?'))
    expect(row).toContain('indirizzo contestato al telefono')
    expect(row).toContain('FERMATA_DAL_PERSONALE')
    const { waiting, holds } = JSON.parse(
      await readFile(`${on.root}/output/reports/${NEXT}/report.json`, 'utf8'),
    ) as Report
    const staffs = holds.filter(({ code }) => code === 'FERMATA_DAL_PERSONALE')
    const others = holds.filter(({ kind, code }) => kind === 'letter' && code !== 'FERMATA_DAL_PERSONALE')
    const total = (rows: typeof holds) => rows.reduce((sum, row) => sum + row.count, 0)
    expect(waiting.heldByStaff.count).toBe(total(staffs))
    expect(waiting.heldByStaff.count).toBeGreaterThan(0)
    expect(waiting.heldLetters.count).toBe(total(others))
  })
})
