/** @module What a cancel by staff does: the request ends, and with it all that has not left the building. */
import { nextCredentialState } from '../domain/credential-state.ts'
import { nextRequestState, type RequestState } from '../domain/request-state.ts'
import { rowsOf, valuesTable } from './bulk.ts'
import { changeCredentials } from './credential.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { withdrawLetters } from './letter.ts'
import { changeRequests } from './request.ts'
import type { Target } from './staff-target.ts'

const REASON = 'ANNULLATA_DAL_PERSONALE'

/** What a REQUEST_CANCELLED event does (A12): the code dies, its halves are erased, its letter is withdrawn. */
export async function cancelPins(trx: Executor, actor: Actor, targets: readonly Target[]): Promise<void> {
  const moves = targets.flatMap(({ requestId: id, requestState }) => {
    const from = requestState as RequestState
    const to = nextRequestState(from, 'CANCELLED')
    return to === undefined ? [] : [{ id, from, to, reason: REASON }]
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
      .map(({ id }) => ({ id, from: 'PREPARED', to: 'WITHDRAWN', code: REASON }))
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
    [actor.on, REASON, JSON.stringify(rows.map(({ id }) => id))],
  )
  await recordEvents(
    trx,
    actor,
    'certificate_request',
    'cancelled',
    rows.map(({ id, state }) => ({ id, from: state, to: 'CANCELLED', code: REASON })),
  )
}
