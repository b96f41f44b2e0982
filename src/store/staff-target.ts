/** @module What a staff verb may concern, and how it stands with it. */
import type { CredentialState } from '../domain/credential-state.ts'
import type { Standing } from '../domain/step-in.ts'
import { type Executor, jsonMember } from './dialect.ts'
import type { Named } from './letter-selection.ts'
import type { Stoppable } from './staff-hold.ts'

export interface NamedTargets extends Named {
  /** The senders' own ids of requests. */
  readonly requestKeys: readonly string[]
}

export interface Target extends Standing {
  readonly table: Stoppable | 'certificate_release'
  readonly id: number
  /** Of what: a PIN, or certificates. */
  readonly about: 'PIN' | 'CERTIFICATE'
  /** The public id of the letter or release, or the number of the request or of the certificate's row. */
  readonly name: string
  readonly requestId: number
  readonly requestKey: string
  readonly requestState: string
  readonly codiceFiscale: string
  /** Surname and name; `''` where no certificate tells whose they are. */
  readonly person: string
  readonly country: string
  /** Of one certificate. */
  readonly incomeYear?: number
  readonly state: string
  readonly holdDetail: string | null
  readonly isDeceased: boolean
  readonly credential: { readonly id: number; readonly state: CredentialState } | undefined
  readonly isFirstHalfSent: boolean
  readonly bundle: string | null
  /** It was printed in a bundle that is cancelled: the next hand-over takes it up, too. */
  readonly isRecalled: boolean
  readonly handedOverAt: string | null
}

export const DECEASED = `(select count(*) from person d where d.codice_fiscale = q.codice_fiscale and d.deceased_on is not null)`

export function credentialOf({
  credential_id,
  credential_state,
}: {
  readonly credential_id: number | null
  readonly credential_state: CredentialState | null
}) {
  return credential_id === null || credential_state === null
    ? undefined
    : { id: credential_id, state: credential_state }
}

export function personIn(db: Executor, data: string): string {
  return `${jsonMember(db, data, 'surname')} || ' ' || ${jsonMember(db, data, 'name')}`
}
