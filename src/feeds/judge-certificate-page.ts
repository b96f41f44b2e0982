/**
 * Parsing, judging and hashing one page of `certificate-data-*.csv`: nearly all the work of that feed, and no ledger, so
 * that a thread can do it. Task and answer are plain data.
 *
 * @module
 */
import type { FormOutline } from '../domain/certificates/form-outline.ts'
import { type SeverityOverride, severityReader } from '../domain/certificates/severity.ts'
import type { CivilDate } from '../domain/civil-date.ts'
import type { Finding } from '../domain/finding.ts'
import type { NumberFormat } from './amounts.ts'
import { type JudgedCertificate, judgeCertificateRow } from './certificate-data-row.ts'
import type { CERTIFICATE_DATA_COLUMNS } from './columns.ts'
import { type FeedPage, parsePage } from './read-feed.ts'
import { uniqueFindings } from './unique-findings.ts'
import { Utf8Texts } from './utf8-texts.ts'

export interface CertificatePageTask {
  readonly page: FeedPage<(typeof CERTIFICATE_DATA_COLUMNS)[number]>
  readonly incomeYear: number
  readonly outline: FormOutline | undefined
  readonly numbers: NumberFormat
  readonly severities: readonly SeverityOverride[]
  readonly receivedOn: CivilDate
}

/** Its texts stand among the bytes of the page: `data`, then `recipient`. */
export interface GoodRow extends Omit<JudgedCertificate, 'data' | 'recipient'> {
  readonly line: number
  readonly dataAt: number
  readonly dataBytes: number
  readonly recipientBytes: number
}

export interface CertificatePage {
  readonly rowsRead: number
  readonly good: readonly GoodRow[]
  /** In UTF-8: bytes cross to another thread, and into a statement, at a fraction of what texts cost. */
  readonly texts: Uint8Array
  readonly rejected: readonly {
    readonly line: number
    readonly recordKey: string
    readonly findings: readonly Finding[]
  }[]
}

export type JudgeCertificatePage = (task: CertificatePageTask) => Promise<CertificatePage> | CertificatePage

export function judgeCertificatePage(task: CertificatePageTask): CertificatePage {
  const reading = { ...task, severity: severityReader(task.severities) }
  const good: GoodRow[] = []
  const texts = new Utf8Texts()
  const rejected: { line: number; recordKey: string; findings: readonly Finding[] }[] = []
  for (const record of parsePage(task.page)) {
    const { line } = record
    if ('fault' in record) {
      const findings: Finding[] = [{ code: 'NUMERO_COLONNE', field: '', detail: record.fault }]
      rejected.push({ line, recordKey: '', findings })
      continue
    }
    const verdict = judgeCertificateRow(record.row, reading)
    if (!verdict.ok) {
      rejected.push({ line, recordKey: verdict.recordKey, findings: uniqueFindings(verdict.rejections) })
      continue
    }
    const { data, recipient, ...row } = verdict.row
    const dataAt = texts.length
    const dataBytes = texts.add(data)
    good.push({ ...row, line, dataAt, dataBytes, recipientBytes: texts.add(recipient) })
  }
  return { rowsRead: task.page.lines.length, good, texts: texts.toBytes(), rejected }
}

export function recipientOf(
  { texts }: CertificatePage,
  { dataAt, dataBytes, recipientBytes }: GoodRow,
): string {
  const at = dataAt + dataBytes
  return UTF8.decode(texts.subarray(at, at + recipientBytes))
}

const UTF8 = new TextDecoder()
