/** @module Requests for certificates as feeds bring them; the register of releases answers them. */
import { bulkInsert, bulkUpdate, type Cell, type ColumnType, rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { VISIBLE } from './request.ts'

/** Columns that intake fills, in the order of {@link insertCertificateRequests}'s rows. */
const CERTIFICATE_REQUEST_COLUMNS = {
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
  income_years: 'text',
  requester_codice_fiscale: 'text',
  requester_name: 'text',
  evidence: 'text',
  operator: 'text',
  pec: 'text',
  address: 'text',
  archive_match: 'text',
  state: 'text',
  state_on: 'text',
} as const satisfies Readonly<Record<string, ColumnType>>

export type NewCertificateRequest = Readonly<Record<keyof typeof CERTIFICATE_REQUEST_COLUMNS, Cell>>

export async function insertCertificateRequests(
  trx: Executor,
  requests: readonly NewCertificateRequest[],
): Promise<void> {
  const columns = Object.keys(CERTIFICATE_REQUEST_COLUMNS) as (keyof NewCertificateRequest)[]
  await bulkInsert(
    trx,
    'certificate_request',
    CERTIFICATE_REQUEST_COLUMNS,
    requests.map((request) => columns.map((column) => request[column])),
  )
}

export interface KnownCertificateRequest {
  readonly id: number
  readonly request_key: string
  readonly content_hash: string
  readonly state: string
  readonly hold: string | null
  /** How many certificates were given upon it. */
  readonly releases: number
}

/** The newest row of each of these sender's ids, among accepted feeds and the one that is loading. */
export async function certificateRequestsByKey(
  db: Executor,
  keys: readonly string[],
  loadingFeedId: number,
): Promise<Map<string, KnownCertificateRequest>> {
  const rows = await rowsOf<KnownCertificateRequest>(
    db,
    `select id, request_key, content_hash, state, hold,
       (select count(*) from certificate_release r where r.request_id = certificate_request.id) as releases
     from certificate_request
     where request_key in (select v from ${valuesTable(db, 'text')} as t) and (feed_id = ? or ${VISIBLE}) order by id`,
    [JSON.stringify(keys), loadingFeedId],
  )
  return new Map(rows.map((row) => [row.request_key, row]))
}

/** Requests that a sender corrected while they were held: the loading feed's rows take their place. */
export async function cancelReplacedRequests(trx: Executor, actor: Actor, feedId: number): Promise<void> {
  const rows = await rowsOf<{ id: number; state: string }>(
    trx,
    `select id, state from certificate_request
     where id in (select replaces_id from certificate_request where feed_id = ?) order by id`,
    [feedId],
  )
  const reason = 'CORRETTA_DAL_MITTENTE'
  await bulkUpdate(
    trx,
    'certificate_request',
    {
      state: 'text',
      state_on: 'text',
      reason: 'text',
      hold: 'text',
      hold_field: 'text',
      hold_detail: 'text',
      hold_on: 'text',
    },
    rows.map(({ id }) => [id, 'CANCELLED', actor.on, reason, null, null, null, null]),
  )
  await recordEvents(
    trx,
    actor,
    'certificate_request',
    'replaced',
    rows.map(({ id, state }) => ({ id, from: state, to: 'CANCELLED', code: reason })),
  )
}
