/**
 * A fresh database for each test: SQLite in a folder of its own, and a real PostgreSQL 18 from npm that the whole
 * suite shares, with one database a test.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import knex from 'knex'
import { inject } from 'vitest'
import type { EffectGate } from '../../src/files/files.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openStore, type Store } from '../../src/store/store.ts'

export const DATABASES = ['sqlite', 'postgres'] as const
export type DatabaseKind = (typeof DATABASES)[number]

export interface TestDatabase {
  readonly url: string
  remove(): Promise<void>
}

export async function newDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  if (kind === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'recapito-db-'))
    return { url: join(folder, 'ledger.sqlite'), remove: () => rm(folder, { recursive: true, force: true }) }
  }
  const server = inject('postgresUrl')
  const name = `t_${randomBytes(6).toString('hex')}`
  await onServer(server, `create database ${name}`)
  return { url: `${server}/${name}`, remove: () => onServer(server, `drop database ${name} with (force)`) }
}

/** An open, migrated store on a new database; `remove` closes both. */
export async function newStore(
  kind: DatabaseKind,
  gate?: EffectGate,
): Promise<{ store: Store; url: string; remove(): Promise<void> }> {
  const database = await newDatabase(kind)
  const store = await openStore({ url: database.url }, gate)
  await migrate(store)
  return {
    store,
    url: database.url,
    async remove() {
      await store.close()
      await database.remove()
    },
  }
}

async function onServer(server: string, sql: string): Promise<void> {
  const db = knex({ client: 'pg', connection: `${server}/postgres`, pool: { min: 0, max: 1 } })
  try {
    await db.raw(sql)
  } finally {
    await db.destroy()
  }
}
