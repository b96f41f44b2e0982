import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expirePins } from '../../jobs/expire-pins.ts'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import type { Settings } from '../../src/config.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { addDays } from '../../src/domain/civil-date.ts'
import { DATABASES } from '../support/databases.ts'
import {
  eventRow,
  eventsFeed,
  IN_PARIS,
  newPerson,
  type RequestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger, start } from './ledger.ts'

const TO_PRINT = [intake, issuePins, sendFirstHalves, printPinLetters]
/** After everything that happens in the table; expiry asks its own date alone. */
const AFTER_ALL = '2030-12-31'

interface Case {
  readonly title: string
  readonly row?: Partial<RequestCells>
  /** How far its letter came on 20 November 2026; handed over where nothing is said. */
  readonly reached?: 'code drawn' | 'letter printed'
  readonly story?: readonly (readonly [type: string, occurredAt: string])[]
  readonly before: string
  /** The first day on which it is another; none: never before 2030. */
  readonly due?: readonly [day: string, after: string]
}

const INTERMEDIARY = { user_class: 'INTERMEDIARIO_ISTITUZIONALE' }
const AWAITING = 'AWAITING_FIRST_USE'
const EXPIRED = 'EXPIRED_UNUSED MAI_USATO'
const CHANGE_DUE = 'CHANGE_DUE MODIFICA_SCADUTA'
const used = (on: string) => ['FIRST_ACCESS', on] as const
const ACTIVE = 'ACTIVE FIRST_ACCESS'

const CASES: readonly Case[] = [
  // Posted on 20 November and valid through 19 May, 180 days on.
  { title: 'never used', before: AWAITING, due: ['2027-05-20', EXPIRED] },
  {
    title: 'never used, abroad',
    row: { ...IN_PARIS, mobile: '' },
    before: AWAITING,
    due: ['2027-05-20', EXPIRED],
  },
  {
    title: 'an envelope that nobody opened',
    row: { channel: 'SPORTELLO' },
    before: AWAITING,
    due: ['2027-05-20', EXPIRED],
  },
  {
    title: 'a letter that was never handed over',
    reached: 'letter printed',
    before: 'PARTIAL',
    due: ['2027-05-20', EXPIRED],
  },
  { title: 'a code of which nothing was sent', reached: 'code drawn', before: 'GENERATED' },
  {
    title: 'used on its last day',
    story: [used('2027-05-19')],
    before: ACTIVE,
    due: ['2027-11-19', CHANGE_DUE],
  },
  {
    title: 'a citizen’s change, six months',
    story: [used('2026-11-20')],
    before: ACTIVE,
    due: ['2027-05-20', CHANGE_DUE],
  },
  {
    title: 'an intermediary’s change, three months',
    row: INTERMEDIARY,
    story: [used('2027-02-20')],
    before: ACTIVE,
    due: ['2027-05-20', CHANGE_DUE],
  },
  {
    title: 'from 31 August to 29 February',
    story: [used('2027-08-31')],
    before: ACTIVE,
    due: ['2028-02-29', CHANGE_DUE],
  },
  {
    title: 'from 31 August to 28 February',
    story: [used('2028-08-31')],
    before: ACTIVE,
    due: ['2029-02-28', CHANGE_DUE],
  },
  {
    title: 'from 30 August to 28 February',
    story: [used('2028-08-30')],
    before: ACTIVE,
    due: ['2029-02-28', CHANGE_DUE],
  },
  {
    title: 'an intermediary, from 30 November',
    row: INTERMEDIARY,
    story: [used('2028-11-30')],
    before: ACTIVE,
    due: ['2029-02-28', CHANGE_DUE],
  },
  {
    title: 'from 28 February to 28 August',
    story: [used('2027-02-28')],
    before: ACTIVE,
    due: ['2027-08-28', CHANGE_DUE],
  },
  {
    title: 'counted from the last change',
    story: [used('2027-02-10'), ['PIN_CHANGED', '2027-05-19']],
    before: 'ACTIVE PIN_CHANGED',
    due: ['2027-11-19', CHANGE_DUE],
  },
  {
    title: 'use alone puts nothing off',
    story: [used('2027-02-28'), ['LAST_USE', '2027-08-01']],
    before: ACTIVE,
    due: ['2027-08-28', CHANGE_DUE],
  },
  {
    title: 'restored and not used again',
    story: [used('2027-02-10'), ['RESTORED', '2027-02-28']],
    before: `${AWAITING} RESTORED`,
    due: ['2027-08-28', EXPIRED],
  },
  { title: 'revoked by its holder', story: [['REVOKED', '2026-12-01']], before: 'REVOKED REVOKED' },
  {
    title: 'suspended for sixty days',
    story: [['DECEASED', '2027-03-21']],
    before: 'SUSPENDED DECEDUTO',
    due: ['2027-05-20', 'REVOKED DECEDUTO'],
  },
  {
    title: 'suspended while in use',
    story: [used('2026-12-01'), ['DECEASED', '2027-03-21']],
    before: 'SUSPENDED DECEDUTO',
    due: ['2027-05-20', 'REVOKED DECEDUTO'],
  },
  {
    title: 'suspended by mistake',
    story: [used('2027-02-28'), ['DECEASED', '2027-03-21'], ['DEATH_CANCELLED', '2027-04-01']],
    before: 'ACTIVE DECESSO_ANNULLATO',
    due: ['2027-08-28', CHANGE_DUE],
  },
]

const IDLE = 'DEACTIVATED INATTIVO'
/** Where it is switched on: a year without use. */
const INACTIVE: readonly Case[] = [
  { title: 'used once', story: [used('2027-02-28')], before: CHANGE_DUE, due: ['2028-02-28', IDLE] },
  {
    title: 'counted from the last use',
    story: [used('2027-01-10'), ['LAST_USE', '2027-02-28']],
    before: CHANGE_DUE,
    due: ['2028-02-28', IDLE],
  },
  {
    title: 'a change is a use',
    story: [used('2027-01-10'), ['PIN_CHANGED', '2027-02-28']],
    before: CHANGE_DUE,
    due: ['2028-02-28', IDLE],
  },
  { title: 'from 29 February', story: [used('2028-02-29')], before: CHANGE_DUE, due: ['2029-02-28', IDLE] },
  { title: 'never used at all', before: AWAITING, due: ['2027-05-20', EXPIRED] },
  {
    title: 'suspended',
    story: [used('2027-01-10'), ['DECEASED', '2027-12-30']],
    before: 'SUSPENDED DECEDUTO',
    due: ['2028-02-28', 'REVOKED DECEDUTO'],
  },
]
const withInactivity = (settings: Settings): Settings => ({
  ...settings,
  parameters: { inactivityDeactivationMonths: 12 },
})

const STATES = `select r.request_key as title, trim(c.state || coalesce(' ' || c.reason, '')) as state
  from credential c join request r on r.id = c.request_id order by c.id`

async function prepare(
  kind: (typeof DATABASES)[number],
  cases: readonly Case[],
  change?: (settings: Settings) => Settings,
) {
  const on = await newInstallation(kind, change)
  const program = await start(on)
  const people = cases.map(newPerson)
  const rows = (reached: Case['reached']) =>
    cases.flatMap((entry, index) =>
      entry.reached === reached
        ? [requestRow({ ...people[index], ...entry.row, request_id: entry.title })]
        : [],
    )
  await on.putFeed('pin-requests-1.csv', requestsFeed(rows(undefined)))
  await program.run([...TO_PRINT, handOver], '2026-11-20')
  await on.putFeed('pin-requests-2.csv', requestsFeed(rows('letter printed')))
  await program.run(TO_PRINT, '2026-11-20')
  await on.putFeed('pin-requests-3.csv', requestsFeed(rows('code drawn')))
  await program.run([intake, issuePins], '2026-11-20')
  const events = cases.flatMap(({ story = [] }, index) =>
    story.map(([type, occurred_at]) =>
      eventRow({ type, occurred_at, codice_fiscale: people[index]?.codice_fiscale ?? '' }),
    ),
  )
  await on.putFeed('pin-events-4.csv', eventsFeed(events))
  await program.run([intake], AFTER_ALL)
  await program.stop()
  return on
}

/** Lets expiry run on the eve and the day of everything that falls due, twice each; the states after each day. */
async function liveThrough(on: Installation, cases: readonly Case[]) {
  const dues = cases.flatMap(({ due }) => (due ? [due[0]] : []))
  const days = [...new Set([...dues, ...dues.map((day) => addDays(day, -1)), '2029-12-31'])].sort()
  const after = new Map<string, Map<string, string>>()
  const moved: Record<string, number> = {}
  const again: Record<string, number>[] = []
  const app = await on.open()
  try {
    for (const day of days) {
      const [first] = await app.runJobs([expirePins], dailySlot(day))
      for (const [name, count] of Object.entries(first?.counts ?? {}))
        moved[name] = (moved[name] ?? 0) + count
      const rows = await rowsOf<{ title: string; state: string }>(app.store.db, STATES)
      after.set(day, new Map(rows.map(({ title, state }) => [title, state])))
      const [second] = await app.runJobs([expirePins], dailySlot(day))
      again.push({ ...second?.counts })
    }
  } finally {
    await app.close()
  }
  return { after, moved, again, lastDay: days.at(-1) ?? '' }
}

describe.each(DATABASES)('expiry on %s', (kind) => {
  let on: Installation
  let life: Awaited<ReturnType<typeof liveThrough>>
  beforeAll(async () => {
    on = await prepare(kind, CASES)
    life = await liveThrough(on, CASES)
  })
  afterAll(() => on.remove())

  const stateOn = (day: string, title: string) => life.after.get(day)?.get(title)

  test.each(CASES)('$title', ({ title, before, due }) => {
    if (due === undefined) {
      expect(stateOn(life.lastDay, title)).toBe(before)
      return
    }
    const [day, after] = due
    expect(stateOn(addDays(day, -1), title)).toBe(before)
    expect(stateOn(day, title)).toBe(after)
    // For good: and without a setting nobody is ever deactivated.
    expect(stateOn(life.lastDay, title)).toBe(after)
  })

  test('a second run of a day changes nothing', () => {
    expect(life.again.flatMap((counts) => Object.values(counts)).filter((count) => count !== 0)).toEqual([])
  })

  test('what moved is counted, and each move has one event row', async () => {
    const of = (state: string) => CASES.filter(({ due }) => due?.[1] === state).length
    expect(life.moved).toEqual({
      expiredUnused: of(EXPIRED),
      changeDue: of(CHANGE_DUE),
      suspensionOver: of('REVOKED DECEDUTO'),
      deactivated: 0,
    })
    const rows = await ledger(
      on,
      `select action, code, count(*) as n, count(distinct object_id) as credentials from event
       where object_type = 'credential' and action in ('expired-unused', 'change-due', 'suspension-over', 'deactivated')
       group by action, code order by action`,
    )
    const line = (action: string, code: string, n: number) => ({ action, code, n, credentials: n })
    expect(rows).toEqual([
      line('change-due', 'MODIFICA_SCADUTA', of(CHANGE_DUE)),
      line('expired-unused', 'MAI_USATO', of(EXPIRED)),
      line('suspension-over', 'DECEDUTO', of('REVOKED DECEDUTO')),
    ])
  })

  test('what ends takes its halves and its unsent letter along', async () => {
    const sealed = await ledger(
      on,
      `select c.id from credential c join half h on h.credential_id = c.id
       where c.state in ('EXPIRED_UNUSED', 'REVOKED') and h.sealed_text is not null`,
    )
    expect(sealed).toEqual([])
    expect(
      await ledger(
        on,
        `select l.state, b.hold from letter l join bundle_item i on i.letter_id = l.id
        join bundle b on b.id = i.bundle_id where b.state = 'published'`,
      ),
    ).toEqual([{ state: 'withdrawn', hold: 'DA_RIFARE' }])
    expect(
      await ledger(
        on,
        `select r.state, r.reason from request r where r.request_key = 'a letter that was never handed over'`,
      ),
    ).toEqual([{ state: 'CANCELLED', reason: 'PIN_CESSATO' }])
  })

  test('run once, years late, it gives the same', async () => {
    const late = await prepare(kind, CASES)
    try {
      await late.run([expirePins], life.lastDay)
      const rows = await ledger<{ title: string; state: string }>(late, STATES)
      expect(new Map(rows.map(({ title, state }) => [title, state]))).toEqual(life.after.get(life.lastDay))
    } finally {
      await late.remove()
    }
  })
})

describe.each(DATABASES)('deactivation for lack of use, where it is switched on, on %s', (kind) => {
  let on: Installation
  let life: Awaited<ReturnType<typeof liveThrough>>
  beforeAll(async () => {
    on = await prepare(kind, INACTIVE, withInactivity)
    life = await liveThrough(on, INACTIVE)
  })
  afterAll(() => on.remove())

  test.each(INACTIVE)('$title', ({ title, before, due: [day, after] = ['', ''] }) => {
    expect(life.after.get(addDays(day, -1))?.get(title)).toBe(before)
    expect(life.after.get(day)?.get(title)).toBe(after)
  })

  test('a second run of a day changes nothing', () => {
    expect(life.again.flatMap((counts) => Object.values(counts)).filter((count) => count !== 0)).toEqual([])
  })

  test('whoever is deactivated may ask again, and gets another code', async () => {
    const [person] = await ledger<{ codice_fiscale: string; id: number }>(
      on,
      `select codice_fiscale, id from credential where state = 'DEACTIVATED' order by id`,
    )
    const row = requestRow({ codice_fiscale: person?.codice_fiscale ?? '', submitted_at: '2030-01-02' })
    await on.putFeed('pin-requests-9.csv', requestsFeed([row]))
    expect((await on.run([intake, issuePins], '2030-01-03'))[1]).toMatchObject({ issued: 1, replaced: 1 })
    expect(await ledger(on, 'select state, reason from credential where id = ?', [person?.id ?? 0])).toEqual([
      { state: 'REVOKED', reason: 'SOSTITUITO' },
    ])
  })
})

test.each(DATABASES)('periods are settings, on %s', async (kind) => {
  const cases: readonly Case[] = [
    { title: 'change', story: [used('2027-02-01')], before: ACTIVE, due: ['2027-03-01', CHANGE_DUE] },
    {
      title: 'suspension',
      story: [['DECEASED', '2027-02-27']],
      before: 'SUSPENDED DECEDUTO',
      due: ['2027-03-01', 'REVOKED DECEDUTO'],
    },
    { title: 'validity', before: AWAITING, due: ['2027-03-01', EXPIRED] },
  ]
  const on = await prepare(kind, cases, (settings) => ({
    ...settings,
    parameters: { changePeriodCitizenMonths: 1, suspendedRevokeDays: 2, initialUnusedValidityDaysItaly: 100 },
  }))
  try {
    const { after } = await liveThrough(on, cases)
    for (const { title, before, due: [day, then] = ['', ''] } of cases) {
      expect([after.get(addDays(day, -1))?.get(title), after.get(day)?.get(title)], title).toEqual([
        before,
        then,
      ])
    }
  } finally {
    await on.remove()
  }
})
