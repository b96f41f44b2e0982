/** @module Who does something by hand, when, and why: what every command that changes people's rows asks for. */
import { userInfo } from 'node:os'
import type { ManualAct } from '../store/manual-act.ts'
import { today } from './answer.ts'

export interface ByHand {
  /** Default: the account that types. */
  readonly by?: string
  readonly reason?: string
  readonly date?: string
}

/** The act but for its subject. Commands whose reason is mandatory declare the option so. */
export function actOf(
  { now }: { now(): Date },
  verb: string,
  { by, reason, date }: ByHand,
): Omit<ManualAct, 'subject'> {
  return {
    verb,
    by: by ?? userInfo().username,
    reason: reason ?? '',
    at: now().toISOString(),
    on: date ?? today(),
  }
}
