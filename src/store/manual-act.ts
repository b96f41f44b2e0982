/** @module Manual acts: what a person did, why, and one link of the audit chain for it. */
import { appendLink } from './audit-link.ts'
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
