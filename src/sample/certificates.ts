/**
 * What a feed of certificate data says of person `index` of a set.
 *
 * @module
 */
import type { CertificateSet } from './certificate-set.ts'
import type { CertificateTrouble } from './certificate-trouble.ts'
import { certificateTroubleOf, NO_CERTIFICATE_TROUBLE } from './certificate-troubles.ts'
import { cleanCertificate, rowOf } from './clean-certificate.ts'
import { type CertificateRow, certificateCells } from './feed-rows.ts'
import { type Pensioner, pensionerAt } from './pensioners.ts'
import { randomFor, STREAM } from './sample-set.ts'
import type { World } from './world.ts'

export interface SampleCertificate {
  /** What is wrong with this row; of a trouble with two rows, one has none. */
  readonly trouble: CertificateTrouble
  /** The cells of the line; not always as many as there are columns. */
  readonly cells: readonly string[]
}

/** What the earlier of two rows of somebody had more. */
const EXTRA_CENTS = 12_300

/** The person as their rows tell of them, with what their trouble needs. */
export function certifiedPerson(world: World, set: CertificateSet, index: number): Pensioner {
  return pensionerAt(world, set, index, certificateTroubleOf(set, index).outline)
}

/** Their rows for a year, in the order of the feed; none for a year without pension. */
export function certificatesOf(
  world: World,
  set: CertificateSet,
  index: number,
  year: number,
): SampleCertificate[] {
  const trouble = year === set.lastYear ? certificateTroubleOf(set, index) : NO_CERTIFICATE_TROUBLE
  const pensioner = certifiedPerson(world, set, index)
  const id = recordId('CD', set, index, year)
  const row = troubledRow(world, set, index, { pensioner, year, trouble, id })
  if (!row) return []
  const cells = certificateCells(row)
  const own = { trouble, cells: trouble.applyToCells?.(cells) ?? cells }
  const without = { trouble: NO_CERTIFICATE_TROUBLE }
  switch (trouble.besides) {
    case 'other-data-before': {
      const other = cleanCertificate(pensioner, year, EXTRA_CENTS)
      return other ? [{ ...without, cells: certificateCells(rowOf(other, `${id}-A`)) }, own] : [own]
    }
    case 'same-data-after':
      return [
        { ...without, cells },
        { ...own, cells: certificateCells({ ...row, record_id: `${id}-B` }) },
      ]
    default:
      return [own]
  }
}

/** Undefined for a year without pension. */
export function troubledRow(
  world: World,
  set: CertificateSet,
  index: number,
  certificate: {
    readonly pensioner: Pensioner
    readonly year: number
    readonly trouble: CertificateTrouble
    readonly id: string
    readonly extraCents?: number
  },
): CertificateRow | undefined {
  const { pensioner, year, trouble, id, extraCents } = certificate
  const clean = cleanCertificate(pensioner, year, extraCents)
  if (!clean) return undefined
  const context = { world, year, random: randomFor(set, index, STREAM.certificateSpoil) }
  trouble.applyToData?.(clean, context)
  const row = rowOf(clean, id)
  trouble.apply?.(row, context)
  return row
}

export function recordId(prefix: string, set: CertificateSet, index: number, year: number): string {
  return `${prefix}-${year}-${set.stamp}-${set.seed}-${String(index + 1).padStart(7, '0')}`
}
