/** @module Whether a letter may be posted again: certificates as duplicates, a PIN never. */
import type { LetterKind } from './products.ts'

export type ReprintDecision = 'DUPLICATE' | ReprintRefusal

export type ReprintRefusal =
  /** It is still here, and leaves with the next hand-over. */
  | 'NOT_LEFT'
  | 'WITHDRAWN'
  /** Somebody else may have the letter: its code is never printed twice, a new one takes its place. */
  | 'NEW_PIN'
  | 'PIN_IN_USE'
  /** Corrected or annulled since, or held: its bytes are nobody's any more. */
  | 'NOT_IN_FORCE'

export interface SentLetter {
  readonly kind: LetterKind
  readonly state: string
  readonly isPinInUse: boolean
  /** Of the certificates in it those that are in force. */
  readonly yearsInForce: readonly number[]
}

export function decideReprint({ kind, state, isPinInUse, yearsInForce }: SentLetter): ReprintDecision {
  if (state === 'withdrawn') return 'WITHDRAWN'
  if (state !== 'handed_over' && state !== 'acknowledged') return 'NOT_LEFT'
  if (kind === 'PIN_HALF2') return isPinInUse ? 'PIN_IN_USE' : 'NEW_PIN'
  return yearsInForce.length > 0 ? 'DUPLICATE' : 'NOT_IN_FORCE'
}
