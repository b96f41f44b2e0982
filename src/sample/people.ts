/**
 * People as a pension institute knows them: name, birth, codice fiscale, contacts.
 *
 * @module
 */
import { type CivilDate, daysInMonth } from '../domain/civil-date.ts'
import { computeCodiceFiscale } from '../domain/codice-fiscale-computed.ts'
import { countryByIso2 } from '../domain/countries.ts'
import type { ForeignCountry } from './foreign-countries.ts'
import { NAMES_OF_88, TYROLEAN_MEN, TYROLEAN_SURNAMES, TYROLEAN_WOMEN } from './name-lists.ts'
import type { NameList } from './names-abroad.ts'
import type { Random } from './random.ts'
import { SUPPRESSED_BIRTHPLACES } from './street-lists.ts'
import type { World } from './world.ts'

export interface Person {
  readonly surname: string
  readonly name: string
  /** How the envelope names them where it is not name and surname. */
  readonly postalName: string
  readonly sex: 'M' | 'F'
  readonly birthDate: CivilDate
  readonly birthPlace: string
  readonly codiceFiscale: string
}

/** What is known before the person is made. */
export interface PersonOutline {
  /** The day they ask: ages are counted back from it. */
  readonly on: CivilDate
  /** Where they live: a province of Italy, or a country. */
  readonly province: string
  readonly country: ForeignCountry | undefined
  readonly minor?: boolean
  /** Drawn where absent. */
  readonly age?: number
  readonly nameOf88?: boolean
}

export function personOf(world: World, outline: PersonOutline, random: Random): Person {
  const age = outline.age ?? (outline.minor ? random.between(3, 17) : ageOf(random))
  const birthDate = dayOf(Number(outline.on.slice(0, 4)) - age, random)
  const sex = random.chance(0.54) ? 'F' : 'M'
  const names = namesOf(world, outline, sex, age, random)
  const birthPlace = birthPlaceOf(world, outline, names.origin, random)
  const person = { surname: names.surname, name: names.name, sex: names.sex, birthDate, birthPlace }
  return { ...person, postalName: names.postalName, codiceFiscale: computeCodiceFiscale(person) }
}

function dayOf(year: number, random: Random): CivilDate {
  const month = random.between(1, 12)
  const day = random.between(1, daysInMonth(year, month))
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Four in five are pensioners. */
function ageOf(random: Random): number {
  const share = random.next()
  if (share < 0.58) return random.between(60, 77)
  if (share < 0.82) return random.between(78, 90)
  if (share < 0.84) return random.between(91, 99)
  return share < 0.96 ? random.between(40, 59) : random.between(19, 39)
}

/** Where a name comes from decides where its bearer was likely born. */
type Origin = 'ITALY' | 'EMIGRANT' | { readonly iso2: string }

interface Names {
  readonly surname: string
  readonly name: string
  readonly postalName: string
  readonly sex: 'M' | 'F'
  readonly origin: Origin
}

/** Foreigners in Italy, by list of names. */
const NEWCOMERS = [
  ['ro', 'RO'],
  ['ro', 'RO'],
  ['al', 'AL'],
  ['maghreb', 'MA'],
  ['pl', 'PL'],
  ['maghreb', 'TN'],
  ['hr', 'HR'],
  ['es', 'PE'],
  ['tr', 'TR'],
  ['hu', 'HU'],
  ['ru', 'RU'],
  ['eg', 'EG'],
  ['de', 'DE'],
  ['fr', 'FR'],
] as const

function namesOf(world: World, outline: PersonOutline, sex: 'M' | 'F', age: number, random: Random): Names {
  if (outline.nameOf88) return { ...random.pick(NAMES_OF_88), postalName: '', origin: 'ITALY' }
  const share = random.next()
  const { country } = outline
  if (country) {
    // Emigrants, their children with a local first name, and those whom they married.
    if (share < 0.6) return italianNames(world, sex, age, 'EMIGRANT', random, country)
    const local = world.abroad.get(country.names)
    if (!local) throw new RangeError(`expected a list of names "${country.names}", found none`)
    const origin = { iso2: country.iso2 }
    if (share < 0.78) {
      const surname = italianSurname(world, random)
      const mothers = country.names === 'es' && random.chance(0.5) ? ` ${random.pick(local.menSurnames)}` : ''
      return { surname: surname + mothers, name: localName(local, sex, random), postalName: '', sex, origin }
    }
    return foreignNames(world, local, origin, sex, 0.4, random)
  }
  if (outline.province === 'BZ' && share < 0.6) {
    const name = random.pick(sex === 'M' ? TYROLEAN_MEN : TYROLEAN_WOMEN)
    return { surname: random.pick(TYROLEAN_SURNAMES), name, postalName: '', sex, origin: 'ITALY' }
  }
  if (share > 0.94) {
    const [key, iso2] = random.pick(NEWCOMERS)
    const local = world.abroad.get(key)
    if (local) return foreignNames(world, local, { iso2 }, sex, 0.15, random)
  }
  return italianNames(world, sex, age, 'ITALY', random, undefined)
}

function italianNames(
  world: World,
  sex: 'M' | 'F',
  age: number,
  origin: Origin,
  random: Random,
  country: ForeignCountry | undefined,
): Names {
  const name = italianName(world, sex, age, random)
  let surname = italianSurname(world, random)
  if (random.chance(0.025)) {
    const second = italianSurname(world, random)
    if (second !== surname && surname.length + second.length + name.length < 40) surname += ` ${second}`
  }
  const married = sex === 'F' && age > 30 && random.chance(country ? 0.2 : 0.03)
  if (!married) return { surname, name, postalName: '', sex, origin }
  const local = country && random.chance(0.4) ? world.abroad.get(country.names) : undefined
  const husband = local ? random.pick(local.menSurnames) : italianSurname(world, random)
  const postalName = country ? `${name} ${husband}` : `${name} ${surname} in ${husband}`
  return { surname, name, postalName: postalName.length > 42 ? '' : postalName, sex, origin }
}

/** Some women among them bear their Italian husband's name on the letter box (`domain.md` §6, row 14). */
function foreignNames(
  world: World,
  local: NameList,
  origin: Origin,
  sex: 'M' | 'F',
  marriedShare: number,
  random: Random,
): Names {
  const name = localName(local, sex, random)
  const surname = random.pick(sex === 'M' ? local.menSurnames : local.womenSurnames)
  const married = sex === 'F' && random.chance(marriedShare)
  return { surname, name, postalName: married ? `${name} ${italianSurname(world, random)}` : '', sex, origin }
}

function localName(local: NameList, sex: 'M' | 'F', random: Random): string {
  return random.pick(sex === 'M' ? local.men : local.women)
}

function italianName(world: World, sex: 'M' | 'F', age: number, random: Random): string {
  const rare = world.abroad.get('it')
  if (rare && random.chance(0.04)) return localName(rare, sex, random)
  const { olderM, olderF, youngerM, youngerF } = world.given
  const list = age >= 55 ? (sex === 'M' ? olderM : olderF) : sex === 'M' ? youngerM : youngerF
  return list.pick(random)[0]
}

/** Half of the people bear one of the commonest hundred names, the others one of two thousand. */
export function italianSurname(world: World, random: Random): string {
  const rare = world.abroad.get('it')
  return rare && random.chance(0.55) ? random.pick(rare.menSurnames) : world.surnames.pick(random)[0]
}

/** States that are no more, for people born before they ended. */
const CEASED_STATES: Readonly<Record<string, string>> = {
  HR: 'Z118',
  SI: 'Z118',
  CZ: 'Z105',
  SK: 'Z105',
  RU: 'Z135',
}

function birthPlaceOf(world: World, outline: PersonOutline, origin: Origin, random: Random): string {
  const share = random.next()
  if (typeof origin === 'object' && share < 0.92) {
    const ceased = CEASED_STATES[origin.iso2]
    return ceased && share < 0.5 ? ceased : (countryByIso2(origin.iso2)?.stateCode ?? 'Z102')
  }
  if (share < 0.012) return random.pick(SUPPRESSED_BIRTHPLACES)
  const atHome = origin === 'ITALY' && share < 0.66
  return (atHome ? world.places.within(outline.province, random) : world.places.anywhere(random)).belfiore
}

/** A provisional code of eleven digits with its check digit (`domain.md` §3.4). */
export function numericCode(random: Random): string {
  const digits = random.fill('9#########')
  let sum = 0
  for (const [index, digit] of [...digits].entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    sum += value > 9 ? value - 9 : value
  }
  return digits + String((10 - (sum % 10)) % 10)
}
