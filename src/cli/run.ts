/** @module `recapito run <job>`: one job alone. */
import { handOver } from '../../jobs/hand-over.ts'
import { JOBS } from '../../jobs/index.ts'
import { dailySlot } from '../batch/slot.ts'
import type { Flags } from '../config.ts'
import { answer, today } from './answer.ts'
import { markDoneByHand } from './mark-done-by-hand.ts'
import { withApp } from './session.ts'
import { summaryLines } from './summary.ts'
import { WrongArguments } from './wrong-arguments.ts'

export async function run(
  flags: Flags,
  name: string,
  options: { date?: string; json?: boolean },
): Promise<void> {
  const job = JOBS.find((candidate) => candidate.name === name)
  if (!job) {
    const known = JOBS.map((candidate) => candidate.name).join(', ')
    throw new WrongArguments([`«${name}» non è un lavoro; i lavori sono ${known}`])
  }
  await withApp(flags, {}, async ({ app, check }) => {
    const slot = dailySlot(options.date ?? today())
    const runs = await app.runJobs([job], slot, check)
    if (job === handOver) await markDoneByHand(app, 'hand-over', slot)
    answer(options.json, { slot: slot.name, test: app.test, runs }, summaryLines(runs))
  })
}
