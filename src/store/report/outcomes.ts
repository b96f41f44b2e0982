/**
 * What became of every row of a feed. Rows are read by ranges of line numbers, which each table answers from its key,
 * so that a file of a million rows costs the same a range from its first line to its last.
 *
 * @module
 */
import { rowsOf } from '../bulk.ts'
import type { Executor } from '../dialect.ts'
import { VISIBLE } from '../request.ts'

/** The last line of a feed that left a trace, 0 when none did. */
export async function lastLineOf(db: Executor, feedId: number): Promise<number> {
  const [row] = await rowsOf<{ line: number | null }>(
    db,
    `select max(line) as line from (
       select max(line) as line from request where feed_id = ?
       union all select max(line) from pin_event where feed_id = ?
       union all select max(line) from rejection where feed_id = ?) as last`,
    [feedId, feedId, feedId],
  )
  return row?.line ?? 0
}

export interface LineRange {
  readonly feedId: number
  readonly from: number
  readonly to: number
}

export interface EnteredRow {
  readonly line: number
  /** The sender's own id, of the request or of the event. */
  readonly key: string
  readonly state: string
  readonly reason: string | null
  readonly hold: string | null
  readonly field: string | null
  readonly detail: string | null
}

/** Rows of the feed that entered: requests or events, as they stand now. */
export function enteredRows(db: Executor, { feedId, from, to }: LineRange): Promise<EnteredRow[]> {
  return rowsOf(
    db,
    `select line, request_key as key, state, reason, hold, hold_field as field, hold_detail as detail
     from request where feed_id = ? and line between ? and ?
     union all
     select line, event_key as key, state, outcome as reason, null as hold, null as field, null as detail
     from pin_event where feed_id = ? and line between ? and ? order by line`,
    [feedId, from, to, feedId, from, to],
  )
}

export interface RefusedRow {
  readonly line: number
  readonly key: string
  readonly field: string
  readonly code: string
  readonly detail: string
}

/** Findings on refused and repeated rows of the feed, one or more a line. */
export function refusedRows(db: Executor, { feedId, from, to }: LineRange): Promise<RefusedRow[]> {
  return rowsOf(
    db,
    `select r.line, coalesce(e.event_key, r.request_key) as key, r.field, r.code, r.detail
     from rejection r left join pin_event e on e.feed_id = r.feed_id and e.line = r.line
     where r.feed_id = ? and r.line between ? and ? order by r.line, r.field, r.code`,
    [feedId, from, to],
  )
}

export interface RefusedRequest {
  readonly id: number
  readonly file_name: string
  readonly line: number
  readonly request_key: string
  readonly reason: string | null
}

/** A page of the requests that were refused on a day after they had entered. */
export function refusedRequests(
  db: Executor,
  on: string,
  afterId: number,
  limit: number,
): Promise<RefusedRequest[]> {
  return rowsOf(
    db,
    `select r.id, f.file_name, r.line, r.request_key, r.reason from request r join feed f on f.id = r.feed_id
     where r.state = 'REJECTED' and r.state_on = ? and r.${VISIBLE} and r.id > ? order by r.id limit ?`,
    [on, afterId, limit],
  )
}
