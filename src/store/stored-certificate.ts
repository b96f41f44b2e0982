/** @module A certificate's version with all that printing and judging need. */
import type { CertificateKind, IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import type { CivilDate } from '../domain/civil-date.ts'
import { rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { VISIBLE } from './request.ts'

/** One version, with all that printing and judging need. */
export interface StoredCertificate {
  readonly id: number
  readonly codice_fiscale: string
  readonly income_year: number
  readonly version: number
  readonly kind: CertificateKind
  readonly issued_on: CivilDate
  /** `CertificateData` as JSON. */
  readonly data: string
  /** `Recipient` as JSON. */
  readonly recipient: string
  readonly hold: string | null
  readonly template_version: string | null
  readonly pdf_sha256: string | null
  /** Of what a correction or an annulment takes the place of. */
  readonly replaced_data: string | null
  readonly replaced_issued_on: CivilDate | null
}

/** {@link PrintedColumns} */
export const PRINTED = `c.version, c.kind, c.issued_on, c.data, b.data as replaced_data, b.issued_on as replaced_issued_on`

export const CERTIFICATE = `c.id, c.codice_fiscale, c.income_year, c.recipient, c.hold, c.template_version, c.pdf_sha256, ${PRINTED}`

export const CERTIFICATES = `certificate c left join certificate b on b.id = c.replaces_id and c.kind <> 'ORIGINAL'`

/** In force and good; an annulment is in force, too. */
export const CURRENT = `c.state = 'READY' and c.hold is null`

/** The columns that are printed. */
export type PrintedColumns = Pick<
  StoredCertificate,
  'version' | 'kind' | 'issued_on' | 'data' | 'replaced_data' | 'replaced_issued_on'
>

export function issuedCertificate(row: PrintedColumns): IssuedCertificate {
  const { version, kind, issued_on: issuedOn, replaced_data: before, replaced_issued_on: beforeOn } = row
  const issued = { data: JSON.parse(row.data), version, kind, issuedOn }
  return before === null || beforeOn === null
    ? issued
    : { ...issued, replaced: { data: JSON.parse(before), issuedOn: beforeOn } }
}

/** With what a certificate was printed when it was released first; undefined before that. */
export function firstPrintOf({
  template_version: templateVersion,
  pdf_sha256: sha256,
}: Pick<StoredCertificate, 'template_version' | 'pdf_sha256'>) {
  return templateVersion === null || sha256 === null ? undefined : { templateVersion, sha256 }
}

/** Of these people every version that is in force or held, by year and version. */
export function certificatesOf(db: Executor, codiciFiscali: readonly string[]): Promise<StoredCertificate[]> {
  return rowsOf(
    db,
    `select ${CERTIFICATE} from ${CERTIFICATES}
     where c.codice_fiscale in (select v from ${valuesTable(db, 'text')} as t) and c.state = 'READY' and +c.${VISIBLE}
     order by c.codice_fiscale, c.income_year, c.version`,
    [JSON.stringify(codiciFiscali)],
  )
}
