/** @module Credentials and their halves. */
import { type CredentialState, ENDED_CREDENTIAL_STATES } from '../domain/credential-state.ts'
import { bulkInsert, bulkUpdate, rowsOf, rowsTable, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { withdrawLettersOf } from './letter.ts'
import { cancelApproved } from './request.ts'

export interface Credential {
  readonly id: number
  readonly request_id: number
  readonly codice_fiscale: string
  readonly state: CredentialState
  readonly user_class: string
  readonly verifier: string | null
  readonly issued_on: string
  /** Since when the person may have it: a counter's code was handed over before this program heard of it. */
  readonly known_from: string
  readonly expires_on: string | null
  readonly first_used_on: string | null
  readonly last_changed_on: string | null
  readonly last_used_on: string | null
  readonly suspended_on: string | null
  readonly suspended_from: CredentialState | null
}

/** Every credential that these people ever had, oldest first. */
export function credentialsOf(db: Executor, codiciFiscali: readonly string[]): Promise<Credential[]> {
  return rowsOf(
    db,
    `select ${CREDENTIAL} from credential where codice_fiscale in ${values(db)} order by id`,
    [JSON.stringify(codiciFiscali)],
  )
}

/** The credentials that these requests brought. */
export function credentialsOfRequests(db: Executor, requestIds: readonly number[]): Promise<Credential[]> {
  return rowsOf(
    db,
    `select ${CREDENTIAL} from credential
     where request_id in (select v from ${valuesTable(db, 'integer')} as t) order by id`,
    [JSON.stringify(requestIds)],
  )
}

const CREDENTIAL = `id, request_id, codice_fiscale, state, user_class, verifier, issued_on, expires_on, first_used_on,
  last_changed_on, last_used_on, suspended_on, suspended_from,
  (select case r.channel when 'SPORTELLO' then r.submitted_on else credential.issued_on end
   from request r where r.id = credential.request_id) as known_from`

function values(db: Executor): string {
  return `(select v from ${valuesTable(db, 'text')} as t)`
}

export interface NewCredential {
  readonly id: number
  readonly requestId: number
  readonly codiceFiscale: string
  readonly state: CredentialState
  readonly profile: 'ORDINARIO' | 'DISPOSITIVO'
  readonly userClass: string
  readonly verifier: string | null
  readonly expiresOn: string
  /** Sealed halves with their channels; none for a code handed over at the counter. */
  readonly halves: readonly { idx: 1 | 2; channel: string; sealedText: string }[]
}

export async function insertCredentials(
  trx: Executor,
  actor: Actor,
  credentials: readonly NewCredential[],
): Promise<void> {
  await bulkInsert(
    trx,
    'credential',
    {
      id: 'integer',
      request_id: 'integer',
      codice_fiscale: 'text',
      state: 'text',
      state_on: 'text',
      profile: 'text',
      user_class: 'text',
      verifier: 'text',
      issued_on: 'text',
      expires_on: 'text',
    },
    credentials.map((row) => [
      row.id,
      row.requestId,
      row.codiceFiscale,
      row.state,
      actor.on,
      row.profile,
      row.userClass,
      row.verifier,
      actor.on,
      row.expiresOn,
    ]),
  )
  await bulkInsert(
    trx,
    'half',
    { credential_id: 'integer', idx: 'integer', channel: 'text', state: 'text', sealed_text: 'text' },
    credentials.flatMap((row) =>
      row.halves.map((half) => [row.id, half.idx, half.channel, 'sealed', half.sealedText]),
    ),
  )
  await recordEvents(
    trx,
    actor,
    'credential',
    'issued',
    credentials.map((row) => ({ id: row.id, from: null, to: row.state })),
  )
}

export interface CredentialChange {
  readonly id: number
  readonly from: CredentialState
  readonly to: CredentialState
  readonly reason?: string
}

/** Moves credentials to new states. Those that die lose their halves, and letters not yet handed over are withdrawn. */
export async function changeCredentials(
  trx: Executor,
  actor: Actor,
  action: string,
  changes: readonly CredentialChange[],
): Promise<void> {
  await bulkUpdate(
    trx,
    'credential',
    { state: 'text', state_on: 'text', reason: 'text' },
    changes.map((change) => [change.id, change.to, actor.on, change.reason ?? null]),
  )
  await recordEvents(
    trx,
    actor,
    'credential',
    action,
    changes.map((change) => ({
      id: change.id,
      from: change.from,
      to: change.to,
      code: change.reason ?? null,
    })),
  )
  const dead = changes
    .filter((change) => ENDED_CREDENTIAL_STATES.includes(change.to))
    .map((change) => change.id)
  await buryCredentials(trx, actor, dead)
}

/**
 * What ends with a credential: halves still sealed, messages not sent, letters that have not left the building, and
 * the request that still waited for that letter.
 */
export async function buryCredentials(
  trx: Executor,
  actor: Actor,
  credentialIds: readonly number[],
): Promise<void> {
  if (credentialIds.length === 0) return
  const ids = JSON.stringify(credentialIds)
  await trx.raw(
    `update half set state = 'erased', sealed_text = null, erased_on = ?
     where state = 'sealed' and credential_id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [actor.on, ids],
  )
  await trx.raw(
    `update message set state = 'cancelled'
     where state = 'planned' and credential_id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [ids],
  )
  await withdrawLettersOf(trx, actor, credentialIds)
  await cancelApproved(trx, actor, credentialIds)
}

/** Dates that an event brings: first access, change, use, death. Null leaves nothing of the old value. */
export async function updateCredentialDates(
  trx: Executor,
  credentials: readonly Credential[],
): Promise<void> {
  await bulkUpdate(
    trx,
    'credential',
    {
      expires_on: 'text',
      first_used_on: 'text',
      last_changed_on: 'text',
      last_used_on: 'text',
      suspended_on: 'text',
      suspended_from: 'text',
    },
    credentials.map((row) => [
      row.id,
      row.expires_on,
      row.first_used_on,
      row.last_changed_on,
      row.last_used_on,
      row.suspended_on,
      row.suspended_from,
    ]),
  )
}

/** Credentials issued to these people since a day: how often each was given a new code. */
export async function countIssuedSince(
  db: Executor,
  codiciFiscali: readonly string[],
  since: string,
): Promise<Map<string, number>> {
  const rows = await rowsOf<{ codice_fiscale: string; n: number }>(
    db,
    `select codice_fiscale, count(*) as n from credential
     where issued_on > ? and codice_fiscale in ${values(db)} group by codice_fiscale`,
    [since, JSON.stringify(codiciFiscali)],
  )
  return new Map(rows.map((row) => [row.codice_fiscale, row.n]))
}

/** First halves went out: each is erased with the day of its message, and its credential is PARTIAL (B2). */
export async function markFirstHalvesSent(
  trx: Executor,
  actor: Actor,
  sent: readonly { credentialId: number; sentOn: string }[],
): Promise<void> {
  await trx.raw(
    `update half set state = 'erased', sealed_text = null, sent_on = r.sent_on, erased_on = ?
     from ${rowsTable(trx, { id: 'integer', sent_on: 'text' })} as r where half.credential_id = r.id and half.idx = 1`,
    [actor.on, JSON.stringify(sent.map((row) => [row.credentialId, row.sentOn]))],
  )
  await changeCredentials(
    trx,
    actor,
    'first-half-sent',
    sent.map((row) => ({ id: row.credentialId, from: 'GENERATED', to: 'PARTIAL' })),
  )
}
