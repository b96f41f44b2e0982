/** @module Bringing a database to this program's shape. */
import type { Knex } from 'knex'
import { counted } from '../domain/counted.ts'
import { databaseFailure, inTemporaryFiles } from './dialect.ts'
import type { Store } from './store.ts'

/** The database is older or newer than the program (exit 2). */
export class SchemaMismatch extends Error {
  readonly exitCode = 2
  constructor(message: string) {
    super(message)
    this.name = 'SchemaMismatch'
  }
}

/** Runs the missing migrations and answers their names. */
export async function migrate(store: Store): Promise<string[]> {
  try {
    return await inTemporaryFiles(store.db, async () => {
      const [, names] = (await store.db.migrate.latest()) as [number, string[]]
      return names
    })
  } catch (error) {
    throw databaseFailure(error)
  }
}

/** A new database is migrated by itself; an older one waits for `recapito migrate`, so that staff can back it up. */
export async function migrateIfNew(store: Store): Promise<void> {
  const [done, missing] = await pendingMigrations(store.db)
  if (missing.length === 0) return
  if (done.length > 0) {
    throw new SchemaMismatch(
      `alla base dati mancano ${counted(missing.length, 'aggiornamento', 'aggiornamenti')}: farne una copia, poi eseguire "recapito migrate"`,
    )
  }
  await migrate(store)
}

/** Names of the migrations that the database has, and of those that it lacks. */
export async function pendingMigrations(db: Knex): Promise<[string[], string[]]> {
  try {
    const [done, missing] = (await db.migrate.list()) as [{ name: string }[], (string | { file: string })[]]
    return [done.map((row) => row.name), missing.map((item) => (typeof item === 'string' ? item : item.file))]
  } catch (error) {
    if (/migration directory is corrupt/.test(String(error))) {
      throw new SchemaMismatch(
        'la base dati è di una versione più recente di Recapito: aggiornare il programma prima di usarlo',
      )
    }
    throw databaseFailure(error)
  }
}
