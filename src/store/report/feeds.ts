/** @module What the report says of the feeds of one day. */
import { rowsOf, sqlList } from '../bulk.ts'
import type { Executor } from '../dialect.ts'
import type { Feed } from '../feed.ts'

/** What intake says of a row that it had already: such rows are none of the refused ones. */
export const REPEATED_CODES: readonly string[] = ['RICHIESTA_RIPETUTA', 'DATI_INVARIATI']

/** Feeds received on a day, whatever became of them, in the order in which they came. */
export function feedsReceivedOn(db: Executor, on: string): Promise<Feed[]> {
  return rowsOf(
    db,
    `select id, kind, file_name, sha256, state, run_id, received_on, rows_read, entered, rejected, repeated,
       archived_as, refusal
     from feed where received_on = ? and state <> 'loading' order by id`,
    [on],
  )
}

/** Refused rows of a day's feeds by code and field; a row with two faults counts under both. */
export function rejectionsByCode(
  db: Executor,
  on: string,
): Promise<{ code: string; field: string; n: number }[]> {
  return rowsOf(
    db,
    `select r.code, r.field, count(*) as n from rejection r join feed f on f.id = r.feed_id
     where f.state = 'accepted' and f.received_on = ? group by r.code, r.field order by n desc, r.code, r.field`,
    [on],
  )
}

/** How many rows of a day's feeds were refused, each counted once; repeated rows are none of them. */
export async function countRejectedRows(db: Executor, on: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from (
       select distinct r.feed_id, r.line from rejection r join feed f on f.id = r.feed_id
       where f.state = 'accepted' and f.received_on = ? and r.code not in ${sqlList(REPEATED_CODES)}) as refused`,
    [on],
  )
  return row?.n ?? 0
}

/**
 * How many requests of a day's feeds carry each warning. Intake writes warnings with JSON.stringify, in which a quote
 * of the citizen's own text is escaped: the pattern can match nothing but a code.
 */
export async function warningsByCode(
  db: Executor,
  on: string,
  codes: readonly string[],
): Promise<{ code: string; n: number }[]> {
  const sums = codes.map((_, index) => `sum(case when warnings like ? then 1 else 0 end) as n${index}`)
  const [row] = await rowsOf<Record<string, number | null>>(
    db,
    `select ${sums.join(', ')} from request where warnings is not null
       and feed_id in (select id from feed where state = 'accepted' and received_on = ?)`,
    [...codes.map((code) => `%"code":"${code}"%`), on],
  )
  return codes
    .map((code, index) => ({ code, n: row?.[`n${index}`] ?? 0 }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n)
}
