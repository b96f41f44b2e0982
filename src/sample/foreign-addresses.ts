/**
 * Addresses abroad, line by line in the order their country has (`domain.md` §4.4).
 *
 * @module
 */
import { type AddressFields, NO_ADDRESS } from './feed-rows.ts'
import { FOREIGN_COUNTRIES, type ForeignCountry } from './foreign-countries.ts'
import { type Random, WeightedList } from './random.ts'

const COUNTRIES = new WeightedList(FOREIGN_COUNTRIES, (country) => country.weight)
/** What the envelope leaves below the name and above the country. */
const MOST_LINES = 4

export function countryOf(random: Random): ForeignCountry {
  return COUNTRIES.pick(random)
}

export function foreignCountry(iso2: string): ForeignCountry {
  const country = FOREIGN_COUNTRIES.find((candidate) => candidate.iso2 === iso2)
  if (!country) throw new RangeError(`expected a country of the sample, found "${iso2}"`)
  return country
}

export function foreignAddress(country: ForeignCountry, random: Random): AddressFields {
  const town = random.fill(random.pick(country.towns)).split('|')
  const street = country.streets.length > 0 ? [random.fill(random.pick(country.streets))] : []
  const above =
    country.above.length > 0 && random.chance(0.15) ? [random.fill(random.pick(country.above))] : []
  const lines = [...above, ...street, ...town]
  return foreignFields(country.iso2, lines.length > MOST_LINES ? lines.slice(1) : lines)
}

/** The few who write Greek. */
export function greekAddress(random: Random): AddressFields {
  const [street, town] = random.pick([
    ['Οδός Ερμού ^#', '105 63 Αθήνα'],
    ['Λεωφόρος Νίκης ^', '546 24 Θεσσαλονίκη'],
    ['Πλατεία Γεωργίου Αʹ ^', '262 21 Πάτρα'],
  ] as const)
  return foreignFields('GR', [random.fill(street), town])
}

export function foreignFields(iso2: string, lines: readonly string[]): AddressFields {
  const [first = '', second = '', third = '', fourth = ''] = lines
  return {
    ...NO_ADDRESS,
    residence: 'ESTERO',
    country: iso2,
    address_line_1: first,
    address_line_2: second,
    address_line_3: third,
    address_line_4: fourth,
  }
}
