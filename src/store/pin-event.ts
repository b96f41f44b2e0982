/** @module Events of the feeds: what happened to requests and credentials outside this program. */
import { bulkInsert, bulkUpdate, rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { VISIBLE } from './request.ts'

export interface NewPinEvent {
  readonly id: number
  readonly feedId: number
  readonly line: number
  readonly eventKey: string
  readonly occurredOn: string
  readonly type: string
  readonly codiceFiscale: string
  readonly requestKey: string
  readonly operator: string
  readonly reason: string
  /** Address parts as JSON, or null when the event brings none. */
  readonly address: string | null
}

export async function insertPinEvents(trx: Executor, events: readonly NewPinEvent[]): Promise<void> {
  await bulkInsert(
    trx,
    'pin_event',
    {
      id: 'integer',
      feed_id: 'integer',
      line: 'integer',
      event_key: 'text',
      occurred_on: 'text',
      type: 'text',
      codice_fiscale: 'text',
      request_key: 'text',
      operator: 'text',
      reason: 'text',
      address: 'text',
      state: 'text',
    },
    events.map((row) => [
      row.id,
      row.feedId,
      row.line,
      row.eventKey,
      row.occurredOn,
      row.type,
      row.codiceFiscale,
      row.requestKey,
      row.operator,
      row.reason,
      row.address,
      'pending',
    ]),
  )
}

export async function knownEventKeys(
  db: Executor,
  keys: readonly string[],
  loadingFeedId: number,
): Promise<Set<string>> {
  const rows = await rowsOf<{ event_key: string }>(
    db,
    `select event_key from pin_event where event_key in (select v from ${valuesTable(db, 'text')} as t)
       and (feed_id = ? or ${VISIBLE})`,
    [JSON.stringify(keys), loadingFeedId],
  )
  return new Set(rows.map((row) => row.event_key))
}

export interface PendingPinEvent {
  readonly id: number
  readonly feed_id: number
  readonly line: number
  readonly event_key: string
  readonly occurred_on: string
  readonly type: string
  readonly codice_fiscale: string
  readonly request_key: string
  readonly address: string | null
}

/** Events not applied yet, in the order in which they happened: a page after `after`, since some stay pending. */
export function pendingPinEvents(
  db: Executor,
  after: Pick<PendingPinEvent, 'occurred_on' | 'id'>,
  limit: number,
): Promise<PendingPinEvent[]> {
  return rowsOf(
    db,
    `select id, feed_id, line, event_key, occurred_on, type, codice_fiscale, request_key, address from pin_event
     where state = 'pending' and (occurred_on, id) > (?, ?) and ${VISIBLE} order by occurred_on, id limit ?`,
    [after.occurred_on, after.id, limit],
  )
}

export async function settlePinEvents(
  trx: Executor,
  events: readonly { id: number; state: 'applied' | 'refused'; outcome: string | null }[],
): Promise<void> {
  await bulkUpdate(
    trx,
    'pin_event',
    { state: 'text', outcome: 'text' },
    events.map((event) => [event.id, event.state, event.outcome]),
  )
}
