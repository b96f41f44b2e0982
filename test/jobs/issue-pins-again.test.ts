import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { DATABASES } from '../support/databases.ts'
import {
  type EventCells,
  eventRow,
  eventsFeed,
  newPerson,
  type RequestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger, type Program, start } from './ledger.ts'

const TO_PRINT = [intake, issuePins, sendFirstHalves, printPinLetters]

/** How far the first request came before the second arrives. */
type Reached = 'taken in' | 'code drawn' | 'letter printed' | 'letter handed over'

interface History {
  readonly title: string
  readonly reached: Reached
  readonly first?: Partial<RequestCells>
  readonly event?: Partial<EventCells> & Pick<EventCells, 'type'>
  readonly second?: Partial<RequestCells>
  /** State and reason of the first request, of its credential, and the state of its letter. */
  readonly was: readonly [request: string, credential: string | null, letter: string | null]
  /** State and reason or hold of the second. */
  readonly becomes: string
}

const GIVES_WAY = 'SUPERSEDED RICHIESTA_PIU_RECENTE'
const DIES = 'REVOKED SOSTITUITO'

const HISTORIES: readonly History[] = [
  {
    title: 'A4: one that waits for a call gives way',
    reached: 'taken in',
    first: { archive_match: 'DIFF' },
    was: [GIVES_WAY, null, null],
    becomes: 'APPROVED',
  },
  {
    title: 'A4: one that is held gives way',
    reached: 'taken in',
    first: { cap: '' },
    // It waits for nothing any more: its hold goes.
    was: [GIVES_WAY, null, null],
    becomes: 'APPROVED',
  },
  {
    title: 'A4: a code that was drawn dies unsent',
    reached: 'code drawn',
    was: [GIVES_WAY, DIES, null],
    becomes: 'APPROVED',
  },
  {
    title: 'A4: a printed letter is withdrawn',
    reached: 'letter printed',
    was: [GIVES_WAY, DIES, 'withdrawn'],
    becomes: 'APPROVED',
  },
  {
    title: 'A4: the older is cancelled before the newer is sure',
    reached: 'letter printed',
    second: { archive_match: 'DIFF' },
    was: [GIVES_WAY, DIES, 'withdrawn'],
    becomes: 'CALLBACK INDIRIZZO_DA_VERIFICARE',
  },
  {
    title: 'A4: the newer one at the counter',
    reached: 'letter printed',
    second: { channel: 'SPORTELLO' },
    was: [GIVES_WAY, DIES, 'withdrawn'],
    becomes: 'FULFILLED',
  },
  {
    title: 'a newer one that is held stops nothing',
    reached: 'letter printed',
    second: { cap: '' },
    was: ['APPROVED', 'PARTIAL', 'published'],
    becomes: 'RECEIVED ERR_CAP_MISSING',
  },
  {
    title: 'what was asked for earlier and arrives later gives way itself',
    reached: 'letter printed',
    second: { submitted_at: '2026-11-10' },
    was: ['APPROVED', 'PARTIAL', 'published'],
    becomes: GIVES_WAY,
  },
  {
    title: 'A5b: never used, though its letter went out',
    reached: 'letter handed over',
    was: ['FULFILLED', DIES, 'handed_over'],
    becomes: 'APPROVED',
  },
  {
    title: 'A5b: an envelope of the counter, never opened',
    reached: 'letter handed over',
    first: { channel: 'SPORTELLO' },
    was: ['FULFILLED', DIES, null],
    becomes: 'APPROVED',
  },
  {
    title: 'A5b: the old code lives until the new one is drawn',
    reached: 'letter handed over',
    second: { archive_match: 'DIFF' },
    was: ['FULFILLED', 'AWAITING_FIRST_USE', 'handed_over'],
    becomes: 'CALLBACK INDIRIZZO_DA_VERIFICARE',
  },
  {
    title: 'A5: used once, it is restored or revoked, never issued again',
    reached: 'letter handed over',
    event: { type: 'FIRST_ACCESS' },
    was: ['FULFILLED', 'ACTIVE FIRST_ACCESS', 'handed_over'],
    becomes: 'REJECTED GIA_TITOLARE',
  },
  {
    title: 'A5 at the counter',
    reached: 'letter handed over',
    event: { type: 'FIRST_ACCESS' },
    second: { channel: 'SPORTELLO' },
    was: ['FULFILLED', 'ACTIVE FIRST_ACCESS', 'handed_over'],
    becomes: 'REJECTED GIA_TITOLARE',
  },
  {
    title: 'A5: used before its letter left, it stops nothing of the older one',
    reached: 'letter printed',
    event: { type: 'FIRST_ACCESS' },
    was: ['APPROVED', 'ACTIVE FIRST_ACCESS', 'published'],
    becomes: 'REJECTED GIA_TITOLARE',
  },
  {
    title: 'after a revocation one may ask again',
    reached: 'letter handed over',
    event: { type: 'REVOKED' },
    was: ['FULFILLED', 'REVOKED REVOKED', 'handed_over'],
    becomes: 'APPROVED',
  },
  {
    title: 'reported dead: nothing moves until a person has looked',
    reached: 'letter printed',
    event: { type: 'DECEASED' },
    was: ['APPROVED DECEDUTO', 'SUSPENDED DECEDUTO', 'published DECEDUTO'],
    becomes: 'RECEIVED DECEDUTO',
  },
]

interface Found {
  request: string
  credential: string | null
  letter: string | null
  sealed: number
}

const FOUND = `select trim(r.state || coalesce(' ' || r.reason, '') || coalesce(' ' || r.hold, '')) as request,
    trim(c.state || ' ' || coalesce(c.reason, '')) as credential,
    (select trim(l.state || ' ' || coalesce(l.hold, '')) from letter l where l.source_id = c.id) as letter,
    (select count(*) from half h where h.credential_id = c.id and h.sealed_text is not null) as sealed
  from request r left join credential c on c.request_id = r.id where r.request_key = ?`

describe.each(DATABASES)('who asks again on %s', (kind) => {
  let on: Installation
  let program: Program
  let secondNight: Record<string, number>
  const key = (title: string, which: 'first' | 'second') =>
    `${HISTORIES.findIndex((history) => history.title === title)}-${which}`

  beforeAll(async () => {
    on = await newInstallation(kind)
    program = await start(on)
    const people = HISTORIES.map(newPerson)
    const rows = (which: 'first' | 'second', reached?: Reached) =>
      HISTORIES.flatMap((history, index) =>
        reached === undefined || history.reached === reached
          ? [
              requestRow({
                ...people[index],
                submitted_at: which === 'first' ? '2026-11-18' : '2026-11-22',
                ...history[which],
                request_id: key(history.title, which),
              }),
            ]
          : [],
      )
    await on.putFeed('pin-requests-1.csv', requestsFeed(rows('first', 'letter handed over')))
    await program.run([...TO_PRINT, handOver], '2026-11-20')
    await on.putFeed('pin-requests-2.csv', requestsFeed(rows('first', 'letter printed')))
    await program.run(TO_PRINT, '2026-11-21')
    await on.putFeed('pin-requests-3.csv', requestsFeed(rows('first', 'code drawn')))
    await program.run([intake, issuePins], '2026-11-21')
    await on.putFeed('pin-requests-4.csv', requestsFeed(rows('first', 'taken in')))
    await program.run([intake, issuePins], '2026-11-21')

    const events = HISTORIES.flatMap(({ event }, index) =>
      event
        ? [
            eventRow({
              ...event,
              occurred_at: '2026-11-22',
              codice_fiscale: people[index]?.codice_fiscale ?? '',
            }),
          ]
        : [],
    )
    await on.putFeed('pin-events-5.csv', eventsFeed(events))
    await program.run([intake], '2026-11-22')
    await on.putFeed('pin-requests-6.csv', requestsFeed(rows('second')))
    secondNight = (await program.run([intake, issuePins], '2026-11-23'))[1] ?? {}
  })
  afterAll(async () => {
    await program.stop()
    await on.remove()
  })

  test.each(HISTORIES)('$title', async ({ title, was, becomes }) => {
    const [first] = await program.ledger<Found>(FOUND, [key(title, 'first')])
    expect([first?.request, first?.credential, first?.letter]).toEqual(was)
    const [second] = await program.ledger<Found>(FOUND, [key(title, 'second')])
    expect(second?.request).toBe(becomes)
    // A dead code has no half left; a new one has both, unless the counter handed it over.
    if (was[1]?.startsWith('REVOKED')) expect(first?.sealed).toBe(0)
    if (becomes === 'APPROVED') expect(second).toMatchObject({ credential: 'GENERATED', sealed: 2 })
  })

  test('what happened is counted', () => {
    const firsts = (text: string) =>
      HISTORIES.filter(({ was, becomes }) => [...was, becomes].some((state) => state?.startsWith(text)))
        .length
    expect(secondNight).toMatchObject({
      superseded: firsts(GIVES_WAY),
      refused: firsts('REJECTED GIA_TITOLARE'),
      held: 1,
    })
  })

  test('a bundle that lost a letter waits to be made again', async () => {
    expect(await program.ledger(`select state, hold from bundle order by id`)).toEqual([
      { state: 'delivered', hold: null },
      { state: 'published', hold: 'DA_RIFARE' },
    ])
  })

  test('nobody has two codes that could still be sent', async () => {
    const twice =
      await program.ledger(`select codice_fiscale from credential where state in ('GENERATED', 'PARTIAL', 'AWAITING_FIRST_USE')
         group by codice_fiscale having count(*) > 1`)
    expect(twice).toEqual([])
  })

  test('once the death is cancelled the newer request is served', async () => {
    const title = 'reported dead: nothing moves until a person has looked'
    const [person] = await program.ledger<{ codice_fiscale: string }>(
      'select codice_fiscale from request where request_key = ?',
      [key(title, 'first')],
    )
    const event = eventRow({ type: 'DEATH_CANCELLED', occurred_at: '2026-11-24', ...person })
    await on.putFeed('pin-events-7.csv', eventsFeed([event]))
    await program.run([intake, issuePins], '2026-11-24')
    const [first] = await program.ledger<Found>(FOUND, [key(title, 'first')])
    expect([first?.request, first?.credential, first?.letter]).toEqual([GIVES_WAY, DIES, 'withdrawn'])
    const [second] = await program.ledger<Found>(FOUND, [key(title, 'second')])
    expect(second).toMatchObject({ request: 'APPROVED', credential: 'GENERATED' })
  })
})

test.each(DATABASES)(
  'of two requests in one file the later one counts, wherever it stands, on %s',
  async (kind) => {
    const on = await newInstallation(kind)
    try {
      const [later, sameDay] = [newPerson(), newPerson()]
      const rows = [
        requestRow({ ...later, request_id: 'later', submitted_at: '2026-11-19' }),
        requestRow({ ...later, request_id: 'earlier', submitted_at: '2026-11-18' }),
        requestRow({ ...sameDay, request_id: 'upper line' }),
        requestRow({ ...sameDay, request_id: 'lower line' }),
      ]
      await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
      const [, counts] = await on.run([intake, issuePins], '2026-11-20')
      expect(counts).toMatchObject({ superseded: 2, issued: 2, replaced: 0 })
      expect(await ledger(on, 'select request_key, state from request order by id')).toEqual([
        { request_key: 'later', state: 'APPROVED' },
        { request_key: 'earlier', state: 'SUPERSEDED' },
        { request_key: 'upper line', state: 'SUPERSEDED' },
        { request_key: 'lower line', state: 'APPROVED' },
      ])
    } finally {
      await on.remove()
    }
  },
)

describe.each(DATABASES)('who asks again and again on %s', (kind) => {
  let on: Installation
  const [impatient, patient] = [newPerson(), newPerson()]
  beforeAll(async () => {
    on = await newInstallation(kind)
    for (const [index, date] of ['2026-11-20', '2026-11-21', '2026-11-22'].entries()) {
      await ask(date, `impatient-${index}`, impatient)
      await ask(date, `patient-${index}`, patient)
    }
  })
  afterAll(() => on.remove())

  async function ask(date: string, request_id: string, person: Partial<RequestCells>) {
    await on.putFeed(
      `pin-requests-${request_id}.csv`,
      requestsFeed([requestRow({ ...person, request_id, submitted_at: date })]),
    )
    await on.run([intake, issuePins], date)
  }

  test('the code is another each time, though the source of chance says the same', async () => {
    const rows = await ledger<{ verifier: string }>(
      on,
      'select verifier from credential where codice_fiscale = ?',
      [impatient.codice_fiscale],
    )
    expect(new Set(rows.map(({ verifier }) => verifier)).size).toBe(3)
  })

  test('a fourth code within a month waits for a person, and the third lives on', async () => {
    await ask('2026-12-19', 'impatient-3', impatient)
    expect(
      await ledger(on, `select state, hold from request where request_key like 'impatient-%' order by id`),
    ).toEqual([
      { state: 'SUPERSEDED', hold: null },
      { state: 'SUPERSEDED', hold: null },
      { state: 'APPROVED', hold: null },
      { state: 'RECEIVED', hold: 'TROPPE_RICHIESTE' },
    ])
    expect(
      await ledger(on, 'select state from credential where codice_fiscale = ? order by id', [
        impatient.codice_fiscale,
      ]),
    ).toEqual([{ state: 'REVOKED' }, { state: 'REVOKED' }, { state: 'GENERATED' }])
  })

  test('a month after the first, a fourth is drawn', async () => {
    await ask('2026-12-20', 'patient-3', patient)
    expect(
      await ledger(on, `select state from request where request_key like 'patient-%' order by id`),
    ).toEqual([
      { state: 'SUPERSEDED' },
      { state: 'SUPERSEDED' },
      { state: 'SUPERSEDED' },
      { state: 'APPROVED' },
    ])
  })
})
