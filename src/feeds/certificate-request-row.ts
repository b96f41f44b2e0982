/**
 * One row of `certificate-requests-*.csv`, read with every fault named. Whether the channel, the papers and the address
 * allow a release is asked when certificates are released, since the answer changes with what the archive knows.
 *
 * @module
 */
import {
  ALL_YEARS,
  CERTIFICATE_CHANNELS,
  type CertificateChannel,
  EVIDENCE,
} from '../domain/certificates/certificate-request.ts'
import type { CivilDate } from '../domain/civil-date.ts'
import { ARCHIVE_MATCHES } from '../domain/pin-request.ts'
import type { PostalAddress } from '../domain/postal-address.ts'
import type { RowReader } from './row-reader.ts'

export interface CertificateRequest {
  readonly requestKey: string
  readonly submittedOn: CivilDate
  readonly channel: CertificateChannel
  readonly codiceFiscale: string
  /** `TUTTI`, or years joined by `|`, oldest first, each once. */
  readonly incomeYears: string
  readonly requesterCodiceFiscale: string
  readonly requesterName: string
  /** Joined by `|`. */
  readonly evidence: string
  readonly operator: string
  readonly pec: string
  readonly address: PostalAddress | undefined
  readonly archiveMatch: (typeof ARCHIVE_MATCHES)[number]
}

/** Reads a row as of the day it is taken in; faults are in the reader's `findings`. */
export function readCertificateRequest(row: RowReader, receivedOn: CivilDate): CertificateRequest {
  const submittedOn = row.day('submitted_at')
  if (submittedOn > receivedOn) {
    row.refuse('DATA_NON_VALIDA', 'submitted_at', `${submittedOn}, nel futuro`)
  }
  return {
    requestKey: row.required('request_id'),
    submittedOn,
    channel: row.oneOf('channel', CERTIFICATE_CHANNELS),
    codiceFiscale: row.codiceFiscale('codice_fiscale'),
    incomeYears: readIncomeYears(row, receivedOn),
    requesterCodiceFiscale: row.codiceFiscale('requester_codice_fiscale', ''),
    requesterName: row.text('requester_name'),
    evidence: row
      .list('evidence')
      .map((text) => row.among('evidence', EVIDENCE, text))
      .join('|'),
    operator: row.text('operator'),
    pec: row.text('pec'),
    address: row.hasAddress() ? row.address() : undefined,
    archiveMatch: row.oneOf('archive_match', ARCHIVE_MATCHES, 'UNKNOWN'),
  }
}

/** Years that are over; of one that is not there is no certificate. */
function readIncomeYears(row: RowReader, receivedOn: CivilDate): string {
  if (row.required('income_years').toUpperCase() === ALL_YEARS) return ALL_YEARS
  const years = row.list('income_years')
  if (years.length === 0) row.refuse('CAMPO_MANCANTE', 'income_years')
  const thisYear = receivedOn.slice(0, 4)
  for (const year of years) {
    if (!/^\d{4}$/.test(year) || year >= thisYear) row.refuse('VALORE_NON_AMMESSO', 'income_years', year)
  }
  return [...new Set(years)].sort().join('|')
}
