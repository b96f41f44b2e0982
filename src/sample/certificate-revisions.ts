/**
 * What a later sample says again of the last year of an earlier one's people: put right, corrected, annulled, the same
 * (`domain.md` §2.8, §6 row 13).
 *
 * @module
 */
import type { FindingCode } from '../domain/finding.ts'
import type { CertificateSet } from './certificate-set.ts'
import type { CertificateOutcome } from './certificate-trouble.ts'
import { certificateTroubleOf, NO_CERTIFICATE_TROUBLE } from './certificate-troubles.ts'
import { certifiedPerson, recordId, troubledRow } from './certificates.ts'
import { addressOf, type CertificateRow, certificateCells } from './feed-rows.ts'
import { italianAddress } from './italian-addresses.ts'
import { type Pensioner, pensionerAt } from './pensioners.ts'
import { shuffledPlace } from './random.ts'
import { randomFor, sampleSet, STREAM } from './sample-set.ts'
import type { World } from './world.ts'

export interface Revision {
  readonly id: string
  /** Of forty people. */
  readonly share: number
  readonly outcome: CertificateOutcome
  readonly code?: FindingCode
}

export const REVISIONS = [
  { id: 'corrected', share: 3, outcome: 'accepted' },
  { id: 'corrected-badly', share: 2, outcome: 'held', code: 'R2' },
  { id: 'annulled', share: 2, outcome: 'accepted' },
  { id: 'sent-again', share: 2, outcome: 'repeat', code: 'DATI_INVARIATI' },
  { id: 'moved-house', share: 2, outcome: 'repeat', code: 'DATI_INVARIATI' },
  { id: 'stranger-annulled', share: 1, outcome: 'rejected', code: 'ANNULLAMENTO_SENZA_CERTIFICAZIONE' },
] as const satisfies readonly Revision[]

/** Of every held certificate, whatever its share. */
export const PUT_RIGHT: Revision = { id: 'put-right', share: 0, outcome: 'accepted' }

const REVISION_ROUND = 40
const BY_PLACE: readonly Revision[] = REVISIONS.flatMap((revision: Revision) =>
  new Array<Revision>(revision.share).fill(revision),
)

/** Of somebody who lives and whose last year was certified, or held. */
export function revisionOf(world: World, set: CertificateSet, index: number): Revision | undefined {
  const trouble = certificateTroubleOf(set, index)
  if (trouble.outcome === 'held') return PUT_RIGHT
  const place = shuffledPlace(set.seed, set.day, STREAM.revision, index, REVISION_ROUND)
  const revision = BY_PLACE[place]
  if (!revision || trouble !== NO_CERTIFICATE_TROUBLE) return undefined
  const { diedOn, reported } = certifiedPerson(world, set, index)
  return diedOn === '' && reported === '' ? revision : undefined
}

/** Undefined where there is nothing to say. `on` is the day of the feed: the date of what replaces something. */
export function revisedCertificate(
  world: World,
  set: CertificateSet,
  index: number,
  on: string,
): { readonly revision: Revision; readonly cells: readonly string[] } | undefined {
  const revision = revisionOf(world, set, index)
  const row = revision && revisedRow(world, set, index, revision)
  if (!row) return undefined
  const isNew = revision.outcome !== 'repeat'
  return { revision, cells: certificateCells(isNew ? { ...row, issued_on: on } : row) }
}

function revisedRow(
  world: World,
  set: CertificateSet,
  index: number,
  { id }: Revision,
): CertificateRow | undefined {
  const year = set.lastYear
  const rowFor = (pensioner: Pensioner, extraCents = 0) =>
    troubledRow(world, set, index, {
      pensioner,
      year,
      trouble: NO_CERTIFICATE_TROUBLE,
      id: recordId('CR', set, index, year),
      extraCents,
    })
  const row = rowFor(certifiedPerson(world, set, index), id.startsWith('corrected') ? 65_000 : 0)
  switch (row && id) {
    case 'corrected-badly':
      return row && { ...row, 'days.pension': '366' }
    case 'annulled':
      return row && { ...row, operation: 'A' }
    case 'moved-house': {
      if (row?.residence !== 'ITALIA') return row
      return { ...row, ...addressOf(italianAddress(world, randomFor(set, index, STREAM.revision), 'ZONE')) }
    }
    case 'stranger-annulled': {
      const others = { ...set, ...sampleSet(set.seed + 1, set.date, 0), askedForPins: false }
      const stranger = rowFor(pensionerAt(world, others, index))
      return stranger && { ...stranger, operation: 'A' }
    }
    default:
      return row
  }
}
