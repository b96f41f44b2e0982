/** @module Loading `pin-requests-*.csv`: pages of judged rows into the ledger, invisible until the feed is accepted. */
import { createHash } from 'node:crypto'
import type { Finding } from '../domain/finding.ts'
import type { Gazetteer } from '../domain/postal-address.ts'
import { OPEN_REQUEST_STATES } from '../domain/request-state.ts'
import { STAFF_HOLD } from '../domain/step-in.ts'
import type { Executor } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { type FeedTotals, insertRejections, type RejectionRow } from '../store/feed.ts'
import { reserveIds } from '../store/id-block.ts'
import { insertRequests, type KnownRequest, type NewRequest, requestsByKey } from '../store/request.ts'
import { PIN_REQUEST_COLUMNS } from './columns.ts'
import type { FeedRow } from './feed-row.ts'
import { type JudgedRow, judgePinRequest } from './pin-request-row.ts'
import type { FeedRecord } from './read-feed.ts'
import { uniqueFindings } from './unique-findings.ts'

type Column = (typeof PIN_REQUEST_COLUMNS)[number]

export interface Loading {
  readonly feedId: number
  readonly actor: Actor
  readonly gazetteer: Gazetteer
}

/** Judges and stores one page. Answers what became of its rows. */
export async function loadPinRequests(
  trx: Executor,
  loading: Loading,
  page: readonly FeedRecord<Column>[],
): Promise<FeedTotals> {
  const { feedId, actor, gazetteer } = loading
  const rejections: RejectionRow[] = []
  const reject = (line: number, requestKey: string, findings: readonly Finding[]) => {
    for (const { code, field, detail } of findings) {
      rejections.push({ feedId, line, field, code, detail: detail ?? '', requestKey })
    }
  }
  const good: { line: number; judged: JudgedRow; hash: string }[] = []
  let rejected = 0
  for (const record of page) {
    if ('fault' in record) {
      reject(record.line, '', [{ code: 'NUMERO_COLONNE', field: '', detail: record.fault }])
      rejected += 1
      continue
    }
    const judged = judgePinRequest(record.row, gazetteer, actor.on)
    if (judged.rejections.length > 0) {
      reject(record.line, judged.request.requestKey, uniqueFindings(judged.rejections))
      rejected += 1
    } else good.push({ line: record.line, judged, hash: contentHash(record.row) })
  }

  const known = await requestsByKey(
    trx,
    good.map((row) => row.judged.request.requestKey),
    feedId,
  )
  const firstId = await reserveIds(trx, 'request', good.length)
  const entering: NewRequest[] = []
  let repeated = 0
  for (const { line, judged, hash } of good) {
    const key = judged.request.requestKey
    const earlier = known.get(key)
    if (earlier?.content_hash === hash) {
      reject(line, key, [{ code: 'RICHIESTA_RIPETUTA', field: 'request_id', detail: key }])
      repeated += 1
    } else if (earlier && !mayReplace(earlier)) {
      reject(line, key, [{ code: 'RICHIESTA_GIA_LAVORATA', field: 'request_id', detail: key }])
      rejected += 1
    } else {
      const id = firstId + entering.length
      entering.push(toRow({ id, feedId, line, hash, replaces: earlier?.id ?? null, on: actor.on }, judged))
      const hold = judged.holds[0]?.code ?? null
      known.set(key, { id, request_key: key, content_hash: hash, hold, state: 'RECEIVED', has_credential: 0 })
    }
  }
  await insertRequests(trx, entering)
  await insertRejections(trx, rejections)
  return { rowsRead: page.length, entered: entering.length, rejected, repeated }
}

/**
 * Only a row that waits for a correction can be corrected by its sender, also after its call-back; what is at work, has
 * a code or was stopped by staff cannot be changed.
 */
function mayReplace(earlier: KnownRequest): boolean {
  const mayBeCorrected = earlier.hold !== null && earlier.hold !== STAFF_HOLD
  return mayBeCorrected && OPEN_REQUEST_STATES.includes(earlier.state) && earlier.has_credential === 0
}

function contentHash(row: FeedRow<Column>): string {
  return createHash('sha256').update(row.content(PIN_REQUEST_COLUMNS)).digest('base64url')
}

function toRow(
  place: { id: number; feedId: number; line: number; hash: string; replaces: number | null; on: string },
  { request, contacts, printable, holds, warnings }: JudgedRow,
): NewRequest {
  const hold = holds[0]
  return {
    id: place.id,
    feed_id: place.feedId,
    line: place.line,
    request_key: request.requestKey,
    content_hash: place.hash,
    replaces_id: place.replaces,
    submitted_on: request.submittedOn,
    received_on: place.on,
    channel: request.channel,
    codice_fiscale: request.codiceFiscale,
    surname: request.surname,
    name: request.name,
    postal_name: request.postalName,
    sex: request.sex,
    birth_date: request.birthDate,
    birth_place: request.birthPlace,
    residence: request.address.residence,
    address: JSON.stringify(request.address),
    printable: printable ? JSON.stringify(printable) : null,
    address_source: 'UTENTE',
    mobile: contacts.mobile,
    email: contacts.email,
    email_2: contacts.email2,
    pec: contacts.pec,
    phone: contacts.phone,
    first_half_channel: contacts.firstHalfChannel,
    language: request.language,
    requester_role: request.requesterRole,
    requester_codice_fiscale: request.requesterCodiceFiscale,
    legal_status: request.legalStatus,
    has_italian_id: request.hasItalianId ? 1 : 0,
    user_class: request.userClass,
    archive_match: request.archiveMatch,
    operator_validated: request.operatorValidated ? 1 : 0,
    warnings: warnings.length > 0 ? JSON.stringify(warnings) : null,
    state: 'RECEIVED',
    state_on: place.on,
    hold: hold?.code ?? null,
    hold_field: hold?.field ?? null,
    hold_detail: hold?.detail ?? null,
    hold_on: hold ? place.on : null,
  }
}
