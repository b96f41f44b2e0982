/**
 * The many spellings of a street's number, brought to Poste's: no comma and no `N.` before it, `SNC` where there is
 * none, `KM 12`, `16/A` (`domain.md` §4.1). Each function takes and gives capitals.
 *
 * @module
 */

const NUMBER_WORD = /[\s,]N(?:R|UM)?\s?[.°º]+\s*(?=\d|$)/

/** `VIA ROMA, N. 16` → `VIA ROMA 16`. A bare `N` stays: it may be a name or a civic colour. */
export function respellStreet(street: string): string {
  return street.replace(NUMBER_WORD, ' ')
}

const NO_NUMBER = /^(?:S\.? ?N\.?(?: ?C\.?)?|S\/N|SENZA NUMERO(?: CIVICO)?)$/
const LEADING_NUMBER_WORD = /^N(?:R|UM|UMERO)?[.°º ]*(?=\d)/

/** `N° 16` → `16`, `S.N.` → `SNC`; a zero, which feeds put for nothing, → `''`. */
export function respellCivic(civic: string): string {
  if (NO_NUMBER.test(civic)) return 'SNC'
  return /^0+$/.test(civic) ? '' : civic.replace(LEADING_NUMBER_WORD, '')
}

const ENDS_WITH_CIVIC = /\s(?:SNC|KM [\d.,+]+|\d+(?:[ /-]?[A-Z]|[/-]\d+[A-Z]?| (?:BIS|TER|QUATER))?)$/
/** A road's own number is not a house's: `STRADA STATALE 106`, `SP 12`; but `VIA PROVINCIALE 12` is a house. */
const ROAD_NUMBER =
  /\b(?:STRADA (?:STATALE|PROVINCIALE|REGIONALE|COMUNALE)|S\.?[SPRC]) \d+\S*(?: (?:BIS|TER|QUATER))?$/

/** True when the street's text already holds the number: `VIA ROMA 16`, `SS 106 KM 12`. */
export function endsWithCivic(street: string): boolean {
  return ENDS_WITH_CIVIC.test(street) && !ROAD_NUMBER.test(street)
}

/** `C.P. 12` → `CASELLA POSTALE 12`; a bare number stays bare. */
export function respellBox(box: string): string {
  return box
    .replace(/^(?:CAS(?:ELLA)?\.? ?POST(?:ALE)?\.?|C\.? ?P\.?)\s*(?=[^A-Z])/, 'CASELLA POSTALE ')
    .replace(/(^| )N(?:R|UM)?[.°º ]*(?=\d)/, '$1')
}

/** `SC. B` → `SCALA B`: the one word pagoPA wants in full. */
export function respellDetails(details: string): string {
  return details.replace(/(^|\s)SC(?:\.\s?|\s)(?=\S)/g, '$1SCALA ')
}
