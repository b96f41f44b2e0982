/**
 * A request with whose data all is well: who asks, where they live, how they can be reached.
 *
 * @module
 */
import type { Channel, Language } from '../domain/pin-request.ts'
import { contactsOf } from './contacts.ts'
import type { AddressFields, RequestRow } from './feed-rows.ts'
import { countryOf, foreignAddress, foreignCountry } from './foreign-addresses.ts'
import type { ForeignCountry } from './foreign-countries.ts'
import { submittedAt } from './instants.ts'
import { italianAddress } from './italian-addresses.ts'
import { type Person, personOf } from './people.ts'
import type { Random } from './random.ts'
import { livesAbroad, randomFor, type SampleSet, STREAM } from './sample-set.ts'
import type { Outline } from './trouble.ts'
import { styled, type Style } from './writing-style.ts'
import type { World } from './world.ts'

export function cleanRequest(world: World, set: SampleSet, index: number, outline: Outline = {}): RequestRow {
  const { country, channel } = homeOf(set, index, outline)
  const random = randomFor(set, index, STREAM.person)
  const address = country ? foreignAddress(country, random) : italianAddress(world, random, outline.place)
  const person = personOf(world, { ...outline, on: set.date, province: address.province, country }, random)
  const contacts = contactsOf(person, { province: address.province, country, channel }, random)
  const row: RequestRow = {
    ...address,
    request_id: requestId(set, index, channel),
    submitted_at: submittedAt(set.date, channel, random),
    channel,
    codice_fiscale: person.codiceFiscale,
    surname: person.surname,
    name: person.name,
    postal_name: person.postalName,
    sex: person.sex,
    birth_date: person.birthDate,
    birth_place: person.birthPlace,
    ...contacts,
    language: languageOf(country, person, address, random),
    requester_role: random.chance(0.5) ? 'TITOLARE' : '',
    requester_codice_fiscale: '',
    legal_status: 'PIENA',
    has_italian_id: country && random.chance(0.12) ? 'N' : 'S',
    user_class: 'CITTADINO',
    archive_match: archiveMatch(channel, random),
    operator_validated: channel === 'WEB' ? 'N' : 'S',
  }
  return styled(row, styleOf(channel, randomFor(set, index, STREAM.style)))
}

/** Where a person lives and how they ask; known without making the person. */
export function homeOf(
  set: SampleSet,
  index: number,
  outline: Outline = {},
): { country: ForeignCountry | undefined; channel: Channel } {
  const random = randomFor(set, index, STREAM.home)
  const { residence, place } = outline
  const country = outline.country === undefined ? countryOf(random) : foreignCountry(outline.country)
  const channel = outline.channel ?? channelOf(random)
  const abroad = residence
    ? residence === 'ESTERO'
    : place === undefined && outline.channel !== 'SPORTELLO' && livesAbroad(set, index)
  if (!abroad) return { country: undefined, channel }
  // Nobody comes to the counter from abroad.
  return { country, channel: channel === 'SPORTELLO' ? 'CONTACT_CENTER' : channel }
}

function channelOf(random: Random): Channel {
  const share = random.next()
  if (share < 0.64) return 'WEB'
  return share < 0.89 ? 'CONTACT_CENTER' : 'SPORTELLO'
}

const ID_PREFIXES: Readonly<Record<Channel, string>> = { WEB: 'WEB', CONTACT_CENTER: 'CC', SPORTELLO: 'SP' }

export function requestId(set: SampleSet, index: number, channel: Channel): string {
  const number = String(index + 1).padStart(7, '0')
  return `${ID_PREFIXES[channel]}-${set.stamp}-${set.seed}-${number}`
}

function languageOf(
  country: ForeignCountry | undefined,
  person: Person,
  address: AddressFields,
  random: Random,
): Language {
  if (country) return random.chance(0.5) ? country.language : 'it'
  if (address.province === 'BZ') return random.chance(0.55) ? 'de' : 'it'
  const born = person.birthPlace
  if (born === 'Z330' || born === 'Z352') return random.chance(0.4) ? 'ar' : 'fr'
  const language = LANGUAGES_OF_BIRTH[born]
  return language && random.chance(0.4) ? language : 'it'
}

/** Poland, the Soviet Union and Russia, Egypt. */
const LANGUAGES_OF_BIRTH: Readonly<Record<string, Language>> = {
  Z127: 'pl',
  Z135: 'ru',
  Z154: 'ru',
  Z336: 'ar',
}

/** The operator of the contact centre has validated what the archive did not know. */
function archiveMatch(channel: Channel, random: Random): string {
  if (channel === 'WEB' || random.chance(0.85)) return 'MATCH'
  return channel === 'CONTACT_CENTER' && random.chance(0.6) ? 'DIFF' : 'UNKNOWN'
}

function styleOf(channel: Channel, random: Random): Style {
  if (channel !== 'WEB') return random.chance(0.8) ? 'CAPITALS' : 'CAPITALS_PLAIN'
  const share = random.next()
  if (share < 0.45) return 'AS_TYPED'
  return share < 0.48 ? 'SMALL' : share < 0.75 ? 'CAPITALS' : 'CAPITALS_PLAIN'
}
