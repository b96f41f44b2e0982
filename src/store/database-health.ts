/** @module Whether a database is whole and as this program needs it. Reads alone. */
import { rowsOf } from './bulk.ts'
import { isPostgres } from './dialect.ts'
import { pendingMigrations, SchemaMismatch } from './migrate.ts'
import type { Store } from './store.ts'

export interface DatabaseHealth {
  readonly missingMigrations: number
  readonly isNewer: boolean
  /** What the database itself finds broken. */
  readonly damage: string | undefined
  readonly facts: readonly { readonly name: string; readonly expected: string; readonly found: string }[]
  /** When the last run began or ended. */
  readonly lastInstant: string | undefined
}

export async function databaseHealth(store: Store): Promise<DatabaseHealth> {
  const { db } = store
  const postgres = isPostgres(db)
  const damage = postgres ? undefined : await sqliteDamage(store)
  const shape = { damage, facts: postgres ? await postgresFacts(store) : await sqliteFacts(store) }
  try {
    const [done, missing] = await pendingMigrations(db)
    const lastInstant = done.length > 0 ? await lastInstantOf(store) : undefined
    return { ...shape, missingMigrations: missing.length, isNewer: false, lastInstant }
  } catch (error) {
    if (!(error instanceof SchemaMismatch)) throw error
    return { ...shape, missingMigrations: 0, isNewer: true, lastInstant: undefined }
  }
}

async function sqliteDamage({ db }: Store): Promise<string | undefined> {
  const [first] = await rowsOf<{ quick_check: string }>(db, 'pragma quick_check(1)')
  return first && first.quick_check !== 'ok' ? first.quick_check : undefined
}

/** What is not one connection's own: the journal is a property of the file. */
async function sqliteFacts({ db }: Store): Promise<DatabaseHealth['facts']> {
  const [row] = await rowsOf<{ journal_mode: string }>(db, 'pragma journal_mode')
  return [{ name: 'SQLite con journal', expected: 'wal', found: row?.journal_mode ?? '' }]
}

/** Text sorts by its columns' own collation, whatever the database's. */
async function postgresFacts({ db }: Store): Promise<DatabaseHealth['facts']> {
  const [row] = await rowsOf<{ encoding: string }>(
    db,
    'select pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()',
  )
  const unlike = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from information_schema.columns
     where table_schema = current_schema() and table_name in ('request', 'letter', 'bundle')
       and data_type = 'text' and collation_name is distinct from 'C'`,
  )
  return [
    { name: 'PostgreSQL con codifica', expected: 'UTF8', found: row?.encoding ?? '' },
    { name: 'ordinamento', expected: 'C', found: unlike[0]?.n === 0 ? 'C' : 'di un’altra lingua' },
  ]
}

async function lastInstantOf({ db }: Store): Promise<string | undefined> {
  const [row] = await rowsOf<{ at: string | null }>(
    db,
    'select max(coalesce(ended_at, started_at)) as at from run where id > (select max(id) - 100 from run)',
  )
  return row?.at ?? undefined
}
