/** @module What a cancel by staff does: the request ends, and with it all that has not left the building. */
import { nextCredentialState } from '../domain/credential-state.ts'
import { nextRequestState, type RequestState } from '../domain/request-state.ts'
import { STAFF_CANCEL, STAFF_HOLD } from '../domain/step-in.ts'
import { KNOWN_PEC } from './automatic-release.ts'
import { rowsOf, rowsTable, valuesTable } from './bulk.ts'
import { changeCredentials } from './credential.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { reserveIds } from './id-block.ts'
import { withdrawLetters } from './letter.ts'
import { changeRequests } from './request.ts'
import type { Target } from './staff-target.ts'

/** What a REQUEST_CANCELLED event does (A12): the code dies, its halves are erased, its letter is withdrawn. */
export async function cancelPins(trx: Executor, actor: Actor, targets: readonly Target[]): Promise<void> {
  const moves = targets.flatMap(({ requestId: id, requestState }) => {
    const from = requestState as RequestState
    const to = nextRequestState(from, 'CANCELLED')
    return to === undefined ? [] : [{ id, from, to, reason: STAFF_CANCEL }]
  })
  await changeRequests(trx, actor, 'cancelled', moves)
  const deaths = targets.flatMap(({ credential }) => {
    const to = credential && nextCredentialState(credential.state, 'REVOKED')
    return credential && to ? [{ id: credential.id, from: credential.state, to, reason: 'ANNULLATA' }] : []
  })
  await changeCredentials(trx, actor, 'cancelled', deaths)
}

/**
 * Withdraws letters with certificates and what the register says was in them. A release keeps the letter it was in, by
 * which the night knows that staff took it back and nobody wants it again; a request that is left with nothing ends.
 */
export async function cancelCertificateLetters(
  trx: Executor,
  actor: Actor,
  targets: readonly Target[],
): Promise<void> {
  if (targets.length === 0) return
  await withdrawLetters(trx, actor, targets)
  const releases = await rowsOf<{ id: number }>(
    trx,
    `update certificate_release set state = 'WITHDRAWN', state_on = ? where state = 'PREPARED'
       and letter_id in (select v from ${valuesTable(trx, 'integer')} as t) returning id`,
    [actor.on, JSON.stringify(targets.map(({ id }) => id))],
  )
  await recordEvents(
    trx,
    actor,
    'certificate_release',
    'withdrawn',
    releases
      .map(({ id }) => ({ id, from: 'PREPARED', to: 'WITHDRAWN', code: STAFF_CANCEL }))
      .sort((one, other) => one.id - other.id),
  )
  await endRequests(
    trx,
    actor,
    targets.map(({ requestId }) => requestId),
    `and not exists (select 1 from certificate_release r
       where r.request_id = certificate_request.id and r.state <> 'WITHDRAWN')`,
  )
}

/** Requests for certificates that still wait for one; what they were given before is theirs. */
export function cancelCertificateRequests(
  trx: Executor,
  actor: Actor,
  targets: readonly Target[],
): Promise<void> {
  return endRequests(
    trx,
    actor,
    targets.map(({ requestId }) => requestId),
    `and (state = 'RECEIVED' or hold is not null)`,
  )
}

/**
 * Certificates that would go to a PEC by themselves never will: the register has their release as withdrawn, without
 * file and copy, since nothing was given. Nothing holds them any more for whoever asks for them.
 */
export async function cancelAutomaticReleases(
  trx: Executor,
  actor: Actor,
  certificates: readonly { readonly id: number; readonly releaseId: string }[],
): Promise<void> {
  if (certificates.length === 0) return
  const firstId = await reserveIds(trx, 'certificate_release', certificates.length)
  const columns = { id: 'integer', public_id: 'text', certificate_id: 'integer' } as const
  await trx.raw(
    `insert into certificate_release (id, public_id, certificate_id, copy_no, channel, requester_codice_fiscale,
       evidence, state, state_on, prepared_on, pec)
     select n.id, n.public_id, c.id, 0, 'PEC', '', '', 'WITHDRAWN', ?, ?, coalesce(${KNOWN_PEC}, '')
     from ${rowsTable(trx, columns)} as n join certificate c on c.id = n.certificate_id`,
    [
      actor.on,
      actor.on,
      JSON.stringify(certificates.map(({ id, releaseId }, index) => [firstId + index, releaseId, id])),
    ],
  )
  await recordEvents(
    trx,
    actor,
    'certificate_release',
    'cancelled',
    certificates.map((_, index) => ({
      id: firstId + index,
      from: null,
      to: 'WITHDRAWN',
      code: STAFF_CANCEL,
    })),
  )
  await trx.raw(
    `update certificate set hold = null, hold_field = null, hold_detail = null, hold_on = null
     where hold = '${STAFF_HOLD}' and id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [JSON.stringify(certificates.map(({ id }) => id))],
  )
}

async function endRequests(
  trx: Executor,
  actor: Actor,
  requestIds: readonly number[],
  which: string,
): Promise<void> {
  const rows = await rowsOf<{ id: number; state: string }>(
    trx,
    `select id, state from certificate_request where state in ('RECEIVED', 'SERVED') ${which}
       and id in (select v from ${valuesTable(trx, 'integer')} as t) order by id`,
    [JSON.stringify(requestIds)],
  )
  await trx.raw(
    `update certificate_request set state = 'CANCELLED', state_on = ?, reason = ?, missing = null,
       hold = null, hold_field = null, hold_detail = null, hold_on = null
     where id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [actor.on, STAFF_CANCEL, JSON.stringify(rows.map(({ id }) => id))],
  )
  await recordEvents(
    trx,
    actor,
    'certificate_request',
    'cancelled',
    rows.map(({ id, state }) => ({ id, from: state, to: 'CANCELLED', code: STAFF_CANCEL })),
  )
}
