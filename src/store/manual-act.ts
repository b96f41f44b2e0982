/** @module Manual acts: what a person did, why, and one link of the audit chain for it. */
import { appendLink } from './audit-link.ts'
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import type { Actor } from './event.ts'
import { reserveIds } from './id-block.ts'
import type { Store } from './store.ts'

export interface ManualAct {
  /** The command: `hold`, `cancel`, `acknowledge`. */
  readonly verb: string
  readonly by: string
  readonly reason: string
  /** What was named on the command line, as a person may read it later: letter ids, a bundle, a country. */
  readonly subject: string
  /** Instant and business date. */
  readonly at: string
  readonly on: string
}

/** Does `work` in one transaction with the act's row and its link; nothing is left of an act whose work fails. */
export function manualAct<T>(
  store: Store,
  act: ManualAct,
  work: (trx: Executor, actor: Actor) => Promise<T>,
): Promise<T> {
  return store.transaction(act.verb, async (trx) => {
    const id = await reserveIds(trx, 'run', 1)
    const { verb, by, reason, subject, at, on } = act
    await trx('manual_act').insert({ id, at, on_date: on, verb, by_whom: by, reason, subject })
    const result = await work(trx, { runId: id, at, on })
    await appendLink(trx, 'act', id, at)
    return result
  })
}

/** Where only the work itself finds what it concerns; before the link, which seals the row. */
export async function nameSubject(trx: Executor, { runId }: Actor, subject: string): Promise<void> {
  await trx('manual_act').where({ id: runId }).update({ subject })
}

export interface ManualActRow {
  readonly id: number
  readonly at: string
  readonly on_date: string
  readonly verb: string
  readonly by_whom: string
  readonly reason: string
  readonly subject: string
}

/** Acts of a business date and later, the newest first. */
export function manualActs(db: Executor, since: string): Promise<ManualActRow[]> {
  return rowsOf(
    db,
    'select id, at, on_date, verb, by_whom, reason, subject from manual_act where on_date >= ? order by id desc',
    [since],
  )
}
