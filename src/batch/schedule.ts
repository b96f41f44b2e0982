/** @module Running jobs at their hours in Europe/Rome, one after the other, with node-cron. */
import { createTask, type ScheduledTask, validate } from 'node-cron'
import { ROME } from '../domain/civil-date.ts'
import type { Log } from '../observe/log.ts'
import { AlreadyRunning, Stopped } from './failures.ts'
import { dailySlot, type Slot, timedSlot } from './slot.ts'

export interface ScheduledWork {
  readonly name: string
  /** Five fields, Rome's wall time; keep it outside 02:00–03:00, which the spring Sunday lacks (`batch.md` §4.1). */
  readonly cron: string
  /** The slot carries the time of day: the job runs several times a day. */
  readonly timed: boolean
  run(slot: Slot): Promise<unknown>
}

/** A schedule that no clock can follow (exit 2). */
export class ScheduleRefused extends Error {
  readonly exitCode = 2
  constructor(name: string, cron: string) {
    super(
      `schedule.${name}: expected five fields such as "0 9 * * *" (minute, hour, day, month, weekday), found "${cron}"`,
    )
    this.name = 'ScheduleRefused'
  }
}

export interface RunningSchedule {
  next(): { name: string; nextAt: string }[]
  /** Starts nothing more and waits for what is under way to reach a safe point. */
  stop(): Promise<void>
}

/** Starts every task. Work of one process never overlaps: a task that comes while another runs waits its turn. */
export async function startSchedule(works: readonly ScheduledWork[], log: Log): Promise<RunningSchedule> {
  for (const { name, cron } of works) if (!validate(cron)) throw new ScheduleRefused(name, cron)
  let queue: Promise<void> = Promise.resolve()
  let stopping = false
  const tasks: { name: string; task: ScheduledTask }[] = works.map((work) => ({
    name: work.name,
    task: createTask(
      work.cron,
      (context) => {
        const slot = work.timed ? timedSlot(context.date) : dailySlot(timedSlot(context.date).on)
        queue = queue.then(() => (stopping ? undefined : runQuietly(work, slot, log)))
        return queue
      },
      { name: work.name, timezone: ROME, noOverlap: true },
    ),
  }))
  for (const { task } of tasks) await task.start()
  return {
    next: () => tasks.map(({ name, task }) => ({ name, nextAt: romeTime(task.getNextRun()) })),
    async stop() {
      stopping = true
      for (const { task } of tasks) await task.destroy()
      await queue
    },
  }
}

/** A failed run is in its row and in the log; the schedule goes on with the next. */
async function runQuietly(work: ScheduledWork, slot: Slot, log: Log): Promise<void> {
  try {
    await work.run(slot)
  } catch (error) {
    if (error instanceof AlreadyRunning)
      log.warn('schedule.busy', { task: work.name, slot: slot.name, error })
    else if (!(error instanceof Stopped))
      log.error('schedule.failed', { task: work.name, slot: slot.name, error })
  }
}

function romeTime(instant: Date | null): string {
  return instant === null
    ? '-'
    : instant.toLocaleString('it-IT', { timeZone: ROME, dateStyle: 'full', timeStyle: 'short' })
}
