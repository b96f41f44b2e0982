/** @module Copies of a prepared installation, each to be disturbed in another way. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Job } from '../../jobs/job.ts'
import { openApp } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import type { Settings } from '../../src/config.ts'
import { silentLog } from '../../src/observe/log.ts'
import { type Counter, finalState } from './crash.ts'
import { type Installation, repeatable } from './night.ts'

export const CRASH_DAY = '2026-11-20'

export async function newHistory(prepared: Installation, jobs: readonly Job[]) {
  const root = await mkdtemp(join(tmpdir(), 'recapito-crash-'))
  await cp(prepared.root, root, { recursive: true, preserveTimestamps: true })
  const data = join(root, 'data')
  const settings: Settings = {
    ...prepared.settings,
    folders: { ...prepared.settings.folders, data, output: join(root, 'output') },
    database: join(data, 'recapito.sqlite'),
    keyring: join(data, 'keyring.json'),
  }
  return {
    async run({ gate }: Counter): Promise<void> {
      const app = await openApp({
        settings,
        log: silentLog,
        mode: 'live',
        now: () => new Date('2026-11-20T03:30:00Z'),
        random: repeatable('after'),
        gate,
      })
      try {
        await app.runJobs(jobs, dailySlot(CRASH_DAY))
      } finally {
        await app.close()
      }
    },
    /** In a process of its own; answers its exit code, or the signal that ended it. */
    async runProcess(k: number): Promise<number | string | null> {
      const program = join(import.meta.dirname, 'killed-night.ts')
      const child = spawn(process.execPath, [program, data, join(root, 'output'), String(k)], {
        stdio: 'inherit',
      })
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
      return signal ?? code
    },
    state: () => finalState(root, settings.database),
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

export function sameState(state: Record<string, unknown>, undisturbed: Record<string, unknown>): boolean {
  return JSON.stringify(state) === JSON.stringify(undisturbed)
}

/** What an error is due to in the end. */
export function rootOf(error: unknown): unknown {
  const cause = (error as Error | undefined)?.cause
  return cause instanceof Error ? rootOf(cause) : error
}
