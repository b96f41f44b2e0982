/**
 * Requests for certificates: number `index` of a night, and those that make sure that what is corrected later was
 * given to somebody before.
 *
 * @module
 */
import { ALL_YEARS } from '../domain/certificates/certificate-request.ts'
import {
  type AskedYears,
  CASES_BY_PLACE,
  CERTIFICATE_REQUEST_ROUND,
  type CertificateRequestCase,
} from './certificate-request-cases.ts'
import { PUT_RIGHT, revisionOf } from './certificate-revisions.ts'
import { FIRST_INCOME_YEAR } from './certificate-set.ts'
import { type CertifiedMember, memberAt, type Population, sizeOf } from './certified-members.ts'
import { type CertificateRequestRow, certificateRequestCells, NO_ADDRESS } from './feed-rows.ts'
import { submittedAt } from './instants.ts'
import { type Random, shuffledPlace } from './random.ts'
import { randomFor, STREAM } from './sample-set.ts'

export interface SampleCertificateRequest {
  readonly case: CertificateRequestCase
  readonly cells: readonly string[]
}

/** Two people in five ask for something. */
export function certificateRequestsOf(population: Population): number {
  return Math.ceil(sizeOf(population) * 0.4)
}

/** Undefined where nobody of the population fits. */
export function certificateRequestAt(
  population: Population,
  index: number,
): SampleCertificateRequest | undefined {
  const { set } = population
  const { seed, day } = set
  const place = shuffledPlace(seed, day, STREAM.certificateRequest, index, CERTIFICATE_REQUEST_ROUND)
  const asked = CASES_BY_PLACE[place]
  const random = randomFor(set, index, STREAM.certificateRequest)
  const member = asked && search(population, asked, random)
  return member && requestOf(population, { asked, member, random, id: `RC-${set.stamp}-${number(index)}` })
}

/** Asks in the first sample for what a later one will revise; undefined of everybody else. */
export function requestBeforeRevision(
  population: Population,
  index: number,
): SampleCertificateRequest | undefined {
  const { world, set } = population
  const revision = revisionOf(world, set, index)
  if (!revision) return undefined
  const random = randomFor(set, index, STREAM.revision)
  const member = memberAt(population, index)
  const asked: CertificateRequestCase = {
    ...(revision === PUT_RIGHT
      ? { id: 'before-it-is-put-right', outcome: 'waits' }
      : { id: 'before-a-revision', outcome: 'served' }),
    share: 0,
    channel: member.pensioner.country ? 'SPORTELLO_MOBILE' : random.pick(['DOMICILIO', 'WEB']),
    years: index % 2 === 0 ? 'all' : 'newest',
    of: () => true,
  }
  return requestOf(population, { asked, member, random, id: `RR-${set.stamp}-${number(index)}` })
}

function number(index: number): string {
  return String(index + 1).padStart(7, '0')
}

const MOST_LOOKED_AT = 3000

function search(
  population: Population,
  asked: CertificateRequestCase,
  random: Random,
): CertifiedMember | undefined {
  const size = sizeOf(population)
  const start = random.below(size)
  for (let step = 0; step < Math.min(size, MOST_LOOKED_AT); step++) {
    const member = memberAt(population, (start + step) % size)
    if (asked.of(member, population.set.date)) return member
  }
  return undefined
}

function requestOf(
  { world, set }: Population,
  request: {
    readonly asked: CertificateRequestCase
    readonly member: CertifiedMember
    readonly random: Random
    readonly id: string
  },
): SampleCertificateRequest {
  const { asked, member, random, id } = request
  const isByPhone = asked.channel === 'SPORTELLO_MOBILE' || asked.channel === 'DOMICILIO'
  const row: CertificateRequestRow = {
    ...NO_ADDRESS,
    request_id: id,
    submitted_at: submittedAt(set.date, isByPhone ? 'CONTACT_CENTER' : 'WEB', random),
    channel: asked.channel,
    codice_fiscale: member.pensioner.person.codiceFiscale,
    income_years: writtenYears(asked.years, member),
    requester_codice_fiscale: '',
    requester_name: '',
    evidence: asked.papers?.join('|') ?? '',
    operator: isByPhone ? `CC-${random.fill('0^##')}` : '',
    pec: '',
    archive_match: '',
  }
  asked.apply?.(row, { world, random, member })
  return { case: asked, cells: certificateRequestCells(row) }
}

function writtenYears(years: AskedYears, { newestYear, set }: CertifiedMember): string {
  switch (years) {
    case 'newest':
      return String(newestYear)
    case 'revised':
      return String(set.lastYear)
    case 'all':
      return ALL_YEARS
    case 'every-second': {
      const some: number[] = []
      for (let year = FIRST_INCOME_YEAR; year <= newestYear; year += 2) some.push(year)
      return some.join('|')
    }
    default:
      return years.year
  }
}
