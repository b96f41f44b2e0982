/** @module Runs: one attempt at one job for one slot. */
import { appendLink } from './audit-link.ts'
import { rowsOf } from './bulk.ts'
import { type Executor, forgetErased } from './dialect.ts'
import { reserveIds } from './id-block.ts'
import type { Store } from './store.ts'

export type RunState = 'running' | 'completed' | 'failed' | 'stopped' | 'abandoned'

export interface Run {
  readonly id: number
  readonly job: string
  readonly slot: string
  readonly business_date: string
  readonly attempt: number
  /** That staff gave it up stands in their act: the row of a run that is over is sealed. */
  readonly state: RunState | 'given-up'
  readonly started_at: string
  readonly ended_at: string | null
  /** JSON object of what was counted. */
  readonly counts: string | null
  readonly error: string | null
}

/** Opens the next attempt at a job's slot; an attempt whose process died is marked abandoned. */
export function openRun(
  store: Store,
  run: { job: string; slot: string; businessDate: string; owner: string; at: string },
): Promise<{ id: number; attempt: number }> {
  return store.transaction('open-run', async (trx) => {
    const id = await reserveIds(trx, 'run', 1)
    const dead = await rowsOf<{ id: number }>(
      trx,
      `update run set state = 'abandoned', ended_at = ? where state = 'running' and job = ? returning id`,
      [run.at, run.job],
    )
    for (const one of dead) await appendLink(trx, 'run', one.id, run.at)
    const [last] = await rowsOf<{ attempt: number | null }>(
      trx,
      'select max(attempt) as attempt from run where job = ? and slot = ?',
      [run.job, run.slot],
    )
    const attempt = (last?.attempt ?? 0) + 1
    await trx('run').insert({
      id,
      job: run.job,
      slot: run.slot,
      business_date: run.businessDate,
      attempt,
      state: 'running',
      owner: run.owner,
      started_at: run.at,
    })
    return { id, attempt }
  })
}

/** Ends a run. What it erased is gone from the write-ahead log too, though the program may go on for weeks. */
export async function closeRun(
  store: Store,
  id: number,
  end: { state: RunState; at: string; counts: Readonly<Record<string, number>>; error?: string },
): Promise<void> {
  await store.transaction('close-run', async (trx) => {
    await trx('run')
      .where({ id })
      .update({
        state: end.state,
        ended_at: end.at,
        counts: JSON.stringify(end.counts),
        error: end.error ?? null,
      })
    await appendLink(trx, 'run', id, end.at)
  })
  await forgetErased(store.db)
}

/** All attempts of a business date, in the order they started. */
export function runsOn(db: Executor, businessDate: string): Promise<Run[]> {
  return rowsOf(
    db,
    `select id, job, slot, business_date, attempt, state, started_at, ended_at, counts, error
     from run where business_date = ? order by id`,
    [businessDate],
  )
}

/** The last attempt of every job, whatever its slot. */
export function lastRuns(db: Executor): Promise<Run[]> {
  return rowsOf(
    db,
    `select id, job, slot, business_date, attempt, started_at, ended_at, counts, error,
       case when ${GIVEN_UP} then 'given-up' else state end as state
     from run where id in (select max(id) from run group by job) order by id`,
  )
}

const GIVEN_UP = `exists (select 1 from manual_act where verb = 'abandon' and subject = 'run ' || run.id)`

export async function runByNumber(db: Executor, id: number): Promise<Run | undefined> {
  const [run] = await rowsOf<Run>(
    db,
    `select id, job, slot, business_date, attempt, started_at, ended_at, counts, error,
       case when ${GIVEN_UP} then 'given-up' else state end as state
     from run where id = ?`,
    [id],
  )
  return run
}

/** The attempt of a job's slot that went through, this one or a later one: an earlier one leaves it undone. */
export async function completedRun(
  db: Executor,
  { id, job, slot }: Pick<Run, 'id' | 'job' | 'slot'>,
): Promise<{ id: number } | undefined> {
  const [run] = await rowsOf<{ id: number }>(
    db,
    `select id from run where job = ? and slot = ? and state = 'completed' and id >= ? order by id desc limit 1`,
    [job, slot, id],
  )
  return run
}

/** Slots of jobs whose last attempt staff have abandoned. */
export function givenUpSlots(db: Executor): Promise<Pick<Run, 'job' | 'slot'>[]> {
  return rowsOf(
    db,
    `select job, slot from run where id in (select max(id) from run group by job, slot) and ${GIVEN_UP}`,
  )
}

/**
 * Nobody will go on with it, nor with the slot of these tasks of the schedule. One that says it runs is ended, for its
 * process is dead: to be done under the lease.
 */
export async function giveUpRun(
  trx: Executor,
  run: Pick<Run, 'id' | 'slot'>,
  tasks: readonly string[],
  at: string,
): Promise<void> {
  const dead = await trx('run')
    .where({ id: run.id, state: 'running' })
    .update({ state: 'abandoned', ended_at: at })
  if (dead > 0) await appendLink(trx, 'run', run.id, at)
  await trx('scheduled_slot')
    .where({ slot: run.slot, state: 'RUNNING' })
    .whereIn('task', tasks)
    .update({ state: 'PASSED_BY', ended_at: at })
}

/** The last attempt of every job that is over. */
export function lastEndedRuns(db: Executor): Promise<Run[]> {
  return lastWhere(db, 'ended_at is not null')
}

/** The last attempt of every job that went through. */
export function lastSuccesses(db: Executor): Promise<Run[]> {
  return lastWhere(db, `state = 'completed'`)
}

function lastWhere(db: Executor, where: string): Promise<Run[]> {
  return rowsOf(
    db,
    `select id, job, slot, business_date, attempt, started_at, ended_at, counts, error,
       case when ${GIVEN_UP} then 'given-up' else state end as state
     from run where id in (select max(id) from run where ${where} group by job) order by id`,
  )
}
