/**
 * What an earlier sample's people did since then, in rows of the event feed.
 *
 * @module
 */
import { addDays, type CivilDate, daysBetween } from '../domain/civil-date.ts'
import type { PinEventType } from '../domain/pin-event.ts'
import { cleanRequest } from './clean-request.ts'
import { type Fate, fateOf } from './fates.ts'
import { addressOf, type EventRow, NO_ADDRESS, type RequestRow } from './feed-rows.ts'
import { foreignAddress, foreignCountry } from './foreign-addresses.ts'
import { instantIn } from './instants.ts'
import { italianAddress } from './italian-addresses.ts'
import type { Random } from './random.ts'
import { troubledRequest } from './requests.ts'
import { randomFor, type SampleSet, STREAM, troubleOf } from './sample-set.ts'
import type { World } from './world.ts'

interface History {
  readonly world: World
  readonly earlier: SampleSet
  readonly index: number
  /** The request as it came in. */
  readonly row: RequestRow
  readonly random: Random
  /** Days from the earlier sample to today. */
  readonly span: number
}

/** What happened to request `index` of the earlier sample up to `today`, in order of time; ids are still empty. */
export function eventsOf(world: World, earlier: SampleSet, index: number, today: CivilDate): EventRow[] {
  const fate = fateOf(earlier, index)
  if (fate === 'none') return []
  const row = troubledRequest(world, troubleOf(earlier, index), earlier, index)
  const random = randomFor(earlier, index, STREAM.event)
  return EVENTS[fate]({ world, earlier, index, row, random, span: daysBetween(earlier.date, today) })
}

const EVENTS: Readonly<Record<Exclude<Fate, 'none'>, (history: History) => EventRow[]>> = {
  uses,
  dies: (history) => [eventOf(history, 'DECEASED', laterDay(history, 15), { operator: 'ANAGRAFE' })],
  survives: (history) => {
    const day = laterDay(history, 15)
    return [
      eventOf(history, 'DECEASED', day, { operator: 'ANAGRAFE' }),
      eventOf(history, 'DEATH_CANCELLED', laterDay(history, day + 1), {
        operator: 'ANAGRAFE',
        reason: 'Segnalazione errata: omonimia',
      }),
    ]
  },
  revokes: (history) => [
    eventOf(history, 'REVOKED', laterDay(history, 20), {
      ...operator(history.random),
      reason: 'Lettera mai ricevuta',
    }),
  ],
  'address-corrected': (history) => {
    const { world, earlier, index } = history
    const right = cleanRequest(world, earlier, index, troubleOf(earlier, index).outline)
    return [
      eventOf(history, 'ADDRESS_CORRECTED', soon(history), { ...aboutRequest(history), ...addressOf(right) }),
    ]
  },
  confirmed: (history) => {
    const address = history.random.chance(0.4) ? addressOf(history.row) : newAddress(history)
    return [eventOf(history, 'CALLBACK_CONFIRMED', soon(history), { ...aboutRequest(history), ...address })]
  },
  refused: (history) => {
    const reason = history.random.pick([
      'Indirizzo non confermato',
      'Dichiara di non aver chiesto il PIN',
      'Irreperibile',
    ])
    return [eventOf(history, 'CALLBACK_REFUSED', soon(history), { ...aboutRequest(history), reason })]
  },
  cancelled: (history) => {
    const { request_id } = history.row
    return [eventOf(history, 'REQUEST_CANCELLED', soon(history), { request_id, reason: 'Rinuncia' })]
  },
}

/** Most letters take that long; half of the first accesses follow within two months. */
const FIRST_LETTERS_ARRIVE_DAYS = 10
/** A few live round the corner; theirs are the first PINs whose change falls due. */
const NEAREST_ARRIVE_DAYS = 6
/** An unused PIN dies at 180 days. */
const LAST_FIRST_ACCESS_DAYS = 170

function uses(history: History): EventRow[] {
  const { random, span } = history
  const last = Math.min(span, LAST_FIRST_ACCESS_DAYS)
  const wait =
    FIRST_LETTERS_ARRIVE_DAYS + Math.floor((last - FIRST_LETTERS_ARRIVE_DAYS + 1) * random.next() ** 2)
  const first = Math.min(random.chance(0.04) ? NEAREST_ARRIVE_DAYS : wait, span)
  const events = [eventOf(history, 'FIRST_ACCESS', first)]
  let day = first
  const then = (share: number, type: PinEventType, more: Partial<EventRow> = {}): boolean => {
    if (day >= span || !random.chance(share)) return false
    day = random.between(day + 1, span)
    events.push(eventOf(history, type, day, more))
    return true
  }
  then(0.3, 'PIN_CHANGED')
  // A restore gives a new code of sixteen characters, with a first access of its own.
  if (then(0.05, 'RESTORED', { reason: 'Codice smarrito' })) then(0.9, 'FIRST_ACCESS')
  then(0.55, 'LAST_USE')
  then(0.04, 'REVOKED', { ...operator(random), reason: 'Codice smarrito' })
  return events
}

/** Some day from `least` to today. */
function laterDay({ random, span }: History, least: number): number {
  return least >= span ? span : random.between(least, span)
}

/** The contact centre works through its list in two weeks. */
function soon({ random, span }: History): number {
  return Math.min(span, random.between(1, 14))
}

function operator(random: Random): { operator: string } {
  return { operator: `CC-${random.fill('0^##')}` }
}

function aboutRequest({ row, random }: History): Partial<EventRow> {
  return { request_id: row.request_id, ...operator(random) }
}

/** They had moved. */
function newAddress({ world, row, random }: History) {
  return row.residence === 'ESTERO'
    ? foreignAddress(foreignCountry(row.country), random)
    : italianAddress(world, random)
}

function eventOf(
  { earlier, row, random }: History,
  type: PinEventType,
  daysLater: number,
  more: Partial<EventRow> = {},
): EventRow {
  const occurred = instantIn(addDays(earlier.date, daysLater), random)
  return {
    ...blankEvent(type, row.codice_fiscale, occurred),
    ...more,
  }
}

export function blankEvent(type: string, codiceFiscale: string, occurredAt: string): EventRow {
  return {
    event_id: '',
    occurred_at: occurredAt,
    type,
    codice_fiscale: codiceFiscale,
    request_id: '',
    operator: '',
    reason: '',
    ...NO_ADDRESS,
  }
}
