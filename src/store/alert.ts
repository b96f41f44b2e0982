/** @module Alerts: one row a cause, from when it is first seen until its end was told. */
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import type { Store } from './store.ts'

/** Something that staff must know. */
export interface Condition {
  /** What it is about, the same for as long as it lasts: what is known already is not told again at once. */
  readonly cause: string
  readonly kind: string
  /** Two sentences in Italian: what was found, what to do. */
  readonly found: string
  readonly todo: string
}

export interface Alert {
  readonly cause: string
  readonly kind: string
  /** What was found, a line feed, what to do. */
  readonly sentence: string
  readonly since: string
  readonly told_at: string | null
  /** In how many checks it was seen. */
  readonly times: number
  readonly ended_at: string | null
}

/** Counts what lasts, opens what is new, ends what is seen no more. Answers all that is open or whose end is untold. */
export function noteConditions(store: Store, seen: readonly Condition[], at: string): Promise<Alert[]> {
  return store.transaction('note-alerts', async (trx) => {
    for (const { cause, kind, found, todo } of seen) {
      await trx.raw(
        `insert into alert (cause, kind, sentence, since, times) values (?, ?, ?, ?, 1)
         on conflict (cause) do update set sentence = excluded.sentence, times = alert.times + 1, ended_at = null`,
        [cause, kind, `${found}\n${todo}`, at],
      )
    }
    const causes = seen.map(({ cause }) => cause)
    await trx('alert').whereNull('ended_at').whereNotIn('cause', causes).update({ ended_at: at })
    return knownAlerts(trx)
  })
}

export function knownAlerts(db: Executor): Promise<Alert[]> {
  return rowsOf(
    db,
    'select cause, kind, sentence, since, told_at, times, ended_at from alert order by since, cause',
  )
}

/** After a message about them left: what goes on is told, what is over is forgotten. */
export function markTold(store: Store, alerts: readonly Alert[], at: string): Promise<void> {
  return store.transaction('alerts-told', async (trx) => {
    const causes = (over: boolean) =>
      alerts.filter((alert) => (alert.ended_at !== null) === over).map(({ cause }) => cause)
    await trx('alert').whereIn('cause', causes(false)).update({ told_at: at })
    await trx('alert').whereIn('cause', causes(true)).whereNotNull('ended_at').delete()
  })
}
