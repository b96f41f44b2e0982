/**
 * What a request is answered: refused, held, or given the certificates that there are.
 *
 * @module
 */
import type { CertificateData, Recipient } from '../domain/certificates/certificate-data.ts'
import {
  ALL_YEARS,
  type CertificateChannel,
  type Evidence,
} from '../domain/certificates/certificate-request.ts'
import { type Choice, chooseCertificates } from '../domain/certificates/choose-certificates.ts'
import {
  type ArchivePerson,
  judgeRelease,
  type ReleaseDecision,
} from '../domain/certificates/judge-release.ts'
import type { EarlierRelease } from '../store/certificate-release.ts'
import type { OpenRequest, RequestOutcome } from '../store/open-certificate-request.ts'
import type { StoredCertificate } from '../store/stored-certificate.ts'
import type { Prints, Sifted } from './release-prints.ts'
import type { ReleaseWork } from './release-work.ts'

/** What one request is answered. */
export interface Answer {
  readonly request: OpenRequest
  readonly decision: ReleaseDecision
  readonly outcome: RequestOutcome
  /** Certificates to register now. */
  readonly give: readonly StoredCertificate[]
  /** Paper that was registered before and has lost its letter. */
  readonly again: readonly { readonly releaseId: number; readonly certificate: StoredCertificate }[]
}

export interface Archive {
  readonly certificates: ReadonlyMap<string, readonly StoredCertificate[]>
  readonly deceased: ReadonlySet<string>
  readonly given: ReadonlyMap<number, readonly EarlierRelease[]>
}

export async function answerRequest(
  { actor, gazetteer }: ReleaseWork,
  prints: Prints,
  archive: Archive,
  request: OpenRequest,
): Promise<Answer> {
  const certificates = archive.certificates.get(request.codice_fiscale) ?? []
  const given = archive.given.get(request.id) ?? []
  const incomeYears = request.income_years === ALL_YEARS ? ALL_YEARS : yearsIn(request.income_years)
  const decision = judgeRelease(
    {
      channel: request.channel as CertificateChannel,
      submittedOn: request.submitted_on,
      incomeYears,
      requesterName: request.requester_name,
      evidence: request.evidence === '' ? [] : (request.evidence.split('|') as Evidence[]),
      pec: request.pec,
      address: request.address === null ? undefined : JSON.parse(request.address),
      archiveMatch: request.archive_match,
    },
    personOf(certificates, archive.deceased.has(request.codice_fiscale)),
    actor.on,
    await gazetteer(),
  )
  const still = { request, decision, give: [], again: [] }
  const open = {
    id: request.id,
    state: 'RECEIVED',
    reason: null,
    missing: request.missing,
    ...NO_HOLD,
  } as const
  if (decision.do === 'refuse') {
    return { ...still, outcome: { ...open, state: 'REJECTED', reason: decision.finding.code, missing: null } }
  }
  if (decision.do === 'hold') {
    const { code: hold, field, detail = '' } = decision.finding
    return { ...still, outcome: { ...open, hold, field, detail } }
  }
  if (decision.do === 'wait') return { ...still, outcome: { ...open, missing: request.income_years } }

  const before = request.missing === null || request.missing === ALL_YEARS ? [] : yearsIn(request.missing)
  const choice = chooseCertificates(incomeYears, before, certificates, given)
  const printed = await prints.sift(choice.give)
  return {
    ...still,
    give: printed.good,
    again: given.flatMap(({ id: releaseId, certificate_id, lacks_letter }) => {
      const certificate = certificates.find(({ id }) => id === certificate_id)
      return lacks_letter && certificate ? [{ releaseId, certificate }] : []
    }),
    outcome: outcomeOf(request, choice, printed),
  }
}

const NO_HOLD = { hold: null, field: null, detail: null }

function outcomeOf({ id }: OpenRequest, choice: Choice<StoredCertificate>, printed: Sifted): RequestOutcome {
  const held =
    choice.annulled.length > 0
      ? { hold: 'CERTIFICAZIONE_ANNULLATA', years: choice.annulled }
      : { hold: 'COPIA_DIVERSA', years: printed.different }
  const missing =
    choice.missing === ALL_YEARS ? ALL_YEARS : listOf([...choice.missing, ...printed.unprintable])
  const isHeld = held.years.length > 0
  return {
    id,
    state: isHeld || missing !== '' ? 'RECEIVED' : 'SERVED',
    reason: null,
    missing: missing === '' ? null : missing,
    ...(isHeld ? { hold: held.hold, field: 'income_years', detail: listOf(held.years) } : NO_HOLD),
  }
}

/** Nothing to write, and nothing to tell anybody. */
export function waitsAsBefore(request: OpenRequest, outcome: RequestOutcome): boolean {
  return (
    outcome.state === 'RECEIVED' &&
    outcome.hold === request.hold &&
    outcome.detail === request.hold_detail &&
    outcome.missing === request.missing
  )
}

/** From the newest certificate, be it held: where it goes is none of what is held. */
function personOf(
  certificates: readonly StoredCertificate[],
  isDeceased: boolean,
): ArchivePerson | undefined {
  const newest = certificates.at(-1)
  if (!newest) return undefined
  const { surname, name, birthDate } = JSON.parse(newest.data) as CertificateData
  return { surname, name, birthDate, isDeceased, recipient: JSON.parse(newest.recipient) as Recipient }
}

function yearsIn(list: string): number[] {
  return list.split('|').map(Number)
}

function listOf(years: readonly number[]): string {
  return [...years].sort((a, b) => a - b).join('|')
}
