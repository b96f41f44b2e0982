/** @module All that the ledger knows of one person's certificates: versions, requests for them, the register. */
import type { CertificateKind } from '../../domain/certificates/certificate-data.ts'
import { rowsOf, valuesTable } from '../bulk.ts'
import type { Executor } from '../dialect.ts'
import type { StoryAsked } from './story-asked.ts'

export interface StoryCertificate {
  readonly id: number
  readonly file_name: string
  readonly line: number
  readonly received_on: string
  readonly income_year: number
  readonly version: number
  readonly kind: CertificateKind
  readonly state: string
  readonly state_on: string
  readonly hold: string | null
  readonly hold_field: string | null
  readonly hold_detail: string | null
  readonly hold_on: string | null
}

export interface StoryCertificateRequest extends StoryAsked {
  readonly income_years: string
  readonly requester_name: string
  readonly missing: string | null
}

export interface StoryRelease {
  readonly id: number
  readonly public_id: string
  readonly request_id: number | null
  readonly income_year: number
  readonly version: number
  readonly copy_no: number
  readonly channel: string
  readonly state: string
  readonly state_on: string
  readonly prepared_on: string
  readonly confirmed_on: string | null
  readonly file_name: string | null
  readonly pec: string
  readonly letter_id: number | null
}

export interface CertificateStory {
  readonly certificates: readonly StoryCertificate[]
  readonly certificateRequests: readonly StoryCertificateRequest[]
  readonly releases: readonly StoryRelease[]
}

export async function certificateStoryOf(db: Executor, codiceFiscale: string): Promise<CertificateStory> {
  const certificates = await rowsOf<StoryCertificate>(
    db,
    `select c.id, f.file_name, c.line, f.received_on, c.income_year, c.version, c.kind, c.state, c.state_on, c.hold,
       c.hold_field, c.hold_detail, c.hold_on
     from certificate c join feed f on f.id = c.feed_id
     where c.codice_fiscale = ? and f.state = 'accepted' order by c.income_year, c.version`,
    [codiceFiscale],
  )
  const certificateRequests = await rowsOf<StoryCertificateRequest>(
    db,
    `select q.id, q.request_key, f.file_name, q.line, q.submitted_on, q.received_on, q.channel, q.income_years,
       q.requester_name, q.state, q.state_on, q.reason, q.missing, q.hold, q.hold_field, q.hold_detail, q.hold_on
     from certificate_request q join feed f on f.id = q.feed_id
     where q.codice_fiscale = ? and f.state = 'accepted' order by q.id`,
    [codiceFiscale],
  )
  const releases = await rowsOf<StoryRelease>(
    db,
    `select r.id, r.public_id, r.request_id, c.income_year, c.version, r.copy_no, r.channel, r.state, r.state_on,
       r.prepared_on, r.confirmed_on, r.file_name, r.pec, r.letter_id
     from certificate_release r join certificate c on c.id = r.certificate_id
     where r.certificate_id in (select v from ${valuesTable(db, 'integer')} as t) order by r.id`,
    [JSON.stringify(certificates.map(({ id }) => id))],
  )
  return { certificates, certificateRequests, releases }
}
