/** @module Everything in the ledger, counted by state. */
import { rowsOf } from '../bulk.ts'
import type { Executor } from '../dialect.ts'
import { VISIBLE } from '../request.ts'

export interface StateCount {
  readonly state: string
  readonly n: number
}

export function requestsByState(db: Executor): Promise<StateCount[]> {
  return visibleByState(db, 'request')
}

export function pinEventsByState(db: Executor): Promise<StateCount[]> {
  return visibleByState(db, 'pin_event')
}

export function certificateRequestsByState(db: Executor): Promise<StateCount[]> {
  return visibleByState(db, 'certificate_request')
}

/** All rows less the invisible ones: both counts come from an index, and no row of years past is read for them. */
function visibleByState(
  db: Executor,
  table: 'request' | 'pin_event' | 'certificate_request',
): Promise<StateCount[]> {
  return rowsOf(
    db,
    `select state, sum(n) as n from (
       select state, count(*) as n from ${table} group by state
       union all
       select state, -count(*) as n from ${table} where feed_id in (select id from feed where state <> 'accepted')
       group by state) as counted
     group by state having sum(n) > 0 order by state`,
  )
}

export function credentialsByState(db: Executor): Promise<StateCount[]> {
  return rowsOf(db, 'select state, count(*) as n from credential group by state order by state')
}

export function lettersByProduct(db: Executor): Promise<(StateCount & { readonly product: string })[]> {
  return rowsOf(
    db,
    'select product, state, count(*) as n from letter group by product, state order by product, state',
  )
}

export interface LanguageCount {
  /** Joined with `+`, as on the letter; the second, where one is, stands below. */
  readonly languages: string
  /** Joined with `+`; `''` for none. */
  readonly fell_back: string
  readonly n: number
}

/** Letters in the bundles that a day froze, by what they are printed in and what they are not. */
export function lettersByLanguage(db: Executor, on: string): Promise<LanguageCount[]> {
  return rowsOf(
    db,
    `select l.languages, l.fell_back, count(*) as n
     from bundle b join bundle_item i on i.bundle_id = b.id join letter l on l.id = i.letter_id
     where b.business_date = ? and l.state <> 'withdrawn'
     group by l.languages, l.fell_back order by n desc, l.languages, l.fell_back`,
    [on],
  )
}

/** Messages by channel and state, as of now. */
export function messagesByChannel(db: Executor): Promise<(StateCount & { readonly channel: string })[]> {
  return rowsOf(
    db,
    'select channel, state, count(*) as n from message group by channel, state order by channel, state',
  )
}

/** What was decided against on a day, after it had entered, by reason: requests for PINs and for certificates. */
export function refusedOn(db: Executor, on: string): Promise<{ reason: string | null; n: number }[]> {
  const refused = `state = 'REJECTED' and state_on = ? and ${VISIBLE}`
  return rowsOf(
    db,
    `select reason, count(*) as n from (
       select reason from request where ${refused}
       union all
       select reason from certificate_request where ${refused}) as refused
     group by reason order by n desc, reason`,
    [on, on],
  )
}

export interface ReportedBundle {
  readonly name: string
  readonly product: string
  readonly business_date: string
  readonly state: string
  readonly item_count: number
  readonly pages: number | null
  readonly manifest_sha256: string | null
  readonly replaces: string | null
  readonly hold: string | null
  readonly posting_on: string
  readonly published_on: string | null
  readonly delivered_on: string | null
  readonly acknowledged_on: string | null
}

/** Bundles that a day made or moved, and all that are still on their way. */
export function bundlesToReport(db: Executor, on: string): Promise<ReportedBundle[]> {
  return rowsOf(
    db,
    `select name, product, business_date, state, item_count, pages, manifest_sha256, replaces, hold, posting_on,
       published_on, delivered_on, acknowledged_on
     from bundle where state in ('planned', 'sealed', 'published', 'delivered')
       or business_date = ? or published_on = ? or delivered_on = ? or acknowledged_on = ? order by id`,
    [on, on, on, on],
  )
}
