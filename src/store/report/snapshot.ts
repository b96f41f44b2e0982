/** @module Reading several tables as they were at one instant. */
import { type Executor, isPostgres } from '../dialect.ts'

/** Runs reads in one transaction, so that what staff change meanwhile cannot make sums look wrong. */
export function inSnapshot<T>(db: Executor, work: (trx: Executor) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db)
  // SQLite reads a transaction as of its first statement without being asked, and knex warns where it is asked.
  return isPostgres(db)
    ? db.transaction(work, { isolationLevel: 'repeatable read', readOnly: true })
    : db.transaction(work)
}
