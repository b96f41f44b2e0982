/** @module One row of `pin-requests-*.csv`, fully validated: every rule is asked, every fault is named. */
import { checkCodiceFiscale } from '../domain/codice-fiscale.ts'
import { matchPerson } from '../domain/codice-fiscale-match.ts'
import { judgeContacts, type JudgedContacts } from '../domain/contacts.ts'
import { judgeRequester } from '../domain/eligibility.ts'
import type { Finding } from '../domain/finding.ts'
import { severityOf } from '../domain/finding-texts.ts'
import {
  ARCHIVE_MATCHES,
  CHANNELS,
  LANGUAGES,
  LEGAL_STATUSES,
  type PinRequest,
  REQUESTER_ROLES,
  USER_CLASSES,
} from '../domain/pin-request.ts'
import { composeAddress, type Gazetteer, type PrintableAddress } from '../domain/postal-address.ts'
import type { FeedRow } from './feed-row.ts'
import { RowReader } from './row-reader.ts'

export interface JudgedRow {
  readonly request: PinRequest
  readonly contacts: JudgedContacts
  /** Undefined where the address cannot be printed, and at the counter, which prints nothing. */
  readonly printable: PrintableAddress | undefined
  readonly rejections: readonly Finding[]
  readonly holds: readonly Finding[]
  readonly warnings: readonly Finding[]
}

/** Reads and judges a row as of the day it is taken in. */
export function judgePinRequest(cells: FeedRow<string>, gazetteer: Gazetteer, receivedOn: string): JudgedRow {
  const row = new RowReader(cells)
  const request = readRequest(row)
  for (const [field, date] of [
    ['submitted_at', request.submittedOn],
    ['birth_date', request.birthDate],
  ] as const) {
    if (date > receivedOn) row.add([{ code: 'DATA_NON_VALIDA', field, detail: `${date}, nel futuro` }])
  }
  const readable = row.findings.length === 0
  row.add(judgeCodiceFiscale(request, readable))
  if (request.birthDate !== '') row.add(judgeRequester(request, request.submittedOn || receivedOn))
  const contacts = judgeContacts(request.contacts, {
    channel: request.channel,
    residence: request.address.residence,
  })
  row.add(contacts.findings)
  const verdict =
    request.channel === 'SPORTELLO'
      ? { printable: undefined, findings: [] }
      : composeAddress(request, request.address, gazetteer)
  row.add(verdict.findings)

  const sorted = { reject: [] as Finding[], hold: [] as Finding[], warn: [] as Finding[] }
  for (const finding of row.findings) sorted[severityOf(finding.code)].push(finding)
  return {
    request,
    contacts,
    printable: verdict.printable,
    rejections: sorted.reject,
    holds: sorted.hold,
    warnings: sorted.warn,
  }
}

function readRequest(row: RowReader): PinRequest {
  return {
    requestKey: row.required('request_id'),
    submittedOn: row.day('submitted_at'),
    channel: row.oneOf('channel', CHANNELS),
    codiceFiscale: row.required('codice_fiscale').toUpperCase(),
    surname: row.required('surname'),
    name: row.required('name'),
    postalName: row.text('postal_name'),
    sex: row.oneOf('sex', ['M', 'F']),
    birthDate: row.date('birth_date'),
    birthPlace: row.text('birth_place').toUpperCase(),
    address: row.address(),
    contacts: {
      phone: row.text('phone'),
      mobile: row.text('mobile'),
      email: row.text('email'),
      email2: row.text('email_2'),
      pec: row.text('pec'),
    },
    language: row.oneOf('language', LANGUAGES, 'it'),
    requesterRole: row.oneOf('requester_role', REQUESTER_ROLES, 'TITOLARE'),
    requesterCodiceFiscale: row.text('requester_codice_fiscale').toUpperCase(),
    legalStatus: row.oneOf('legal_status', LEGAL_STATUSES, 'PIENA'),
    hasItalianId: row.yesNo('has_italian_id', true),
    userClass: row.oneOf('user_class', USER_CLASSES, 'CITTADINO'),
    archiveMatch: row.oneOf('archive_match', ARCHIVE_MATCHES, 'UNKNOWN'),
    operatorValidated: row.yesNo('operator_validated', false),
  }
}

/** A wrong code is an error, one that does not match the person a warning (`domain.md` §3.1). */
function judgeCodiceFiscale(request: PinRequest, readable: boolean): Finding[] {
  if (request.codiceFiscale === '') return []
  const verdict = checkCodiceFiscale(request.codiceFiscale)
  if (!verdict.ok) return [{ code: verdict.code, field: 'codice_fiscale', detail: verdict.detail }]
  return readable ? matchPerson(request.codiceFiscale, request) : []
}
