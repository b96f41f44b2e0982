/**
 * Looks for what staff must know, and tells what is new, what lasts, what is over, in one message. A message that
 * cannot be sent is tried again at the next check; a crash between sending and recording repeats one and loses none.
 *
 * @module
 */
import type { Files } from '../../files/files.ts'
import type { Log } from '../../observe/log.ts'
import { markTold, noteConditions } from '../../store/alert.ts'
import type { Store } from '../../store/store.ts'
import { bulletinOf } from './bulletin.ts'
import { conditionsNow } from './conditions.ts'
import { type Mail, sendBulletin } from './send-bulletin.ts'
import type { Watch } from './watch.ts'

export interface AlertCheck extends Omit<Watch, 'db'> {
  readonly store: Store
  readonly files: Files
  readonly folder: string
  readonly mail: Mail
  readonly test: boolean
  readonly log: Log
}

/** Never throws: work is not to end because of its alerts. */
export async function checkAlerts(check: AlertCheck): Promise<void> {
  const { store, log, limits, test } = check
  const now = check.now()
  const at = now.toISOString()
  try {
    const seen = await conditionsNow({ ...check, db: store.db })
    const alerts = await noteConditions(store, seen, at)
    const bulletin = bulletinOf(alerts, now, limits.repeatAfterHours)
    if (!bulletin) return
    await sendBulletin(check, bulletin, now, test)
    const told = [...bulletin.fresh, ...bulletin.lasting, ...bulletin.over]
    await markTold(store, told, at)
    log.info('alerts.told', { causes: told.map(({ cause }) => cause) })
  } catch (error) {
    log.error('alerts.failed', { error })
  }
}
