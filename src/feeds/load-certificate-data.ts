/**
 * Loading `certificate-data-*.csv`: judged rows become versions of certificates, invisible until the feed is accepted.
 *
 * @module
 */
import { nextVersion } from '../domain/certificates/next-version.ts'
import type { CivilDate } from '../domain/civil-date.ts'
import {
  type CertificateChange,
  insertAnnulments,
  insertCertificates,
  type KnownCertificate,
  type NewAnnulment,
  type NewCertificate,
  stageChanges,
  versionsOf,
} from '../store/certificate.ts'
import type { Executor } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { type FeedTotals, insertRejections, type RejectionRow } from '../store/feed.ts'
import { reserveIds } from '../store/id-block.ts'
import { type CertificatePage, type GoodRow, recipientOf } from './judge-certificate-page.ts'

export interface CertificateLoading {
  readonly feedId: number
  readonly actor: Actor
  readonly incomeYear: number
  /** Null where the year has none. */
  readonly form: string | null
}

/** Stores one judged page. Answers what became of its rows. */
export async function loadCertificateData(
  trx: Executor,
  loading: CertificateLoading,
  page: CertificatePage,
): Promise<FeedTotals> {
  const { feedId, actor } = loading
  const rejections: RejectionRow[] = []
  const reject = (line: number, requestKey: string, code: string, field: string, detail = '') =>
    rejections.push({ feedId, line, field, code, detail, requestKey })
  for (const { line, recordKey, findings } of page.rejected) {
    for (const { code, field, detail } of findings) reject(line, recordKey, code, field, detail)
  }

  const people = page.good.map(({ codiceFiscale }) => codiceFiscale)
  const versions: Map<string, KnownCertificate[]> = Map.groupBy(
    await versionsOf(trx, loading.incomeYear, people, feedId),
    ({ codiceFiscale }) => codiceFiscale,
  )
  const firstId = await reserveIds(trx, 'certificate', page.good.length)
  const entering: NewCertificate[] = []
  const annulments: NewAnnulment[] = []
  const changes = new Map<number, CertificateChange>()
  let entered = 0
  let repeated = 0
  let rejected = page.rejected.length
  for (const row of page.good) {
    const known = versions.get(row.codiceFiscale) ?? []
    const decision = nextVersion(known, {
      operation: row.operation,
      dataHash: row.dataHash,
      hold: row.hold?.code ?? null,
    })
    if (decision.do === 'refuse') {
      reject(row.line, row.recordKey, 'ANNULLAMENTO_SENZA_CERTIFICAZIONE', 'operation')
      rejected += 1
      continue
    }
    let after = known
    for (const { id, to } of decision.changes) {
      after = after.map((one) => (one.id === id ? { ...one, state: to } : one))
      change(id, to, null)
    }
    if (decision.do === 'repeat') {
      reject(row.line, row.recordKey, 'DATI_INVARIATI', '')
      repeated += 1
      const { id } = decision.of
      const recipient = row.operation === 'A' ? decision.of.recipient : recipientOf(page, row)
      if (recipient !== decision.of.recipient) {
        after = after.map((one) => (one.id === id ? { ...one, recipient } : one))
        change(id, null, recipient)
      }
    } else {
      const { version, kind, replacesId } = decision
      const id = firstId + entered
      const place = { id, version, kind, replacesId }
      entered += 1
      const annulled = after.find((one) => one.id === replacesId)
      if (row.operation === 'A' && annulled) {
        const { recipient } = annulled
        annulments.push({ ...row, id, feedId, version, annulledId: annulled.id, recipient })
      } else {
        entering.push(toRow(row, place, actor.on))
      }
      after = [...after, newcomer(page, row, place, annulled)]
    }
    versions.set(row.codiceFiscale, after)
  }
  await insertCertificates(trx, { ...loading, on: actor.on }, entering, page.texts)
  await insertAnnulments(trx, actor, annulments)
  await stageChanges(trx, feedId, [...changes.values()])
  await insertRejections(trx, rejections)
  return { rowsRead: page.rowsRead, entered, rejected, repeated }

  function change(id: number, toState: CertificateChange['toState'], recipient: string | null): void {
    const earlier = changes.get(id)
    changes.set(id, {
      id,
      toState: toState ?? earlier?.toState ?? null,
      recipient: recipient ?? earlier?.recipient ?? null,
    })
  }
}

type Place = Pick<KnownCertificate, 'id' | 'version' | 'kind' | 'replacesId'>

/** The version as the rows after it in the feed must see it. */
function newcomer(
  page: CertificatePage,
  row: GoodRow,
  place: Place,
  annulled: KnownCertificate | undefined,
): KnownCertificate {
  return {
    ...place,
    codiceFiscale: row.codiceFiscale,
    state: 'READY',
    dataHash: row.operation === 'A' && annulled ? annulled.dataHash : row.dataHash,
    // Read where another row of the page asks for it, which is seldom.
    get recipient() {
      return row.operation === 'A' && annulled ? annulled.recipient : recipientOf(page, row)
    },
    hold: row.hold?.code ?? null,
    isReleased: false,
  }
}

function toRow(row: GoodRow, place: Place, on: CivilDate): NewCertificate {
  const { hold } = row
  return {
    id: place.id,
    line: row.line,
    record_key: row.recordKey,
    codice_fiscale: row.codiceFiscale,
    version: place.version,
    kind: place.kind,
    replaces_id: place.replacesId,
    issued_on: row.issuedOn,
    data_hash: row.dataHash,
    pec: row.pec,
    warnings: row.warnings,
    hold: hold?.code ?? null,
    hold_field: hold?.field ?? null,
    hold_detail: hold?.detail ?? null,
    hold_on: hold ? on : null,
    deceased_on: row.deceasedOn === '' ? null : row.deceasedOn,
    data_at: row.dataAt,
    data_bytes: row.dataBytes,
    recipient_bytes: row.recipientBytes,
  }
}
