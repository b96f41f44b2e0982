/**
 * The life of a PIN: state machine B of `domain.md` §1.4, as a table to read. Guards (periods, earlier use, who may)
 * belong to whoever raises the event. Attributes that change no state are not here: profile (B17), lock-out (B9),
 * returned letter (B19), refused restore (B13).
 *
 * @module
 */

export const CREDENTIAL_STATES = [
  'GENERATED',
  'PARTIAL',
  'AWAITING_FIRST_USE',
  'ACTIVE',
  'CHANGE_DUE',
  'RESTORING',
  'DEACTIVATED',
  'SUSPENDED',
  'REVOKED',
  'EXPIRED_UNUSED',
  'DISMISSED',
] as const
export type CredentialState = (typeof CREDENTIAL_STATES)[number]

/** The holder has it in hand: a new request is refused (A5), unless it was never used. */
export const LIVE_CREDENTIAL_STATES: readonly CredentialState[] = [
  'AWAITING_FIRST_USE',
  'ACTIVE',
  'CHANGE_DUE',
  'RESTORING',
]

/**
 * Never logged in with: a new request replaces it (A5b). After a restore AWAITING_FIRST_USE is no proof: who replaces
 * looks at the date of first use too.
 */
export const NEVER_USED_STATES: readonly CredentialState[] = ['GENERATED', 'PARTIAL', 'AWAITING_FIRST_USE']

/** Ended for good: its halves, unsent messages and letters end with it. */
export const ENDED_CREDENTIAL_STATES: readonly CredentialState[] = ['REVOKED', 'EXPIRED_UNUSED', 'DISMISSED']

/** Neither ended nor suspended: what a death, a revocation or the law can stop. */
const RUNNING: readonly CredentialState[] = [
  'GENERATED',
  'PARTIAL',
  'AWAITING_FIRST_USE',
  'ACTIVE',
  'CHANGE_DUE',
  'RESTORING',
  'DEACTIVATED',
]

interface Transition {
  readonly id: string
  /** `null`: there is no credential yet. */
  readonly from: readonly (CredentialState | null)[]
  readonly event: string
  /** `THE_STATE_BEFORE`: the state that was stored when the credential was suspended. */
  readonly to: CredentialState | 'THE_STATE_BEFORE'
}

export const CREDENTIAL_TRANSITIONS = [
  { id: 'B1', from: [null], event: 'ISSUED', to: 'GENERATED' },
  // The halves travel apart and either may be first (`domain.md` §0.1, 2). Raise each event once, when that half is
  // marked as sent: PARTIAL does not tell which of the two it was.
  { id: 'B2', from: ['GENERATED'], event: 'FIRST_HALF_SENT', to: 'PARTIAL' },
  { id: 'B2', from: ['PARTIAL'], event: 'FIRST_HALF_SENT', to: 'AWAITING_FIRST_USE' },
  { id: 'B3', from: ['GENERATED'], event: 'LETTER_HANDED_OVER', to: 'PARTIAL' },
  { id: 'B3', from: ['PARTIAL'], event: 'LETTER_HANDED_OVER', to: 'AWAITING_FIRST_USE' },
  { id: 'B5', from: ['GENERATED'], event: 'COUNTER_ENVELOPE', to: 'AWAITING_FIRST_USE' },
  // From PARTIAL too: the contact centre may have read out the first half while its message was still queued.
  { id: 'B4', from: ['PARTIAL', 'AWAITING_FIRST_USE'], event: 'FIRST_ACCESS', to: 'ACTIVE' },
  { id: 'B6', from: ['ACTIVE'], event: 'CHANGE_PERIOD_OVER', to: 'CHANGE_DUE' },
  { id: 'B7', from: ['ACTIVE', 'CHANGE_DUE'], event: 'PIN_CHANGED', to: 'ACTIVE' },
  { id: 'B8', from: ['ACTIVE', 'CHANGE_DUE'], event: 'INACTIVE', to: 'DEACTIVATED' },
  { id: 'B10', from: ['ACTIVE', 'CHANGE_DUE'], event: 'RESTORE_ASKED', to: 'RESTORING' },
  // Also where only the outcome is known; a deactivated PIN leaves by restore too (B8).
  {
    id: 'B11',
    from: ['ACTIVE', 'CHANGE_DUE', 'DEACTIVATED', 'RESTORING'],
    event: 'RESTORED',
    to: 'AWAITING_FIRST_USE',
  },
  // Whether a change is due follows from its date, the same night (B6): nothing to store.
  { id: 'B12', from: ['RESTORING'], event: 'RESTORE_LAPSED', to: 'ACTIVE' },
  { id: 'B16', from: [...RUNNING, 'SUSPENDED'], event: 'REVOKED', to: 'REVOKED' },
  // Reason SOSTITUITO. A deactivated PIN "leaves by a new request" (B8); one in use never does (A5).
  { id: 'A5b', from: [...NEVER_USED_STATES, 'DEACTIVATED'], event: 'REPLACED', to: 'REVOKED' },
  { id: 'B18', from: ['PARTIAL', 'AWAITING_FIRST_USE'], event: 'NEVER_USED_EXPIRED', to: 'EXPIRED_UNUSED' },
  { id: 'B20', from: RUNNING, event: 'DECEASED', to: 'SUSPENDED' },
  { id: 'B20', from: ['SUSPENDED'], event: 'DEATH_CANCELLED', to: 'THE_STATE_BEFORE' },
  { id: 'B20', from: ['SUSPENDED'], event: 'SUSPENSION_OVER', to: 'REVOKED' },
  { id: 'B21', from: RUNNING, event: 'DISMISSED', to: 'DISMISSED' },
] as const satisfies readonly Transition[]

export type CredentialEvent = (typeof CREDENTIAL_TRANSITIONS)[number]['event']

/**
 * Where the event leads, or undefined where it does not apply to the state. DEATH_CANCELLED leads back to
 * `stateBefore`, stored at DECEASED, and does not apply without one.
 */
export function nextCredentialState(
  state: CredentialState | null,
  event: CredentialEvent,
  stateBefore: CredentialState | null = null,
): CredentialState | undefined {
  const rows: readonly Transition[] = CREDENTIAL_TRANSITIONS
  const to = rows.find((row) => row.event === event && row.from.includes(state))?.to
  if (to !== 'THE_STATE_BEFORE') return to
  return stateBefore !== null && RUNNING.includes(stateBefore) ? stateBefore : undefined
}
