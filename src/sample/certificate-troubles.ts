/**
 * What may be odd or wrong with a certificate's row, how often, and what should become of it (`domain.md` §2.5).
 *
 * Shares are of four hundred people and exact, as in `troubles.ts`; of each person only the last year goes wrong.
 *
 * @module
 */
import type { CertificateSet } from './certificate-set.ts'
import type { CertificateTrouble } from './certificate-trouble.ts'
import { ACCEPTED_CERTIFICATES } from './certificate-troubles-accepted.ts'
import { HELD_CERTIFICATES, REJECTED_CERTIFICATES } from './certificate-troubles-stopped.ts'
import { shuffledPlace } from './random.ts'
import { STREAM } from './sample-set.ts'

/** Five people in six. */
export const NO_CERTIFICATE_TROUBLE: CertificateTrouble = { id: 'none', share: 0, outcome: 'accepted' }

export const CERTIFICATE_TROUBLES: readonly CertificateTrouble[] = [
  ...ACCEPTED_CERTIFICATES,
  ...HELD_CERTIFICATES,
  ...REJECTED_CERTIFICATES,
]

/** How many people one round of all troubles takes. */
export const CERTIFICATE_ROUND = 400

const BY_PLACE = CERTIFICATE_TROUBLES.flatMap((trouble) =>
  new Array<CertificateTrouble>(trouble.share).fill(trouble),
)

export function certificateTroubleOf(set: CertificateSet, index: number): CertificateTrouble {
  const place = shuffledPlace(set.seed, set.day, STREAM.certificateTrouble, index, CERTIFICATE_ROUND)
  return BY_PLACE[place] ?? NO_CERTIFICATE_TROUBLE
}
