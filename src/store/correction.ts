/** @module What staff put right in a request by hand, beside its address: name for the post, contacts. */
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { rowsOf } from './bulk.ts'

export interface StoredContacts {
  readonly mobile: string
  readonly email: string
  readonly email_2: string
  readonly pec: string
  readonly phone: string
  readonly first_half_channel: string
  /** Null before a code is drawn. */
  readonly first_half: 'sealed' | 'erased' | null
  readonly first_half_sent_on: string | null
  /** 1 while a message is planned, whose file may be written already. */
  readonly is_sending: number
}

export async function contactsOf(db: Executor, requestId: number): Promise<StoredContacts> {
  const [row] = await rowsOf<StoredContacts>(
    db,
    `select r.mobile, r.email, r.email_2, r.pec, r.phone, r.first_half_channel, h.state as first_half,
       h.sent_on as first_half_sent_on,
       (select count(*) from message m where m.credential_id = c.id and m.state = 'planned') as is_sending
     from request r left join credential c on c.request_id = r.id
       left join half h on h.credential_id = c.id and h.idx = 1
     where r.id = ?`,
    [requestId],
  )
  if (!row) throw new Error(`the ledger has no request ${requestId}`)
  return row
}

export type NewContacts = Pick<StoredContacts, 'mobile' | 'email' | 'email_2' | 'pec' | 'first_half_channel'>

/** Where a first half that is still sealed will go, too. */
export async function replaceContacts(
  trx: Executor,
  requestId: number,
  contacts: NewContacts,
): Promise<void> {
  await trx('request').where({ id: requestId }).update(contacts)
  await trx.raw(
    `update half set channel = ? where idx = 1 and state = 'sealed'
       and credential_id in (select id from credential where request_id = ?)`,
    [contacts.first_half_channel, requestId],
  )
}

export async function replacePostalName(trx: Executor, requestId: number, name: string): Promise<void> {
  await trx('request').where({ id: requestId }).update({ postal_name: name })
}

/** The PEC of a request for certificates; one that waited for it is answered by the next run. */
export async function replaceCertificatePec(trx: Executor, requestId: number, pec: string): Promise<string> {
  const [before] = await rowsOf<{ pec: string }>(trx, 'select pec from certificate_request where id = ?', [
    requestId,
  ])
  await trx('certificate_request').where({ id: requestId }).update({ pec })
  await trx('certificate_request')
    .where({ id: requestId, hold: 'PEC_MANCANTE' })
    .update({ hold: null, hold_field: null, hold_detail: null, hold_on: null })
  return before?.pec ?? ''
}

/** Before and after, a row each: `via «VIA ROMA» → «VIA ROMA 5»`. Contacts too, in clear: where a half was let go to. */
export async function recordCorrections(
  trx: Executor,
  actor: Actor,
  table: 'request' | 'certificate_request',
  id: number,
  changes: readonly string[],
): Promise<void> {
  await recordEvents(
    trx,
    actor,
    table,
    'corrected',
    changes.map((code) => ({ id, from: null, to: null, code })),
  )
}
