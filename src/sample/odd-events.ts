/**
 * Events that nobody can apply: about unknown people and requests, at the wrong moment, of an unknown kind.
 *
 * @module
 */
import { addDays, type CivilDate } from '../domain/civil-date.ts'
import { cleanRequest, homeOf } from './clean-request.ts'
import { blankEvent } from './events.ts'
import { fateOf } from './fates.ts'
import { addressOf, type EventRow, type RequestRow } from './feed-rows.ts'
import { shuffledPlace } from './random.ts'
import { type SampleSet, sampleSet, STREAM, troubleOf } from './sample-set.ts'
import { NO_TROUBLE } from './troubles.ts'
import type { World } from './world.ts'

/** One of each in so many requests of the earlier sample. */
const ROUND = 200

export interface OddEvent {
  readonly id: string
  readonly row: EventRow
}

/** The odd event that stands beside an index's own, if any. */
export function oddEventOf(
  world: World,
  earlier: SampleSet,
  index: number,
  today: CivilDate,
): OddEvent | undefined {
  const place = shuffledPlace(earlier.seed, earlier.day, STREAM.event, index, ROUND)
  if (place > 4) return undefined
  // Somebody of a sample that was never written.
  const stranger = cleanRequest(world, sampleSet(earlier.seed + 1, earlier.date, earlier.requests), index)
  const cf = stranger.codice_fiscale
  const day = addDays(today, -1)
  switch (place) {
    case 0:
      return { id: 'event-unknown-person', row: blankEvent('FIRST_ACCESS', cf, day) }
    case 1: {
      const row = { ...blankEvent('CALLBACK_CONFIRMED', cf, day), ...addressOf(stranger) }
      return {
        id: 'event-unknown-request',
        row: { ...row, request_id: stranger.request_id, operator: 'CC-0100' },
      }
    }
    case 2: {
      const unused = unusedPin(world, earlier, index)
      return (
        unused && { id: 'event-wrong-moment', row: blankEvent('PIN_CHANGED', unused.codice_fiscale, day) }
      )
    }
    case 3:
      return { id: 'event-unknown-type', row: blankEvent('LETTER_LOST', cf, day) }
    default:
      return { id: 'event-impossible-date', row: blankEvent('LAST_USE', cf, `${today.slice(0, 4)}-02-31`) }
  }
}

/** Somebody near by whose letter went out and who never used it. */
function unusedPin(world: World, earlier: SampleSet, index: number): RequestRow | undefined {
  for (let candidate = index; candidate < Math.min(index + 100, earlier.requests); candidate++) {
    if (troubleOf(earlier, candidate) !== NO_TROUBLE || fateOf(earlier, candidate) !== 'none') continue
    if (homeOf(earlier, candidate).channel !== 'SPORTELLO') return cleanRequest(world, earlier, candidate)
  }
  return undefined
}
