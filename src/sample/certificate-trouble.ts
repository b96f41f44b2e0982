/**
 * One kind of oddity or fault of a certificate's row. The table of them all is in `certificate-troubles.ts`.
 *
 * @module
 */
import type { FindingCode } from '../domain/finding.ts'
import type { CleanCertificate } from './clean-certificate.ts'
import type { CertificateRow } from './feed-rows.ts'
import type { PensionerOutline } from './pensioners.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** `repeat`: the row of somebody already met, which changes nothing. */
export type CertificateOutcome = 'accepted' | 'held' | 'rejected' | 'repeat'

export interface CertificateTroubleContext {
  readonly world: World
  readonly random: Random
  readonly year: number
}

export interface CertificateTrouble {
  readonly id: string
  readonly share: number
  readonly outcome: CertificateOutcome
  /** The finding that tells of it, where it is a single one. */
  readonly code?: FindingCode
  readonly outline?: PensionerOutline
  /** Spoils, or merely changes, figures and notes while they are still numbers. */
  readonly applyToData?: (clean: CleanCertificate, context: CertificateTroubleContext) => void
  readonly apply?: (row: CertificateRow, context: CertificateTroubleContext) => void
  readonly applyToCells?: (cells: readonly string[]) => string[]
  /** Another row of the same person stands before or after it in the feed. */
  readonly besides?: 'other-data-before' | 'same-data-after'
}
