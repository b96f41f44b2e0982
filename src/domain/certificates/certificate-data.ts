/**
 * What the institute's accounts say of one person and one income year: all that a certificate is made from. Plain
 * data; the ledger keeps it as JSON.
 *
 * @module
 */
import type { CivilDate } from '../civil-date.ts'
import type { PostalAddress } from '../postal-address.ts'
import type { Figure } from './meanings.ts'

/** For whom the sums were paid (`domain.md` §5, `beneficiary_role`). */
export const BENEFICIARY_ROLES = ['TITOLARE', 'CONIUGE_SUPERSTITE', 'ALTRO_SUPERSTITE', 'EREDE'] as const
export type BeneficiaryRole = (typeof BENEFICIARY_ROLES)[number]

export interface Domicile {
  readonly comune: string
  /** Sigla; `EE` abroad. */
  readonly province: string
  /** Belfiore code; it decides the municipal surtax. */
  readonly code: string
}

/** One pension paid in the year: what note AI lists. */
export interface PensionPeriod {
  /** As the institute calls it: `VO 12345678`. */
  readonly pension: string
  readonly from: CivilDate
  readonly to: CivilDate
  readonly cents: number
}

/** A coded note and what fills its slots (`domain.md` §2.6). */
export interface CertificateNote {
  readonly code: string
  readonly slots: Readonly<Record<string, string>>
}

/** Cents for money, days for days, 1 for a flag; absent where the year has none. */
export type Figures = Readonly<Partial<Record<Figure, number | string>>>

/** Everything that is printed, and nothing else: two certificates of equal data say the same. Texts are NFC. */
export interface CertificateData {
  readonly incomeYear: number
  readonly codiceFiscale: string
  readonly surname: string
  readonly name: string
  readonly sex: 'M' | 'F'
  readonly birthDate: CivilDate
  /** Belfiore code of comune or State, `''` where unknown. */
  readonly birthPlace: string
  readonly birthComune: string
  readonly birthProvince: string
  readonly beneficiaryRole: BeneficiaryRole
  /** `''` for the living. */
  readonly deceasedOn: CivilDate | ''
  readonly domicileStart: Domicile
  readonly domicileEnd: Omit<Domicile, 'code'>
  readonly domicileNext: Domicile
  readonly representative: string
  readonly abroad: {
    readonly fiscalId: string
    readonly locality: string
    readonly street: string
    readonly state: string
  }
  readonly mergedPayer: string
  readonly figures: Figures
  readonly pensions: readonly PensionPeriod[]
  readonly notes: readonly CertificateNote[]
}

/** How to reach the person: not printed on the certificate, so a change of it is no correction. */
export interface Recipient {
  /** Stands in the window in the place of name and surname where not empty. */
  readonly postalName: string
  /** As the feed has it; undefined where the archive has none. */
  readonly address?: PostalAddress | undefined
  /** Known to the institute: the certificate goes there by itself. */
  readonly pec: string
  /** Holds indennità di accompagnamento, speciale or di comunicazione (circ. 45/2014). */
  readonly hasCareAllowance: boolean
}

export type CertificateKind = 'ORIGINAL' | 'CORRECTION' | 'ANNULMENT'

/** One version of a certificate as it is printed. */
export interface IssuedCertificate {
  readonly data: CertificateData
  /** From 1. */
  readonly version: number
  readonly kind: CertificateKind
  /** Printed on it: no certificate is without a date. */
  readonly issuedOn: CivilDate
  /** What a correction or an annulment takes the place of. */
  readonly replaced?: { readonly data: CertificateData; readonly issuedOn: CivilDate }
}
