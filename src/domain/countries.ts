/**
 * The countries a letter may go to.
 *
 * @module
 */
import type { PostalZone } from './address-parts.ts'
import { COUNTRY_ROWS } from './countries-table.ts'

export interface Country {
  readonly iso2: string
  /** The country line of an address: Italian, capitals, no accents. */
  readonly postalName: string
  readonly zone: PostalZone
  /** `Z…` of the codice fiscale, or `''` where `domain.md` §3.6 gives none. */
  readonly stateCode: string
}

/** Every country of ISO 3166-1 and Kosovo, in order of code. */
export const COUNTRIES: readonly Country[] = Object.freeze(
  COUNTRY_ROWS.map(([iso2, postalName, zone, stateCode]) =>
    Object.freeze({ iso2, postalName, zone, stateCode }),
  ),
)

const BY_ISO2: ReadonlyMap<string, Country> = new Map(COUNTRIES.map((country) => [country.iso2, country]))

/** The country with this ISO 3166-1 alpha-2 code in capitals; undefined for any other text. */
export function countryByIso2(code: string): Country | undefined {
  return BY_ISO2.get(code)
}

/**
 * True where mail from Italy is domestic and bears no country line: Italy, San Marino, Vatican City. Says nothing of
 * residence: for tax and for the PIN the last two are foreign (`domain.md` §4.3).
 */
export function isPostallyDomestic(iso2: string): boolean {
  return BY_ISO2.get(iso2)?.zone === 'IT'
}
