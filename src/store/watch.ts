/** @module What alerts and probes ask the ledger: what stands still, and how much a night usually prints. */
import { productsOf } from '../domain/products.ts'
import { rowsOf, sqlList, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { VISIBLE } from './request.ts'

export interface StandingLetters {
  readonly place: 'in_bundle' | 'published' | 'held'
  readonly n: number
  readonly since: string
}

/** Letters that have stood in one place since a day or longer. */
export function lettersStandingSince(db: Executor, on: string): Promise<StandingLetters[]> {
  return rowsOf(
    db,
    `select place, count(*) as n, min(since) as since from (
       select 'held' as place, hold_on as since from letter where state = 'pending' and hold_on <= ?
       union all
       select state as place, state_on as since from letter
       where state in ('in_bundle', 'published') and state_on <= ?) as standing
     group by place order by place`,
    [on, on],
  )
}

export interface LateBundles {
  readonly n: number
  /** The first of them. */
  readonly name: string
  readonly since: string
}

/** Published bundles whose posting day was before a day. */
export function bundlesNotHandedOver(db: Executor, on: string): Promise<LateBundles | undefined> {
  return lateBundles(db, `state = 'published' and posting_on < ?`, 'posting_on', on)
}

/** Bundles that the vendor has had since a day or longer and has not acknowledged. */
export function bundlesNotAcknowledged(db: Executor, on: string): Promise<LateBundles | undefined> {
  return lateBundles(db, `state = 'delivered' and delivered_on <= ?`, 'delivered_on', on)
}

async function lateBundles(
  db: Executor,
  where: string,
  since: string,
  on: string,
): Promise<LateBundles | undefined> {
  const [row] = await rowsOf<LateBundles>(
    db,
    `select count(*) as n, min(name) as name, min(${since}) as since from bundle where ${where}`,
    [on],
  )
  return row && row.n > 0 ? row : undefined
}

/** The day since which the oldest request or letter waits that nothing holds. */
export async function oldestPendingOn(db: Executor): Promise<string | undefined> {
  const [row] = await rowsOf<{ on: string | null }>(
    db,
    `select min(since) as "on" from (
       select min(received_on) as since from request where state = 'RECEIVED' and hold is null and ${VISIBLE}
       union all
       select min(created_on) as since from letter where state = 'pending' and hold is null) as pending`,
  )
  return row?.on ?? undefined
}

/** Names of the published bundles of the last day that has any, for their volume. */
export async function lastBundleNames(db: Executor): Promise<string[]> {
  const published = `state in ('published', 'delivered', 'acknowledged')`
  const rows = await rowsOf<{ name: string }>(
    db,
    `select name from bundle where ${published}
       and business_date = (select max(business_date) from bundle where ${published}) order by id`,
  )
  return rows.map(({ name }) => name)
}

/** A night that went through to its report. */
const WHOLE_NIGHT = `job = 'report' and state = 'completed' and slot = business_date and business_date in (
  select business_date from run where job = 'print-pin-letters' and state = 'completed' and slot = business_date)`

/** The business date of the last whole night. */
export async function lastNight(db: Executor): Promise<string | undefined> {
  const [row] = await rowsOf<{ on: string | null }>(
    db,
    `select max(business_date) as "on" from run where ${WHOLE_NIGHT}`,
  )
  return row?.on ?? undefined
}

export interface NightVolume {
  readonly on: string
  readonly pinLetters: number
  readonly certificateLetters: number
}

/** How many letters the whole nights among these dates put into bundles. */
export function nightVolumes(db: Executor, dates: readonly string[]): Promise<NightVolume[]> {
  const items = (kind: 'PIN_HALF2' | 'CERTIFICATE') =>
    `coalesce(sum(case when b.product in ${sqlList(productsOf(kind))} then b.item_count else 0 end), 0)`
  return rowsOf(
    db,
    `select n.business_date as "on", ${items('PIN_HALF2')} as "pinLetters", ${items('CERTIFICATE')} as "certificateLetters"
     from (select distinct business_date from run where ${WHOLE_NIGHT}
       and business_date in (select v from ${valuesTable(db, 'text')} as t)) as n
     left join bundle b on b.business_date = n.business_date and b.state <> 'cancelled'
     group by n.business_date order by n.business_date desc`,
    [JSON.stringify(dates)],
  )
}

export interface JobHistory {
  readonly job: string
  /** 1 where the slots have a time of day. */
  readonly timed: number
  readonly first_at: string
  /** When the last attempt that went through began, and its business date. */
  readonly done_at: string | null
  readonly done_on: string | null
}

/** Since when each job runs, and how far it got. */
export function jobHistories(db: Executor): Promise<JobHistory[]> {
  return rowsOf(
    db,
    `select job, timed, min(started_at) as first_at, max(case when state = 'completed' then started_at end) as done_at,
       max(case when state = 'completed' then business_date end) as done_on
     from (select job, state, started_at, business_date, case when slot like '%T%' then 1 else 0 end as timed from run) as r
     group by job, timed`,
  )
}

/** Since when the schedule of this program is in use, if it is. */
export async function scheduledFrom(db: Executor): Promise<string | undefined> {
  const [row] = await rowsOf<{ value: string }>(db, `select value from setting where name = 'schedule-from'`)
  return row?.value
}

export interface SettledSlot {
  readonly task: string
  readonly slot: string
}

/** The last slot of each task of the schedule that was done, or passed by on purpose. */
export function settledSlots(db: Executor): Promise<SettledSlot[]> {
  return rowsOf(
    db,
    `select task, max(slot) as slot from scheduled_slot where state in ('DONE', 'PASSED_BY') group by task`,
  )
}
