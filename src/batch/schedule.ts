/** @module The schedule's clock: node-cron looks every minute whether something is due. */
import { createTask } from 'node-cron'
import type { Log } from '../observe/log.ts'

export interface RunningSchedule {
  /** Starts nothing more and waits for what is under way to reach a safe point. */
  stop(): Promise<void>
}

/**
 * Looks at once and then every minute; a look that takes longer is not joined by another. At UTC, where no minute is
 * missing and none comes twice: which slots a minute brings is decided by their timetables.
 */
export async function startSchedule(look: () => Promise<void>, log: Log): Promise<RunningSchedule> {
  let underWay: Promise<void> | undefined
  const lookOnce = () => {
    underWay ??= look()
      .catch((error: unknown) => log.error('schedule.look-failed', { error }))
      .finally(() => {
        underWay = undefined
      })
  }
  const everyMinute = createTask('* * * * *', lookOnce, {
    name: 'schedule',
    timezone: 'UTC',
    // Work in this thread may keep it from the clock: the next minute makes up for it.
    suppressMissedWarning: true,
  })
  await everyMinute.start()
  lookOnce()
  return {
    async stop() {
      await everyMinute.destroy()
      await underWay
    },
  }
}
