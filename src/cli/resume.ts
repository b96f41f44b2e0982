/** @module `recapito resume <run>`: finishes a run that failed, was stopped, or whose process died. */
import type { FinishedRun } from '../batch/run-job.ts'
import type { Flags } from '../config.ts'
import { civilDateInRome, italianDate } from '../domain/civil-date.ts'
import { completedRun } from '../store/run.ts'
import { slotDoneByHand } from '../store/scheduled-slot.ts'
import { answer } from './answer.ts'
import { markDoneByHand } from './mark-done-by-hand.ts'
import { resumeSteps } from './resume-steps.ts'
import { runNight } from './run-night.ts'
import { runNumbered, runTitle } from './run-number.ts'
import { withApp } from './session.ts'
import { exitCodeOfNight, summaryLines } from './summary.ts'
import { WrongArguments } from './wrong-arguments.ts'

export function resume(flags: Flags, id: number, options: { json?: boolean }): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app, check }) => {
    const run = await runNumbered(app.store, id)
    const completed = await completedRun(app.store.db, run)
    const name = runTitle(run)
    if (completed) {
      const by = completed.id === id ? 'è già finita' : `l’ha già finita l’esecuzione ${completed.id}`
      answer(options.json, { run: id, completedBy: completed.id, runs: [] }, [
        `${name}: ${by}. Non c’è nulla da riprendere.`,
      ])
      return
    }
    const steps = resumeSteps(run, civilDateInRome(app.now()))
    if (steps.length === 0) {
      throw new WrongArguments([`l’esecuzione ${id} è di ${run.job}: si riprende ripetendo quel comando`])
    }
    const runs: FinishedRun[] = []
    const lines = [name]
    for (const { jobs, slot, isNight } of steps) {
      const done = isNight ? await runNight(app, jobs, slot, check) : await app.runJobs(jobs, slot, check)
      runs.push(...done)
      if (slot.on !== run.business_date) lines.push(`Con la data di oggi, ${italianDate(slot.on)}:`)
      lines.push(...summaryLines(done))
      if (isNight) await markDoneByHand(app, 'night', slot)
    }
    const [first] = steps
    if (first && !first.isNight) {
      await slotDoneByHand(app.store, { task: run.job, key: first.slot.name }, app.now())
    }
    process.exitCode = exitCodeOfNight(runs, app.settings)
    answer(options.json, { run: id, test: app.test, runs }, lines)
  })
}
