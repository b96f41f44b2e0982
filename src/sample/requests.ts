/**
 * Request number `index` of a sample, with its trouble if it has one.
 *
 * @module
 */
import type { Channel } from '../domain/pin-request.ts'
import { cleanRequest } from './clean-request.ts'
import { type RequestRow, requestCells } from './feed-rows.ts'
import { repeatedRequest } from './repeats.ts'
import { randomFor, type SampleSet, STREAM, troubleMet } from './sample-set.ts'
import type { Trouble } from './trouble.ts'
import type { World } from './world.ts'

export interface SampleRequest {
  readonly trouble: Trouble
  /** Where it came in, whatever the row says. */
  readonly channel: Channel
  /** The cells of the line; not always as many as there are columns. */
  readonly cells: readonly string[]
}

export function requestAt(world: World, set: SampleSet, index: number, earlier?: SampleSet): SampleRequest {
  const trouble = troubleMet(set, index, earlier)
  const row =
    trouble.outcome === 'repeat'
      ? repeatedRequest(world, trouble, set, index, earlier)
      : troubledRequest(world, trouble, set, index)
  const cells = requestCells(row)
  const channel = CHANNEL_OF_PREFIX[row.request_id.slice(0, 2)] ?? 'WEB'
  const random = randomFor(set, index, STREAM.spoil)
  return { trouble, channel, cells: trouble.applyToCells?.(cells, random) ?? cells }
}

const CHANNEL_OF_PREFIX: Readonly<Record<string, Channel>> = {
  WE: 'WEB',
  CC: 'CONTACT_CENTER',
  SP: 'SPORTELLO',
}

/** The row of a request that repeats nobody. */
export function troubledRequest(world: World, trouble: Trouble, set: SampleSet, index: number): RequestRow {
  const row = cleanRequest(world, set, index, trouble.outline)
  trouble.apply?.(row, { world, random: randomFor(set, index, STREAM.spoil), date: set.date })
  return row
}
