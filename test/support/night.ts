/**
 * A whole installation in a folder of its own: fixed clock, repeatable randomness, rendering in this thread, so that
 * a test can look at everything and stop it anywhere.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Job } from '../../jobs/job.ts'
import { type App, type AppOptions, openApp } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { loadSettings, type Settings } from '../../src/config.ts'
import { silentLog } from '../../src/observe/log.ts'
import type { RandomBytes } from '../../src/secrets/issue-code.ts'
import { copyEmptyLedger, type DatabaseKind, newDatabase, newLedger } from './databases.ts'

export interface Installation {
  readonly root: string
  readonly settings: Settings
  /** Opens the program on this folder; every call is a new start. */
  open(options?: Partial<AppOptions>): Promise<App>
  /** Opens, runs jobs for a business date, closes. */
  run(jobs: readonly Job[], on: string, options?: Partial<AppOptions>): Promise<Record<string, number>[]>
  /** Puts a feed with its `.done` into the inbox. */
  putFeed(name: string, content: string | Uint8Array): Promise<void>
  /** Paths of all files below a folder of the installation, sorted. */
  files(folder: string): Promise<string[]>
  read(path: string): Promise<Buffer>
  remove(): Promise<void>
}

export async function newInstallation(
  kind: DatabaseKind = 'sqlite',
  change: (settings: Settings) => Settings = (settings) => settings,
  server?: string,
): Promise<Installation> {
  const root = await mkdtemp(join(tmpdir(), 'recapito-night-'))
  const database =
    kind === 'sqlite' ? undefined : await (server === undefined ? newLedger(kind) : newDatabase(kind, server))
  const flags = { data: join(root, 'data'), output: join(root, 'output') }
  const loaded = await loadSettings(
    { ...flags, ...(database ? { database: database.url } : {}) },
    { RECAPITO_LOG: 'silent' },
  )
  // Drawing every page of every small bundle would take longer than all the rest.
  const inspection = { ...loaded.inspection, renderedPages: 0 }
  const settings = change({ ...loaded, render: { threads: 0 }, inspection })
  const inbox = join(settings.folders.data, 'inbox')
  await mkdir(inbox, { recursive: true })
  if (kind === 'sqlite' && process.env['VITEST']) await copyEmptyLedger(settings.database)
  const open = (options: Partial<AppOptions> = {}) =>
    openApp({
      settings,
      log: silentLog,
      mode: 'live',
      now: () => new Date('2026-11-20T03:30:00Z'),
      random: repeatable('recapito'),
      ...options,
    })
  return {
    root,
    settings,
    open,
    async run(jobs, on, options) {
      const app = await open(options)
      try {
        return (await app.runJobs(jobs, dailySlot(on))).map((run) => run.counts)
      } finally {
        await app.close()
      }
    },
    async putFeed(name, content) {
      await writeFile(join(inbox, name), content)
      await writeFile(join(inbox, `${name}.done`), '')
    },
    async files(folder) {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
        () => [],
      )
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .sort()
    },
    read: (path) => readFile(join(root, path)),
    async remove() {
      await rm(root, { recursive: true, force: true })
      await database?.remove()
    },
  }
}

/** A random source that gives the same bytes in the same order for the same name. */
export function repeatable(name: string): RandomBytes {
  let counter = 0
  return (count) => {
    const chunks: Buffer[] = []
    for (let length = 0; length < count; length += 32) {
      chunks.push(createHash('sha256').update(`${name}/${counter++}`).digest())
    }
    return Buffer.concat(chunks).subarray(0, count)
  }
}
