/**
 * Addresses of Italian post: real comuni with their CAPs, streets that every town has, and the places that are unlike
 * the others: South Tyrol, Firenze and Genova, Venice, San Marino, the Vatican, Campione (`domain.md` §4.1–4.3).
 *
 * @module
 */
import { type AddressFields, NO_ADDRESS } from './feed-rows.ts'
import type { Comune } from './places.ts'
import type { Random } from './random.ts'
import {
  COLOURED_STREETS,
  COMMON_STREETS,
  COUNTRY_ROADS,
  FRAZIONI,
  SESTIERI,
  SOUTH_TYROL,
  SOUTH_TYROL_STREETS,
} from './street-lists.ts'
import type { World } from './world.ts'

/** A kind of place to be met for certain. */
export type SpecialPlace = 'SAN_MARINO' | 'VATICANO' | 'CAMPIONE' | 'ALTO_ADIGE' | 'COLORE' | 'ZONE' | 'ZERO'

const DETAILS = [
  'Scala @ interno ^#',
  'Scala @ piano ^ int. ^#',
  'Interno ^',
  'Int. ^#',
  'Piano ^ interno ^',
  'Palazzina @',
  'Palazzina @ scala ^',
  'Lotto ^# scala @',
  'Isolato ^#',
  'Piano terra',
] as const

const CARE_OF = [
  'Famiglia Rossi',
  'Famiglia Esposito',
  'Casa di Riposo San Giuseppe',
  'RSA Villa Serena',
  'Residenza "I Tigli"',
  'Studio Legale Bianchi',
  'Comunità Alloggio La Quercia',
  'Bar Centrale',
] as const

export function italianAddress(world: World, random: Random, special?: SpecialPlace): AddressFields {
  const place = special === undefined ? undefined : specialAddress(world, random, special)
  if (place) return place
  const share = random.next()
  if (share < 0.04) return frazioneAddress(world, random)
  const comune = world.places.anywhere(random)
  if (comune.province === 'BZ' && share < 0.8) return southTyrolAddress(world, random)
  const address = { ...NO_ADDRESS, ...placeOf(comune, random), ...streetOf(comune, random) }
  if (share > 0.985) return { ...address, ...boxOf(comune, random) }
  return withExtras(address, random)
}

/** Any of the comune's CAPs. */
function placeOf(comune: Comune, random: Random): Partial<AddressFields> {
  return {
    residence: 'ITALIA',
    locality: comune.name,
    cap: random.pick(comune.caps),
    province: comune.province,
    country: 'IT',
  }
}

function streetOf(comune: Comune, random: Random): Partial<AddressFields> {
  if (comune.name === 'Venezia' && random.chance(0.6))
    return { street: random.pick(SESTIERI), civic: random.fill('^###') }
  const coloured = COLOURED_STREETS[comune.name]
  if (coloured && random.chance(0.1)) return colouredStreet(coloured, random)
  // Open country is for small places: one CAP.
  if (comune.caps.length === 1 && random.chance(0.07)) {
    const [road, civic] = random.pick(COUNTRY_ROADS)
    return { street: road, civic: random.fill(civic) }
  }
  return { street: random.pick(COMMON_STREETS), civic: civicOf(random) }
}

function colouredStreet(streets: readonly string[], random: Random): Partial<AddressFields> {
  return { street: random.pick(streets), civic: random.fill('^#'), details: random.chance(0.8) ? 'R' : 'N' }
}

function civicOf(random: Random): string {
  const number = String(random.chance(0.75) ? random.between(1, 60) : random.between(61, 320))
  const share = random.next()
  if (share < 0.08) return `${number}/${random.pick(['A', 'B', 'C', 'D'])}`
  if (share < 0.1) return `${number} bis`
  if (share < 0.12) return `n. ${number}`
  return share < 0.13 ? 'SNC' : number
}

function withExtras(address: AddressFields, random: Random): AddressFields {
  const share = random.next()
  if (share < 0.04) return { ...address, presso: random.pick(CARE_OF) }
  if (share < 0.26 && address.details === '')
    return { ...address, details: random.fill(random.pick(DETAILS)) }
  return address
}

function boxOf(comune: Comune, random: Random): Partial<AddressFields> {
  const office = comune.name.length < 24 ? `${comune.name} ${random.pick(['Centro', 'Succursale 1'])}` : ''
  return { street: '', civic: '', details: '', po_box: random.fill('^##'), po_box_office: office }
}

function frazioneAddress(world: World, random: Random): AddressFields {
  const [frazione, name, province] = random.pick(FRAZIONI)
  const comune = world.places.named(name, province)
  const details = random.chance(0.1) ? random.fill('Interno ^') : ''
  const street = { street: random.pick(COMMON_STREETS), civic: civicOf(random) }
  return { ...NO_ADDRESS, ...placeOf(comune, random), ...street, frazione, details }
}

function southTyrolAddress(world: World, random: Random): AddressFields {
  const [italian, german] = random.pick(SOUTH_TYROL)
  const place = placeOf(world.places.named(italian, 'BZ'), random)
  const both = random.pick([
    `${italian}/${german}`,
    `${italian}/${german}`,
    `${italian} - ${german}`,
    italian,
  ])
  const street = { street: random.pick(SOUTH_TYROL_STREETS), civic: civicOf(random) }
  return { ...NO_ADDRESS, ...place, ...street, locality: both }
}

function specialAddress(world: World, random: Random, special: SpecialPlace): AddressFields {
  const street = { street: random.pick(COMMON_STREETS), civic: civicOf(random) }
  const italian = { ...NO_ADDRESS, residence: 'ITALIA', ...street }
  switch (special) {
    case 'SAN_MARINO': {
      const [cap, locality] = random.pick([
        ['47890', 'San Marino'],
        ['47891', 'Dogana'],
        ['47895', 'Domagnano'],
        ['47899', 'Serravalle'],
      ] as const)
      const sm = random.chance(0.5) ? 'SM' : 'RSM'
      return { ...italian, street: 'Via Tre Settembre', cap, locality, province: sm, country: 'SM' }
    }
    case 'VATICANO': {
      const streets = { street: 'Via del Pellegrino', civic: 'SNC' }
      return { ...italian, ...streets, cap: '00120', locality: 'Città del Vaticano', country: 'VA' }
    }
    case 'CAMPIONE': {
      // The CAP of 2020, the one before, and Switzerland's, which people still write.
      const cap = random.pick(['22061', '22060', '6911'])
      const fields = { street: 'Corso Italia', civic: '10', cap, province: 'CO', country: 'IT' }
      return { ...italian, ...fields, locality: "Campione d'Italia" }
    }
    case 'ALTO_ADIGE':
      return southTyrolAddress(world, random)
    case 'COLORE': {
      const [name, province] = random.pick([
        ['Firenze', 'FI'],
        ['Genova', 'GE'],
      ] as const)
      const comune = world.places.named(name, province)
      return {
        ...italian,
        ...placeOf(comune, random),
        ...colouredStreet(COLOURED_STREETS[comune.name] ?? [], random),
      }
    }
    case 'ZONE':
      return { ...italian, ...placeOf(random.pick(world.places.zoned), random) }
    case 'ZERO':
      return {
        ...italian,
        ...placeOf(world.places.within(random.pick(['RM', 'CA', 'SS', 'LT']), random), random),
      }
  }
}
