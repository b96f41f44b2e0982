/** @module Changing what a whole feed brought, a piece at a time. */
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'

/**
 * The rows of a feed in a table, in ranges of `key` that one statement may change: what it would have to undo stays in
 * memory on SQLite, some pages for each row. `key` counts from 0; the caller may delete a range before it asks for the
 * next.
 */
export async function* piecesOfFeed(
  trx: Executor,
  table: string,
  key: string,
  feedId: number,
): AsyncGenerator<{ readonly after: number; readonly upTo: number }> {
  for (let after = -1; ; ) {
    const [row] = await rowsOf<{ last: number | null }>(
      trx,
      `select max(${key}) as last from (
         select ${key} from ${table} where feed_id = ? and ${key} > ? order by ${key} limit ${PIECE}) as piece`,
      [feedId, after],
    )
    const upTo = row?.last ?? null
    if (upTo === null) return
    yield { after, upTo }
    after = upTo
  }
}

const PIECE = 2_000
