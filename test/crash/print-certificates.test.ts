import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { printCertificates } from '../../jobs/print-certificates.ts'
import { Died, failingFrom } from '../support/crash.ts'
import { CRASH_DAY, newHistory, rootOf, sameState } from '../support/crash-history.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { certificateData, PARIS, putPaperLetters, ROME } from '../support/paper-rows.ts'

const JOBS = [printCertificates, handOver]

let prepared: Installation
let templates: string
let undisturbed: Record<string, unknown>
let effects: readonly string[] = []

/** Letters with certificates wait, nothing is printed. */
beforeAll(async () => {
  templates = await oneForm()
  prepared = await newInstallation('sqlite', (settings) => ({
    ...settings,
    folders: { ...settings.folders, templates },
    bundle: { letters: 2 },
    inspection: { pages: 0, renderedPages: 0 },
  }))
  const letter = (to: typeof ROME, ...years: number[]) => ({
    to,
    certificates: years.map((year) => ({ data: certificateData(year) })),
  })
  await putPaperLetters(prepared, CRASH_DAY, [
    letter(ROME, 2012),
    letter(ROME, 2012, 2012),
    letter(PARIS, 2012),
  ])
  const history = await newHistory(prepared, JOBS)
  const counter = failingFrom(0)
  await history.run(counter)
  effects = counter.effects
  undisturbed = await history.state()
  await history.remove()
})
afterAll(async () => {
  await prepared.remove()
  await rm(templates, { recursive: true, force: true })
})

/** The templates with the form of one year: to read those of all, two hundred times over, would only take its time. */
async function oneForm(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'recapito-one-form-'))
  await cp('templates', folder, {
    recursive: true,
    filter: (path) => !/certificates\/cu/.test(path) || path.includes('cud-2013'),
  })
  return folder
}

test('the undisturbed night prints, hands over and confirms', () => {
  expect(undisturbed['bundle']).toHaveLength(2)
  expect(effects.length).toBeGreaterThan(40)
  const releases = undisturbed['certificate_release'] as string[]
  expect(releases.filter((release) => release.includes('"state":"CONFIRMED"'))).toHaveLength(4)
})

test('whatever effect the process dies before, the next start ends as if nothing had happened', async () => {
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
