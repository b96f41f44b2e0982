/**
 * Which certificates a request is given now, and for which years it goes on waiting.
 *
 * @module
 */
import { ALL_YEARS } from './certificate-request.ts'
import { FIRST_INCOME_YEAR } from './channels.ts'

/** A version that is in force, or held. */
export interface KnownCertificate {
  readonly id: number
  readonly income_year: number
  readonly version: number
  readonly kind: string
  readonly hold: string | null
}

export interface Choice<Certificate> {
  readonly give: readonly Certificate[]
  /** Years without a good certificate, or `TUTTI` where there is none of any year. */
  readonly missing: readonly number[] | typeof ALL_YEARS
  /** Years whose certificate was annulled, so that there is nothing to give. */
  readonly annulled: readonly number[]
}

/**
 * `certificates` are one person's. `given` is what the request had already: whoever was given a certificate is given
 * what corrects or annuls it, and who asked for all years then keeps to those years.
 */
export function chooseCertificates<Certificate extends KnownCertificate>(
  incomeYears: readonly number[] | typeof ALL_YEARS,
  missingBefore: readonly number[],
  certificates: readonly Certificate[],
  given: readonly { readonly certificate_id: number; readonly income_year: number }[],
): Choice<Certificate> {
  const givenYears = new Set(given.map((release) => release.income_year))
  const givenIds = new Set(given.map((release) => release.certificate_id))
  const inForce = new Map<number, Certificate>()
  for (const certificate of certificates) {
    if (certificate.hold !== null) continue
    const other = inForce.get(certificate.income_year)
    if (!other || other.version < certificate.version) inForce.set(certificate.income_year, certificate)
  }
  const isAnnulled = (year: number) => inForce.get(year)?.kind === 'ANNULMENT'
  const years = yearsOf()
  if (years.length === 0) {
    const annulled = [...inForce.keys()].filter(isAnnulled)
    return { give: [], missing: annulled.length > 0 ? [] : ALL_YEARS, annulled }
  }
  const annulled = years.filter((year) => isAnnulled(year) && !givenYears.has(year))
  const give = years.flatMap((year) => {
    const certificate = inForce.get(year)
    return !certificate || givenIds.has(certificate.id) || annulled.includes(year) ? [] : [certificate]
  })
  return { give, missing: years.filter((year) => !inForce.has(year)), annulled }

  function yearsOf(): number[] {
    const asked = incomeYears === ALL_YEARS ? allYears() : incomeYears
    return [...new Set(asked)].sort((a, b) => a - b)
  }

  function allYears(): number[] {
    if (given.length > 0) return [...givenYears, ...missingBefore]
    return certificates
      .map(({ income_year }) => income_year)
      .filter((year) => year >= FIRST_INCOME_YEAR && !isAnnulled(year))
  }
}
