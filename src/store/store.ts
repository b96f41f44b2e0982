/** @module The ledger: one knex connection, its transactions and their names. */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import knex, { type Knex } from 'knex'
import { databaseFailure, POSTGRES_OPTIONS, SQLITE_PRAGMAS, takeWriteLock } from './dialect.ts'
import { migrations } from './migrations/index.ts'

export interface DatabaseAddress {
  /** A `postgres://` URL, or the path of an SQLite file. */
  readonly url: string
}

export interface Store {
  readonly db: Knex
  /** Runs `work` in one write transaction; `name` is what a fault test sees just before it commits. */
  transaction<T>(name: string, work: (trx: Knex.Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export function isPostgresUrl(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url)
}

/**
 * The knex configuration of an address; `knexfile.ts` hands the same to knex's own command line. Errors must not carry
 * bound values, which are people's data and sealed halves: hence `compileSqlOnError: false`.
 */
export function knexConfig(address: DatabaseAddress): Knex.Config {
  // Standard output is for answers; what knex warns of there is thrown all the same.
  const log = { warn() {} }
  const migrationConfig: Knex.MigratorConfig = { migrationSource: migrations, tableName: 'migration' }
  if (isPostgresUrl(address.url)) {
    return {
      client: 'pg',
      compileSqlOnError: false,
      log,
      connection: { connectionString: address.url, options: POSTGRES_OPTIONS },
      pool: { min: 0, max: 4 },
      migrations: migrationConfig,
    }
  }
  return {
    client: 'sqlite3',
    compileSqlOnError: false,
    log,
    connection: { filename: address.url },
    useNullAsDefault: true,
    pool: { min: 1, max: 1, afterCreate: setPragmas },
    acquireConnectionTimeout: 10_000,
    migrations: migrationConfig,
  }
}

/** Opens the database; a fault is one sentence and an exit code. Nothing is migrated here. */
export async function openStore(
  address: DatabaseAddress,
  gate: (effect: string) => Promise<void> | void = () => {},
): Promise<Store> {
  const postgres = isPostgresUrl(address.url)
  if (postgres) await readBigintsAsNumbers()
  else await mkdir(dirname(address.url), { recursive: true, mode: 0o700 })
  const db = knex(knexConfig(address))
  try {
    await db.raw('select 1')
  } catch (error) {
    await db.destroy()
    throw databaseFailure(error)
  }
  return {
    db,
    async transaction(name, work) {
      let cause: unknown
      try {
        return await db.transaction(async (trx) => {
          try {
            await takeWriteLock(trx)
            const result = await work(trx)
            await gate(`commit ${name}`)
            return result
          } catch (error) {
            cause = error
            throw error
          }
        })
      } catch (error) {
        // Where SQLite has no room it undoes the transaction itself: knex then tells of a rollback that failed.
        throw databaseFailure(cause ?? error)
      }
    },
    close: () => db.destroy(),
  }
}

/** Counts and sums of PostgreSQL are bigint and numeric; ours stay far below 2^53. */
async function readBigintsAsNumbers(): Promise<void> {
  const { default: pg } = await import('pg')
  pg.types.setTypeParser(pg.types.builtins.INT8, Number)
  pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)
}

interface SqliteConnection {
  exec(sql: string, done: (error: Error | null) => void): void
}

function setPragmas(
  connection: SqliteConnection,
  done: (error: Error | null, connection: unknown) => void,
): void {
  connection.exec(SQLITE_PRAGMAS.map((pragma) => `pragma ${pragma};`).join('\n'), (error) =>
    done(error, connection),
  )
}
