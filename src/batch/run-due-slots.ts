/**
 * Runs what is due: looks at the hours of every task since they were last looked at, passes by what is over, and does
 * the rest in order. What a process that died had begun is due too. Every slot is claimed under the lease, so that two
 * processes, or a tick that comes twice, do it once.
 *
 * @module
 */
import type { Log } from '../observe/log.ts'
import {
  begunSlots,
  claimSlot,
  endSlot,
  lookedAtUntil,
  passBySlots,
  type ScheduledSlot,
} from '../store/scheduled-slot.ts'
import type { Store } from '../store/store.ts'
import { decideSlots, type SlotDecision, type SlotRules } from './catch-up.ts'
import { AlreadyRunning, LeaseLost, Stopped } from './failures.ts'
import { liveLease } from './lease-keeper.ts'
import { dailySlot, type Slot } from './slot.ts'
import type { DueSlot, Timetable } from './timetable.ts'

/** Does `work` where there is something to do; asked once the lease is held. */
export type Around = <T>(work: () => Promise<T>) => Promise<T | undefined>

export interface ScheduledWork extends SlotRules {
  readonly name: string
  readonly timed: boolean
  readonly timetable: Timetable
  run(slot: Slot, around: Around): Promise<unknown>
}

export interface ScheduleEnvironment {
  readonly store: Store
  readonly log: Log
  now(): Date
  /** When this process came up, and when the schedule was started for the first time ever. */
  readonly upSince: Date
  readonly from: Date
  isStopping(): boolean
  /** For who looks on. */
  tell(event: ScheduleEvent): void
}

export type ScheduleEvent =
  | { readonly what: 'began' | 'done' | 'failed'; readonly task: string; readonly slot: Slot }
  | { readonly what: 'passed-by'; readonly task: string; readonly slots: SlotDecision['passedBy'] }
  | { readonly what: 'busy'; readonly task: string }
  /** All that was due is done. */
  | { readonly what: 'idle' }

interface Task {
  readonly work: ScheduledWork
  readonly one: DueSlot
}

export async function runDueSlots(
  works: readonly ScheduledWork[],
  environment: ScheduleEnvironment,
): Promise<void> {
  // Looked at anew after each: hours go by while a night is made.
  for (let hasRun = false; ; hasRun = true) {
    if (environment.isStopping()) return
    const [first] = await tasksToRun(works, environment)
    if (!first && hasRun) environment.tell({ what: 'idle' })
    if (!first || !(await runSlot(first, environment))) return
  }
}

async function tasksToRun(
  works: readonly ScheduledWork[],
  { store, log, now: clock, upSince, from, tell }: ScheduleEnvironment,
): Promise<Task[]> {
  const now = clock()
  const lookedAt = await lookedAtUntil(store.db)
  // Under a live lease a slot that was begun goes on.
  const begun = (await liveLease(store, clock)) ? [] : await begunSlots(store.db)
  const tasks: Task[] = []
  for (const work of works) {
    const own = begun.filter(({ task }) => task === work.name)
    const fresh = work.timetable.due(lookedAt.get(work.name) ?? from, now)
    const due = [...own.map((slot) => begunSlot(work, slot)), ...fresh].sort(byDueTime)
    const decision = decideSlots(due, work, { now, upSince, begun: new Set(own.map(({ key }) => key)) })
    tasks.push(...decision.run.map((one) => ({ work, one })))
    const passed = await passBySlots(
      store,
      decision.passedBy.map((one) => ({ ...one, task: work.name })),
      now,
    )
    const slots = decision.passedBy.filter(({ key }) => passed.has(key))
    for (const { key, reason } of slots) log.warn('slot.passed-by', { task: work.name, slot: key, reason })
    if (slots.length > 0) tell({ what: 'passed-by', task: work.name, slots })
  }
  return tasks.sort((a, b) => byDueTime(a.one, b.one))
}

function byDueTime(a: DueSlot, b: DueSlot): number {
  return a.dueAt.getTime() - b.dueAt.getTime()
}

function begunSlot({ timed }: ScheduledWork, { key, dueAt }: ScheduledSlot): DueSlot {
  const on = key.slice(0, 10)
  return { key, slot: timed ? { name: key, on } : dailySlot(on), dueAt }
}

/** False where nothing more can be done for now. A failed run is in its row, its slot and the log; the schedule goes on. */
async function runSlot({ work, one }: Task, environment: ScheduleEnvironment): Promise<boolean> {
  const { store, log, now, tell } = environment
  const { name: task } = work
  const { key, dueAt, slot } = one
  let isSettled = false
  const around: Around = async (run) => {
    if (!(await claimSlot(store, { task, key, dueAt }, now()))) {
      isSettled = true
      return undefined
    }
    tell({ what: 'began', task, slot })
    try {
      const result = await run()
      await endSlot(store, { task, key }, 'DONE', now())
      isSettled = true
      tell({ what: 'done', task, slot })
      return result
    } catch (error) {
      // Neither is over: the next start, or whoever took over, goes on with it.
      if (error instanceof Stopped || error instanceof LeaseLost) throw error
      tell({ what: 'failed', task, slot })
      await endSlot(store, { task, key }, 'FAILED', now())
      isSettled = true
      throw error
    }
  }
  try {
    await work.run(slot, around)
  } catch (error) {
    if (error instanceof AlreadyRunning) {
      log.info('schedule.busy', { task, slot: key, error })
      tell({ what: 'busy', task })
    } else if (!(error instanceof Stopped)) log.error('schedule.failed', { task, slot: key, error })
  }
  return isSettled
}
