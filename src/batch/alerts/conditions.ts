/** @module Everything that staff must know, as of now. */
import { civilDateInRome } from '../../domain/civil-date.ts'
import type { Condition } from '../../store/alert.ts'
import { failedRuns } from './failed-runs.ts'
import { lowDisk } from './low-disk.ts'
import { oldKeys } from './old-keys.ts'
import { bundlesWithFaults, missingAcknowledgement, missingHandOver, stuckLetters } from './standing-still.ts'
import { unusualVolume } from './volume.ts'
import type { FindConditions, Watch } from './watch.ts'

const CHECKS: readonly FindConditions[] = [
  failedRuns,
  unusualVolume,
  bundlesWithFaults,
  stuckLetters,
  missingHandOver,
  missingAcknowledgement,
  lowDisk,
  oldKeys,
]

/** A check that cannot be made is a condition itself: it must not silence the others. */
export async function conditionsNow(watch: Watch): Promise<Condition[]> {
  const today = civilDateInRome(watch.now())
  const conditions: Condition[] = []
  for (const check of CHECKS) {
    try {
      conditions.push(...(await check(watch, today)))
    } catch (error) {
      conditions.push({
        kind: 'check-failed',
        cause: `check-failed ${check.name}`,
        found: `Un controllo degli avvisi (${check.name}) non riesce: ${(error as Error).name}.`,
        todo: 'Eseguire recapito doctor, che dice che cosa manca.',
      })
    }
  }
  return conditions
}
