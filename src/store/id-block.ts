/** @module Integer ids, reserved in blocks by the application. */
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'

export type IdKind =
  | 'run'
  | 'feed'
  | 'request'
  | 'pin_event'
  | 'credential'
  | 'message'
  | 'letter'
  | 'bundle'
  | 'certificate'
  | 'certificate_request'
  | 'certificate_release'
  | 'purge'

/** Reserves `count` ids of a kind and answers the first. Use it inside the transaction that spends them. */
export async function reserveIds(trx: Executor, kind: IdKind, count: number): Promise<number> {
  const [row] = await rowsOf<{ next: number }>(
    trx,
    'update id_block set next = next + ? where name = ? returning next',
    [count, kind],
  )
  if (!row) throw new Error(`the id block "${kind}" is missing: run recapito migrate`)
  return Number(row.next) - count
}
