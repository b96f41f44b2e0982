/** @module What a rule of `domain.md` §2.5 is, and the words for what it found. */
import type { CivilDate } from '../civil-date.ts'
import type { CertificateData } from './certificate-data.ts'
import { TOLERANCE_CENTS } from './certificate-parameters.ts'
import { italianAmount } from './italian-amount.ts'
import type { Figure } from './meanings.ts'

/** Where a certificate breaks a rule, and how. */
export interface Breach {
  /** The figure that tells most; its point number is the field of the finding. */
  readonly figure?: Figure
  /** In the place of a figure: the feed's column. */
  readonly column?: string
  readonly detail: string
  /** Warns even where the settings have the rule hold. */
  readonly onlyWarns?: boolean
}

/** Pure and total: answers `NO_BREACH` for what it cannot judge. */
export type Rule = (data: CertificateData, issuedOn: CivilDate) => readonly Breach[]

export const NO_BREACH: readonly Breach[] = []

export function differ(foundCents: number, expectedCents: number): boolean {
  return Math.abs(foundCents - expectedCents) > TOLERANCE_CENTS
}

export function foundAndExpected(foundCents: number, expectedCents: number): string {
  return `trovato ${italianAmount(foundCents)}, atteso ${italianAmount(expectedCents)}`
}

export function foundAndLimit(foundCents: number, mostCents: number): string {
  return `trovato ${italianAmount(foundCents)}, atteso al più ${italianAmount(mostCents)}`
}
