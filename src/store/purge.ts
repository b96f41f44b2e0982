/**
 * What was removed because its time was over. Each has its row, made in the transaction that orders the removal, and an
 * event that seals the row: neither can be changed without the audit chain showing it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { reserveIds } from './id-block.ts'

/** Files of a kind, or `log`: the events of runs. */
export type PurgeKind =
  | 'feed'
  | 'refused'
  | 'bundle'
  | 'quarantine'
  | 'release'
  | 'report'
  | 'proof'
  | 'alert'
  | 'log'

export interface PurgeOrder {
  readonly kind: PurgeKind
  readonly name: string
  /** Files, or events. */
  readonly items: number
  readonly bytes: number
  /** Proof of what it was. */
  readonly sha256: string
}

export interface Purge extends PurgeOrder {
  readonly id: number
  readonly run_id: number
  readonly ordered_on: string
  readonly removed_on: string | null
}

const PURGE = 'id, kind, name, items, bytes, sha256, run_id, ordered_on, removed_on'

/** Before anything is removed. */
export async function orderPurge(trx: Executor, actor: Actor, order: PurgeOrder): Promise<Purge> {
  const id = await reserveIds(trx, 'purge', 1)
  const purge = { id, ...order, run_id: actor.runId, ordered_on: actor.on, removed_on: null }
  await trx('purge').insert(purge)
  await recordEvents(trx, actor, 'purge', 'ordered', [{ id, from: null, to: null, code: purgeSeal(purge) }])
  return purge
}

/** Hash of all that is known when a purge is ordered. */
export function purgeSeal({ id, kind, name, items, bytes, sha256, run_id, ordered_on }: Purge): string {
  const text = JSON.stringify([id, kind, name, items, bytes, sha256, run_id, ordered_on])
  return createHash('sha256').update(text).digest('hex')
}

/** After it is gone, and durably so. */
export async function recordRemoved(trx: Executor, on: string, ids: readonly number[]): Promise<void> {
  await trx('purge')
    .whereIn('id', ids as number[])
    .update({ removed_on: on })
}

/** Ordered by a run that was cut short before it was done. */
export function openPurges(db: Executor): Promise<Purge[]> {
  return rowsOf(db, `select ${PURGE} from purge where removed_on is null order by id`)
}

export function purgesRemovedOn(db: Executor, on: string): Promise<Purge[]> {
  return rowsOf(db, `select ${PURGE} from purge where removed_on = ? order by id`, [on])
}

export function purgesAfter(
  db: Executor,
  id: number,
  limit: number,
): Promise<(Purge & { seal: string | null })[]> {
  return rowsOf(
    db,
    `select ${PURGE.replace('id,', 'p.id,').replace('run_id', 'p.run_id')}, e.code as seal
     from (select * from purge where id > ? order by id limit ?) as p
       left join event e on e.object_type = 'purge' and e.object_id = p.id and e.run_id = p.run_id
     order by p.id`,
    [id, limit],
  )
}

/** Ordered purges whose row is gone. */
export function lostPurges(db: Executor): Promise<{ id: number }[]> {
  return rowsOf(
    db,
    `select distinct object_id as id from event where object_type = 'purge'
       and object_id not in (select id from purge) order by object_id`,
  )
}
