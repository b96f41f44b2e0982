/**
 * Expiry by rule: one statement a rule, whose condition is the rule with the business date in it. Run late or twice it
 * gives the same answer (`batch.md` §2.6). Every change writes its event row in the same transaction.
 *
 * @module
 */
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import type { Actor } from './event.ts'

export interface ExpiryRule {
  readonly action: string
  readonly to: string
  readonly reason: string
  /** A condition on `credential` with one binding. */
  readonly where: string
  readonly due: string
}

/** Never used within its validity (B18). */
export function neverUsed(asOf: string): ExpiryRule {
  return {
    action: 'expired-unused',
    to: 'EXPIRED_UNUSED',
    reason: 'MAI_USATO',
    where: `state in ('PARTIAL', 'AWAITING_FIRST_USE') and expires_on < ?`,
    due: asOf,
  }
}

/** Change overdue (B6): `due` is the latest day of the last change that is overdue now. */
export function changeOverdue(
  userClass: 'CITTADINO' | 'INTERMEDIARIO_ISTITUZIONALE',
  due: string,
): ExpiryRule {
  return {
    action: 'change-due',
    to: 'CHANGE_DUE',
    reason: 'MODIFICA_SCADUTA',
    where: `state = 'ACTIVE' and user_class = '${userClass}' and last_changed_on <= ?`,
    due,
  }
}

/** Not used for the inactivity period (B8), where the institute has switched it on. */
export function inactive(due: string): ExpiryRule {
  return {
    action: 'deactivated',
    to: 'DEACTIVATED',
    reason: 'INATTIVO',
    where: `state in ('ACTIVE', 'CHANGE_DUE') and coalesce(last_used_on, last_changed_on, first_used_on) <= ?`,
    due,
  }
}

/** Suspended for a reported death that nobody cancelled (B20). */
export function suspensionOver(due: string): ExpiryRule {
  return {
    action: 'suspension-over',
    to: 'REVOKED',
    reason: 'DECEDUTO',
    where: `state = 'SUSPENDED' and suspended_on <= ?`,
    due,
  }
}

/** Applies a rule and answers the ids it moved, in order, for what must follow (halves, letters). */
export async function applyExpiry(trx: Executor, actor: Actor, rule: ExpiryRule): Promise<number[]> {
  await trx.raw(
    `insert into event (at, run_id, object_type, object_id, action, from_state, to_state, code)
     select ?, ?, 'credential', id, ?, state, ?, ? from credential where ${rule.where} order by id`,
    [actor.at, actor.runId, rule.action, rule.to, rule.reason, rule.due] as never,
  )
  const rows = await rowsOf<{ id: number }>(
    trx,
    `update credential set state = ?, state_on = ?, reason = ? where ${rule.where} returning id`,
    [rule.to, actor.on, rule.reason, rule.due],
  )
  return rows.map((row) => row.id).sort((a, b) => a - b)
}
