/**
 * Who asks for certificates, by which channel and with which papers, and what should become of it (`domain.md` §2.7).
 *
 * Shares are of eighty requests and exact, as in `troubles.ts`.
 *
 * @module
 */
import type { CertificateChannel, Evidence } from '../domain/certificates/certificate-request.ts'
import { addMonths } from '../domain/civil-date.ts'
import type { FindingCode } from '../domain/finding.ts'
import { type AddressFields, addressOf, type CertificateRequestRow } from './feed-rows.ts'
import { italianAddress } from './italian-addresses.ts'
import { numericCode } from './people.ts'
import type { Random } from './random.ts'
import type { CertifiedMember } from './certified-members.ts'
import type { World } from './world.ts'

/** What becomes of it on its night; `waits` is open for a certificate that there is not. */
export type RequestOutcome = 'served' | 'held' | 'rejected' | 'waits' | 'repeat'

/** `revised`: the year of which a later sample speaks again. */
export type AskedYears = 'newest' | 'all' | 'every-second' | 'revised' | { readonly year: string }

export interface CertificateRequestCase {
  readonly id: string
  readonly share: number
  readonly outcome: RequestOutcome
  readonly code?: FindingCode
  readonly channel: CertificateChannel
  readonly years: AskedYears
  readonly papers?: readonly Evidence[]
  /** Whose certificates. `on` is the day of the sample. */
  readonly of: (member: CertifiedMember, on: string) => boolean
  readonly apply?: (row: CertificateRequestRow, context: RequestContext) => void
}

export interface RequestContext {
  readonly world: World
  readonly random: Random
  readonly member: CertifiedMember
}

const alive = ({ isWell, isDead }: CertifiedMember) => isWell && !isDead
const withArchive = (member: CertifiedMember) => alive(member) && member.hasArchive
const hasAddress = (member: CertifiedMember) => alive(member) && !member.lacksAddress
const abroad = (member: CertifiedMember) => alive(member) && member.pensioner.country !== undefined
const inItaly = (member: CertifiedMember) => hasAddress(member) && member.pensioner.country === undefined
const withoutPec = (member: CertifiedMember) => alive(member) && member.pensioner.pec === ''
const dead = ({ isWell, isDead }: CertifiedMember) => isWell && isDead
const veryOld = ({ pensioner }: CertifiedMember, on: string) =>
  addMonths(pensioner.person.birthDate, 85 * 12) <= on

const SERVED: readonly CertificateRequestCase[] = [
  { id: 'on-the-web', share: 11, outcome: 'served', channel: 'WEB', years: 'newest', of: alive },
  { id: 'every-year-on-the-web', share: 2, outcome: 'served', channel: 'WEB', years: 'all', of: withArchive },
  {
    id: 'to-a-new-pec',
    share: 3,
    outcome: 'served',
    channel: 'PEC',
    years: 'newest',
    of: withoutPec,
    apply: (row, { random }) => {
      row.pec = `${random.fill('pensionato####')}@pec.example`
    },
  },
  {
    id: 'at-the-counter',
    share: 3,
    outcome: 'served',
    channel: 'SPORTELLO',
    years: 'newest',
    papers: ['IDENTIFICAZIONE'],
    of: alive,
  },
  {
    id: 'at-the-caf',
    share: 6,
    outcome: 'served',
    channel: 'CAF',
    years: 'newest',
    papers: ['MANDATO', 'DOCUMENTO'],
    of: alive,
    apply: (row, context) => asks(row, 'CAF Aurora S.r.l.', context),
  },
  {
    id: 'at-the-patronato',
    share: 3,
    outcome: 'served',
    channel: 'PATRONATO',
    years: 'all',
    papers: ['MANDATO'],
    of: withArchive,
    apply: (row, context) => asks(row, 'Patronato La Quercia', context),
  },
  {
    id: 'by-an-accountant',
    share: 2,
    outcome: 'served',
    channel: 'PROFESSIONISTA',
    years: 'newest',
    papers: ['MANDATO', 'DOCUMENTO'],
    of: alive,
    apply: (row, context) => asks(row, 'Studio Bianchi', context),
  },
  {
    id: 'at-the-comune',
    share: 1,
    outcome: 'served',
    channel: 'COMUNE',
    years: 'newest',
    papers: ['PROTOCOLLO'],
    of: alive,
    apply: (row, context) => asks(row, 'Comune, Punto Cliente', context),
  },
  {
    id: 'at-the-post-office',
    share: 2,
    outcome: 'served',
    channel: 'SPORTELLO_AMICO',
    years: 'newest',
    papers: ['IDENTIFICAZIONE'],
    of: alive,
  },
  {
    id: 'by-a-delegate',
    share: 2,
    outcome: 'served',
    channel: 'DELEGATO',
    years: 'newest',
    papers: ['DELEGA', 'DOCUMENTO'],
    of: alive,
    apply: (row, context) => asks(row, 'Lucia Ferrari', context),
  },
  {
    id: 'by-an-heir',
    share: 4,
    outcome: 'served',
    channel: 'EREDE',
    years: 'newest',
    papers: ['DICHIARAZIONE_EREDE', 'DOCUMENTO'],
    of: dead,
    apply: asHeir,
  },
  {
    id: 'every-year-by-an-heir',
    share: 1,
    outcome: 'served',
    channel: 'EREDE',
    years: 'all',
    papers: ['DICHIARAZIONE_EREDE', 'DOCUMENTO'],
    of: dead,
    apply: asHeir,
  },
  {
    // Nothing since April 2012, and now every year at once: the reader of `domain.md` §6, row 1.
    id: 'every-year-abroad',
    share: 4,
    outcome: 'served',
    channel: 'SPORTELLO_MOBILE',
    years: 'all',
    of: (member) => abroad(member) && member.hasArchive,
  },
  {
    id: 'abroad',
    share: 4,
    outcome: 'served',
    channel: 'SPORTELLO_MOBILE',
    years: 'newest',
    of: abroad,
  },
  {
    id: 'over-85-in-care',
    share: 2,
    outcome: 'served',
    channel: 'SPORTELLO_MOBILE',
    years: 'newest',
    of: (member, on) => inItaly(member) && veryOld(member, on) && member.pensioner.hasCareAllowance,
  },
  { id: 'sent-home', share: 7, outcome: 'served', channel: 'DOMICILIO', years: 'newest', of: hasAddress },
  {
    id: 'sent-to-the-known-address',
    share: 2,
    outcome: 'served',
    channel: 'DOMICILIO',
    years: 'newest',
    of: inItaly,
    apply: (row, { member }) => {
      Object.assign(row, addressOf(member.pensioner.address))
    },
  },
  {
    id: 'some-years-sent-home',
    share: 2,
    outcome: 'served',
    channel: 'DOMICILIO',
    years: 'every-second',
    of: (member) => hasAddress(member) && member.hasWholeArchive,
  },
]

const STOPPED: readonly CertificateRequestCase[] = [
  {
    id: 'over-85-without-care',
    share: 1,
    outcome: 'held',
    code: 'SPORTELLO_MOBILE_NON_SPETTA',
    channel: 'SPORTELLO_MOBILE',
    years: 'newest',
    of: (member, on) => inItaly(member) && veryOld(member, on) && !member.pensioner.hasCareAllowance,
  },
  {
    id: 'sent-to-another-address',
    share: 2,
    outcome: 'held',
    code: 'INDIRIZZO_NON_IN_ARCHIVIO',
    channel: 'DOMICILIO',
    years: 'newest',
    of: inItaly,
    apply: (row, { world, random }) => {
      Object.assign(row, italianAddress(world, random))
    },
  },
  {
    id: 'sent-home-without-address',
    share: 1,
    outcome: 'held',
    code: 'INDIRIZZO_MANCANTE',
    channel: 'DOMICILIO',
    years: 'newest',
    of: (member) => alive(member) && member.lacksAddress,
  },
  {
    id: 'pec-of-nobody',
    share: 1,
    outcome: 'held',
    code: 'PEC_MANCANTE',
    channel: 'PEC',
    years: 'newest',
    of: withoutPec,
  },
  {
    id: 'caf-without-mandate',
    share: 1,
    outcome: 'held',
    code: 'DOCUMENTI_MANCANTI',
    channel: 'CAF',
    years: 'newest',
    papers: ['DOCUMENTO'],
    of: alive,
    apply: (row, context) => asks(row, 'CAF Aurora S.r.l.', context),
  },
  {
    id: 'delegate-without-document',
    share: 1,
    outcome: 'held',
    code: 'DOCUMENTI_MANCANTI',
    channel: 'DELEGATO',
    years: 'newest',
    papers: ['DELEGA'],
    of: alive,
    apply: (row, context) => asks(row, 'Lucia Ferrari', context),
  },
  {
    id: 'heir-without-declaration',
    share: 1,
    outcome: 'held',
    code: 'DOCUMENTI_MANCANTI',
    channel: 'EREDE',
    years: 'newest',
    papers: ['DOCUMENTO'],
    of: dead,
    apply: asHeir,
  },
  {
    id: 'heir-of-the-living',
    share: 1,
    outcome: 'held',
    code: 'EREDE_DI_PERSONA_IN_VITA',
    channel: 'EREDE',
    years: 'newest',
    papers: ['DICHIARAZIONE_EREDE', 'DOCUMENTO'],
    of: alive,
    apply: asHeir,
  },
  {
    id: 'heir-at-an-unknown-address',
    share: 1,
    outcome: 'held',
    code: 'INDIRIZZO_NON_IN_ARCHIVIO',
    channel: 'EREDE',
    years: 'newest',
    papers: ['DICHIARAZIONE_EREDE', 'DOCUMENTO'],
    of: dead,
    apply: (row, context) => {
      asHeir(row, context)
      row.archive_match = 'DIFF'
    },
  },
  {
    id: 'of-the-dead-on-the-web',
    share: 1,
    outcome: 'held',
    code: 'DECEDUTO',
    channel: 'WEB',
    years: 'newest',
    of: dead,
  },
  {
    id: 'of-an-annulled-year',
    share: 1,
    outcome: 'held',
    code: 'CERTIFICAZIONE_ANNULLATA',
    channel: 'WEB',
    years: 'revised',
    of: ({ revision }) => revision === 'annulled',
  },
  {
    id: 'of-a-year-to-come',
    share: 1,
    outcome: 'waits',
    channel: 'WEB',
    years: { year: '2020' },
    of: alive,
  },
  {
    id: 'of-somebody-unknown',
    share: 1,
    outcome: 'waits',
    channel: 'WEB',
    years: 'all',
    of: alive,
    apply: (row, { random }) => {
      row.codice_fiscale = numericCode(random)
    },
  },
  {
    // Everybody had that one by post.
    id: 'of-a-year-before-the-channels',
    share: 1,
    outcome: 'rejected',
    code: 'CANALE_NON_AMMESSO',
    channel: 'WEB',
    years: { year: '2011' },
    of: alive,
  },
  {
    id: 'patronato-too-early',
    share: 1,
    outcome: 'rejected',
    code: 'CANALE_NON_AMMESSO',
    channel: 'PATRONATO',
    years: { year: '2012' },
    papers: ['MANDATO'],
    of: alive,
    apply: (row) => {
      row.submitted_at = '2014-03-10'
    },
  },
  {
    id: 'by-telephone',
    share: 1,
    outcome: 'rejected',
    code: 'VALORE_NON_AMMESSO',
    channel: 'WEB',
    years: 'newest',
    of: alive,
    apply: (row) => {
      row.channel = 'TELEFONO'
    },
  },
  {
    id: 'of-a-year-in-words',
    share: 1,
    outcome: 'rejected',
    code: 'VALORE_NON_AMMESSO',
    channel: 'WEB',
    years: { year: 'ULTIMO' },
    of: alive,
  },
  {
    id: 'request-repeated',
    share: 1,
    outcome: 'repeat',
    code: 'RICHIESTA_RIPETUTA',
    channel: 'WEB',
    years: 'newest',
    of: alive,
  },
]

export const CERTIFICATE_REQUEST_CASES: readonly CertificateRequestCase[] = [...SERVED, ...STOPPED]

export const CERTIFICATE_REQUEST_ROUND = 80

/** One for each place of the round. */
export const CASES_BY_PLACE: readonly CertificateRequestCase[] = CERTIFICATE_REQUEST_CASES.flatMap((each) =>
  new Array<CertificateRequestCase>(each.share).fill(each),
)

/** Somebody who acts for the holder. */
function asks(row: CertificateRequestRow, name: string, { random }: RequestContext): void {
  row.requester_name = name
  row.requester_codice_fiscale = numericCode(random)
}

/** At an address of their own, which the institute has looked up. */
function asHeir(row: CertificateRequestRow, { world, random, member }: RequestContext): void {
  const { person } = member.pensioner
  const name = random.pick(['Anna', 'Paolo', 'Lucia', 'Marco', 'Giulia', 'Stefano'])
  const home: AddressFields = italianAddress(world, random)
  Object.assign(row, home, { archive_match: 'MATCH' })
  row.requester_name = `${name} ${person.surname}`.toUpperCase().slice(0, 40).trim()
  row.requester_codice_fiscale = numericCode(random)
}
