import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { openApp } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import type { Settings } from '../../src/config.ts'
import { silentLog } from '../../src/observe/log.ts'
import { writeSample } from '../../src/sample/write-sample.ts'
import { type Counter, Died, failingFrom, failingOnceAt, finalState } from '../support/crash.ts'
import { type Installation, newInstallation, repeatable } from '../support/night.ts'

const ON = '2026-11-20'
const JOBS = [printPinLetters, handOver]

let prepared: Installation
let undisturbed: Record<string, unknown>
let effects: readonly string[] = []

/** Letters wait, nothing is printed: the state that every history starts from. */
beforeAll(async () => {
  // No effect happens while a PDF is inspected: reading its pages two hundred times over would only take its time.
  const inspection = { pages: 0, renderedPages: 0 }
  prepared = await newInstallation('sqlite', (settings) => ({
    ...settings,
    bundle: { letters: 9 },
    inspection,
  }))
  await writeSample({ requests: 24, seed: 3, date: ON, out: join(prepared.root, 'data/inbox') })
  await prepared.run([intake, issuePins, sendFirstHalves], ON)
  const history = await newHistory()
  const counter = failingFrom(0)
  await history.run(counter)
  effects = counter.effects
  undisturbed = await history.state()
  await history.remove()
})
afterAll(() => prepared.remove())

test('the undisturbed night prints and hands over several bundles', () => {
  expect((undisturbed['bundle'] as string[]).length).toBeGreaterThanOrEqual(3)
  expect(effects.filter((effect) => effect.startsWith('rename')).length).toBeGreaterThanOrEqual(3)
  expect(effects.length).toBeGreaterThan(60)
})

describe('whatever effect the process dies before, the next start ends as if nothing had happened', () => {
  test('every effect', async () => {
    const wrong: string[] = []
    for (let k = 1; k <= effects.length; k += 1) {
      const history = await newHistory()
      const death = await history.run(failingFrom(k)).catch((error: unknown) => error)
      expect(rootOf(death)).toBeInstanceOf(Died)
      await history.run(failingFrom(0))
      if (!sameState(await history.state())) wrong.push(`${k}: ${effects[k - 1]}`)
      await history.remove()
    }
    expect(wrong).toEqual([])
  }, 300_000)

  test('twice in a row, the second time while recovering', async () => {
    const wrong: string[] = []
    for (let k = 5; k <= effects.length; k += 17) {
      const history = await newHistory()
      for (const at of [k, 1 + (k % 23)]) await history.run(failingFrom(at)).catch(() => {})
      await history.run(failingFrom(0))
      if (!sameState(await history.state())) wrong.push(`${k}: ${effects[k - 1]}`)
      await history.remove()
    }
    expect(wrong).toEqual([])
  }, 180_000)
})

test('a disk that is full at one effect ends with exit 75 and loses nothing', async () => {
  const wrong: string[] = []
  const full = () => Object.assign(new Error('no space'), { code: 'ENOSPC', exitCode: 75 })
  for (let k = 3; k <= effects.length; k += 11) {
    const history = await newHistory()
    const failure = await history.run(failingOnceAt(k, full)).catch((error: unknown) => error)
    if ((failure as { exitCode?: number } | undefined)?.exitCode !== 75)
      wrong.push(`${k}: exit of ${effects[k - 1]}`)
    await history.run(failingFrom(0))
    if (!sameState(await history.state())) wrong.push(`${k}: ${effects[k - 1]}`)
    await history.remove()
  }
  expect(wrong).toEqual([])
}, 180_000)

test('a real SIGKILL: the lease of the dead process is taken over and the end is the same', async () => {
  const wrong: string[] = []
  for (let k = 7; k <= effects.length; k += 19) {
    const history = await newHistory()
    expect(await history.runProcess(k)).toBe('SIGKILL')
    expect(await history.runProcess(0)).toBe(0)
    if (!sameState(await history.state())) wrong.push(`${k}: ${effects[k - 1]}`)
    await history.remove()
  }
  expect(wrong).toEqual([])
}, 180_000)

function sameState(state: Record<string, unknown>): boolean {
  return JSON.stringify(state) === JSON.stringify(undisturbed)
}

function rootOf(error: unknown): unknown {
  const cause = (error as Error | undefined)?.cause
  return cause instanceof Error ? rootOf(cause) : error
}

/** A copy of the prepared installation, to be disturbed. */
async function newHistory() {
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
        await app.runJobs(JOBS, dailySlot(ON))
      } finally {
        await app.close()
      }
    },
    /** In a process of its own; answers its exit code, or the signal that ended it. */
    async runProcess(k: number): Promise<number | string | null> {
      const program = join(import.meta.dirname, '../support/killed-night.ts')
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
