/** @module What issue-pins does with a request: rules A3, A5–A9, A13 of `domain.md` §1.3, in the order they are asked. */
import type { CivilDate } from './civil-date.ts'
import type { CredentialState } from './credential-state.ts'
import { LIVE_CREDENTIAL_STATES, NEVER_USED_STATES, nextCredentialState } from './credential-state.ts'
import { mayHoldPin, type PinHolder } from './eligibility.ts'
import type { Finding, FindingCode } from './finding.ts'
import type { ParameterReader } from './parameters.ts'
import type { ArchiveMatch, Channel } from './pin-request.ts'
import type { RequestState } from './request-state.ts'

export interface RequestToDecide extends PinHolder {
  readonly state: RequestState
  readonly channel: Channel
  readonly archiveMatch: ArchiveMatch
  readonly operatorValidated: boolean
  readonly hasPhone: boolean
  /** Why its letter could not be printed, if it could not: then no code is drawn and no first half goes out. */
  readonly unprintable?: Finding | undefined
}

export interface CredentialLife {
  readonly state: CredentialState
  readonly firstUsedOn: CivilDate | null
}

export interface PersonFacts {
  readonly deceased: boolean
  readonly credentials: readonly CredentialLife[]
  /** Codes drawn for this person in the last month. */
  readonly issuedLastMonth: number
}

export type IssueDecision =
  | { readonly do: 'issue' }
  /** At the counter the whole code was handed over in its envelope: registered, nothing is printed (A13). */
  | { readonly do: 'register' }
  | {
      readonly do: 'call-back'
      readonly reason: 'INDIRIZZO_DA_VERIFICARE' | 'INDIRIZZO_DA_VERIFICARE_SENZA_TELEFONO'
    }
  | {
      readonly do: 'refuse' | 'hold'
      readonly code: FindingCode
      readonly field: string
      readonly detail?: string
    }

export function decideIssue(
  request: RequestToDecide,
  person: PersonFacts,
  on: CivilDate,
  parameter: ParameterReader,
): IssueDecision {
  if (person.deceased) return { do: 'hold', code: 'DECEDUTO', field: 'codice_fiscale' }
  const [dismissed] = mayHoldPin(request, on, { phaseOut: parameter('phaseOut', on) })
  if (dismissed) return { do: 'refuse', code: dismissed.code, field: dismissed.field }
  if (person.credentials.some(isInUse)) return { do: 'refuse', code: 'GIA_TITOLARE', field: 'codice_fiscale' }
  if (request.channel === 'SPORTELLO') return { do: 'register' }
  if (request.unprintable) return { do: 'hold', ...request.unprintable }
  if (person.issuedLastMonth >= parameter('maxReissuesPerMonth', on)) {
    return { do: 'hold', code: 'TROPPE_RICHIESTE', field: 'codice_fiscale' }
  }
  // Approved by a call-back (A10), by the contact-centre operator (A6b), or by the archive (A7).
  const validated = request.channel === 'CONTACT_CENTER' && request.operatorValidated
  if (request.state === 'APPROVED' || validated || request.archiveMatch === 'MATCH') return { do: 'issue' }
  return {
    do: 'call-back',
    reason: request.hasPhone ? 'INDIRIZZO_DA_VERIFICARE' : 'INDIRIZZO_DA_VERIFICARE_SENZA_TELEFONO',
  }
}

/** A PIN that was used at least once and still lives is restored or revoked, never issued again (A5). */
function isInUse(credential: CredentialLife): boolean {
  const lives = LIVE_CREDENTIAL_STATES.includes(credential.state) || credential.state === 'SUSPENDED'
  return lives && credential.firstUsedOn !== null
}

/** Issued and never logged in with; after a restore the state alone would not tell. */
export function isNeverUsed(credential: CredentialLife): boolean {
  return credential.firstUsedOn === null && NEVER_USED_STATES.includes(credential.state)
}

/** What a new code takes the place of: one never used (A5b), or one deactivated for lack of use (B8). */
export function isReplaceable(credential: CredentialLife): boolean {
  if (nextCredentialState(credential.state, 'REPLACED') === undefined) return false
  return credential.firstUsedOn === null || credential.state === 'DEACTIVATED'
}
