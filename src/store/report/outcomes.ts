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
  const tables = ['request', 'pin_event', 'certificate', 'certificate_request', 'rejection']
  const lines = tables.map((table) => `select max(line) as line from ${table} where feed_id = ?`)
  const [row] = await rowsOf<{ line: number | null }>(
    db,
    `select max(line) as line from (${lines.join(' union all ')}) as last`,
    tables.map(() => feedId),
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
  /** The sender's own id, of the request, the event or the certificate. */
  readonly key: string
  readonly state: string
  readonly reason: string | null
  readonly hold: string | null
  readonly field: string | null
  readonly detail: string | null
}

/** Rows of the feed that entered, of whatever kind, as they stand now. */
export async function enteredRows(db: Executor, { feedId, from, to }: LineRange): Promise<EnteredRow[]> {
  const lacksYears = `hold is null and missing is not null and state = 'RECEIVED'`
  const selects = [
    `select line, request_key as key, state, reason, hold, hold_field as field, hold_detail as detail from request`,
    `select line, event_key as key, state, outcome as reason, null as hold, null as field, null as detail
     from pin_event`,
    `select line, record_key as key, state, null as reason, hold, hold_field as field, hold_detail as detail
     from certificate`,
    `select line, request_key as key, state, reason,
       case when ${lacksYears} then 'CERTIFICAZIONE_NON_DISPONIBILE' else hold end as hold,
       case when ${lacksYears} then 'income_years' else hold_field end as field,
       case when ${lacksYears} then replace(missing, '|', ', ') else hold_detail end as detail
     from certificate_request`,
  ].map((select) => `${select} where feed_id = ? and line between ? and ?`)
  return rowsOf(
    db,
    `${selects.join(' union all ')} order by line`,
    selects.flatMap(() => [feedId, from, to]),
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

/** A page of the requests, for PINs or for certificates, that were refused on a day after they had entered. */
export function refusedRequests(
  db: Executor,
  table: 'request' | 'certificate_request',
  on: string,
  afterId: number,
  limit: number,
): Promise<RefusedRequest[]> {
  return rowsOf(
    db,
    `select r.id, f.file_name, r.line, r.request_key, r.reason from ${table} r join feed f on f.id = r.feed_id
     where r.state = 'REJECTED' and r.state_on = ? and r.${VISIBLE} and r.id > ? order by r.id limit ?`,
    [on, afterId, limit],
  )
}
