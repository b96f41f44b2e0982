/** @module What the database itself remembers: whether it is for trials or real, and where its audit chain starts. */
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import type { Store } from './store.ts'

/** A `test` database prints `TEST_…` products on pages marked PROVA, for ever. */
export type LedgerMode = 'live' | 'test'

export async function ledgerMode(db: Executor): Promise<LedgerMode | undefined> {
  const [row] = await rowsOf<{ value: LedgerMode }>(db, `select value from setting where name = 'mode'`)
  return row?.value
}

/** Decides what a new database is for; an older decision stays. Answers the mode in force. */
export function decideMode(store: Store, mode: LedgerMode): Promise<LedgerMode> {
  return store.transaction('decide-mode', async (trx) => {
    const decided = await ledgerMode(trx)
    if (decided) return decided
    await trx('setting').insert({ name: 'mode', value: mode })
    return mode
  })
}

/** From which run on every run has a link of the audit chain: earlier ones are older than the chain. */
export async function chainStart(db: Executor): Promise<number> {
  const [row] = await rowsOf<{ value: string }>(db, `select value from setting where name = 'audit-from'`)
  return Number(row?.value ?? 1)
}
