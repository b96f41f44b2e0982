/** @module What the report says of certificates: how they stand, what came, what is late, who asked and who got them. */
import type { LateDays } from '../../domain/certificates/late-sanction.ts'
import { rowsOf, rowsTable, valuesTable } from '../bulk.ts'
import { type Executor, jsonItems } from '../dialect.ts'
import { VISIBLE } from '../request.ts'
import { HELD_CERTIFICATE, type Heap } from './waiting.ts'

/** As a test of the rows found, so that SQLite does not read every row of every accepted feed. */
const AMONG_VISIBLE = `+${VISIBLE}`
const RECEIVED_ON = `feed_id in (select id from feed where state = 'accepted' and received_on = ?)`

/** How a version stands: its state, with READY parted into what is valid, what is held and what annuls another. */
export type CertificateStanding = 'READY' | 'HELD' | 'ANNULMENT' | 'CORRECTED' | 'ANNULLED' | 'SUPERSEDED'

export interface StandingCount {
  readonly income_year: number
  readonly state: CertificateStanding
  readonly n: number
}

/** All versions; each count comes from an index, and of the millions that are simply valid no row is read. */
export function certificatesByStanding(db: Executor): Promise<StandingCount[]> {
  const annulment = `replaces_id is not null and kind = 'ANNULMENT' and hold is null and state = 'READY' and ${AMONG_VISIBLE}`
  // Grouped by a sum, so that SQLite finds these few by their own index and does not go through the years.
  const parted = [
    ['HELD', HELD_CERTIFICATE],
    ['ANNULMENT', annulment],
  ].map(([standing, rows]) => {
    const found = `from certificate where ${rows} group by +income_year`
    return `
       union all select max(income_year) as income_year, 'READY' as state, -count(*) as n ${found}
       union all select max(income_year) as income_year, '${standing}' as state, count(*) as n ${found}`
  })
  return rowsOf(
    db,
    `select income_year, state, sum(n) as n from (
       select income_year, state, count(*) as n from certificate group by income_year, state
       union all
       select income_year, state, -count(*) as n from certificate
       where feed_id in (select id from feed where state <> 'accepted') group by income_year, state${parted.join('')}
     ) as counted group by income_year, state having sum(n) <> 0 order by income_year, state`,
  )
}

/** The form that each of these income years is certified on; none where every row waits for one. */
export async function formsOfYears(
  db: Executor,
  incomeYears: readonly number[],
): Promise<Map<number, string>> {
  const rows = await rowsOf<{ income_year: number; form: string | null }>(
    db,
    `select v as income_year,
       (select form from certificate where income_year = v and form is not null limit 1) as form
     from ${valuesTable(db, 'integer')} as years`,
    [JSON.stringify(incomeYears)],
  )
  return new Map(rows.flatMap(({ income_year, form }) => (form === null ? [] : [[income_year, form]])))
}

export interface EnteredCount {
  readonly income_year: number
  readonly kind: string
  readonly n: number
}

/** Versions that the feeds of a day brought, held ones too. */
export function certificatesEnteredOn(db: Executor, on: string): Promise<EnteredCount[]> {
  return rowsOf(
    db,
    `select income_year, kind, count(*) as n from certificate where ${RECEIVED_ON}
     group by income_year, kind order by income_year, kind`,
    [on],
  )
}

/** Rules and other warnings on what the feeds of a day brought; a certificate counts once a code. */
export function certificateWarnings(db: Executor, on: string): Promise<{ code: string; n: number }[]> {
  return rowsOf(
    db,
    `select code, count(*) as n from (
       select distinct c.id, item.value ->> 'code' as code from certificate c, ${jsonItems(db, 'c.warnings')}
       where c.warnings is not null and c.${RECEIVED_ON}) as warned
     group by code order by n desc, code`,
    [on],
  )
}

export interface HeldCertificates extends Heap {
  readonly income_year: number
  readonly code: string
  readonly field: string | null
  /** Of these, people who have no other certificate of the year. */
  readonly without_valid: number
}

export function heldCertificatesByYear(db: Executor): Promise<HeldCertificates[]> {
  return rowsOf(
    db,
    `select income_year, hold as code, hold_field as field, count(*) as n, min(coalesce(hold_on, state_on)) as oldest_on,
       sum(case when exists (
         select 1 from certificate o where o.codice_fiscale = c.codice_fiscale and +o.income_year = c.income_year
           and o.state = 'READY' and o.hold is null) then 0 else 1 end) as without_valid
     from certificate c where ${HELD_CERTIFICATE} group by income_year, hold, hold_field
     order by income_year, n desc, code, field`,
  )
}

export interface LateCount {
  readonly income_year: number
  readonly kind: string
  readonly free: number
  readonly reduced: number
  readonly full: number
}

/** What people were given, or could be, with a date after the deadline of its year. */
export function certificatesIssuedLate(db: Executor, years: readonly LateDays[]): Promise<LateCount[]> {
  const days = rowsTable(db, {
    income_year: 'integer',
    deadline: 'text',
    free_until: 'text',
    reduced_until: 'text',
  })
  return rowsOf(
    db,
    `select c.income_year, c.kind, sum(case when c.issued_on <= y.free_until then 1 else 0 end) as free,
       sum(case when c.issued_on > y.free_until and c.issued_on <= y.reduced_until then 1 else 0 end) as reduced,
       sum(case when c.issued_on > y.reduced_until then 1 else 0 end) as "full"
     from ${days} as y join certificate c on c.income_year = y.income_year
     where c.state in ('READY', 'CORRECTED', 'ANNULLED') and c.hold is null and c.issued_on > y.deadline
       and c.kind <> 'ANNULMENT' and +c.${VISIBLE}
     group by c.income_year, c.kind order by c.income_year, c.kind`,
    [
      JSON.stringify(
        years.map((year) => [year.incomeYear, year.deadline, year.freeUntil, year.reducedUntil]),
      ),
    ],
  )
}

export interface ChannelCount extends Heap {
  readonly channel: string
  readonly state: string
}

export function certificateRequestsByChannel(db: Executor): Promise<ChannelCount[]> {
  return rowsOf(
    db,
    `select channel, state, count(*) as n, min(received_on) as oldest_on from certificate_request where ${VISIBLE}
     group by channel, state order by channel, state`,
  )
}

export interface MissingYears extends Heap {
  /** As the request keeps them, joined with `|`. */
  readonly missing: string
}

/** A request that waits for certificates and for nobody's decision. */
export const MISSING = `state = 'RECEIVED' and missing is not null and hold is null and ${VISIBLE}`

/** Requests that could not be served in full, by what they still wait for. */
export function requestsMissingYears(db: Executor): Promise<MissingYears[]> {
  return rowsOf(
    db,
    `select missing, count(*) as n, min(received_on) as oldest_on from certificate_request
     where ${MISSING}
     group by missing order by missing`,
  )
}

export interface ReleaseCount extends ChannelCount {
  /** 1 on paper, whose hand-over confirms it; 0 for a file, which a person or the channel confirms. */
  readonly paper: number
}

/** The register; `oldest_on` is when the oldest of them was prepared. */
export function releasesByChannel(db: Executor): Promise<ReleaseCount[]> {
  return rowsOf(
    db,
    `select channel, state, case when file_name is null then 1 else 0 end as paper, count(*) as n,
       min(prepared_on) as oldest_on
     from certificate_release group by channel, state, paper order by channel, state, paper`,
  )
}
