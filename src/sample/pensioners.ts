/**
 * People who draw a pension: where they live and lived, what they are paid, when they die.
 *
 * @module
 */
import { addDays, type CivilDate } from '../domain/civil-date.ts'
import { computeCodiceFiscale } from '../domain/codice-fiscale-computed.ts'
import { COUNTRIES } from '../domain/countries.ts'
import type { CertificateSet } from './certificate-set.ts'
import { cleanRequest } from './clean-request.ts'
import { pecOf } from './contacts.ts'
import { fateOf } from './fates.ts'
import { type AddressFields, addressOf } from './feed-rows.ts'
import { countryOf, foreignAddress, foreignCountry } from './foreign-addresses.ts'
import type { ForeignCountry } from './foreign-countries.ts'
import { italianAddress } from './italian-addresses.ts'
import { type Pension, pensionsOf } from './pensions.ts'
import { type Person, italianSurname, personOf } from './people.ts'
import type { Comune } from './places.ts'
import { type Random, shuffledPlace } from './random.ts'
import { livesAbroad, randomFor, STREAM, troubleOf } from './sample-set.ts'
import { SUPPRESSED_COMUNI } from './street-lists.ts'
import { NO_TROUBLE } from './troubles.ts'
import type { World } from './world.ts'

/** What somebody must be like for a row to make sense; the rest is drawn. */
export interface PensionerOutline {
  readonly residence?: 'ITALIA' | 'ESTERO'
  /** Euros a year, of one pension drawn all year by somebody who lives. */
  readonly yearly?: number
  /** At the end of the year. */
  readonly age?: number
}

export interface Pensioner {
  readonly person: Person
  readonly birthComune: string
  readonly birthProvince: string
  readonly address: AddressFields
  /** Undefined in Italy. */
  readonly country: ForeignCountry | undefined
  /** The fiscal domicile; of those abroad, their last one in Italy. */
  readonly home: Comune
  readonly formerHome: Comune
  /** Within which year they moved; 0 for never. */
  readonly movedIn: number
  readonly pensions: readonly Pension[]
  readonly hasSpouseToSupport: boolean
  /** `''` for the living. */
  readonly diedOn: CivilDate
  readonly pec: string
  readonly hasCareAllowance: boolean
  readonly representative: string
  /** What the authorities there call them. */
  readonly fiscalIdAbroad: string
  /** What the events of a later sample report of them. */
  readonly reported: 'death' | 'death and mistake' | ''
}

type Known = Pick<Pensioner, 'person' | 'address' | 'country' | 'reported'>

const YOUNGEST_TO_SHARE = 62

export function pensionerAt(
  world: World,
  set: CertificateSet,
  index: number,
  outline: PensionerOutline = {},
): Pensioner {
  const random = randomFor(set, index, STREAM.pensioner)
  const isPlain = Object.keys(outline).length === 0
  const asked = isPlain ? applicant(world, set, index) : undefined
  const known = asked ?? stranger(world, set, index, outline, random)
  const { person, address, country } = known
  const home = homeOf(world, address, random)
  const [birthComune, birthProvince] = birthPlaceOf(world, person.birthPlace)
  const age = set.lastYear - yearOf(person.birthDate)
  const careShare = age >= 85 ? 0.4 : 0.03
  return {
    ...known,
    birthComune,
    birthProvince,
    home,
    formerHome: world.places.within(home.province, random),
    movedIn: random.chance(0.08) ? random.between(2012, set.lastYear) : 0,
    hasSpouseToSupport: !country && random.chance(0.17),
    // Who asks for a PIN lives.
    diedOn: asked || outline.yearly !== undefined ? '' : deathOf(set, index, random),
    pec: random.chance(0.05) ? pecOf(person, random) : '',
    hasCareAllowance: random.chance(careShare),
    representative: random.chance(0.015) ? representativeOf(world, set, random) : '',
    fiscalIdAbroad: country && random.chance(0.4) ? random.fill('^#########') : '',
    pensions: pensionsOf(
      {
        sex: person.sex,
        birthYear: yearOf(person.birthDate),
        yearly: outline.yearly,
        isOrphan: outline.age !== undefined && outline.age < 26,
      },
      set.lastYear,
      randomFor(set, index, STREAM.career),
    ),
  }
}

/** Every second one is somebody who asked for a PIN, if old enough and all is well with the request. */
function applicant(world: World, set: CertificateSet, index: number): Known | undefined {
  if (!set.askedForPins || index % 2 === 1 || index >= set.requests) return undefined
  if (troubleOf(set, index) !== NO_TROUBLE) return undefined
  const row = cleanRequest(world, set, index)
  if (set.lastYear - yearOf(row.birth_date) < YOUNGEST_TO_SHARE) return undefined
  const fate = fateOf(set, index)
  return {
    person: {
      surname: row.surname,
      name: row.name,
      postalName: row.postal_name,
      sex: row.sex === 'F' ? 'F' : 'M',
      birthDate: row.birth_date,
      birthPlace: row.birth_place,
      codiceFiscale: row.codice_fiscale,
    },
    address: addressOf(row),
    country: row.residence === 'ESTERO' ? foreignCountry(row.country) : undefined,
    reported: fate === 'dies' ? 'death' : fate === 'survives' ? 'death and mistake' : '',
  }
}

function stranger(
  world: World,
  set: CertificateSet,
  index: number,
  outline: PensionerOutline,
  random: Random,
): Known {
  const abroad = outline.residence ? outline.residence === 'ESTERO' : livesAbroad(set, index)
  const country = abroad ? countryOf(random) : undefined
  const address = country ? foreignAddress(country, random) : italianAddress(world, random)
  const age = outline.age ?? ageOf(random)
  const on = `${set.lastYear}-12-31`
  const person = personOf(world, { on, province: address.province, country, age }, random)
  return { person, address, country, reported: '' }
}

function ageOf(random: Random): number {
  const share = random.next()
  if (share < 0.08) return random.between(62, 66)
  if (share < 0.55) return random.between(67, 76)
  return share < 0.88 ? random.between(77, 86) : random.between(87, 98)
}

/** Two in a round, within the last year. */
const ROUND_OF_DEATHS = 40

function deathOf(set: CertificateSet, index: number, random: Random): CivilDate {
  const place = shuffledPlace(set.seed, set.day, STREAM.death, index, ROUND_OF_DEATHS)
  return place < 2 ? addDays(`${set.lastYear}-01-01`, random.between(40, 360)) : ''
}

/** Where the table lacks the comune of an address, one near by; of those abroad, any. */
function homeOf(world: World, address: AddressFields, random: Random): Comune {
  return (
    world.places.found(address.locality, address.province) ?? world.places.within(address.province, random)
  )
}

function representativeOf(world: World, set: CertificateSet, random: Random): string {
  return computeCodiceFiscale({
    surname: italianSurname(world, random),
    name: random.pick(['ANNA', 'PAOLO', 'LUCIA', 'MARCO']),
    sex: random.pick(['M', 'F'] as const),
    birthDate: addDays(`${set.lastYear}-01-01`, -random.between(11_000, 22_000)),
    birthPlace: world.places.anywhere(random).belfiore,
  })
}

function birthPlaceOf(world: World, belfiore: string): [comune: string, province: string] {
  const comune = world.places.coded(belfiore)
  if (comune) return [comune.name.toUpperCase(), comune.province]
  const state = STATE_NAMES.get(belfiore)
  if (state) return [state, 'EE']
  const suppressed = SUPPRESSED_COMUNI.find(([code]) => code === belfiore)
  return suppressed ? [suppressed[1], suppressed[2]] : ['', '']
}

/** By the code that stands in a codice fiscale; States that are no more among them. */
const STATE_NAMES: ReadonlyMap<string, string> = new Map([
  ...COUNTRIES.map(({ stateCode, postalName }) => [stateCode, postalName] as const),
  ['Z118', 'JUGOSLAVIA'],
  ['Z105', 'CECOSLOVACCHIA'],
  ['Z135', 'UNIONE SOVIETICA'],
])

function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4))
}
