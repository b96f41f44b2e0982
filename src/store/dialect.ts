/**
 * Everything in which SQLite and PostgreSQL differ. The rest of the store does not know which one it talks to.
 *
 * @module
 */
import type { Knex } from 'knex'

/** A connection or a transaction: repository functions take it first, so that none uses the wrong one. */
export type Executor = Knex | Knex.Transaction

export function isPostgres(db: Executor): boolean {
  return db.client.config.client === 'pg'
}

/** Column types of the ledger: text sorts by code point on both, integers have 64 bits. */
export function columnTypes(db: Executor): { text: string; integer: string; serial: string } {
  return isPostgres(db)
    ? {
        text: 'text collate "C"',
        integer: 'bigint',
        serial: 'bigint generated always as identity primary key',
      }
    : { text: 'text', integer: 'integer', serial: 'integer primary key autoincrement' }
}

/**
 * A derived table of the rows in one JSON array of arrays, bound as text; `cells` read the columns of a row `v`. Binary
 * JSON, made once: reading the columns out of the text of each row takes three times as long on SQLite.
 */
export function jsonRows(db: Executor, cells: string): string {
  return isPostgres(db)
    ? `(select ${cells} from jsonb_array_elements(?::jsonb) as element(v))`
    : `(select ${cells} from (select value as v from jsonb_each(?)) as element)`
}

/** The table function that turns one JSON array of plain values, bound as text, into rows with a column `value`. */
export function jsonElements(db: Executor): string {
  return isPostgres(db) ? 'json_array_elements(?::json) as element(value)' : 'json_each(?)'
}

/** The whole element as text (a plain array of strings or numbers). */
export function jsonScalar(db: Executor, type: 'integer' | 'text'): string {
  const text = isPostgres(db) ? `value #>> '{}'` : 'value'
  return type === 'integer' ? `cast(${text} as bigint)` : text
}

/** Bytes, bound. */
export function bytesParameter(db: Executor): string {
  return isPostgres(db) ? '?::bytea' : '?'
}

/** The text that some bytes of a column are in UTF-8; `at` counts from 0. */
export function textOfBytes(db: Executor, column: string, at: string, bytes: string): string {
  return isPostgres(db)
    ? `convert_from(substring(${column}, cast(${at} + 1 as integer), cast(${bytes} as integer)), 'UTF8')`
    : `cast(substr(${column}, ${at} + 1, ${bytes}) as text)`
}

/** How many items the list has that is one member of a column that holds a JSON object. */
export function jsonLength(db: Executor, column: string, member: string): string {
  return isPostgres(db)
    ? `jsonb_array_length(${column}::jsonb -> '${member}')`
    : `json_array_length(${column}, '$.${member}')`
}

/** The objects of a column that holds a JSON array, as a table `item` with a column `value` beside the column's own row. */
export function jsonItems(db: Executor, column: string): string {
  return isPostgres(db)
    ? `jsonb_array_elements(${column}::jsonb) as item(value)`
    : `json_each(${column}) as item`
}

/** The text of one member of a column that holds a JSON object, as an expression that an index may have. */
export function jsonMember(db: Executor, column: string, member: string): string {
  return isPostgres(db) ? `(${column}::jsonb ->> '${member}')` : `(${column} ->> '${member}')`
}

/** The rows of a group, in the order of a column, as one text with a row a line: for hashing many rows at once. */
export function textOfRows(db: Executor, columns: readonly string[], order: string): string {
  return isPostgres(db)
    ? `string_agg(json_build_array(${columns.join(', ')})::text, chr(10) order by ${order})`
    : `group_concat(json_array(${columns.join(', ')}), char(10) order by ${order})`
}

/** Until this transaction ends nobody else writes the table; reading goes on. On SQLite there is one writer anyway. */
export async function lockTable(trx: Executor, table: string): Promise<void> {
  if (isPostgres(trx)) await trx.raw(`lock table ${table} in share row exclusive mode`)
}

/** Ours alone in a database of ours. */
const WRITE_LOCK = 1

/**
 * First statement of a write transaction: one after the other, so that what staff do is before or after a step of the
 * night and never in the middle of it. On SQLite it takes the write lock at once, since a transaction that reads first
 * is refused with SQLITE_BUSY whatever the busy timeout (`batch.md` §4.3).
 */
export async function takeWriteLock(trx: Executor): Promise<void> {
  if (isPostgres(trx)) await trx.raw('select pg_advisory_xact_lock(?)', [WRITE_LOCK])
  else await trx.raw('update id_block set next = next where name = ?', ['request'])
}

/** After an erase: nothing of it may stay in the write-ahead log (`design.md` §8). PostgreSQL vacuums by itself. */
export async function forgetErased(db: Executor): Promise<void> {
  if (!isPostgres(db)) await db.raw('pragma wal_checkpoint(truncate)')
}

/** Pragmas of every SQLite connection. FULL and secure_delete are part of the protocol (`design.md` §5). */
export const SQLITE_PRAGMAS = [
  // Of new databases and copies; another keeps its own. At 4 kB a year of certificates is four times the writes.
  'page_size = 16384',
  'journal_mode = WAL',
  'synchronous = FULL',
  'secure_delete = ON',
  'foreign_keys = ON',
  'busy_timeout = 5000',
  'cache_size = -65536',
  // What a statement may have to undo would else be written to /var/tmp, out of reach of secure_delete. It is all pages
  // that the statement changes: see piecesOfFeed and inTemporaryFiles.
  'temp_store = MEMORY',
  // Pages that many transactions write again and again reach the database file once: 64 MB of log.
  'wal_autocheckpoint = 4000',
]

/** For work whose statements change whole tables: what they may have to undo would not fit into memory. */
export async function inTemporaryFiles<T>(db: Knex, work: () => Promise<T>): Promise<T> {
  if (isPostgres(db)) return work()
  await db.raw('pragma temp_store = FILE')
  try {
    return await work()
  } finally {
    await db.raw('pragma temp_store = MEMORY')
  }
}

/**
 * Of every PostgreSQL session. A machine that fell silent within a transaction has the write lock until the server ends
 * its session: after as long as the lease, two minutes, rather than when TCP gives up.
 */
export const POSTGRES_OPTIONS = '-c timezone=UTC -c idle_in_transaction_session_timeout=120000'

/** The database could not be reached, is locked or full: the same command may be tried again (exit 75). */
export class DatabaseUnavailable extends Error {
  readonly exitCode = 75
  constructor(message: string, cause: unknown) {
    super(message, { cause })
    this.name = 'DatabaseUnavailable'
  }
}

/** The database file is damaged or is none: a person must restore it (exit 1). */
class DatabaseDamaged extends Error {
  readonly exitCode = 1
  constructor(cause: unknown) {
    super(
      'la base dati è danneggiata, o il file non è una base dati: ripristinarla dall’ultima copia insieme a output/bundles',
      { cause },
    )
    this.name = 'DatabaseDamaged'
  }
}

const LOCKED =
  'la base dati è occupata da un altro programma: attendere che finisca e ripetere lo stesso comando'
const CUT =
  'il collegamento con PostgreSQL si è interrotto: ripetere lo stesso comando; ciò che era a metà è annullato'
const CONFLICT = 'PostgreSQL ha annullato un’operazione a causa di un’altra: ripetere lo stesso comando'

const UNAVAILABLE: Readonly<Record<string, string>> = {
  SQLITE_BUSY: LOCKED,
  SQLITE_LOCKED: LOCKED,
  SQLITE_FULL: 'non c’è più spazio per la base dati: liberarne e ripetere lo stesso comando',
  SQLITE_IOERR: 'il disco non legge o non scrive la base dati: controllarlo, poi ripetere lo stesso comando',
  SQLITE_CANTOPEN: 'il file della base dati non si apre: controllare che la cartella esista e sia scrivibile',
  SQLITE_READONLY:
    'il file della base dati è in sola lettura: dare all’utente del servizio la scrittura su di esso e sulla cartella',
  ECONNREFUSED: 'PostgreSQL non risponde all’indirizzo DATABASE_URL: avviarlo o correggere l’indirizzo',
  ENOTFOUND: 'il server indicato in DATABASE_URL è sconosciuto: correggere l’indirizzo',
  ETIMEDOUT: 'PostgreSQL non risponde all’indirizzo DATABASE_URL: controllare server, porta e firewall',
  '28P01': 'PostgreSQL rifiuta la password indicata in DATABASE_URL: correggerla',
  '3D000': 'PostgreSQL non ha la base dati indicata in DATABASE_URL: crearla',
  '53100': 'PostgreSQL non ha più spazio su disco: liberarne e ripetere lo stesso comando',
  '53300': 'PostgreSQL non accetta altri collegamenti: chiudere altri programmi o alzare max_connections',
  '57P03': 'PostgreSQL si sta avviando o fermando: ripetere lo stesso comando fra poco',
  '08003': CUT,
  '08006': CUT,
  '25P03': CUT,
  '57P01': CUT,
  '57P02': CUT,
  ECONNRESET: CUT,
  EPIPE: CUT,
  '40001': CONFLICT,
  '40P01': CONFLICT,
}

/** What the driver says of a lost connection without a code. */
const CUT_WITHOUT_CODE = /Connection terminated|Client has encountered a connection error/

/** Wraps a driver's error by its code; anything unknown comes back as it was. */
export function databaseFailure(error: unknown): unknown {
  const code = String((error as { code?: unknown } | undefined)?.code ?? '')
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') return new DatabaseDamaged(error)
  const isCut = code === '' && error instanceof Error && CUT_WITHOUT_CODE.test(error.message)
  const message = isCut ? CUT : UNAVAILABLE[code]
  return message === undefined ? error : new DatabaseUnavailable(message, error)
}
