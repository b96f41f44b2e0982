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

export interface CertificatePageTask {
  readonly page: FeedPage<(typeof CERTIFICATE_DATA_COLUMNS)[number]>
  readonly incomeYear: number
  readonly outline: FormOutline | undefined
  readonly numbers: NumberFormat
  readonly severities: readonly SeverityOverride[]
  readonly receivedOn: CivilDate
}

export interface CertificatePage {
  readonly rowsRead: number
  readonly good: readonly (JudgedCertificate & { readonly line: number })[]
  readonly rejected: readonly {
    readonly line: number
    readonly recordKey: string
    readonly findings: readonly Finding[]
  }[]
}

export type JudgeCertificatePage = (task: CertificatePageTask) => Promise<CertificatePage> | CertificatePage

export function judgeCertificatePage(task: CertificatePageTask): CertificatePage {
  const reading = { ...task, severity: severityReader(task.severities) }
  const good: (JudgedCertificate & { line: number })[] = []
  const rejected: { line: number; recordKey: string; findings: readonly Finding[] }[] = []
  for (const record of parsePage(task.page)) {
    const { line } = record
    if ('fault' in record) {
      const findings: Finding[] = [{ code: 'NUMERO_COLONNE', field: '', detail: record.fault }]
      rejected.push({ line, recordKey: '', findings })
      continue
    }
    const verdict = judgeCertificateRow(record.row, reading)
    if (verdict.ok) good.push({ line, ...verdict.row })
    else rejected.push({ line, recordKey: verdict.recordKey, findings: uniqueFindings(verdict.rejections) })
  }
  return { rowsRead: task.page.lines.length, good, rejected }
}
