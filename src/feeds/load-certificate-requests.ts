/** @module Loading `certificate-requests-*.csv`: rows into the ledger, invisible until the feed is accepted. */
import { hash } from 'node:crypto'
import type { Finding } from '../domain/finding.ts'
import { STAFF_HOLD } from '../domain/step-in.ts'
import {
  certificateRequestsByKey,
  insertCertificateRequests,
  type KnownCertificateRequest,
  type NewCertificateRequest,
} from '../store/certificate-request.ts'
import type { Executor } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { type FeedTotals, insertRejections, type RejectionRow } from '../store/feed.ts'
import { reserveIds } from '../store/id-block.ts'
import { type CertificateRequest, readCertificateRequest } from './certificate-request-row.ts'
import { CERTIFICATE_REQUEST_COLUMNS } from './columns.ts'
import type { FeedRow } from './feed-row.ts'
import type { FeedRecord } from './read-feed.ts'
import { RowReader } from './row-reader.ts'
import { uniqueFindings } from './unique-findings.ts'

type Column = (typeof CERTIFICATE_REQUEST_COLUMNS)[number]

/** Reads and stores one page. Answers what became of its rows. */
export async function loadCertificateRequests(
  trx: Executor,
  { feedId, actor }: { readonly feedId: number; readonly actor: Actor },
  page: readonly FeedRecord<Column>[],
): Promise<FeedTotals> {
  const rejections: RejectionRow[] = []
  const reject = (line: number, requestKey: string, findings: readonly Finding[]) => {
    for (const { code, field, detail } of uniqueFindings(findings)) {
      rejections.push({ feedId, line, field, code, detail: detail ?? '', requestKey })
    }
  }
  const good: { line: number; request: CertificateRequest; contentHash: string }[] = []
  let rejected = 0
  for (const record of page) {
    const { line } = record
    if ('fault' in record) {
      reject(line, '', [{ code: 'NUMERO_COLONNE', field: '', detail: record.fault }])
      rejected += 1
      continue
    }
    const row = new RowReader(record.row)
    const request = readCertificateRequest(row, actor.on)
    if (row.findings.length > 0) {
      reject(line, request.requestKey, row.findings)
      rejected += 1
    } else good.push({ line, request, contentHash: contentHash(record.row) })
  }

  const keys = good.map(({ request }) => request.requestKey)
  const known = await certificateRequestsByKey(trx, keys, feedId)
  const firstId = await reserveIds(trx, 'certificate_request', good.length)
  const entering: NewCertificateRequest[] = []
  let repeated = 0
  for (const { line, request, contentHash } of good) {
    const key = request.requestKey
    const earlier = known.get(key)
    if (earlier?.content_hash === contentHash) {
      reject(line, key, [{ code: 'RICHIESTA_RIPETUTA', field: 'request_id', detail: key }])
      repeated += 1
    } else if (earlier && !mayReplace(earlier)) {
      reject(line, key, [{ code: 'RICHIESTA_GIA_LAVORATA', field: 'request_id', detail: key }])
      rejected += 1
    } else {
      const id = firstId + entering.length
      entering.push(
        toRow({ id, feedId, line, contentHash, replaces: earlier?.id ?? null, on: actor.on }, request),
      )
      known.set(key, {
        id,
        request_key: key,
        content_hash: contentHash,
        state: 'RECEIVED',
        hold: null,
        releases: 0,
      })
    }
  }
  await insertCertificateRequests(trx, entering)
  await insertRejections(trx, rejections)
  return { rowsRead: page.length, entered: entering.length, rejected, repeated }
}

/** Only what waits for a correction, and upon which nothing was given yet, can be corrected by its sender; never what staff stopped. */
function mayReplace(earlier: KnownCertificateRequest): boolean {
  const mayBeCorrected = earlier.hold !== null && earlier.hold !== STAFF_HOLD
  return mayBeCorrected && earlier.state === 'RECEIVED' && earlier.releases === 0
}

function contentHash(row: FeedRow<Column>): string {
  return hash('sha256', row.content(CERTIFICATE_REQUEST_COLUMNS), 'base64url')
}

function toRow(
  place: {
    id: number
    feedId: number
    line: number
    contentHash: string
    replaces: number | null
    on: string
  },
  request: CertificateRequest,
): NewCertificateRequest {
  return {
    id: place.id,
    feed_id: place.feedId,
    line: place.line,
    request_key: request.requestKey,
    content_hash: place.contentHash,
    replaces_id: place.replaces,
    submitted_on: request.submittedOn,
    received_on: place.on,
    channel: request.channel,
    codice_fiscale: request.codiceFiscale,
    income_years: request.incomeYears,
    requester_codice_fiscale: request.requesterCodiceFiscale,
    requester_name: request.requesterName,
    evidence: request.evidence,
    operator: request.operator,
    pec: request.pec,
    address: request.address ? JSON.stringify(request.address) : null,
    archive_match: request.archiveMatch,
    state: 'RECEIVED',
    state_on: place.on,
  }
}
