/** @module `recapito night`: the jobs of one business date, in order. */
import { NIGHT } from '../../jobs/index.ts'
import { report } from '../../jobs/report.ts'
import type { App } from '../app.ts'
import { HeldLimitExceeded } from '../batch/failures.ts'
import type { FinishedRun } from '../batch/run-job.ts'
import { dailySlot, type Slot } from '../batch/slot.ts'
import type { Flags } from '../config.ts'
import { answer, today } from './answer.ts'
import { withApp } from './session.ts'
import { exitCodeOfNight, reportLine, summaryLines } from './summary.ts'

export function night(flags: Flags, options: { date?: string; json?: boolean }): Promise<void> {
  return withApp(flags, {}, async ({ app, check }) => {
    const slot = dailySlot(options.date ?? today())
    const runs = await runNight(app, slot, check)
    process.exitCode = exitCodeOfNight(runs, app.settings)
    answer(options.json, { slot: slot.name, test: app.test, runs }, [
      `Notte del ${slot.on}${app.test ? ' (PROVA)' : ''}`,
      ...summaryLines(runs),
      reportLine(app.settings, slot.on),
    ])
  })
}

/** A night that stops because too many letters are held still reports which ones. */
async function runNight(app: App, slot: Slot, check: () => void): Promise<FinishedRun[]> {
  try {
    return await app.runJobs(NIGHT, slot, check)
  } catch (error) {
    if (error instanceof HeldLimitExceeded) await app.runJobs([report], slot, check)
    throw error
  }
}
