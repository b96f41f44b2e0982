/**
 * A PIN request as the feed asserts it, after its columns were read and before any rule was applied.
 * Every text is trimmed, NFC and without control characters; an empty column is `''`, never null.
 *
 * @module
 */
import type { PostalAddress } from './postal-address.ts'

export const CHANNELS = ['WEB', 'CONTACT_CENTER', 'SPORTELLO'] as const
export type Channel = (typeof CHANNELS)[number]

export const REQUESTER_ROLES = [
  'TITOLARE',
  'DELEGATO',
  'TUTORE',
  'CURATORE',
  'AMMINISTRATORE_SOSTEGNO',
  'GENITORE',
] as const
export type RequesterRole = (typeof REQUESTER_ROLES)[number]

export const LEGAL_STATUSES = ['PIENA', 'MINORE', 'TUTELA', 'CURATELA', 'AMM_SOSTEGNO'] as const
export type LegalStatus = (typeof LEGAL_STATUSES)[number]

export const USER_CLASSES = ['CITTADINO', 'INTERMEDIARIO_ISTITUZIONALE'] as const
export type UserClass = (typeof USER_CLASSES)[number]

export const ARCHIVE_MATCHES = ['MATCH', 'DIFF', 'UNKNOWN'] as const
export type ArchiveMatch = (typeof ARCHIVE_MATCHES)[number]

/** The contact centre's languages, `domain.md` §1.2. */
export const LANGUAGES = ['it', 'de', 'en', 'fr', 'es', 'pl', 'ru', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Contacts {
  /** Call-back number of any kind, as typed. */
  readonly phone: string
  /** Mobile for the SMS, as typed. */
  readonly mobile: string
  readonly email: string
  readonly email2: string
  readonly pec: string
}

export interface PinRequest {
  /** The sender's own id of the request. */
  readonly requestKey: string
  /** Civil date, `YYYY-MM-DD`, of the day the citizen asked. */
  readonly submittedOn: string
  readonly channel: Channel
  readonly codiceFiscale: string
  readonly surname: string
  readonly name: string
  /** How the envelope names the person (e.g. the married surname); empty: name and surname. */
  readonly postalName: string
  readonly sex: 'M' | 'F'
  readonly birthDate: string
  /** Belfiore code of the comune or State of birth; may be empty. */
  readonly birthPlace: string
  readonly address: PostalAddress
  readonly contacts: Contacts
  readonly language: Language
  readonly requesterRole: RequesterRole
  readonly requesterCodiceFiscale: string
  readonly legalStatus: LegalStatus
  readonly hasItalianId: boolean
  readonly userClass: UserClass
  readonly archiveMatch: ArchiveMatch
  /** The contact-centre operator has validated identity and address (A6b). */
  readonly operatorValidated: boolean
}
