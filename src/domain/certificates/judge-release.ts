/**
 * Whether the certificates that somebody asks for may be given away, in which form and whereto. Says nothing of which
 * certificates there are.
 *
 * @module
 */
import { addMonths, type CivilDate } from '../civil-date.ts'
import { emailAddress } from '../contacts.ts'
import type { Finding } from '../finding.ts'
import {
  composeAddress,
  type Gazetteer,
  type PostalAddress,
  type PrintableAddress,
} from '../postal-address.ts'
import type { Recipient } from './certificate-data.ts'
import { ALL_YEARS, type CertificateChannel, type Evidence } from './certificate-request.ts'
import { type Audience, type ChannelRule, channelRule, OLD_AGE_YEARS } from './channels.ts'

export interface ReleaseRequest {
  readonly channel: CertificateChannel
  readonly submittedOn: CivilDate
  readonly incomeYears: readonly number[] | typeof ALL_YEARS
  readonly requesterName: string
  readonly evidence: readonly Evidence[]
  readonly pec: string
  readonly address: PostalAddress | undefined
  readonly archiveMatch: string
}

/** What the archive knows of the person whose certificates are asked for: from the newest of them, and of its death. */
export interface ArchivePerson {
  readonly surname: string
  readonly name: string
  /** `''` where unknown. */
  readonly birthDate: CivilDate | ''
  readonly isDeceased: boolean
  readonly recipient: Recipient
}

export type ReleaseDecision =
  | { readonly do: 'refuse' | 'hold'; readonly finding: Finding }
  /** The archive has no certificate of this person yet. */
  | { readonly do: 'wait' }
  /** `pec` is `''` for channels other than PEC. */
  | { readonly do: 'file'; readonly pec: string }
  | { readonly do: 'post'; readonly to: PrintableAddress; readonly residence: PostalAddress['residence'] }

/**
 * Rules are those of the day of the request; age is that of the day `on`. Pure and total. Paper goes to the archive's
 * address alone: a codice fiscale and a telephone call are enough to ask.
 */
export function judgeRelease(
  request: ReleaseRequest,
  person: ArchivePerson | undefined,
  on: CivilDate,
  gazetteer: Gazetteer,
): ReleaseDecision {
  const rule = channelRule(request.channel, request.submittedOn)
  if (!rule) return refuse({ code: 'CANALE_NON_AMMESSO', field: 'channel', detail: request.channel })
  const early =
    request.incomeYears === ALL_YEARS
      ? undefined
      : request.incomeYears.find((year) => year < rule.firstIncomeYear)
  if (early !== undefined) {
    return refuse({ code: 'CANALE_NON_AMMESSO', field: 'income_years', detail: String(early) })
  }
  const lacking = rule.evidence.find((any) => !any.some((paper) => request.evidence.includes(paper)))
  if (lacking) return hold({ code: 'DOCUMENTI_MANCANTI', field: 'evidence', detail: lacking.join(' o ') })
  if (!person) return { do: 'wait' }
  if (rule.receiver === 'HEIR' && !person.isDeceased) {
    return hold({ code: 'EREDE_DI_PERSONA_IN_VITA', field: 'channel' })
  }
  // A mandate and a delegation end with who gave them (art. 1722 c.c.).
  if (rule.receiver !== 'HEIR' && person.isDeceased)
    return hold({ code: 'DECEDUTO', field: 'codice_fiscale' })
  if (!isAmong(rule.audience, person, on)) {
    return hold({ code: 'SPORTELLO_MOBILE_NON_SPETTA', field: 'channel' })
  }
  return rule.delivery === 'PAPER'
    ? judgeAddress(rule, request, person, gazetteer)
    : judgePec(request, person)
}

function isAmong(audience: Audience, person: ArchivePerson, on: CivilDate): boolean {
  if (audience === 'ANYONE' || person.recipient.address?.residence === 'ESTERO') return true
  const isOld = person.birthDate !== '' && addMonths(person.birthDate, OLD_AGE_YEARS * 12) <= on
  return isOld && (audience === 'ABROAD_OR_OLD_AGE' || person.recipient.hasCareAllowance)
}

function judgePec(request: ReleaseRequest, { recipient }: ArchivePerson): ReleaseDecision {
  if (request.channel !== 'PEC') return { do: 'file', pec: '' }
  const pec = emailAddress(recipient.pec) || emailAddress(request.pec)
  return pec === '' ? hold({ code: 'PEC_MANCANTE', field: 'pec' }) : { do: 'file', pec }
}

function judgeAddress(
  rule: ChannelRule,
  request: ReleaseRequest,
  person: ArchivePerson,
  gazetteer: Gazetteer,
): ReleaseDecision {
  const forHeir = rule.receiver === 'HEIR'
  const address = forHeir ? request.address : person.recipient.address
  if (!address) return hold({ code: 'INDIRIZZO_MANCANTE', field: 'street' })
  if (forHeir && request.archiveMatch !== 'MATCH') {
    return hold({ code: 'INDIRIZZO_NON_IN_ARCHIVIO', field: 'archive_match' })
  }
  const addressee = forHeir
    ? { name: '', surname: '', postalName: request.requesterName }
    : { name: person.name, surname: person.surname, postalName: person.recipient.postalName }
  const { printable, findings } = composeAddress(addressee, address, gazetteer)
  if (!printable) return hold(fatal(findings))
  if (!forHeir && request.address) {
    const asked = composeAddress(addressee, request.address, gazetteer).printable
    if (asked?.lines.join('\n') !== printable.lines.join('\n')) {
      return hold({ code: 'INDIRIZZO_NON_IN_ARCHIVIO', field: 'street' })
    }
  }
  return { do: 'post', to: printable, residence: address.residence }
}

/** The finding for which an address has no lines. */
function fatal(findings: readonly Finding[]): Finding {
  const found = findings.find(({ code }) => code.startsWith('ERR_') || code === 'CAMPO_MANCANTE')
  return found ?? { code: 'INDIRIZZO_MANCANTE', field: 'street' }
}

function refuse(finding: Finding): ReleaseDecision {
  return { do: 'refuse', finding }
}

function hold(finding: Finding): ReleaseDecision {
  return { do: 'hold', finding }
}
