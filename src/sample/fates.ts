/**
 * What happened to a request of an earlier sample since then; `events.ts` tells it in rows.
 *
 * @module
 */
import { homeOf } from './clean-request.ts'
import { shuffledPlace } from './random.ts'
import { type SampleSet, STREAM, troubleOf } from './sample-set.ts'
import { ROUND } from './troubles.ts'

export type Fate =
  | 'none'
  /** First access, and what people do with a PIN then. */
  | 'uses'
  | 'dies'
  /** Reported dead by mistake, as happens to pensioners abroad (`domain.md` §1.4 B20). */
  | 'survives'
  | 'revokes'
  | 'address-corrected'
  | 'confirmed'
  | 'refused'
  | 'cancelled'

/** Fates with the place of the round, of a thousand, where each ends. */
type Shares = readonly (readonly [fate: Fate, upTo: number])[]

const OF_ISSUED: Shares = [
  ['uses', 620],
  ['dies', 628],
  ['survives', 634],
  ['revokes', 644],
]
const OF_HELD_ADDRESS: Shares = [
  ['address-corrected', 420],
  ['cancelled', 480],
]
const OF_HELD: Shares = [['cancelled', 200]]
const OF_CALLBACK: Shares = [
  ['confirmed', 550],
  ['refused', 680],
  ['cancelled', 760],
]

export function fateOf(set: SampleSet, index: number): Fate {
  const trouble = troubleOf(set, index)
  const place = shuffledPlace(set.seed, set.day, STREAM.fate, index, ROUND)
  switch (trouble.outcome) {
    case 'accepted':
      // The counter hands over an envelope; what becomes of it comes in no feed.
      return homeOf(set, index, trouble.outline).channel === 'SPORTELLO' ? 'none' : fateAt(OF_ISSUED, place)
    case 'held':
      return fateAt(trouble.correctable ? OF_HELD_ADDRESS : OF_HELD, place)
    case 'call-back':
      return fateAt(OF_CALLBACK, place)
    default:
      return 'none'
  }
}

function fateAt(shares: Shares, place: number): Fate {
  return shares.find(([, upTo]) => place < upTo)?.[0] ?? 'none'
}
