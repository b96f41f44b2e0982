import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { writeSample } from '../../src/sample/write-sample.ts'
import { Died, failingFrom, failingOnceAt } from '../support/crash.ts'
import { newHistory, CRASH_DAY as ON, rootOf, sameState } from '../support/crash-history.ts'
import { type Installation, newInstallation } from '../support/night.ts'

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
  const history = await newHistory(prepared, JOBS)
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
      const history = await newHistory(prepared, JOBS)
      const death = await history.run(failingFrom(k)).catch((error: unknown) => error)
      expect(rootOf(death)).toBeInstanceOf(Died)
      await history.run(failingFrom(0))
      if (!sameState(await history.state(), undisturbed)) wrong.push(`${k}: ${effects[k - 1]}`)
      await history.remove()
    }
    expect(wrong).toEqual([])
  }, 300_000)

  test('twice in a row, the second time while recovering', async () => {
    const wrong: string[] = []
    for (let k = 5; k <= effects.length; k += 17) {
      const history = await newHistory(prepared, JOBS)
      for (const at of [k, 1 + (k % 23)]) await history.run(failingFrom(at)).catch(() => {})
      await history.run(failingFrom(0))
      if (!sameState(await history.state(), undisturbed)) wrong.push(`${k}: ${effects[k - 1]}`)
      await history.remove()
    }
    expect(wrong).toEqual([])
  }, 180_000)
})

test('a disk that is full at one effect ends with exit 75 and loses nothing', async () => {
  const wrong: string[] = []
  const full = () => Object.assign(new Error('no space'), { code: 'ENOSPC', exitCode: 75 })
  for (let k = 3; k <= effects.length; k += 11) {
    const history = await newHistory(prepared, JOBS)
    const failure = await history.run(failingOnceAt(k, full)).catch((error: unknown) => error)
    if ((failure as { exitCode?: number } | undefined)?.exitCode !== 75)
      wrong.push(`${k}: exit of ${effects[k - 1]}`)
    await history.run(failingFrom(0))
    if (!sameState(await history.state(), undisturbed)) wrong.push(`${k}: ${effects[k - 1]}`)
    await history.remove()
  }
  expect(wrong).toEqual([])
}, 180_000)

test('a real SIGKILL: the lease of the dead process is taken over and the end is the same', async () => {
  const wrong: string[] = []
  for (let k = 7; k <= effects.length; k += 19) {
    const history = await newHistory(prepared, JOBS)
    expect(await history.runProcess(k)).toBe('SIGKILL')
    expect(await history.runProcess(0)).toBe(0)
    if (!sameState(await history.state(), undisturbed)) wrong.push(`${k}: ${effects[k - 1]}`)
    await history.remove()
  }
  expect(wrong).toEqual([])
}, 180_000)
