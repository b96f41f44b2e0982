/**
 * A fresh database for each test: SQLite in a folder of its own, and a real PostgreSQL 18 from npm that the whole
 * suite shares, with one database a test.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import knex from 'knex'
import { inject } from 'vitest'
import type { EffectGate } from '../../src/files/files.ts'
import { openStore, type Store } from '../../src/store/store.ts'

export const DATABASES = ['sqlite', 'postgres'] as const
export type DatabaseKind = (typeof DATABASES)[number]

export interface TestDatabase {
  readonly url: string
  remove(): Promise<void>
}

/** Outside the suite `server` is the address of a PostgreSQL that was started by hand. */
export async function newDatabase(kind: DatabaseKind, server?: string): Promise<TestDatabase> {
  if (kind === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'recapito-db-'))
    return { url: join(folder, 'ledger.sqlite'), remove: () => rm(folder, { recursive: true, force: true }) }
  }
  return makeDatabase(server ?? inject('postgresUrl'), '')
}

/** A database that has its tables: making them takes longer than most tests. */
export async function newLedger(kind: DatabaseKind): Promise<TestDatabase> {
  if (kind === 'postgres') return copyPostgres(inject('emptyLedgers').postgres)
  const database = await newDatabase('sqlite')
  await copyEmptyLedger(database.url)
  return database
}

export async function copyEmptyLedger(path: string): Promise<void> {
  await copyFile(inject('emptyLedgers').sqlite, path)
}

/** A copy of a PostgreSQL database that nobody is connected to. */
export function copyPostgres(url: string): Promise<TestDatabase> {
  const [, server = '', name] = /^(.+)\/(\w+)$/.exec(url) ?? []
  return makeDatabase(server, `template ${name} strategy file_copy`)
}

async function makeDatabase(server: string, how: string): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`
  await onServer(server, `create database ${name} ${how}`)
  return { url: `${server}/${name}`, remove: () => onServer(server, `drop database ${name} with (force)`) }
}

/** An open store on a ledger of its own; `remove` closes both. */
export async function newStore(
  kind: DatabaseKind,
  gate?: EffectGate,
): Promise<{ store: Store; url: string; remove(): Promise<void> }> {
  const database = await newLedger(kind)
  const store = await openStore({ url: database.url }, gate)
  return {
    store,
    url: database.url,
    async remove() {
      await store.close()
      await database.remove()
    },
  }
}

export async function onServer(server: string, sql: string): Promise<void> {
  const db = knex({ client: 'pg', connection: `${server}/postgres`, pool: { min: 0, max: 1 } })
  try {
    await db.raw(sql)
  } finally {
    await db.destroy()
  }
}
