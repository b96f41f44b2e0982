/** @module Messages: attempts to send a half electronically, planned before their file is written. */
import { bulkInsert, rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'

/** Credentials whose first half waits to be sent and has no message yet, a page after `afterId`; held requests wait. */
export function credentialsToMessage(
  db: Executor,
  afterId: number,
  limit: number,
): Promise<{ credential_id: number; channel: string }[]> {
  return rowsOf(
    db,
    `select h.credential_id, h.channel from half h
       join credential c on c.id = h.credential_id join request r on r.id = c.request_id
     where h.idx = 1 and h.state = 'sealed' and h.credential_id > ? and c.state = 'GENERATED' and r.hold is null
       and not exists (select 1 from message m where m.credential_id = h.credential_id and m.idx = 1)
     order by h.credential_id limit ?`,
    [afterId, limit],
  )
}

export async function insertMessages(
  trx: Executor,
  plannedOn: string,
  messages: readonly { id: number; credentialId: number; channel: string; fileName: string }[],
): Promise<void> {
  await bulkInsert(
    trx,
    'message',
    {
      id: 'integer',
      credential_id: 'integer',
      idx: 'integer',
      attempt: 'integer',
      channel: 'text',
      state: 'text',
      file_name: 'text',
      planned_on: 'text',
    },
    messages.map((row) => [row.id, row.credentialId, 1, 1, row.channel, 'planned', row.fileName, plannedOn]),
  )
}

export interface PlannedMessage {
  readonly id: number
  readonly credential_id: number
  readonly channel: 'SMS' | 'EMAIL' | 'PEC'
  readonly file_name: string
  readonly planned_on: string
  readonly sealed_text: string
  readonly submitted_on: string
  readonly residence: 'ITALIA' | 'ESTERO'
  readonly mobile: string
  readonly email: string
  readonly pec: string
  readonly printable: string
  readonly language: string
}

/** Messages that are planned and not sent, with all that writing them and their letter needs. */
export function plannedMessages(db: Executor, limit: number): Promise<PlannedMessage[]> {
  return rowsOf(
    db,
    `select m.id, m.credential_id, m.channel, m.file_name, m.planned_on, h.sealed_text, r.submitted_on, r.residence,
       r.mobile, r.email, r.pec, r.printable, r.language
     from ${PLANNED}
     order by m.id limit ?`,
    [limit],
  )
}

const PLANNED = `message m join half h on h.credential_id = m.credential_id and h.idx = m.idx
  join credential c on c.id = m.credential_id join request r on r.id = c.request_id
  where m.state = 'planned' and h.state = 'sealed' and r.hold is null and c.state = 'GENERATED'`

/** Those of these messages that are planned still: staff may have stopped one since it was read. */
export async function stillPlanned(db: Executor, ids: readonly number[]): Promise<Set<number>> {
  const rows = await rowsOf<{ id: number }>(
    db,
    `select m.id from ${PLANNED} and m.id in (select v from ${valuesTable(db, 'integer')} as t)`,
    [JSON.stringify(ids)],
  )
  return new Set(rows.map((row) => row.id))
}

export async function markMessagesSent(trx: Executor, sentOn: string, ids: readonly number[]): Promise<void> {
  await trx.raw(
    `update message set state = 'sent', sent_on = ? where id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [sentOn, JSON.stringify(ids)],
  )
}
