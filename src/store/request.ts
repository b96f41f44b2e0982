/** @module Requests: what a feed asserted, and how far it came. */
import { ENDED_REQUEST_STATES, OPEN_REQUEST_STATES, type RequestState } from '../domain/request-state.ts'
import { bulkInsert, bulkUpdate, type Cell, type ColumnType, rowsOf, sqlList, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'

/** Rows of a feed that is still loading are invisible: all of a file appears at once, or nothing does. */
export const VISIBLE = `feed_id in (select id from feed where state = 'accepted')`

/** Columns that intake fills, in the order of {@link insertRequests}'s rows. */
export const REQUEST_COLUMNS = {
  id: 'integer',
  feed_id: 'integer',
  line: 'integer',
  request_key: 'text',
  content_hash: 'text',
  replaces_id: 'integer',
  submitted_on: 'text',
  received_on: 'text',
  channel: 'text',
  codice_fiscale: 'text',
  surname: 'text',
  name: 'text',
  postal_name: 'text',
  sex: 'text',
  birth_date: 'text',
  birth_place: 'text',
  residence: 'text',
  address: 'text',
  printable: 'text',
  address_source: 'text',
  mobile: 'text',
  email: 'text',
  email_2: 'text',
  pec: 'text',
  phone: 'text',
  first_half_channel: 'text',
  language: 'text',
  requester_role: 'text',
  requester_codice_fiscale: 'text',
  legal_status: 'text',
  has_italian_id: 'integer',
  user_class: 'text',
  archive_match: 'text',
  operator_validated: 'integer',
  warnings: 'text',
  state: 'text',
  state_on: 'text',
  hold: 'text',
  hold_field: 'text',
  hold_detail: 'text',
  hold_on: 'text',
} as const satisfies Readonly<Record<string, ColumnType>>

export type NewRequest = Readonly<Record<keyof typeof REQUEST_COLUMNS, Cell>>

export async function insertRequests(trx: Executor, requests: readonly NewRequest[]): Promise<void> {
  const columns = Object.keys(REQUEST_COLUMNS) as (keyof typeof REQUEST_COLUMNS)[]
  await bulkInsert(
    trx,
    'request',
    REQUEST_COLUMNS,
    requests.map((request) => columns.map((column) => request[column])),
  )
}

export interface KnownRequest {
  readonly id: number
  readonly request_key: string
  readonly content_hash: string
  readonly hold: string | null
  readonly state: RequestState
  /** 1 once a code was drawn for it. */
  readonly has_credential: number
}

/** The newest row of each of these sender's ids, among accepted feeds and the one that is loading. */
export async function requestsByKey(
  db: Executor,
  keys: readonly string[],
  loadingFeedId: number,
): Promise<Map<string, KnownRequest>> {
  const rows = await rowsOf<KnownRequest>(
    db,
    `select id, request_key, content_hash, hold, state,
       (select count(*) from credential c where c.request_id = request.id) as has_credential from request
     where request_key in (select v from ${valuesTable(db, 'text')} as t) and (feed_id = ? or ${VISIBLE}) order by id`,
    [JSON.stringify(keys), loadingFeedId],
  )
  return new Map(rows.map((row) => [row.request_key, row]))
}

/** A request as the jobs see it. */
export interface RequestRow {
  readonly id: number
  readonly request_key: string
  readonly submitted_on: string
  readonly channel: 'WEB' | 'CONTACT_CENTER' | 'SPORTELLO'
  readonly codice_fiscale: string
  readonly surname: string
  readonly name: string
  readonly postal_name: string
  readonly birth_date: string
  readonly residence: 'ITALIA' | 'ESTERO'
  readonly address: string
  readonly printable: string | null
  readonly first_half_channel: '' | 'SMS' | 'EMAIL' | 'PEC'
  readonly mobile: string
  readonly email: string
  readonly pec: string
  readonly phone: string
  readonly legal_status: 'PIENA' | 'MINORE' | 'TUTELA' | 'CURATELA' | 'AMM_SOSTEGNO'
  readonly has_italian_id: number
  readonly user_class: 'CITTADINO' | 'INTERMEDIARIO_ISTITUZIONALE'
  readonly archive_match: 'MATCH' | 'DIFF' | 'UNKNOWN'
  readonly operator_validated: number
  readonly state: RequestState
  readonly hold: string | null
  readonly hold_field: string | null
}

const ROW = `id, request_key, submitted_on, channel, codice_fiscale, surname, name, postal_name, birth_date, residence,
  address, printable, first_half_channel, mobile, email, pec, phone, legal_status, has_italian_id, user_class,
  archive_match, operator_validated, state, hold, hold_field`

const OPEN = sqlList(OPEN_REQUEST_STATES)
const ENDED = sqlList(ENDED_REQUEST_STATES)

/** Received requests that issue-pins has to decide on, a page after `afterId`. Held ones wait for a person. */
export function receivedRequests(db: Executor, afterId: number, limit: number): Promise<RequestRow[]> {
  return rowsOf(
    db,
    `select ${ROW} from request where state = 'RECEIVED' and hold is null and id > ? and ${VISIBLE}
     order by id limit ?`,
    [afterId, limit],
  )
}

/** Of the received requests those whose person has an older one that is still open. */
export function rivalRequests(db: Executor, afterId: number, limit: number): Promise<RequestRow[]> {
  return rowsOf(
    db,
    `select ${ROW} from request where state = 'RECEIVED' and hold is null and id > ? and ${VISIBLE} and exists (
       select 1 from request o where o.codice_fiscale = request.codice_fiscale and o.state in ${OPEN}
         and o.${VISIBLE} and (o.submitted_on, o.id) < (request.submitted_on, request.id))
     order by id limit ?`,
    [afterId, limit],
  )
}

/** Requests that a call-back approved and that have no credential yet, a page after `afterId`. */
export function approvedRequests(db: Executor, afterId: number, limit: number): Promise<RequestRow[]> {
  return rowsOf(
    db,
    `select ${ROW} from request where state = 'APPROVED' and hold is null and id > ?
       and not exists (select 1 from credential c where c.request_id = request.id)
     order by id limit ?`,
    [afterId, limit],
  )
}

/**
 * {@link VISIBLE} as a test of the rows found. The plus keeps SQLite, which has no statistics, from reading every row
 * of every accepted feed instead of looking up the few that are asked for.
 */
const AMONG_VISIBLE = `+${VISIBLE}`

/** The requests that have these sender's ids, a row before its correction. */
export function requestsNamed(db: Executor, keys: readonly string[]): Promise<RequestRow[]> {
  return rowsOf(
    db,
    `select ${ROW} from request
     where request_key in (select v from ${valuesTable(db, 'text')} as t) and ${AMONG_VISIBLE} order by id`,
    [JSON.stringify(keys)],
  )
}

/** The requests of these people that are still open, oldest first. Asked as `not in`, which no index of states answers. */
export function openRequestsOf(db: Executor, codiciFiscali: readonly string[]): Promise<RequestRow[]> {
  return rowsOf(
    db,
    `select ${ROW} from request where codice_fiscale in (select v from ${valuesTable(db, 'text')} as t)
       and state not in ${ENDED} and ${AMONG_VISIBLE} order by submitted_on, id`,
    [JSON.stringify(codiciFiscali)],
  )
}

export interface RequestChange {
  readonly id: number
  readonly from: RequestState
  readonly to: RequestState
  readonly reason?: string
}

/** Moves requests to new states. One that has ended waits for nothing any more: its hold goes. */
export async function changeRequests(
  trx: Executor,
  actor: Actor,
  action: string,
  changes: readonly RequestChange[],
): Promise<void> {
  await bulkUpdate(
    trx,
    'request',
    { state: 'text', state_on: 'text', reason: 'text' },
    changes.map((change) => [change.id, change.to, actor.on, change.reason ?? null]),
  )
  const ended = changes.filter((change) => !OPEN_REQUEST_STATES.includes(change.to))
  await bulkUpdate(
    trx,
    'request',
    HOLD,
    ended.map((change) => [change.id, null, null, null, null]),
  )
  await recordEvents(
    trx,
    actor,
    'request',
    action,
    changes.map((change) => ({
      id: change.id,
      from: change.from,
      to: change.to,
      code: change.reason ?? null,
    })),
  )
}

const HOLD = { hold: 'text', hold_field: 'text', hold_detail: 'text', hold_on: 'text' } as const

export interface RequestHold {
  readonly id: number
  readonly code: string | null
  readonly field: string | null
  readonly detail: string | null
}

/** Holds requests, or releases those whose code is null; the log says what had held them. */
export async function holdRequests(
  trx: Executor,
  actor: Actor,
  holds: readonly RequestHold[],
): Promise<void> {
  const released = await rowsOf<{ id: number; hold: string | null }>(
    trx,
    `select id, hold from request where id in (select v from ${valuesTable(trx, 'integer')} as t) order by id`,
    [JSON.stringify(holds.filter(({ code }) => code === null).map(({ id }) => id))],
  )
  await bulkUpdate(
    trx,
    'request',
    HOLD,
    holds.map((row) => [row.id, row.code, row.field, row.detail, row.code === null ? null : actor.on]),
  )
  const held = holds.filter(({ code }) => code !== null)
  await recordEvents(
    trx,
    actor,
    'request',
    'held',
    held.map((row) => ({ id: row.id, from: null, to: null, code: row.code })),
  )
  await recordEvents(
    trx,
    actor,
    'request',
    'released',
    released.map((row) => ({ id: row.id, from: null, to: null, code: row.hold })),
  )
}

export interface NewAddress {
  readonly id: number
  readonly residence: 'ITALIA' | 'ESTERO'
  readonly address: string
  readonly printable: string | null
  readonly source: string
}

/** New address of requests, with where it came from. */
export async function replaceAddresses(trx: Executor, rows: readonly NewAddress[]): Promise<void> {
  await bulkUpdate(
    trx,
    'request',
    { residence: 'text', address: 'text', printable: 'text', address_source: 'text' },
    rows.map((row) => [row.id, row.residence, row.address, row.printable, row.source]),
  )
}

/**
 * Where one person has several open requests, all but the newest give way (A4: "cancel older before new", S2). A
 * request that is held counts only once it is released: a doubtful one must not stop a good one.
 * Answers the superseded ones.
 */
export async function supersedeOlder(trx: Executor, actor: Actor): Promise<number[]> {
  const rows = await rowsOf<{ id: number; state: RequestState }>(
    trx,
    `select o.id, o.state from request o where o.state in ${OPEN} and o.${VISIBLE} and exists (
       select 1 from request n where n.codice_fiscale = o.codice_fiscale and n.id <> o.id and n.state in ${OPEN}
         and n.hold is null and n.${VISIBLE} and (n.submitted_on, n.id) > (o.submitted_on, o.id))
     order by o.id`,
  )
  await changeRequests(
    trx,
    actor,
    'superseded',
    rows.map((row) => ({ id: row.id, from: row.state, to: 'SUPERSEDED', reason: 'RICHIESTA_PIU_RECENTE' })),
  )
  return rows.map((row) => row.id)
}

/** Requests that a sender corrected while they were held: the loading feed's rows take their place. */
export async function supersedeReplaced(trx: Executor, actor: Actor, feedId: number): Promise<number> {
  const rows = await rowsOf<{ id: number; state: RequestState }>(
    trx,
    `select id, state from request where id in (select replaces_id from request where feed_id = ?) order by id`,
    [feedId],
  )
  await changeRequests(
    trx,
    actor,
    'replaced',
    rows.map((row) => ({ id: row.id, from: row.state, to: 'SUPERSEDED', reason: 'CORRETTA_DAL_MITTENTE' })),
  )
  return rows.length
}

/** Requests whose code ended before its letter left: nothing would move them any more. */
export async function cancelApproved(
  trx: Executor,
  actor: Actor,
  credentialIds: readonly number[],
): Promise<void> {
  const rows = await rowsOf<{ id: number }>(
    trx,
    `select id from request where state = 'APPROVED' and id in (
       select request_id from credential where id in (select v from ${valuesTable(trx, 'integer')} as t)) order by id`,
    [JSON.stringify(credentialIds)],
  )
  await changeRequests(
    trx,
    actor,
    'credential-ended',
    rows.map(({ id }) => ({ id, from: 'APPROVED', to: 'CANCELLED', reason: 'PIN_CESSATO' })),
  )
}
