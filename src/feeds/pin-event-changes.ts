/**
 * What one event does to a person's requests, credential and letters. Decided from facts that were read before; writes
 * nothing itself.
 *
 * @module
 */
import { addDays, type CivilDate } from '../domain/civil-date.ts'
import {
  type CredentialEvent,
  type CredentialState,
  nextCredentialState,
} from '../domain/credential-state.ts'
import type { FindingCode } from '../domain/finding.ts'
import type { ParameterReader } from '../domain/parameters.ts'
import type { PinEventType } from '../domain/pin-event.ts'
import { type PinLetterSnapshot, parseSnapshot } from '../domain/pin-letter-snapshot.ts'
import {
  composeAddress,
  type Gazetteer,
  type PostalAddress,
  type PrintableAddress,
} from '../domain/postal-address.ts'
import { productOf } from '../domain/products.ts'
import { nextRequestState, OPEN_REQUEST_STATES } from '../domain/request-state.ts'
import { STAFF_HOLD } from '../domain/step-in.ts'
import type { Credential, CredentialChange } from '../store/credential.ts'
import type { LetterHold, LetterRow } from '../store/letter.ts'
import type { PersonDeath } from '../store/person.ts'
import type { PendingPinEvent } from '../store/pin-event.ts'
import type { NewAddress, RequestChange, RequestHold, RequestRow } from '../store/request.ts'

/** All that is known of the person whom an event is about. */
export interface EventFacts {
  /** The request that the event names. */
  readonly request: RequestRow | undefined
  readonly openRequests: readonly RequestRow[]
  /** The person's credential that has not ended. */
  readonly credential: Credential | undefined
  /** The credential of the named request. */
  readonly requestCredential: Credential | undefined
  /** Letters of either credential that have not left the building. */
  readonly letters: readonly LetterRow[]
  /** What was reported of the person's death, and taken back. */
  readonly death: PersonDeath | undefined
}

export interface EventChanges {
  readonly requests: RequestChange[]
  readonly requestHolds: RequestHold[]
  readonly addresses: NewAddress[]
  readonly credentials: CredentialChange[]
  readonly credentialDates: Credential[]
  readonly deaths: { codiceFiscale: string; deceasedOn: string | null; cancelledOn: string | null }[]
  readonly letterHolds: LetterHold[]
  readonly letterReleases: number[]
  readonly snapshots: { id: number; product: string; zone: string; cap: string; snapshot: string }[]
}

export function noChanges(): EventChanges {
  return {
    requests: [],
    requestHolds: [],
    addresses: [],
    credentials: [],
    credentialDates: [],
    deaths: [],
    letterHolds: [],
    letterReleases: [],
    snapshots: [],
  }
}

export interface EventRules {
  readonly gazetteer: Gazetteer
  readonly parameter: ParameterReader
  readonly test: boolean
}

/** Adds the event's changes; answers why it cannot be applied, if it cannot, or that it waits. */
export function decideEvent(
  event: PendingPinEvent,
  facts: EventFacts,
  rules: EventRules,
  changes: EventChanges,
): FindingCode | 'WAITS' | undefined {
  switch (event.type as PinEventType) {
    case 'DECEASED':
      return died(event, facts, changes)
    case 'DEATH_CANCELLED':
      return deathCancelled(event, facts, changes)
    case 'ADDRESS_CORRECTED':
      return addressCorrected(event, facts, rules, changes)
    case 'CALLBACK_CONFIRMED':
      return callbackConfirmed(event, facts, rules, changes)
    case 'CALLBACK_REFUSED':
      return moveRequest(facts, 'CALLBACK_REFUSED', 'RICHIAMATA_NEGATIVA', changes)
    case 'REQUEST_CANCELLED':
      return requestCancelled(facts, changes)
    default:
      return credentialEvent(event, facts, rules, changes)
  }
}

function credentialEvent(
  event: PendingPinEvent,
  { credential, openRequests }: EventFacts,
  { parameter }: EventRules,
  changes: EventChanges,
): FindingCode | 'WAITS' | undefined {
  const on = event.occurred_on
  if (!credential) return openRequests.some(isAtCounter(on)) ? 'WAITS' : 'EVENTO_SENZA_CREDENZIALE'
  // It befell the person's PIN before this one.
  if (on < credential.known_from) return 'EVENTO_NON_APPLICABILE'
  if (event.type === 'LAST_USE') {
    if (credential.first_used_on === null) return 'EVENTO_NON_APPLICABILE'
    changes.credentialDates.push({ ...credential, last_used_on: later(credential.last_used_on, on) })
    return undefined
  }
  const to = nextCredentialState(credential.state, event.type as CredentialEvent)
  if (to === undefined) return 'EVENTO_NON_APPLICABILE'
  changes.credentials.push({ id: credential.id, from: credential.state, to, reason: event.type })
  if (event.type === 'FIRST_ACCESS') {
    const first = credential.first_used_on ?? on
    changes.credentialDates.push({
      ...credential,
      first_used_on: first,
      last_changed_on: on,
      last_used_on: on,
    })
  } else if (event.type === 'PIN_CHANGED') {
    changes.credentialDates.push({
      ...credential,
      last_changed_on: later(credential.last_changed_on, on),
      last_used_on: later(credential.last_used_on, on),
    })
  } else if (event.type === 'RESTORED') {
    const expires = addDays(on, parameter('initialUnusedValidityDaysItaly', on))
    changes.credentialDates.push({ ...credential, expires_on: expires })
  }
  return undefined
}

/**
 * A counter's PIN is in its holder's hands before issue-pins registers it: what befalls it meanwhile waits. Any other
 * PIN is drawn by issue-pins, and nothing can befall it before.
 */
function isAtCounter(on: CivilDate): (request: RequestRow) => boolean {
  return ({ channel, submitted_on }) => channel === 'SPORTELLO' && submitted_on <= on
}

/**
 * Letters are held at once; the credential waits, since reports of death are sometimes wrong (B20). A report that was
 * taken back stays so, however late or often it is told.
 */
function died(event: PendingPinEvent, facts: EventFacts, changes: EventChanges): FindingCode | undefined {
  const { credential, death } = facts
  const cancelledOn = death?.death_cancelled_on ?? null
  if (cancelledOn !== null && event.occurred_on <= cancelledOn) return 'EVENTO_NON_APPLICABILE'
  if (death?.deceased_on) return undefined
  changes.deaths.push({
    codiceFiscale: event.codice_fiscale,
    deceasedOn: event.occurred_on,
    cancelledOn,
  })
  const to = credential && nextCredentialState(credential.state, 'DECEASED')
  if (credential && to) {
    changes.credentials.push({ id: credential.id, from: credential.state, to, reason: 'DECEDUTO' })
    changes.credentialDates.push({
      ...credential,
      suspended_on: event.occurred_on,
      suspended_from: credential.state,
    })
  }
  const hold = { code: 'DECEDUTO', field: 'codice_fiscale', detail: '' }
  for (const request of facts.openRequests)
    if (request.hold === null) changes.requestHolds.push({ id: request.id, ...hold })
  for (const letter of facts.letters)
    if (letter.hold === null) changes.letterHolds.push({ id: letter.id, ...hold })
  return undefined
}

/** Remembered even where no death is known: its report may come after it. */
function deathCancelled(event: PendingPinEvent, facts: EventFacts, changes: EventChanges): undefined {
  const { credential, death } = facts
  changes.deaths.push({
    codiceFiscale: event.codice_fiscale,
    deceasedOn: null,
    cancelledOn: later(death?.death_cancelled_on ?? null, event.occurred_on),
  })
  const to = credential && nextCredentialState(credential.state, 'DEATH_CANCELLED', credential.suspended_from)
  if (credential && to) {
    changes.credentials.push({ id: credential.id, from: credential.state, to, reason: 'DECESSO_ANNULLATO' })
    changes.credentialDates.push({ ...credential, suspended_on: null, suspended_from: null })
  }
  for (const { id, hold } of facts.openRequests) {
    if (hold === 'DECEDUTO') changes.requestHolds.push({ id, code: null, field: null, detail: null })
  }
  for (const { id, hold } of facts.letters) if (hold === 'DECEDUTO') changes.letterReleases.push(id)
}

function callbackConfirmed(
  event: PendingPinEvent,
  facts: EventFacts,
  rules: EventRules,
  changes: EventChanges,
): FindingCode | undefined {
  const composed = facts.request && event.address !== null && compose(facts.request, event.address, rules)
  // The hold that such an address needs would take the place of what staff stopped.
  if (composed && !composed.printable && facts.request?.hold === STAFF_HOLD) return composed.code
  const refused = moveRequest(facts, 'CALLBACK_CONFIRMED', 'RICHIAMATA_CONFERMATA', changes)
  if (refused || !composed || !facts.request) return refused
  const { address, printable, code } = composed
  changes.addresses.push(newAddress(facts.request.id, address, printable))
  if (!printable)
    changes.requestHolds.push({ id: facts.request.id, code, field: 'street', detail: 'indirizzo confermato' })
  return undefined
}

/** Reaches letters that have not left the building too: their lines change, and their bundle is made again. */
function addressCorrected(
  event: PendingPinEvent,
  facts: EventFacts,
  rules: EventRules,
  changes: EventChanges,
): FindingCode | undefined {
  const { request } = facts
  if (!request) return 'EVENTO_SENZA_RICHIESTA'
  if (event.address === null || !OPEN_REQUEST_STATES.includes(request.state)) return 'EVENTO_NON_APPLICABILE'
  const { address, printable, code } = compose(request, event.address, rules)
  if (!printable) return code
  changes.addresses.push(newAddress(request.id, address, printable))
  if (request.hold !== null && isAddressHold(request.hold)) {
    changes.requestHolds.push({ id: request.id, code: null, field: null, detail: null })
  }
  for (const letter of facts.letters) {
    if (letter.credential_id !== facts.requestCredential?.id) continue
    const { lines, ...place } = printable
    const { residence } = address
    const snapshot: PinLetterSnapshot = {
      ...parseSnapshot(letter.snapshot),
      addressLines: lines,
      residence,
      place,
    }
    changes.snapshots.push({
      id: letter.id,
      product: productOf('PIN_HALF2', printable, rules.test),
      zone: printable.zone,
      cap: printable.cap,
      snapshot: JSON.stringify(snapshot),
    })
    if (letter.hold !== null && isAddressHold(letter.hold)) changes.letterReleases.push(letter.id)
  }
  return undefined
}

/** A12: only while the credential was never used; its halves die with it. */
function requestCancelled(facts: EventFacts, changes: EventChanges): FindingCode | undefined {
  const credential = facts.requestCredential
  if (credential && credential.first_used_on !== null) return 'EVENTO_NON_APPLICABILE'
  const refused = moveRequest(facts, 'CANCELLED', 'ANNULLATA_DAL_RICHIEDENTE', changes)
  if (refused) return refused
  const to: CredentialState | undefined = credential && nextCredentialState(credential.state, 'REVOKED')
  if (credential && to)
    changes.credentials.push({ id: credential.id, from: credential.state, to, reason: 'ANNULLATA' })
  return undefined
}

function moveRequest(
  { request }: EventFacts,
  event: 'CALLBACK_CONFIRMED' | 'CALLBACK_REFUSED' | 'CANCELLED',
  reason: string,
  changes: EventChanges,
): FindingCode | undefined {
  if (!request) return 'EVENTO_SENZA_RICHIESTA'
  const to = nextRequestState(request.state, event)
  if (to === undefined) return 'EVENTO_NON_APPLICABILE'
  changes.requests.push({ id: request.id, from: request.state, to, reason })
  return undefined
}

function compose(
  request: RequestRow,
  addressJson: string,
  { gazetteer }: EventRules,
): { address: PostalAddress; printable: PrintableAddress | undefined; code: FindingCode } {
  const address: PostalAddress = JSON.parse(addressJson)
  const person = { surname: request.surname, name: request.name, postalName: request.postal_name }
  const verdict = composeAddress(person, address, gazetteer)
  const fault = verdict.findings.find((finding) => finding.code.startsWith('ERR_'))
  return { address, printable: verdict.printable, code: fault?.code ?? 'EVENTO_NON_APPLICABILE' }
}

/** What a corrected address may clear; the new one is judged and measured again. */
function isAddressHold(code: string): boolean {
  return code.startsWith('ERR_') || code === 'GLIFO_MANCANTE' || code === 'TESTO_TROPPO_LUNGO'
}

function newAddress(id: number, address: PostalAddress, printable: PrintableAddress | undefined): NewAddress {
  return {
    id,
    residence: address.residence,
    address: JSON.stringify(address),
    printable: printable ? JSON.stringify(printable) : null,
    source: 'CONTACT_CENTER',
  }
}

function later(known: string | null, on: string): string {
  return known !== null && known > on ? known : on
}
