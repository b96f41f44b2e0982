/** Expires what was never used, marks overdue changes, deactivates where switched on: set-based, safe to run late. */
import { addDays, latestStartDue } from '../src/domain/civil-date.ts'
import { buryCredentials } from '../src/store/credential.ts'
import {
  applyExpiry,
  changeOverdue,
  type ExpiryRule,
  inactive,
  neverUsed,
  suspensionOver,
} from '../src/store/expiry.ts'
import type { Job, JobContext } from './job.ts'

export const expirePins: Job = {
  name: 'expire-pins',
  summary: 'expires PINs that nobody used or changed in time',
  async run(context) {
    const { parameter, actor } = context
    const on = actor.on
    const changeDue = (userClass: 'CITTADINO' | 'INTERMEDIARIO_ISTITUZIONALE', months: number) =>
      apply(context, changeOverdue(userClass, latestStartDue(on, months)))
    const months = parameter('inactivityDeactivationMonths', on)
    return {
      suspensionOver: await apply(
        context,
        suspensionOver(addDays(on, -parameter('suspendedRevokeDays', on))),
      ),
      expiredUnused: await apply(context, neverUsed(on)),
      changeDue:
        (await changeDue('CITTADINO', parameter('changePeriodCitizenMonths', on))) +
        (await changeDue('INTERMEDIARIO_ISTITUZIONALE', parameter('changePeriodIntermediaryMonths', on))),
      deactivated: months === null ? 0 : await apply(context, inactive(latestStartDue(on, months))),
    }
  },
}

/** Halves and unsent letters of what has ended go in the same transaction. */
function apply({ store, actor, checkpoint }: JobContext, rule: ExpiryRule): Promise<number> {
  checkpoint()
  return store.transaction(rule.action, async (trx) => {
    const ids = await applyExpiry(trx, actor, rule)
    if (rule.to === 'EXPIRED_UNUSED' || rule.to === 'REVOKED') await buryCredentials(trx, actor, ids)
    return ids.length
  })
}
