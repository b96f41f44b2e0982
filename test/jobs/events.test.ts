import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { FindingCode } from '../../src/domain/finding.ts'
import { PIN_EVENT_TYPES, type PinEventType } from '../../src/domain/pin-event.ts'
import { DATABASES } from '../support/databases.ts'
import {
  type EventCells,
  eventRow,
  eventsFeed,
  IN_ROME,
  newPerson,
  type RequestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { type Program, start } from './ledger.ts'

const TO_PRINT = [intake, issuePins, sendFirstHalves, printPinLetters]

/** How far a person has come before the event, in the order in which the nights bring them there. */
const STAGES = [
  'handed over',
  'at the counter',
  'in use',
  'revoked',
  'reported dead',
  'printed',
  'in use before its letter left',
  'reported dead, letter printed',
  'drawn',
  'to call',
  'reported dead, to call',
  'held',
  'unknown',
] as const
type Stage = (typeof STAGES)[number]

const ROWS: Readonly<Partial<Record<Stage, Partial<RequestCells>>>> = {
  'at the counter': { channel: 'SPORTELLO' },
  'to call': { archive_match: 'DIFF' },
  'reported dead, to call': { archive_match: 'DIFF' },
  held: { cap: '' },
}

interface Case {
  readonly event: PinEventType
  readonly stage: Stage
  /** `applied`, or why it is refused. */
  readonly outcome: 'applied' | FindingCode
  /** State with reason or hold, afterwards; what is not named is not there. */
  readonly request?: string
  readonly credential?: string
  readonly letter?: string
  readonly dates?: Partial<Dates>
  readonly cells?: Partial<EventCells>
}
interface Dates {
  first_used_on: string | null
  last_changed_on: string | null
  last_used_on: string | null
  expires_on: string | null
  suspended_on: string | null
  suspended_from: string | null
}

/** The first access of those who were in use before. */
const FIRST = '2026-11-21'
/** The day of every event of the table. */
const DAY = '2026-11-22'

const AWAITING = { request: 'FULFILLED', credential: 'AWAITING_FIRST_USE', letter: 'handed_over' }
const IN_USE = { request: 'FULFILLED', credential: 'ACTIVE FIRST_ACCESS', letter: 'handed_over' }
const PRINTED = { request: 'APPROVED', credential: 'PARTIAL', letter: 'published' }
const DRAWN = { request: 'APPROVED', credential: 'GENERATED' }
const TO_CALL = { request: 'CALLBACK INDIRIZZO_DA_VERIFICARE' }
const HELD = { request: 'RECEIVED ERR_CAP_MISSING' }
const REVOKED = { request: 'FULFILLED', credential: 'REVOKED REVOKED', letter: 'handed_over' }
const NOT_NOW = 'EVENTO_NON_APPLICABILE'
const NO_PIN = 'EVENTO_SENZA_CREDENZIALE'
const NO_REQUEST = 'EVENTO_SENZA_RICHIESTA'
const FIRST_DATES = { first_used_on: DAY, last_changed_on: DAY, last_used_on: DAY }

const CASES: readonly Case[] = [
  { event: 'FIRST_ACCESS', stage: 'handed over', outcome: 'applied', ...IN_USE, dates: FIRST_DATES },
  {
    event: 'FIRST_ACCESS',
    stage: 'at the counter',
    outcome: 'applied',
    request: 'FULFILLED',
    credential: 'ACTIVE FIRST_ACCESS',
    dates: FIRST_DATES,
  },
  {
    event: 'FIRST_ACCESS',
    stage: 'printed',
    outcome: 'applied',
    ...PRINTED,
    credential: 'ACTIVE FIRST_ACCESS',
    dates: FIRST_DATES,
  },
  { event: 'FIRST_ACCESS', stage: 'drawn', outcome: NOT_NOW, ...DRAWN },
  { event: 'FIRST_ACCESS', stage: 'in use', outcome: NOT_NOW, ...IN_USE, dates: { first_used_on: FIRST } },
  { event: 'FIRST_ACCESS', stage: 'revoked', outcome: NO_PIN, ...REVOKED },
  { event: 'FIRST_ACCESS', stage: 'to call', outcome: NO_PIN, ...TO_CALL },
  { event: 'FIRST_ACCESS', stage: 'unknown', outcome: NO_PIN },

  {
    event: 'PIN_CHANGED',
    stage: 'in use',
    outcome: 'applied',
    ...IN_USE,
    credential: 'ACTIVE PIN_CHANGED',
    dates: { first_used_on: FIRST, last_changed_on: DAY, last_used_on: DAY },
  },
  { event: 'PIN_CHANGED', stage: 'handed over', outcome: NOT_NOW, ...AWAITING },
  { event: 'PIN_CHANGED', stage: 'unknown', outcome: NO_PIN },

  {
    event: 'LAST_USE',
    stage: 'in use',
    outcome: 'applied',
    ...IN_USE,
    dates: { first_used_on: FIRST, last_changed_on: FIRST, last_used_on: DAY },
  },
  { event: 'LAST_USE', stage: 'handed over', outcome: NOT_NOW, ...AWAITING },
  { event: 'LAST_USE', stage: 'unknown', outcome: NO_PIN },

  { event: 'REVOKED', stage: 'handed over', outcome: 'applied', ...REVOKED },
  { event: 'REVOKED', stage: 'in use', outcome: 'applied', ...REVOKED },
  {
    event: 'REVOKED',
    stage: 'printed',
    outcome: 'applied',
    request: 'CANCELLED PIN_CESSATO',
    credential: 'REVOKED REVOKED',
    letter: 'withdrawn',
  },
  {
    event: 'REVOKED',
    stage: 'drawn',
    outcome: 'applied',
    request: 'CANCELLED PIN_CESSATO',
    credential: 'REVOKED REVOKED',
  },
  { event: 'REVOKED', stage: 'reported dead', outcome: 'applied', ...REVOKED },
  { event: 'REVOKED', stage: 'revoked', outcome: NO_PIN, ...REVOKED },
  { event: 'REVOKED', stage: 'unknown', outcome: NO_PIN },

  // A new code of sixteen characters: valid from the day of the restore, and used before.
  {
    event: 'RESTORED',
    stage: 'in use',
    outcome: 'applied',
    ...IN_USE,
    credential: 'AWAITING_FIRST_USE RESTORED',
    dates: { first_used_on: FIRST, expires_on: '2027-05-21' },
  },
  { event: 'RESTORED', stage: 'handed over', outcome: NOT_NOW, ...AWAITING },
  { event: 'RESTORED', stage: 'unknown', outcome: NO_PIN },

  {
    event: 'DECEASED',
    stage: 'handed over',
    outcome: 'applied',
    ...AWAITING,
    credential: 'SUSPENDED DECEDUTO',
    dates: { suspended_on: DAY, suspended_from: 'AWAITING_FIRST_USE' },
  },
  {
    event: 'DECEASED',
    stage: 'in use',
    outcome: 'applied',
    ...IN_USE,
    credential: 'SUSPENDED DECEDUTO',
    dates: { suspended_from: 'ACTIVE' },
  },
  {
    event: 'DECEASED',
    stage: 'printed',
    outcome: 'applied',
    request: 'APPROVED DECEDUTO',
    credential: 'SUSPENDED DECEDUTO',
    letter: 'published DECEDUTO',
    dates: { suspended_from: 'PARTIAL' },
  },
  {
    event: 'DECEASED',
    stage: 'drawn',
    outcome: 'applied',
    request: 'APPROVED DECEDUTO',
    credential: 'SUSPENDED DECEDUTO',
    dates: { suspended_from: 'GENERATED' },
  },
  {
    event: 'DECEASED',
    stage: 'to call',
    outcome: 'applied',
    request: 'CALLBACK INDIRIZZO_DA_VERIFICARE DECEDUTO',
  },
  // What was wrong first is settled first.
  { event: 'DECEASED', stage: 'held', outcome: 'applied', ...HELD },
  { event: 'DECEASED', stage: 'revoked', outcome: 'applied', ...REVOKED },
  { event: 'DECEASED', stage: 'unknown', outcome: 'applied' },

  {
    event: 'DEATH_CANCELLED',
    stage: 'reported dead',
    outcome: 'applied',
    ...AWAITING,
    credential: 'AWAITING_FIRST_USE DECESSO_ANNULLATO',
    dates: { suspended_on: null, suspended_from: null },
  },
  {
    event: 'DEATH_CANCELLED',
    stage: 'reported dead, letter printed',
    outcome: 'applied',
    ...PRINTED,
    credential: 'PARTIAL DECESSO_ANNULLATO',
  },
  { event: 'DEATH_CANCELLED', stage: 'reported dead, to call', outcome: 'applied', ...TO_CALL },
  { event: 'DEATH_CANCELLED', stage: 'handed over', outcome: 'applied', ...AWAITING },
  { event: 'DEATH_CANCELLED', stage: 'unknown', outcome: 'applied' },

  {
    event: 'CALLBACK_CONFIRMED',
    stage: 'to call',
    outcome: 'applied',
    request: 'APPROVED RICHIAMATA_CONFERMATA',
  },
  {
    event: 'CALLBACK_CONFIRMED',
    stage: 'reported dead, to call',
    outcome: 'applied',
    request: 'APPROVED RICHIAMATA_CONFERMATA DECEDUTO',
  },
  { event: 'CALLBACK_CONFIRMED', stage: 'held', outcome: NOT_NOW, ...HELD },
  { event: 'CALLBACK_CONFIRMED', stage: 'drawn', outcome: NOT_NOW, ...DRAWN },
  { event: 'CALLBACK_CONFIRMED', stage: 'unknown', outcome: NO_REQUEST },

  {
    event: 'CALLBACK_REFUSED',
    stage: 'to call',
    outcome: 'applied',
    request: 'REJECTED RICHIAMATA_NEGATIVA',
  },
  { event: 'CALLBACK_REFUSED', stage: 'drawn', outcome: NOT_NOW, ...DRAWN },
  { event: 'CALLBACK_REFUSED', stage: 'unknown', outcome: NO_REQUEST },

  {
    event: 'REQUEST_CANCELLED',
    stage: 'to call',
    outcome: 'applied',
    request: 'CANCELLED ANNULLATA_DAL_RICHIEDENTE',
  },
  {
    event: 'REQUEST_CANCELLED',
    stage: 'held',
    outcome: 'applied',
    request: 'CANCELLED ANNULLATA_DAL_RICHIEDENTE',
  },
  {
    event: 'REQUEST_CANCELLED',
    stage: 'drawn',
    outcome: 'applied',
    request: 'CANCELLED ANNULLATA_DAL_RICHIEDENTE',
    credential: 'REVOKED ANNULLATA',
  },
  {
    event: 'REQUEST_CANCELLED',
    stage: 'printed',
    outcome: 'applied',
    request: 'CANCELLED ANNULLATA_DAL_RICHIEDENTE',
    credential: 'REVOKED ANNULLATA',
    letter: 'withdrawn',
  },
  {
    event: 'REQUEST_CANCELLED',
    stage: 'in use before its letter left',
    outcome: NOT_NOW,
    ...PRINTED,
    credential: 'ACTIVE FIRST_ACCESS',
  },
  { event: 'REQUEST_CANCELLED', stage: 'handed over', outcome: NOT_NOW, ...AWAITING },
  { event: 'REQUEST_CANCELLED', stage: 'unknown', outcome: NO_REQUEST },

  // More of these in events-addresses.test.ts.
  { event: 'ADDRESS_CORRECTED', stage: 'held', outcome: 'applied', request: 'RECEIVED', cells: IN_ROME },
  { event: 'ADDRESS_CORRECTED', stage: 'handed over', outcome: NOT_NOW, ...AWAITING, cells: IN_ROME },
  { event: 'ADDRESS_CORRECTED', stage: 'unknown', outcome: NO_REQUEST, cells: IN_ROME },
]

test('the table has an effect and a refusal of every event', () => {
  for (const type of Object.keys(PIN_EVENT_TYPES)) {
    const outcomes = CASES.filter(({ event }) => event === type).map(({ outcome }) => outcome === 'applied')
    // Deaths and their cancellations are remembered of anybody; late-events.test.ts has those that come too late.
    expect(new Set(outcomes), type).toEqual(
      new Set(type === 'DECEASED' || type === 'DEATH_CANCELLED' ? [true] : [true, false]),
    )
  }
})

const FOUND = `select trim(r.state || coalesce(' ' || r.reason, '') || coalesce(' ' || r.hold, '')) as request,
    trim(c.state || coalesce(' ' || c.reason, '')) as credential,
    (select trim(l.state || coalesce(' ' || l.hold, '')) from letter l where l.source_id = c.id) as letter,
    c.first_used_on, c.last_changed_on, c.last_used_on, c.expires_on, c.suspended_on, c.suspended_from,
    (select count(*) from half h where h.credential_id = c.id and h.sealed_text is not null) as sealed
  from request r left join credential c on c.request_id = r.id where r.request_key = ?`

describe.each(DATABASES)('events on %s', (kind) => {
  let on: Installation
  let program: Program
  let counts: Record<string, number>
  const keyOf = ({ event, stage }: Case) => `${event}/${STAGES.indexOf(stage)}`

  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
    const people = CASES.map(newPerson)
    const put = async (file: string, stages: readonly Stage[]) => {
      const rows = CASES.flatMap((entry, index) =>
        stages.includes(entry.stage)
          ? [requestRow({ ...people[index], request_id: keyOf(entry), ...ROWS[entry.stage] })]
          : [],
      )
      await on.putFeed(`pin-requests-${file}.csv`, requestsFeed(rows))
    }
    const tell = (type: PinEventType, occurred_at: string, stages: readonly Stage[]) =>
      CASES.flatMap(({ stage }, index) =>
        stages.includes(stage)
          ? [eventRow({ type, occurred_at, codice_fiscale: people[index]?.codice_fiscale ?? '' })]
          : [],
      )
    await put('1', ['handed over', 'at the counter', 'in use', 'revoked', 'reported dead'])
    await program.run([...TO_PRINT, handOver], '2026-11-20')
    await put('2', ['printed', 'in use before its letter left', 'reported dead, letter printed'])
    await program.run(TO_PRINT, FIRST)
    await put('3', ['drawn', 'to call', 'reported dead, to call', 'held'])
    await program.run([intake, issuePins], FIRST)
    await on.putFeed(
      'pin-events-4.csv',
      eventsFeed([
        ...tell('FIRST_ACCESS', FIRST, ['in use', 'in use before its letter left']),
        ...tell('REVOKED', FIRST, ['revoked']),
        ...tell('DECEASED', FIRST, [
          'reported dead',
          'reported dead, letter printed',
          'reported dead, to call',
        ]),
      ]),
    )
    await program.run([intake], FIRST)

    const rows = CASES.map((entry, index) =>
      eventRow({
        type: entry.event,
        event_id: keyOf(entry),
        occurred_at: DAY,
        ...(PIN_EVENT_TYPES[entry.event].names === 'person'
          ? { codice_fiscale: people[index]?.codice_fiscale ?? '' }
          : { request_id: keyOf(entry) }),
        ...entry.cells,
      }),
    )
    await on.putFeed('pin-events-5.csv', eventsFeed(rows))
    counts = (await program.run([intake], '2026-11-23'))[0] ?? {}
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  test.each(CASES)('$event, $stage: $outcome', async (entry) => {
    const key = keyOf(entry)
    const applied = entry.outcome === 'applied'
    expect(await program.ledger('select state, outcome from pin_event where event_key = ?', [key])).toEqual([
      { state: applied ? 'applied' : 'refused', outcome: applied ? null : entry.outcome },
    ])
    const [found] = await program.ledger<Dates & { sealed: number }>(FOUND, [key])
    const { request = null, credential = null, letter = null, dates = {} } = entry
    if (entry.stage === 'unknown') expect(found).toBeUndefined()
    else expect(found).toMatchObject({ request, credential, letter, ...dates })
    if (credential?.startsWith('REVOKED')) expect(found?.sealed).toBe(0)
  })

  test('what cannot be applied is told in the rejections, with its line', async () => {
    const rejections = await program.ledger<{
      line: number
    }>(`select r.line, r.field, r.code, r.detail from rejection r join feed f on f.id = r.feed_id
       where f.file_name = 'pin-events-5.csv' order by r.line`)
    expect(rejections).toEqual(
      CASES.flatMap(({ event, outcome }, index) =>
        outcome === 'applied' ? [] : [{ line: index + 2, field: 'type', code: outcome, detail: event }],
      ),
    )
    const refused = CASES.filter(({ outcome }) => outcome !== 'applied').length
    expect(counts).toMatchObject({
      entered: CASES.length,
      rejected: 0,
      eventsApplied: CASES.length - refused,
      eventsRefused: refused,
    })
  })

  test('a death is remembered of people who never asked for anything', async () => {
    const people = await program.ledger(
      'select deceased_on from person p where deceased_on is not null and not exists (select 1 from request r where r.codice_fiscale = p.codice_fiscale)',
    )
    expect(people).toEqual([{ deceased_on: DAY }])
  })

  test('no event leaves half a message behind', async () => {
    await program.run([sendFirstHalves], '2026-11-23')
    const living = `select count(*) as n from message m join credential c on c.id = m.credential_id
      where m.planned_on = '2026-11-23' and c.state <> 'PARTIAL'`
    expect(await program.ledger(living)).toEqual([{ n: 0 }])
  })
})
