/** @module Loading `pin-events-*.csv`: read and checked here, applied once the whole file is visible. */
import { checkCodiceFiscale } from '../domain/codice-fiscale.ts'
import type { Finding } from '../domain/finding.ts'
import { isPinEventType, PIN_EVENT_TYPES, type PinEventType } from '../domain/pin-event.ts'
import type { Executor } from '../store/dialect.ts'
import { type FeedTotals, insertRejections, type RejectionRow } from '../store/feed.ts'
import { reserveIds } from '../store/id-block.ts'
import { insertPinEvents, knownEventKeys, type NewPinEvent } from '../store/pin-event.ts'
import type { PIN_EVENT_COLUMNS } from './columns.ts'
import type { Loading } from './load-pin-requests.ts'
import type { FeedRow } from './feed-row.ts'
import type { FeedRecord } from './read-feed.ts'
import { RowReader } from './row-reader.ts'

type Column = (typeof PIN_EVENT_COLUMNS)[number]

/** Stores one page of events. The same event id twice is the same event. */
export async function loadPinEvents(
  trx: Executor,
  loading: Omit<Loading, 'gazetteer'>,
  page: readonly FeedRecord<Column>[],
): Promise<FeedTotals> {
  const { feedId, actor } = loading
  const rejections: RejectionRow[] = []
  const good: Omit<NewPinEvent, 'id'>[] = []
  let rejected = 0
  const reject = (line: number, key: string, { code, field, detail }: Finding) =>
    rejections.push({ feedId, line, field, code, detail: detail ?? '', requestKey: key })
  for (const record of page) {
    const read = 'fault' in record ? undefined : readEvent(record.row, actor.on)
    if ('fault' in record)
      reject(record.line, '', { code: 'NUMERO_COLONNE', field: '', detail: record.fault })
    else for (const finding of read?.findings ?? []) reject(record.line, read?.event.eventKey ?? '', finding)
    if (read && read.findings.length === 0) good.push({ ...read.event, feedId, line: record.line })
    else rejected += 1
  }
  const known = await knownEventKeys(
    trx,
    good.map((event) => event.eventKey),
    feedId,
  )
  const entering: NewPinEvent[] = []
  const firstId = await reserveIds(trx, 'pin_event', good.length)
  for (const event of good) {
    if (known.has(event.eventKey)) {
      const repeat = { code: 'RICHIESTA_RIPETUTA', field: 'event_id', detail: event.eventKey } as const
      reject(event.line, event.eventKey, repeat)
      continue
    }
    known.add(event.eventKey)
    entering.push({ ...event, id: firstId + entering.length })
  }
  await insertPinEvents(trx, entering)
  await insertRejections(trx, rejections)
  return {
    rowsRead: page.length,
    entered: entering.length,
    rejected,
    repeated: good.length - entering.length,
  }
}

function readEvent(
  cells: FeedRow<string>,
  receivedOn: string,
): { event: Omit<NewPinEvent, 'id' | 'feedId' | 'line'>; findings: readonly Finding[] } {
  const row = new RowReader(cells)
  const type = row.oneOf('type', Object.keys(PIN_EVENT_TYPES) as PinEventType[])
  const needs = isPinEventType(type) ? PIN_EVENT_TYPES[type] : undefined
  const occurredOn = row.day('occurred_at')
  if (occurredOn > receivedOn) {
    row.add([{ code: 'DATA_NON_VALIDA', field: 'occurred_at', detail: `${occurredOn}, nel futuro` }])
  }
  const codiceFiscale = (
    needs?.names === 'person' ? row.required('codice_fiscale') : row.text('codice_fiscale')
  ).toUpperCase()
  const verdict = codiceFiscale === '' ? undefined : checkCodiceFiscale(codiceFiscale)
  if (verdict && !verdict.ok)
    row.add([{ code: verdict.code, field: 'codice_fiscale', detail: verdict.detail }])
  const withAddress = needs?.address === 'required' || (needs?.address === 'optional' && row.hasAddress())
  return {
    event: {
      eventKey: row.required('event_id'),
      occurredOn,
      type,
      codiceFiscale,
      requestKey: needs?.names === 'request' ? row.required('request_id') : row.text('request_id'),
      operator: row.text('operator'),
      reason: row.text('reason'),
      address: withAddress ? JSON.stringify(row.address()) : null,
    },
    findings: row.findings,
  }
}
