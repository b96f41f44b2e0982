/** @module A letter that carries certificates: what it keeps, and how many fit into an envelope. */

import type { PrintableAddress } from '../address-parts.ts'
import type { LetterSnapshot } from '../letter-snapshot.ts'

export interface CertificateLetterSnapshot extends LetterSnapshot {
  /** Rows of `certificate`, which never change, in the order in which they are printed. */
  readonly certificateIds: readonly number[]
}

export function certificateSnapshotOf(
  address: PrintableAddress,
  facts: Pick<CertificateLetterSnapshot, 'residence' | 'certificateIds'>,
): CertificateLetterSnapshot {
  const { lines, ...place } = address
  return { ...facts, addressLines: lines, place }
}

export function parseCertificateSnapshot(json: string): CertificateLetterSnapshot {
  return JSON.parse(json) as CertificateLetterSnapshot
}

/**
 * Parts what one person asked for into letters that fit their envelopes, in order. `sheetsOf` counts a certificate's
 * own sheets; each letter has the address page beside them. A certificate that alone fills an envelope goes alone.
 */
export function letterGroups<Certificate>(
  certificates: readonly Certificate[],
  sheetsOf: (certificate: Certificate) => number,
  mostSheets: number,
): Certificate[][] {
  const groups: Certificate[][] = []
  let room = 0
  for (const certificate of certificates) {
    const sheets = sheetsOf(certificate)
    const open = groups.at(-1)
    if (open && sheets <= room) {
      open.push(certificate)
      room -= sheets
    } else {
      groups.push([certificate])
      room = mostSheets - 1 - sheets
    }
  }
  return groups
}
