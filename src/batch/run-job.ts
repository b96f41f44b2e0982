/** @module One attempt at one job for one slot: its row, its log lines, its end whatever happens. */
import type { Log } from '../observe/log.ts'
import type { Actor } from '../store/event.ts'
import { closeRun, openRun } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import { Stopped } from './failures.ts'
import type { Slot } from './slot.ts'

export interface RunEnvironment {
  readonly store: Store
  readonly log: Log
  readonly owner: string
  now(): Date
}

export interface FinishedRun {
  readonly job: string
  readonly counts: Readonly<Record<string, number>>
  readonly durationMs: number
}

/** Runs `work` under a new run row. A failure is recorded, then thrown on: the caller's exit code depends on it. */
export async function runJob(
  environment: RunEnvironment,
  job: string,
  slot: Slot,
  work: (actor: Actor, log: Log) => Promise<Readonly<Record<string, number>>>,
): Promise<FinishedRun> {
  const { store, now, owner } = environment
  const startedAt = now()
  const at = startedAt.toISOString()
  const { id, attempt } = await openRun(store, { job, slot: slot.name, businessDate: slot.on, owner, at })
  const log = environment.log.with({ job, runId: id, slot: slot.name, attempt })
  log.info(attempt === 1 ? 'run.started' : 'run.resumed')
  try {
    const counts = await work({ runId: id, at, on: slot.on }, log)
    const durationMs = now().getTime() - startedAt.getTime()
    await closeRun(store, id, { state: 'completed', at: now().toISOString(), counts })
    log.info('run.finished', { counts, durationMs })
    return { job, counts, durationMs }
  } catch (error) {
    const state = error instanceof Stopped ? 'stopped' : 'failed'
    log.error(`run.${state}`, { error })
    // When the database itself has failed, the row stays "running" and the next start marks it abandoned.
    await closeRun(store, id, {
      state,
      at: now().toISOString(),
      counts: {},
      error: error instanceof Error ? error.name : 'unknown',
    }).catch((closing: unknown) => log.error('run.close-failed', { error: closing }))
    throw error
  }
}
