/** @module `recapito start`: stays up and runs the jobs at their hours. */
import { JOBS, NIGHT } from '../../jobs/index.ts'
import type { Job } from '../../jobs/job.ts'
import { type ScheduledWork, startSchedule } from '../batch/schedule.ts'
import type { Flags } from '../config.ts'
import { createLog } from '../observe/log.ts'
import { VERSION } from '../version.ts'
import { withApp } from './session.ts'

/** Jobs that run several times a day; the night runs them once more and finds what they left. */
const BY_DAY = ['intake', 'issue-pins', 'send-first-halves'] as const

export function start(flags: Flags): Promise<void> {
  return withApp(flags, {}, async ({ app, check, stopAsked }) => {
    const { schedule, log: level } = app.settings
    // Nobody waits for an answer here: what goes wrong must be seen even on a terminal, where commands are silent.
    const log = createLog({ level: level === 'silent' ? 'info' : level, version: VERSION })
    const work = (name: keyof typeof schedule, timed: boolean, jobs: readonly Job[]): ScheduledWork => ({
      name,
      cron: schedule[name],
      timed,
      run: (slot) => app.runJobs(jobs, slot, check),
    })
    const only = (name: string) => JOBS.filter((job) => job.name === name)
    const running = await startSchedule(
      [
        ...BY_DAY.map((name) => work(name, true, only(name))),
        work('night', false, NIGHT),
        // The report of the night says afterwards what was handed over.
        work('hand-over', false, [...only('hand-over'), ...only('report')]),
      ],
      log,
    )
    for (const { name, nextAt } of running.next()) process.stdout.write(`${name.padEnd(18)} ${nextAt}\n`)
    await stopAsked
    await running.stop()
  })
}
