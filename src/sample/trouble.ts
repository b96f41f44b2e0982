/**
 * One kind of oddity or fault of a request. The table of them all is in `troubles.ts`.
 *
 * @module
 */
import type { FindingCode } from '../domain/finding.ts'
import type { Channel } from '../domain/pin-request.ts'
import type { AddressFields, RequestRow } from './feed-rows.ts'
import type { SpecialPlace } from './italian-addresses.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** What becomes of the request on its first night; `repeat` is another row of a request or a person already met. */
export type Outcome = 'accepted' | 'call-back' | 'held' | 'rejected' | 'repeat'

/** What the request must be like for the trouble to make sense; the rest is drawn. */
export interface Outline {
  readonly residence?: AddressFields['residence']
  readonly channel?: Channel
  readonly place?: SpecialPlace
  readonly country?: string
  readonly minor?: boolean
  readonly nameOf88?: boolean
}

export interface TroubleContext {
  readonly world: World
  readonly random: Random
  /** The day of the sample. */
  readonly date: string
}

export interface Trouble {
  readonly id: string
  readonly share: number
  readonly outcome: Outcome
  /** The finding that tells of it, where it is a single one. */
  readonly code?: FindingCode
  readonly outline?: Outline
  /** Spoils, or merely changes, the row of a person with whom all was well. */
  readonly apply?: (row: RequestRow, context: TroubleContext) => void
  /** The same for troubles that are not in a column. */
  readonly applyToCells?: (cells: readonly string[], random: Random) => string[]
  /** A held address, which the sender or the person may later put right. */
  readonly correctable?: boolean
  /** Needs an earlier sample; without one the request has no trouble. */
  readonly later?: boolean
}
