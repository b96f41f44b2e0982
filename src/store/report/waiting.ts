/** @module What waits for a person: held requests, letters and certificates, people to call, and what lies longer than it should. */
import type { LetterKind } from '../../domain/products.ts'
import { rowsOf, valuesTable } from '../bulk.ts'
import { type Executor, jsonMember } from '../dialect.ts'
import { VISIBLE } from '../request.ts'

/** A hold says something only while work is left to do. */
const HELD_REQUEST = `hold is not null and state in ('RECEIVED', 'VALIDATING', 'CALLBACK', 'APPROVED') and ${VISIBLE}`
const HELD_LETTER = `l.hold is not null and l.state in ('pending', 'in_bundle', 'published')`
/** Tested row by row of what is held, so that SQLite does not read every row of every accepted feed. */
export const HELD_CERTIFICATE = `hold is not null and state = 'READY' and +${VISIBLE}`
const HELD_CERTIFICATE_REQUEST = `hold is not null and state = 'RECEIVED' and ${VISIBLE}`
/** A held request is settled first, whatever its state. */
const TO_CALL = `state = 'CALLBACK' and hold is null and ${VISIBLE}`

export type HeldKind = 'request' | 'letter' | 'certificate_letter' | 'certificate' | 'certificate_request'

const LETTER_KIND = `case l.kind when 'CERTIFICATE' then 'certificate_letter' else 'letter' end`

export interface HoldCount {
  readonly kind: HeldKind
  readonly code: string
  readonly field: string | null
  readonly n: number
  readonly oldest_on: string
}

export function heldByCode(db: Executor): Promise<HoldCount[]> {
  return rowsOf(
    db,
    `select * from (
       select 'request' as kind, hold as code, hold_field as field, count(*) as n,
         min(coalesce(hold_on, received_on)) as oldest_on
       from request where ${HELD_REQUEST} group by hold, hold_field
       union all
       select ${LETTER_KIND} as kind, l.hold as code, l.hold_field as field, count(*) as n,
         min(coalesce(l.hold_on, l.created_on)) as oldest_on
       from letter l where ${HELD_LETTER} group by l.kind, l.hold, l.hold_field
       union all
       select 'certificate' as kind, hold as code, hold_field as field, count(*) as n,
         min(coalesce(hold_on, state_on)) as oldest_on
       from certificate where ${HELD_CERTIFICATE} group by hold, hold_field
       union all
       select 'certificate_request' as kind, hold as code, hold_field as field, count(*) as n,
         min(coalesce(hold_on, received_on)) as oldest_on
       from certificate_request where ${HELD_CERTIFICATE_REQUEST} group by hold, hold_field) as held
     order by n desc, code, field, kind`,
  )
}

/** Requests, letters and certificates that a day put on hold and nobody has released. */
export async function countHeldOn(db: Executor, on: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select (select count(*) from request where ${HELD_REQUEST} and hold_on = ?)
       + (select count(*) from letter l where ${HELD_LETTER} and l.hold_on = ?)
       + (select count(*) from certificate where ${HELD_CERTIFICATE} and hold_on = ?)
       + (select count(*) from certificate_request where ${HELD_CERTIFICATE_REQUEST} and hold_on = ?) as n`,
    [on, on, on, on],
  )
  return row?.n ?? 0
}

export interface HeldRow extends HeldKey {
  /** The sender's own id of the row behind it. */
  readonly row_key: string
  readonly file_name: string
  readonly line: number
  /** The letter's public id; empty for anything else. */
  readonly letter_id: string
  /** Of a certificate; null for anything else. */
  readonly income_year: number | null
  readonly surname: string
  readonly name: string
  readonly code: string
  readonly field: string | null
  readonly detail: string | null
}

/** Where a held row stands in the list: a few bytes each, so that the wide rows are read once and by their key. */
export interface HeldKey {
  readonly since: string
  readonly kind: HeldKind
  readonly id: number
}

/** Everything held, oldest first. */
export function heldKeys(db: Executor): Promise<HeldKey[]> {
  return rowsOf(
    db,
    `select * from (
       select coalesce(hold_on, received_on) as since, 'request' as kind, id from request where ${HELD_REQUEST}
       union all
       select coalesce(l.hold_on, l.created_on) as since, ${LETTER_KIND} as kind, l.id from letter l where ${HELD_LETTER}
       union all
       select coalesce(hold_on, state_on) as since, 'certificate' as kind, id from certificate
       where ${HELD_CERTIFICATE}
       union all
       select coalesce(hold_on, received_on) as since, 'certificate_request' as kind, id from certificate_request
       where ${HELD_CERTIFICATE_REQUEST}) as held
     order by since, kind, id`,
  )
}

/** The rows of a page of keys, in their order. */
export function heldRows(db: Executor, keys: readonly HeldKey[]): Promise<HeldRow[]> {
  const sources = heldSources(db)
  const selects = sources.map(
    ({ kind, since, columns, from }) =>
      `select ${since} as since, '${kind}' as kind, held.id, ${columns}, f.file_name, held.hold as code,
         held.hold_field as field, held.hold_detail as detail
       from ${from}
       where held.id in (select v from ${valuesTable(db, 'integer')} as t) and held.hold is not null`,
  )
  const idsOf = (kind: HeldKind) =>
    JSON.stringify(keys.filter((key) => key.kind === kind).map(({ id }) => id))
  return rowsOf(
    db,
    `select * from (${selects.join(' union all ')}) as held order by since, kind, id`,
    sources.map(({ kind }) => idsOf(kind)),
  )
}

interface HeldSource {
  readonly kind: HeldKind
  readonly since: string
  readonly columns: string
  readonly from: string
}

/** Where each kind of held row came from, and whom it is about. */
function heldSources(db: Executor): HeldSource[] {
  const nameIn = (data: string) =>
    `${jsonMember(db, data, 'surname')} as surname, ${jsonMember(db, data, 'name')} as name`
  const feed = (source: string) => `join feed f on f.id = ${source}.feed_id`
  return [
    {
      kind: 'request',
      since: 'coalesce(held.hold_on, held.received_on)',
      columns: `held.request_key as row_key, held.line, '' as letter_id, cast(null as bigint) as income_year, held.surname,
         held.name`,
      from: `request held ${feed('held')}`,
    },
    {
      kind: 'letter',
      since: 'coalesce(held.hold_on, held.created_on)',
      columns: `r.request_key as row_key, r.line, held.public_id as letter_id, null as income_year, r.surname, r.name`,
      from: `letter held join credential c on held.kind = 'PIN_HALF2' and c.id = held.source_id
         join request r on r.id = c.request_id ${feed('r')}`,
    },
    {
      kind: 'certificate_letter',
      since: 'coalesce(held.hold_on, held.created_on)',
      columns: `q.request_key as row_key, q.line, held.public_id as letter_id, null as income_year, ${nameIn('c.data')}`,
      from: `letter held join certificate_release r on held.kind = 'CERTIFICATE' and r.id = held.source_id
         join certificate c on c.id = r.certificate_id join certificate_request q on q.id = r.request_id ${feed('q')}`,
    },
    {
      kind: 'certificate',
      since: 'coalesce(held.hold_on, held.state_on)',
      columns: `held.record_key as row_key, held.line, '' as letter_id, held.income_year, ${nameIn('held.data')}`,
      from: `certificate held ${feed('held')}`,
    },
    {
      // It names nobody but who asks: whom it is about, the newest certificate says.
      kind: 'certificate_request',
      since: 'coalesce(held.hold_on, held.received_on)',
      columns: `held.request_key as row_key, held.line, '' as letter_id, null as income_year,
         coalesce(${jsonMember(db, 'c.data', 'surname')}, '') as surname,
         coalesce(${jsonMember(db, 'c.data', 'name')}, '') as name`,
      from: `certificate_request held ${feed('held')} left join certificate c on c.id = (
           select o.id from certificate o where o.codice_fiscale = held.codice_fiscale
           order by o.income_year desc, o.version desc limit 1)`,
    },
  ]
}

export interface CallRow {
  readonly id: number
  readonly request_key: string
  readonly submitted_on: string
  /** Since when the person is on the list. */
  readonly state_on: string
  readonly surname: string
  readonly name: string
  readonly phone: string
  readonly mobile: string
  readonly email: string
  readonly pec: string
  readonly language: string
  readonly archive_match: string
  /** The address given, as JSON. */
  readonly address: string
}

/** The ids of the call list, longest waiting first. */
export async function callIds(db: Executor): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    db,
    `select id from request where ${TO_CALL} order by state_on, id`,
  )
  return rows.map((row) => row.id)
}

/** The rows of a page of ids, in their order. */
export function callRows(db: Executor, ids: readonly number[]): Promise<CallRow[]> {
  return rowsOf(
    db,
    `select id, request_key, submitted_on, state_on, surname, name, phone, mobile, email, pec, language,
       archive_match, address
     from request where id in (select v from ${valuesTable(db, 'integer')} as t) order by state_on, id`,
    [JSON.stringify(ids)],
  )
}

export interface Heap {
  readonly n: number
  readonly oldest_on: string | null
}

/** Size of the call list; `without_phone` must be reached in another way, `overdue` wait since before a day. */
export async function callListTotals(
  db: Executor,
  before: string,
): Promise<Heap & { without_phone: number; overdue: number }> {
  const [row] = await rowsOf<Heap & { without_phone: number; overdue: number }>(
    db,
    `select count(*) as n, min(state_on) as oldest_on,
       coalesce(sum(case when phone = '' and mobile = '' then 1 else 0 end), 0) as without_phone,
       coalesce(sum(case when state_on < ? then 1 else 0 end), 0) as overdue
     from request where ${TO_CALL}`,
    [before],
  )
  return row as Heap & { without_phone: number; overdue: number }
}

/** First halves that were drawn before an instant and have not been sent; held requests are counted elsewhere. */
export async function overdueFirstHalves(db: Executor, drawnBefore: string): Promise<Heap> {
  const [row] = await rowsOf<Heap>(
    db,
    `select count(*) as n, min(c.issued_on) as oldest_on
     from half h join credential c on c.id = h.credential_id join request r on r.id = c.request_id
     where h.idx = 1 and h.state = 'sealed' and c.state = 'GENERATED' and r.hold is null
       and exists (select 1 from event e where e.object_type = 'credential' and e.object_id = c.id
         and e.action = 'issued' and e.at < ?)`,
    [drawnBefore],
  )
  return row as Heap
}

/** Letters of a kind that no bundle has taken yet and nothing holds back. */
export async function lettersToPrint(db: Executor, kind: LetterKind): Promise<Heap> {
  const [row] = await rowsOf<Heap>(
    db,
    `select count(*) as n, min(created_on) as oldest_on from letter
     where kind = ? and state = 'pending' and hold is null`,
    [kind],
  )
  return row as Heap
}
