/** @module Events that come before what they are about, after it is gone, or twice. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expirePins } from '../../jobs/expire-pins.ts'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { PinEventType } from '../../src/domain/pin-event.ts'
import { overview } from '../../src/store/overview.ts'
import { openRequestsOf, requestsNamed } from '../../src/store/request.ts'
import { openStore } from '../../src/store/store.ts'
import { DATABASES } from '../support/databases.ts'
import {
  type EventCells,
  eventRow,
  eventsFeed,
  IN_PARIS,
  type RequestCells,
  requestCells,
  requestRow,
  requestsFeed,
} from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { ledger } from './ledger.ts'

const TO_PRINT = [issuePins, sendFirstHalves, printPinLetters]
const NOT_NOW = 'EVENTO_NON_APPLICABILE'
const NO_PIN = 'EVENTO_SENZA_CREDENZIALE'
const CESSATO = { state: 'CANCELLED', reason: 'PIN_CESSATO', hold: null }

describe.each(DATABASES)('late events on %s', (kind) => {
  let on: Installation
  let feeds = 0

  beforeEach(async () => {
    on = await newInstallation(kind)
  })
  afterEach(() => on.remove())

  const putRequests = (...cells: RequestCells[]) =>
    on.putFeed(`pin-requests-${++feeds}.csv`, requestsFeed(cells.map(requestRow)))
  const put = (...rows: string[]) => on.putFeed(`pin-events-${++feeds}.csv`, eventsFeed(rows))
  const tell = (
    type: PinEventType,
    occurred_at: string,
    who: Pick<RequestCells, 'codice_fiscale'>,
    cells: Partial<EventCells> = {},
  ) => eventRow({ type, occurred_at, codice_fiscale: who.codice_fiscale, ...cells })
  const name = (
    type: PinEventType,
    occurred_at: string,
    { request_id }: Pick<RequestCells, 'request_id'>,
    cells: Partial<EventCells> = {},
  ) => eventRow({ type, occurred_at, request_id, ...cells })
  const outcomes = async () => {
    const rows = await ledger<{ is: string }>(
      on,
      'select coalesce(outcome, state) as "is" from pin_event order by id',
    )
    return rows.map((row) => row.is)
  }
  const credentials = async () => {
    const rows = await ledger<{ is: string }>(
      on,
      `select trim(state || coalesce(' ' || reason, '')) as "is" from credential order by id`,
    )
    return rows.map((row) => row.is)
  }
  const requests = () => ledger(on, 'select state, reason, hold from request order by id')

  describe('a counter’s PIN that is used before it is registered', () => {
    const atCounter = () => requestCells({ channel: 'SPORTELLO', submitted_at: '2026-11-18' })

    test('is in use once it is registered, the same night', async () => {
      const person = atCounter()
      await putRequests(person)
      await put(
        tell('FIRST_ACCESS', '2026-11-18', person),
        tell('PIN_CHANGED', '2026-11-19', person),
        tell('LAST_USE', '2026-11-19', person),
      )
      const [read, issued] = await on.run([intake, issuePins], '2026-11-20')
      expect(read).toMatchObject({ eventsApplied: 0, eventsRefused: 0 })
      expect(issued).toMatchObject({ registered: 1, eventsApplied: 3, eventsRefused: 0 })
      expect(await outcomes()).toEqual(['applied', 'applied', 'applied'])
      expect(await credentials()).toEqual(['ACTIVE PIN_CHANGED'])
      expect(await ledger(on, 'select first_used_on, last_used_on from credential')).toEqual([
        { first_used_on: '2026-11-18', last_used_on: '2026-11-19' },
      ])
      const [expired] = await on.run([expirePins], '2027-09-01')
      expect(expired).toMatchObject({ expiredUnused: 0 })
    })

    test('waits with its request, and for nothing once that has ended', async () => {
      const person = atCounter()
      const dead = atCounter()
      await putRequests(person, dead)
      await put(
        tell('DECEASED', '2026-11-17', dead),
        tell('FIRST_ACCESS', '2026-11-18', dead),
        tell('FIRST_ACCESS', '2026-11-18', person),
      )
      await on.run([intake, intake], '2026-11-20')
      expect(await outcomes()).toEqual(['applied', 'pending', 'pending'])
      await put(name('REQUEST_CANCELLED', '2026-11-20', person))
      const counts = await on.run([intake, issuePins], '2026-11-21')
      expect(counts).toMatchObject([{ eventsApplied: 1 }, { eventsApplied: 0, eventsRefused: 1 }])
      expect(await outcomes()).toEqual(['applied', 'pending', NO_PIN, 'applied'])
    })

    test('what befell the person before the counter handed it over does not wait', async () => {
      const person = atCounter()
      await putRequests(person)
      await put(tell('REVOKED', '2026-11-17', person))
      await on.run([intake, issuePins], '2026-11-20')
      expect(await outcomes()).toEqual([NO_PIN])
      expect(await credentials()).toEqual(['AWAITING_FIRST_USE'])
    })

    test('no other request has a PIN that can be used before it is drawn', async () => {
      const person = requestCells({ submitted_at: '2026-11-18' })
      await putRequests(person)
      await put(tell('REVOKED', '2026-11-20', person))
      await on.run([intake, issuePins], '2026-11-20')
      expect(await outcomes()).toEqual([NO_PIN])
      expect(await credentials()).toEqual(['GENERATED'])
    })

    test('more of them than a page holds do not keep the later events waiting', async () => {
      const waiting = atCounter()
      const other = requestCells()
      await putRequests(waiting, other)
      const many = Array.from({ length: 2_100 }, () => tell('LAST_USE', '2026-11-18', waiting))
      await put(...many, name('REQUEST_CANCELLED', '2026-11-19', other))
      const [counts] = await on.run([intake], '2026-11-20')
      expect(counts).toMatchObject({ eventsApplied: 1, eventsRefused: 0 })
    })
  })

  describe('an event from before the PIN', () => {
    test('is not about it, whatever it is', async () => {
      const types = ['FIRST_ACCESS', 'PIN_CHANGED', 'LAST_USE', 'REVOKED', 'RESTORED'] as const
      const people = types.map(() => requestCells())
      await putRequests(...people)
      await on.run([intake, ...TO_PRINT], '2026-11-20')
      await put(...types.map((type, index) => tell(type, '2026-11-19', people[index] as RequestCells)))
      await on.run([intake], '2026-11-21')
      expect(await outcomes()).toEqual(types.map(() => NOT_NOW))
      expect(await credentials()).toEqual(types.map(() => 'PARTIAL'))
    })

    test('does not make the second PIN active when the first was used late', async () => {
      const first = requestCells()
      await putRequests(first)
      await on.run([intake, ...TO_PRINT], '2026-11-20')
      await putRequests({ ...first, request_id: `${first.request_id}-2`, submitted_at: '2026-11-24' })
      await on.run([intake, ...TO_PRINT], '2026-11-25')
      await put(tell('FIRST_ACCESS', '2026-11-23', first))
      await on.run([intake], '2026-11-26')
      expect(await outcomes()).toEqual([NOT_NOW])
      expect(await credentials()).toEqual(['REVOKED SOSTITUITO', 'PARTIAL'])
    })

    test('on the day it was issued is', async () => {
      const person = requestCells()
      await putRequests(person)
      await on.run([intake, ...TO_PRINT], '2026-11-20')
      await put(tell('REVOKED', '2026-11-20', person))
      await on.run([intake], '2026-11-21')
      expect(await credentials()).toEqual(['REVOKED REVOKED'])
    })
  })

  describe('a death', () => {
    const person = requestCells()
    const deceased = (day: string) => tell('DECEASED', day, person)
    const cancelled = (day: string) => tell('DEATH_CANCELLED', day, person)
    const state = () => ledger(on, 'select deceased_on, death_cancelled_on from person')

    beforeEach(async () => {
      await putRequests(person)
      await on.run([intake, ...TO_PRINT], '2026-11-20')
    })

    test('told again after it was cancelled changes nothing', async () => {
      await put(deceased('2026-11-20'), cancelled('2026-11-21'))
      await on.run([intake], '2026-11-22')
      await put(deceased('2026-11-20'), deceased('2026-11-21'))
      await on.run([intake], '2026-11-23')
      expect(await outcomes()).toEqual(['applied', 'applied', NOT_NOW, NOT_NOW])
      expect(await credentials()).toEqual(['PARTIAL DECESSO_ANNULLATO'])
      expect(await state()).toEqual([{ deceased_on: null, death_cancelled_on: '2026-11-21' }])
    })

    test('that comes after its cancellation changes nothing', async () => {
      await put(cancelled('2026-11-21'))
      await on.run([intake], '2026-11-22')
      await put(deceased('2026-11-20'))
      await on.run([intake], '2026-11-23')
      expect(await outcomes()).toEqual(['applied', NOT_NOW])
      expect(await credentials()).toEqual(['PARTIAL'])
    })

    test('after a cancellation is a new one, and the later cancellation counts', async () => {
      await put(deceased('2026-11-20'), cancelled('2026-11-22'), deceased('2026-11-23'))
      await on.run([intake], '2026-11-24')
      expect(await credentials()).toEqual(['SUSPENDED DECEDUTO'])
      expect(await state()).toEqual([{ deceased_on: '2026-11-23', death_cancelled_on: '2026-11-22' }])
      await put(cancelled('2026-11-21'), cancelled('2026-11-24'))
      await on.run([intake], '2026-11-25')
      expect(await credentials()).toEqual(['PARTIAL DECESSO_ANNULLATO'])
      expect(await state()).toEqual([{ deceased_on: null, death_cancelled_on: '2026-11-24' }])
    })

    test('of somebody already dead is applied and moves no date', async () => {
      await put(deceased('2026-11-20'), deceased('2026-11-22'))
      await on.run([intake], '2026-11-23')
      expect(await outcomes()).toEqual(['applied', 'applied'])
      expect(await ledger(on, 'select suspended_on, suspended_from from credential')).toEqual([
        { suspended_on: '2026-11-20', suspended_from: 'PARTIAL' },
      ])
      await put(cancelled('2026-11-23'))
      await on.run([intake], '2026-11-24')
      expect(await credentials()).toEqual(['PARTIAL DECESSO_ANNULLATO'])
    })
  })

  describe('a request whose PIN ends before its letter leaves', () => {
    test('ends with it: revoked, expired, reported dead for too long', async () => {
      const people = [requestCells(), requestCells(), requestCells()] as const
      await putRequests(...people)
      await on.run([intake, ...TO_PRINT], '2026-11-20')
      await put(tell('REVOKED', '2026-11-20', people[0]), tell('DECEASED', '2026-11-20', people[2]))
      await on.run([intake], '2026-11-21')
      expect(await requests()).toMatchObject([CESSATO, { state: 'APPROVED' }, { hold: 'DECEDUTO' }])
      await on.run([expirePins], '2028-01-10')
      expect(await credentials()).toEqual(['REVOKED REVOKED', 'EXPIRED_UNUSED MAI_USATO', 'REVOKED DECEDUTO'])
      expect(await requests()).toEqual([CESSATO, CESSATO, CESSATO])
      expect(
        await ledger(
          on,
          `select from_state, to_state, code, count(*) as n from event
           where object_type = 'request' and action = 'credential-ended' group by from_state, to_state, code`,
        ),
      ).toEqual([{ from_state: 'APPROVED', to_state: 'CANCELLED', code: 'PIN_CESSATO', n: 3 }])
    })

    test('keeps the reason that it had ended for, and stays fulfilled once its letter has left', async () => {
      const [older, withdrawn, sent] = [requestCells(), requestCells(), requestCells()] as const
      await putRequests(sent)
      await on.run([intake, ...TO_PRINT, handOver], '2026-11-19')
      await putRequests(older, withdrawn)
      await on.run([intake, ...TO_PRINT], '2026-11-20')
      await putRequests({ ...older, request_id: `${older.request_id}-2`, submitted_at: '2026-11-20' })
      await put(name('REQUEST_CANCELLED', '2026-11-20', withdrawn), tell('REVOKED', '2026-11-20', sent))
      await on.run([intake, issuePins], '2026-11-21')
      expect(await requests()).toMatchObject([
        { state: 'FULFILLED' },
        { state: 'SUPERSEDED', reason: 'RICHIESTA_PIU_RECENTE' },
        { state: 'CANCELLED', reason: 'ANNULLATA_DAL_RICHIEDENTE' },
        { state: 'APPROVED' },
      ])
    })
  })

  test('a new address abroad makes the letter one for abroad', async () => {
    const [printed, called] = [requestCells(), requestCells({ archive_match: 'DIFF' })] as const
    await putRequests(printed, called)
    await on.run([intake, ...TO_PRINT], '2026-11-20')
    await put(
      name('ADDRESS_CORRECTED', '2026-11-20', printed, IN_PARIS),
      name('CALLBACK_CONFIRMED', '2026-11-20', called, IN_PARIS),
    )
    await on.run([intake, ...TO_PRINT], '2026-11-21')
    expect(await ledger(on, 'select distinct residence from request')).toEqual([{ residence: 'ESTERO' }])
    const letters = await ledger<{ snapshot: string }>(on, 'select snapshot from letter order by id')
    expect(letters.map(({ snapshot }) => JSON.parse(snapshot).residence)).toEqual(['ESTERO', 'ESTERO'])
  })

  describe('a hold', () => {
    test('ends with its request', async () => {
      const [cancelled, superseded] = [requestCells({ cap: '' }), requestCells({ cap: '' })] as const
      await putRequests(cancelled, superseded)
      await on.run([intake], '2026-11-20')
      await put(name('REQUEST_CANCELLED', '2026-11-20', cancelled))
      await putRequests({
        ...requestCells(),
        codice_fiscale: superseded.codice_fiscale,
        surname: superseded.surname,
        submitted_at: '2026-11-20',
      })
      await on.run([intake, issuePins], '2026-11-21')
      expect(await requests()).toEqual([
        { state: 'CANCELLED', reason: 'ANNULLATA_DAL_RICHIEDENTE', hold: null },
        { state: 'SUPERSEDED', reason: 'RICHIESTA_PIU_RECENTE', hold: null },
        { state: 'APPROVED', reason: null, hold: null },
      ])
      const held = `select count(*) as n from request where hold_field is not null or hold_detail is not null
        or hold_on is not null`
      expect(await ledger(on, held)).toEqual([{ n: 0 }])
      const store = await openStore({ url: on.settings.database })
      expect(await overview(store.db)).toMatchObject({ heldRequests: 0 })
      await store.close()
    })

    test('lets the sender correct what was approved or is to be called, but has no PIN', async () => {
      const unprintable = requestCells({ archive_match: 'DIFF' })
      const toCall = requestCells({ archive_match: 'DIFF' })
      const issued = requestCells()
      await putRequests(unprintable, toCall, issued)
      await on.run([intake, issuePins], '2026-11-20')
      await put(
        name('CALLBACK_CONFIRMED', '2026-11-20', unprintable, {
          ...IN_PARIS,
          address_line_2: '',
          country: '',
        }),
        tell('DECEASED', '2026-11-20', toCall),
        tell('DECEASED', '2026-11-20', issued),
      )
      await on.run([intake], '2026-11-21')
      const [first, ...rest] = await requests()
      expect(first).toMatchObject({ state: 'APPROVED', hold: expect.any(String) })
      expect(rest).toMatchObject([
        { state: 'CALLBACK', hold: 'DECEDUTO' },
        { state: 'APPROVED', hold: 'DECEDUTO' },
      ])
      await putRequests(...[unprintable, toCall, issued].map((cells) => ({ ...cells, civic: '18' })))
      const [counts] = await on.run([intake], '2026-11-22')
      expect(counts).toMatchObject({ entered: 2, rejected: 1 })
      expect(await requests()).toMatchObject([
        { state: 'SUPERSEDED', reason: 'CORRETTA_DAL_MITTENTE', hold: null },
        { state: 'SUPERSEDED', reason: 'CORRETTA_DAL_MITTENTE', hold: null },
        { state: 'APPROVED', hold: 'DECEDUTO' },
        { state: 'RECEIVED' },
        { state: 'RECEIVED' },
      ])
    })
  })
})

test('the requests of a page of events are looked up, not searched for among all', async () => {
  const on = await newInstallation('sqlite')
  await on.run([intake], '2026-11-20')
  const store = await openStore({ url: on.settings.database })
  const plans: string[] = []
  store.db.on('query', ({ sql, bindings }: { sql: string; bindings: string[] }) => {
    if (sql.startsWith('select')) plans.push(`explain query plan ${sql.replaceAll('?', `'${bindings[0]}'`)}`)
  })
  await requestsNamed(store.db, ['R-1'])
  await openRequestsOf(store.db, ['RSSMRA85T10A562S'])
  const [named, open] = [plans[0] ?? '', plans[1] ?? '']
  const planOf = async (sql: string) => JSON.stringify(await store.db.raw(sql))
  expect(await planOf(named)).toContain('SEARCH request USING INDEX request_key_lookup')
  expect(await planOf(open)).toContain('SEARCH request USING INDEX request_person')
  await store.close()
  await on.remove()
})
