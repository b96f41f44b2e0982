/**
 * Contacts of a request: put in one form, judged, and one chosen for the first half (`domain.md` §1.2, §1.6;
 * seeds S0, S1). An invalid contact is reported and never used.
 *
 * @module
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Finding } from './finding.ts'
import type { Channel, Contacts } from './pin-request.ts'

export type FirstHalfChannel = 'SMS' | 'EMAIL' | 'PEC'

/** Every field is usable as it stands, or `''`. */
export interface JudgedContacts {
  /** E.164. */
  readonly mobile: string
  readonly email: string
  readonly email2: string
  readonly pec: string
  /** E.164; for a call-back only, never for the first half. */
  readonly phone: string
  /** `''` where there is no usable contact, and at the counter, which hands over the whole code in an envelope. */
  readonly firstHalfChannel: FirstHalfChannel | ''
  readonly findings: readonly Finding[]
}

type Residence = 'ITALIA' | 'ESTERO'

/** Normalises the contacts and says what is missing or wrong for this channel and residence. */
export function judgeContacts(
  contacts: Contacts,
  { channel, residence }: { readonly channel: Channel; readonly residence: Residence },
): JudgedContacts {
  const findings: Finding[] = []
  const valid = (field: string, typed: string, normalised: string): string => {
    if (typed !== '' && normalised === '') {
      findings.push({ code: 'WARN_CONTATTO_NON_VALIDO', field, detail: typed })
    }
    return normalised
  }
  const mobile = valid('mobile', contacts.mobile, phoneNumber(contacts.mobile, residence, 'mobile'))
  const phone = valid('phone', contacts.phone, phoneNumber(contacts.phone, residence, 'any'))
  const firstEmail = valid('email', contacts.email, emailAddress(contacts.email))
  const secondEmail = valid('email_2', contacts.email2, emailAddress(contacts.email2))
  const pec = valid('pec', contacts.pec, emailAddress(contacts.pec))

  const email = firstEmail || secondEmail
  const email2 = secondEmail === email ? '' : secondEmail
  const usable = { mobile, email, email2, pec, phone }
  if (channel === 'SPORTELLO') return { ...usable, firstHalfChannel: '', findings }

  // Two e-mails are one type; for people abroad, whom S0 and S1 advise to give a second one, they count as two.
  const types = new Set([mobile, email, pec, residence === 'ESTERO' ? email2 : ''])
  types.delete('')
  if (channel === 'WEB' && residence === 'ESTERO' && email === '') {
    findings.push({ code: 'EMAIL_OBBLIGATORIA', field: 'email' })
  } else if (types.size === 0) {
    findings.push({ code: 'CONTATTO_MANCANTE', field: 'mobile' })
  } else if (types.size === 1) {
    findings.push({ code: 'WARN_CONTATTO_UNICO', field: mobile ? 'mobile' : email ? 'email' : 'pec' })
  }
  return { ...usable, firstHalfChannel: firstHalfChannel(usable), findings }
}

/** The order of the INPS procedure "Attiva PIN": mobile, else e-mail, else PEC (infoattivapin.jsp). */
function firstHalfChannel(usable: { mobile: string; email: string; pec: string }): FirstHalfChannel | '' {
  if (usable.mobile) return 'SMS'
  if (usable.email) return 'EMAIL'
  return usable.pec ? 'PEC' : ''
}

/** The library takes twenty microseconds for what these two tell at once of nearly every number. */
const ITALIAN_MOBILE = /^(?:\+39|0039|39)?(3[2-9]\d{8})$/
const ITALIAN_LANDLINE = /^(?:\+39|0039)?(0[1-9]\d{5,9})$/
const SEPARATORS = /[\s./()-]+/g

/** The number in E.164, or `''`. */
function phoneNumber(typed: string, residence: Residence, kind: 'mobile' | 'any'): string {
  const compact = typed.replace(SEPARATORS, '')
  const international = compact.startsWith('+') || compact.startsWith('00')
  // Abroad a number without its country could be anybody's.
  if (compact === '' || (residence === 'ESTERO' && !international)) return ''
  const italian = ITALIAN_MOBILE.exec(compact) ?? (kind === 'any' ? ITALIAN_LANDLINE.exec(compact) : null)
  if (italian) return `+39${italian[1]}`

  const found = parsePhoneNumberFromString(compact.replace(/^00/, '+'), {
    defaultCountry: 'IT',
    extract: false,
  })
  if (!found?.isValid()) return ''
  // North America does not tell mobiles from landlines.
  const type = found.getType()
  return kind === 'any' || type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' ? found.number : ''
}

const LONGEST_EMAIL = 254
const EMAIL =
  /^(?=.{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?:[a-z]{2,63}|xn--[a-z\d-]{1,59})$/i

/** The address with its domain in small letters, or `''`; the part before the `@` is the mail server's business. */
export function emailAddress(typed: string): string {
  if (typed.length > LONGEST_EMAIL || !EMAIL.test(typed)) return ''
  const at = typed.lastIndexOf('@')
  return typed.slice(0, at) + typed.slice(at).toLowerCase()
}
