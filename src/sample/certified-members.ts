/**
 * The people of a sample, and of the one before it, as those who ask for certificates find them.
 *
 * @module
 */
import { revisionOf } from './certificate-revisions.ts'
import { type CertificateSet, FIRST_INCOME_YEAR } from './certificate-set.ts'
import { certificateTroubleOf } from './certificate-troubles.ts'
import { certifiedPerson } from './certificates.ts'
import type { Pensioner } from './pensioners.ts'
import type { World } from './world.ts'

export interface CertifiedMember {
  readonly set: CertificateSet
  readonly index: number
  readonly pensioner: Pensioner
  /** They stand in the feeds under their name, and none of their certificates is refused, held or replaced. */
  readonly isWell: boolean
  /** By the data, or by the register of residents. */
  readonly isDead: boolean
  readonly lacksAddress: boolean
  /** Has years before the last. */
  readonly hasArchive: boolean
  readonly hasWholeArchive: boolean
  readonly newestYear: number
  /** What the sample says again of their last year. */
  readonly revision: string
}

/** Who is certified on one night: those of the earlier sample, once more if they live, then the new ones. */
export interface Population {
  readonly world: World
  readonly set: CertificateSet
  readonly earlier: CertificateSet | undefined
}

export function sizeOf({ set, earlier }: Population): number {
  return (earlier?.people ?? 0) + set.people
}

export function memberAt(population: Population, place: number): CertifiedMember {
  const { world, set: latest, earlier } = population
  const before = earlier?.people ?? 0
  const isEarlier = earlier !== undefined && place < before
  const set = isEarlier ? earlier : latest
  const index = isEarlier ? place : place - before
  const trouble = certificateTroubleOf(set, index)
  const pensioner = certifiedPerson(world, set, index)
  const revision = isEarlier ? revisionOf(world, set, index)?.id : undefined
  const { diedOn, reported } = pensioner
  const newestYear = diedOn === '' ? latest.lastYear : set.lastYear
  const lacksAddress = trouble.id === 'certified-without-address'
  const hasArchive = isEarlier || earlier === undefined
  return {
    set,
    index,
    pensioner,
    isWell:
      trouble.outcome !== 'held' &&
      trouble.outcome !== 'rejected' &&
      (!trouble.apply || lacksAddress) &&
      revision === undefined &&
      !(isEarlier && reported === 'death and mistake'),
    isDead: diedOn !== '' || (isEarlier && reported === 'death'),
    lacksAddress: lacksAddress && newestYear === set.lastYear,
    hasArchive,
    hasWholeArchive: hasArchive && pensioner.pensions.some(({ from }) => from < `${FIRST_INCOME_YEAR}-01-01`),
    newestYear,
    revision: revision ?? '',
  }
}
