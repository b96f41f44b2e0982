/** @module Where an installation is: its folder and its ledger, copied together and removed together. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPostgresUrl } from '../../src/store/store.ts'
import { copyPostgres } from '../support/databases.ts'

export interface Place {
  readonly root: string
  readonly url: string
  remove(): Promise<void>
}

/** SQLite's file lies in the folder. */
export async function copyOf({ root, url }: Pick<Place, 'root' | 'url'>): Promise<Place> {
  const copy = await mkdtemp(join(tmpdir(), 'recapito-crash-'))
  await cp(root, copy, { recursive: true, preserveTimestamps: true })
  const database = isPostgresUrl(url) ? await copyPostgres(url) : undefined
  return {
    root: copy,
    url: database?.url ?? databaseIn(copy),
    async remove() {
      await rm(copy, { recursive: true, force: true })
      await database?.remove()
    },
  }
}

export function databaseIn(root: string): string {
  return join(root, 'data', 'recapito.sqlite')
}
