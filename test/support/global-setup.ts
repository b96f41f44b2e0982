/** @module What the whole suite shares: a scratch folder, a PostgreSQL, and an empty ledger of each kind to copy. */
import { constants } from 'node:fs'
import { access, chmod, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/store.ts'
import { newDatabase } from './databases.ts'
import { startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    emptyLedgers: { readonly sqlite: string; readonly postgres: string }
  }
}

const MEMORY = '/dev/shm'
/** The suite fills less than a tenth of it. */
const ROOM_BYTES = 8e9

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scratch = await mkdtemp(join(await scratchPlace(), 'recapito-suite-'))
  await chmod(scratch, 0o711)
  // Read by each worker's tmpdir().
  process.env['TMPDIR'] = scratch
  const server = await startPostgres()
  project.provide('postgresUrl', server.url)
  project.provide('emptyLedgers', {
    sqlite: await emptyLedger('sqlite', server.url),
    postgres: await emptyLedger('postgres', server.url),
  })
  return async () => {
    await server.stop()
    await rm(scratch, { recursive: true, force: true })
  }
}

/** In memory where there is room: what the product makes durable with fsync, thousands of tests wait for on a disk. */
async function scratchPlace(): Promise<string> {
  try {
    await access(MEMORY, constants.W_OK)
    const { bavail, bsize } = await statfs(MEMORY)
    return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}

async function emptyLedger(kind: 'sqlite' | 'postgres', server: string): Promise<string> {
  const { url } = await newDatabase(kind, server)
  const store = await openStore({ url })
  await migrate(store)
  await store.close()
  return url
}
