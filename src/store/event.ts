/** @module The append-only event table: what changed, from which state to which, in which run. */
import { bulkInsert } from './bulk.ts'
import type { Executor } from './dialect.ts'

/** Who acts, and the instant that its rows carry. */
export interface Actor {
  /** The run or the manual act; their ids come from one block. */
  readonly runId: number
  readonly at: string
  /** Business date of the run: the day that states and dates are stamped with. */
  readonly on: string
}

export type ObjectType =
  | 'request'
  | 'credential'
  | 'letter'
  | 'bundle'
  | 'feed'
  | 'certificate'
  | 'certificate_request'
  | 'certificate_release'
  | 'purge'

export interface EventRow {
  readonly id: number
  readonly from: string | null
  readonly to: string | null
  readonly code?: string | null
}

export async function recordEvents(
  trx: Executor,
  actor: Actor,
  objectType: ObjectType,
  action: string,
  rows: readonly EventRow[],
): Promise<void> {
  await bulkInsert(
    trx,
    'event',
    {
      at: 'text',
      run_id: 'integer',
      object_type: 'text',
      object_id: 'integer',
      action: 'text',
      from_state: 'text',
      to_state: 'text',
      code: 'text',
    },
    rows.map((row) => [
      actor.at,
      actor.runId,
      objectType,
      row.id,
      action,
      row.from,
      row.to,
      row.code ?? null,
    ]),
  )
}
