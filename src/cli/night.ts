/** @module `recapito night`: the jobs of one business date, in order. */
import { NIGHT } from '../../jobs/index.ts'
import { dailySlot } from '../batch/slot.ts'
import type { Flags } from '../config.ts'
import { italianDate } from '../domain/civil-date.ts'
import { answer, today } from './answer.ts'
import { markDoneByHand } from './mark-done-by-hand.ts'
import { runNight } from './run-night.ts'
import { withApp } from './session.ts'
import { exitCodeOfNight, reportLine, summaryLines } from './summary.ts'

export function night(flags: Flags, options: { date?: string; json?: boolean }): Promise<void> {
  return withApp(flags, {}, async ({ app, check }) => {
    const slot = dailySlot(options.date ?? today())
    const runs = await runNight(app, NIGHT, slot, check)
    await markDoneByHand(app, 'night', slot)
    process.exitCode = exitCodeOfNight(runs, app.settings)
    answer(options.json, { slot: slot.name, test: app.test, runs }, [
      `Notte del ${italianDate(slot.on)}${app.test ? ' (PROVA)' : ''}`,
      ...summaryLines(runs),
      reportLine(app.settings, slot.on),
    ])
  })
}
