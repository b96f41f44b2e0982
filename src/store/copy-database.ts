/** @module Copies of a whole SQLite database as of one instant, while others write. */
import { rowsOf } from './bulk.ts'
import { databaseFailure } from './dialect.ts'
import type { Store } from './store.ts'

/**
 * Writes a copy to a path where nothing is yet. It has no free pages, so nothing of what was erased, and is synced to
 * the disk as every transaction is.
 */
export async function copySqlite(store: Store, path: string): Promise<void> {
  try {
    await store.db.raw('vacuum into ?', [path])
  } catch (error) {
    throw databaseFailure(error)
  }
}

/** The bundles whose folder must be there, as a copy has them. Reading leaves the copy as it is. */
export async function bundlesInCopy(store: Store, path: string): Promise<string[]> {
  await store.db.raw('attach database ? as copy', [path])
  try {
    const rows = await rowsOf<{ name: string }>(
      store.db,
      `select name from copy.bundle where state in ('published', 'delivered', 'acknowledged') order by id`,
    )
    return rows.map(({ name }) => name)
  } finally {
    await store.db.raw('detach database copy')
  }
}
