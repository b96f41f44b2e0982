/** @module What waits for a person: held requests and letters, people to call, and what lies longer than it should. */
import { rowsOf, valuesTable } from '../bulk.ts'
import type { Executor } from '../dialect.ts'
import { VISIBLE } from '../request.ts'

/** A hold says something only while work is left to do. */
const HELD_REQUEST = `hold is not null and state in ('RECEIVED', 'VALIDATING', 'CALLBACK', 'APPROVED') and ${VISIBLE}`
const HELD_LETTER = `l.hold is not null and l.state in ('pending', 'in_bundle', 'published')`
/** A held request is settled first, whatever its state. */
const TO_CALL = `state = 'CALLBACK' and hold is null and ${VISIBLE}`

export interface HoldCount {
  readonly kind: 'request' | 'letter'
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
       select 'letter' as kind, l.hold as code, l.hold_field as field, count(*) as n,
         min(coalesce(l.hold_on, l.created_on)) as oldest_on
       from letter l where ${HELD_LETTER} group by l.hold, l.hold_field) as held
     order by n desc, code, field, kind`,
  )
}

/** Requests and letters that a day put on hold and nobody has released. */
export async function countHeldOn(db: Executor, on: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select (select count(*) from request where ${HELD_REQUEST} and hold_on = ?)
       + (select count(*) from letter l where ${HELD_LETTER} and l.hold_on = ?) as n`,
    [on, on],
  )
  return row?.n ?? 0
}

export interface HeldRow extends HeldKey {
  readonly request_key: string
  /** The letter's public id; empty for a request. */
  readonly letter_id: string
  readonly surname: string
  readonly name: string
  readonly code: string
  readonly field: string | null
  readonly detail: string | null
}

/** Where a held row stands in the list: a few bytes each, so that the wide rows are read once and by their key. */
export interface HeldKey {
  readonly since: string
  readonly kind: 'request' | 'letter'
  readonly id: number
}

/** Everything held, oldest first. */
export function heldKeys(db: Executor): Promise<HeldKey[]> {
  return rowsOf(
    db,
    `select * from (
       select coalesce(hold_on, received_on) as since, 'request' as kind, id from request where ${HELD_REQUEST}
       union all
       select coalesce(l.hold_on, l.created_on) as since, 'letter' as kind, l.id
       from letter l where l.kind = 'PIN_HALF2' and ${HELD_LETTER}) as held
     order by since, kind, id`,
  )
}

/** The rows of a page of keys, in their order. */
export function heldRows(db: Executor, keys: readonly HeldKey[]): Promise<HeldRow[]> {
  const ids = (kind: HeldKey['kind']) =>
    JSON.stringify(keys.filter((key) => key.kind === kind).map(({ id }) => id))
  return rowsOf(
    db,
    `select * from (
       select coalesce(hold_on, received_on) as since, 'request' as kind, id, request_key, '' as letter_id, surname,
         name, hold as code, hold_field as field, hold_detail as detail
       from request where id in (select v from ${valuesTable(db, 'integer')} as t) and hold is not null
       union all
       select coalesce(l.hold_on, l.created_on) as since, 'letter' as kind, l.id, r.request_key,
         l.public_id as letter_id, r.surname, r.name, l.hold as code, l.hold_field as field, l.hold_detail as detail
       from letter l join credential c on c.id = l.source_id join request r on r.id = c.request_id
       where l.id in (select v from ${valuesTable(db, 'integer')} as t) and l.hold is not null) as held
     order by since, kind, id`,
    [ids('request'), ids('letter')],
  )
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

/** Letters that no bundle has taken yet and nothing holds back. */
export async function lettersToPrint(db: Executor): Promise<Heap> {
  const [row] = await rowsOf<Heap>(
    db,
    `select count(*) as n, min(created_on) as oldest_on from letter where state = 'pending' and hold is null`,
  )
  return row as Heap
}
