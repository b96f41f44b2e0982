/** @module Requests for certificates that wait for an answer, and what they are answered. */
import type { CivilDate } from '../domain/civil-date.ts'
import { bulkUpdate, rowsOf, sqlList, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { VISIBLE } from './request.ts'

/** Holds for which the archive is to blame: asked again every night, since nobody says when it was corrected. */
const ARCHIVE_HOLDS = [
  'SPORTELLO_MOBILE_NON_SPETTA',
  'EREDE_DI_PERSONA_IN_VITA',
  'DECEDUTO',
  'INDIRIZZO_NON_IN_ARCHIVIO',
  'INDIRIZZO_MANCANTE',
  'PEC_MANCANTE',
  'CERTIFICAZIONE_ANNULLATA',
  'COPIA_DIVERSA',
]

export interface OpenRequest {
  readonly id: number
  readonly submitted_on: CivilDate
  readonly channel: string
  readonly codice_fiscale: string
  readonly income_years: string
  readonly requester_codice_fiscale: string
  readonly requester_name: string
  readonly evidence: string
  readonly pec: string
  readonly address: string | null
  readonly archive_match: string
  readonly hold: string | null
  readonly hold_detail: string | null
  readonly missing: string | null
}

/** Requests that are not served, a page after `afterId`; those that wait for a person are passed over. */
export function openCertificateRequests(
  db: Executor,
  afterId: number,
  limit: number,
): Promise<OpenRequest[]> {
  return rowsOf(
    db,
    `select id, submitted_on, channel, codice_fiscale, income_years, requester_codice_fiscale, requester_name,
       evidence, pec, address, archive_match, hold, hold_detail, missing
     from certificate_request where ${TO_ANSWER} and id > ? and ${VISIBLE} order by id limit ?`,
    [afterId, limit],
  )
}

const TO_ANSWER = `state = 'RECEIVED' and (hold is null or hold in ${sqlList(ARCHIVE_HOLDS)})`

/** Whether none of these was stopped or cancelled since it was read. */
export async function waitStill(
  db: Executor,
  requests: readonly { readonly id: number }[],
): Promise<boolean> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from certificate_request
     where ${TO_ANSWER} and id in (select v from ${valuesTable(db, 'integer')} as t)`,
    [JSON.stringify(requests.map(({ id }) => id))],
  )
  return row?.n === requests.length
}

export interface RequestOutcome {
  readonly id: number
  readonly state: 'RECEIVED' | 'SERVED' | 'REJECTED'
  readonly reason: string | null
  readonly missing: string | null
  readonly hold: string | null
  readonly field: string | null
  readonly detail: string | null
}

/** Records what became of open requests; those that wait for the same as before are not among them. */
export async function settleCertificateRequests(
  trx: Executor,
  actor: Actor,
  outcomes: readonly RequestOutcome[],
): Promise<void> {
  await bulkUpdate(
    trx,
    'certificate_request',
    {
      state: 'text',
      state_on: 'text',
      reason: 'text',
      missing: 'text',
      hold: 'text',
      hold_field: 'text',
      hold_detail: 'text',
      hold_on: 'text',
    },
    outcomes.map((row) => [
      row.id,
      row.state,
      actor.on,
      row.reason,
      row.missing,
      row.hold,
      row.field,
      row.detail,
      row.hold === null ? null : actor.on,
    ]),
  )
  const actions = { SERVED: 'served', REJECTED: 'refused', RECEIVED: 'held' } as const
  for (const state of ['SERVED', 'REJECTED', 'RECEIVED'] as const) {
    const rows = outcomes.filter((row) => row.state === state && (state !== 'RECEIVED' || row.hold !== null))
    await recordEvents(
      trx,
      actor,
      'certificate_request',
      actions[state],
      rows.map((row) =>
        state === 'RECEIVED'
          ? { id: row.id, from: null, to: null, code: row.hold }
          : { id: row.id, from: 'RECEIVED', to: state, code: row.reason },
      ),
    )
  }
}
