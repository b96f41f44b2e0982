/**
 * Countries where Italian pensions are paid, each with its own way of writing an address (`domain.md` §4.4).
 *
 * @module
 */
import type { Language } from '../domain/pin-request.ts'
import { COUNTRY_PATTERNS } from './country-patterns.ts'

export interface ForeignCountry {
  readonly iso2: string
  /** How many of some thousand people abroad. */
  readonly weight: number
  readonly language: Language
  /** Whose names its people bear: a key of `names-abroad.ts`. */
  readonly names: string
  readonly towns: readonly string[]
  readonly streets: readonly string[]
  /** What may stand above the street: a flat, a neighbourhood. */
  readonly above: readonly string[]
  readonly mobile: string
  readonly phone: string
}

function choices(text: string): readonly string[] {
  return text === '' ? [] : text.split('; ')
}

export const FOREIGN_COUNTRIES: readonly ForeignCountry[] = COUNTRY_PATTERNS.map((country) => ({
  ...country,
  towns: choices(country.towns),
  streets: choices(country.streets),
  above: choices(country.above),
}))
