/** @module The jobs of a night, as a command or the schedule runs them. */
import { NIGHT } from '../../jobs/index.ts'
import { intake } from '../../jobs/intake.ts'
import type { Job } from '../../jobs/job.ts'
import { report } from '../../jobs/report.ts'
import type { App } from '../app.ts'
import { HeldLimitExceeded } from '../batch/failures.ts'
import type { Around } from '../batch/run-due-slots.ts'
import type { FinishedRun } from '../batch/run-job.ts'
import type { Slot } from '../batch/slot.ts'
import { civilDateInRome } from '../domain/civil-date.ts'

/** A night that stops because too many letters are held still reports which ones. */
export async function runNight(
  app: App,
  jobs: readonly Job[],
  slot: Slot,
  check: () => void,
  around?: Around,
): Promise<FinishedRun[]> {
  try {
    return await app.runJobs(jobs, slot, check, around)
  } catch (error) {
    if (error instanceof HeldLimitExceeded) await app.runJobs([report], slot, check)
    throw error
  }
}

/**
 * What is left to do of a night whose day may be over. Feeds that lie in the inbox by now would be read as of that day,
 * and their newer rows refused as rows from the future: the night of the day that it is reads them.
 */
export function nightJobsLeft(on: string, now: Date): readonly Job[] {
  return on === civilDateInRome(now) ? NIGHT : NIGHT.filter((job) => job !== intake)
}
