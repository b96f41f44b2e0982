/** @module `recapito start`: stays up and runs the jobs at their hours. */
import { JOBS, NIGHT } from '../../jobs/index.ts'
import { startSchedule } from '../batch/schedule.ts'
import { stopOnSignals } from '../batch/stop-signal.ts'
import type { Flags } from '../config.ts'
import { createLog } from '../observe/log.ts'
import { VERSION } from '../version.ts'
import { withApp } from './session.ts'

/** Jobs that run several times a day; the rest of the night runs once, and finds what they left. */
const BY_DAY = ['intake', 'issue-pins', 'send-first-halves'] as const

export function start(flags: Flags): Promise<void> {
  return withApp(flags, {}, async ({ app, check }) => {
    const { schedule, log: level } = app.settings
    const log = createLog({ level: level === 'error' ? 'info' : level, version: VERSION })
    const handOver = JOBS.filter((job) => job.name === 'hand-over')
    const running = await startSchedule(
      [
        ...BY_DAY.map((name) => ({
          name,
          cron: schedule[name],
          timed: true,
          run: (slot: Parameters<typeof app.runJobs>[1]) =>
            app.runJobs(
              JOBS.filter((job) => job.name === name),
              slot,
              check,
            ),
        })),
        { name: 'night', cron: schedule.night, timed: false, run: (slot) => app.runJobs(NIGHT, slot, check) },
        {
          name: 'hand-over',
          cron: schedule['hand-over'],
          timed: false,
          run: (slot) => app.runJobs(handOver, slot, check),
        },
      ],
      log,
    )
    for (const { name, nextAt } of running.next()) process.stdout.write(`${name.padEnd(18)} ${nextAt}\n`)
    const stop = stopOnSignals()
    await stop.asked
    await running.stop()
    stop.dispose()
  })
}
