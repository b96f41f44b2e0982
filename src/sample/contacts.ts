/**
 * Phones and e-mail addresses that nobody has: e-mail domains are reserved (RFC 2606), numbers have a 555 or come from
 * ranges kept for fiction where a country has one, and yet pass as valid.
 *
 * @module
 */
import type { Channel } from '../domain/pin-request.ts'
import type { ForeignCountry } from './foreign-countries.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import { AREA_CODES } from './street-lists.ts'

export interface ContactFields {
  readonly phone: string
  readonly mobile: string
  readonly email: string
  readonly email_2: string
  readonly pec: string
}

const MAIL_DOMAINS = [
  'example.com',
  'example.org',
  'example.net',
  'posta.example',
  'casella.example',
  'mail.test',
] as const
const PEC_DOMAIN = 'pec.example'

/** How the same mobile is typed by different people. */
const MOBILE_SHAPES = [
  '+39 %p 555####',
  '+39%p555####',
  '%p 555 ####',
  '%p555####',
  '%p555####',
  '%p/555####',
  '0039 %p 555####',
] as const
const MOBILE_PREFIXES = [
  '320',
  '328',
  '333',
  '335',
  '338',
  '339',
  '340',
  '347',
  '348',
  '349',
  '366',
  '380',
  '389',
]

/** Contacts as most people give them: a mobile, an e-mail, both, seldom a PEC. Never none. */
export function contactsOf(
  person: Person,
  home: {
    readonly province: string
    readonly country: ForeignCountry | undefined
    readonly channel: Channel
  },
  random: Random,
): ContactFields {
  const share = random.next()
  // Abroad the web asks for an e-mail (`domain.md` §1.2).
  const needsEmail = home.country !== undefined && home.channel === 'WEB'
  const hasEmail = needsEmail || share < 0.72
  const hasMobile = share >= 0.72 || share < 0.56
  const second = hasEmail && random.chance(home.country ? 0.35 : 0.05)
  return {
    phone: random.chance(0.6) ? landline(home, random) : '',
    mobile: hasMobile ? mobileOf(home.country, random) : '',
    email: hasEmail ? emailOf(person, random) : '',
    email_2: second ? emailOf(person, random) : '',
    pec: random.chance(0.03) ? pecOf(person, random) : '',
  }
}

export function mobileOf(country: ForeignCountry | undefined, random: Random): string {
  // One emigrant in eight kept the Italian card.
  if (country && !random.chance(0.12)) return random.fill(country.mobile)
  const shape = country ? '+39 %p 555####' : random.pick(MOBILE_SHAPES)
  return random.fill(shape.replace('%p', random.pick(MOBILE_PREFIXES)))
}

export function landline(
  home: { readonly province: string; readonly country: ForeignCountry | undefined },
  random: Random,
): string {
  if (home.country) return random.fill(home.country.phone)
  const code = AREA_CODES[home.province]
  return code ? random.fill(`${code} 555###`) : ''
}

function emailOf(person: Person, random: Random): string {
  // Before the @ there is room for 64.
  const [name, surname] = [letters(person.name).slice(0, 24), letters(person.surname).slice(0, 24)]
  const year = person.birthDate.slice(2, 4)
  const local = random.pick([
    `${name}.${surname}`,
    `${name}.${surname}${year}`,
    `${surname}.${name}`,
    `${name.slice(0, 1)}.${surname}${random.between(1, 99)}`,
    `${surname}${year}`,
    `${person.sex === 'F' ? 'nonna' : 'nonno'}.${name}${random.between(1, 99)}`,
  ])
  return `${local}@${random.pick(MAIL_DOMAINS)}`
}

export function pecOf(person: Person, random: Random): string {
  return `${letters(person.name).slice(0, 24)}.${letters(person.surname).slice(0, 24)}${random.between(1, 99)}@${PEC_DOMAIN}`
}

const WHOLE_LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  đ: 'd',
  ø: 'o',
  æ: 'ae',
  ß: 'ss',
  ı: 'i',
  ħ: 'h',
}

/** The letters a to z of a name, for the part before the `@`. */
function letters(name: string): string {
  const small = name.toLowerCase()
  if (/^[a-z]+$/.test(small)) return small
  return small
    .normalize('NFD')
    .replace(/[łđøæßıħ]/g, (letter) => WHOLE_LETTERS[letter] ?? '')
    .replace(/[^a-z]/g, '')
}
