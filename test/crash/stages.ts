/**
 * One night, a job at a time: the installation as it is before each job, what the job does to it when nothing happens,
 * and at which effects something can happen. Every job has work of every kind to do.
 *
 * @module
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handOver } from '../../jobs/hand-over.ts'
import { NIGHT } from '../../jobs/index.ts'
import type { Job } from '../../jobs/job.ts'
import { openApp } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import type { Settings } from '../../src/config.ts'
import { silentLog } from '../../src/observe/log.ts'
import { bundlesIn } from '../../src/store/bundle.ts'
import { askingFeed, askingRow, certificateRow, certificatesFeed } from '../support/certificate-rows.ts'
import { eventRow, eventsFeed, IN_PARIS, newPerson, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation, repeatable } from '../support/night.ts'
import { type Disturbance, type Disturbed, disturbed } from './faults.ts'
import { ledgerState } from './ledger-state.ts'

/** A Wednesday; and a day so long before it that codes never used since have expired. */
export const ON = '2019-03-13'
const DAY_BEFORE = '2019-03-12'
const LONG_AGO = '2018-09-03'
const INSTANT = `${ON}T03:30:00Z`

export interface Stage {
  readonly job: string
  /** Effects of the undisturbed job, in order. */
  readonly effects: readonly string[]
  /** Runs the job once a disturbance, each in a new process as far as the ledger can tell, then undisturbed; answers what differs. */
  history(disturbances: readonly Disturbance[]): Promise<History>
}

export interface History {
  /** Rows and files that only one of the two ends has. */
  readonly differences: readonly string[]
  /** Disturbances that came to pass: one may end before the effect that the next was meant for. */
  readonly happened: number
}

/** An installation before the night: earlier nights behind it, feeds in its inbox. */
export async function prepareNight(): Promise<{ prepared: Installation; templates: string }> {
  const templates = await oneForm()
  const prepared = await newInstallation('sqlite', (settings) => ({
    ...settings,
    folders: { ...settings.folders, templates },
    bundle: { letters: 3 },
    retention: { ...settings.retention, feedsDays: 30, reportsDays: 90 },
    inspection: { pages: 1, renderedPages: 0 },
  }))
  await putEarlierNights(prepared)
  await putFeeds(prepared)
  return { prepared, templates }
}

/** Prepares the night and plays it undisturbed, a copy of the installation before each job. */
export async function prepareStages(): Promise<{ stages: Stage[]; remove(): Promise<void> }> {
  const { prepared, templates } = await prepareNight()
  const folders = [templates, prepared.root]
  const stages: Stage[] = []
  let before = prepared.root
  for (const job of [...NIGHT, handOver]) {
    const after = await copyOf(before)
    folders.push(after)
    const counter = disturbed(INSTANT)
    await runJob(prepared.settings, after, job, counter, 0)
    const expected = await ledgerState(after, databaseIn(after))
    const start = before
    stages.push({
      job: job.name,
      effects: counter.effects.map((effect) => effect.replaceAll(after, '')),
      async history(disturbances) {
        const root = await copyOf(start)
        try {
          let happened = 0
          for (const [index, disturbance] of disturbances.entries()) {
            const run = disturbed(INSTANT, disturbance)
            await runJob(prepared.settings, root, job, run, index + 1).catch((error: unknown) => {
              if (!run.happened()) throw error
            })
            if (run.happened()) happened += 1
          }
          await runJob(prepared.settings, root, job, disturbed(INSTANT), disturbances.length + 1)
          return { differences: differences(await ledgerState(root, databaseIn(root)), expected), happened }
        } finally {
          await rm(root, { recursive: true, force: true })
        }
      },
    })
    before = after
  }
  return {
    stages,
    async remove() {
      for (const folder of folders) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Codes that expire, letters that the vendor has, letters that are to be recalled before they leave. */
async function putEarlierNights(on: Installation): Promise<void> {
  const night = async (date: string, jobs: readonly Job[]) => {
    await on.run(jobs, date, { now: () => new Date(`${date}T03:30:00Z`), random: repeatable(date) })
  }
  await on.putFeed('pin-requests-long-ago.csv', requestsFeed([requestRow({ submitted_at: LONG_AGO })]))
  await night(LONG_AGO, [...NIGHT, handOver])
  const known = { submitted_at: DAY_BEFORE }
  await on.putFeed(
    'pin-requests-day-before.csv',
    requestsFeed([
      requestRow({ ...known, ...MOVED, request_id: 'MOVED' }),
      requestRow({ ...known, ...DEAD, request_id: 'DEAD' }),
      requestRow({ ...known, ...IN_PARIS }),
    ]),
  )
  const { pec, paper, web } = CERTIFIED
  await on.putFeed(
    'certificate-data-2012-1.csv',
    certificatesFeed([
      certificateRow(pec, 2012, { pec: 'anna@pec.example' }),
      certificateRow(paper, 2012),
      certificateRow(web, 2012),
    ]),
  )
  const asks = { submitted_at: DAY_BEFORE, income_years: '2012' }
  await on.putFeed(
    'certificate-requests-1.csv',
    askingFeed([askingRow(paper, { ...asks, channel: 'DOMICILIO' }), askingRow(web, asks)]),
  )
  await night(DAY_BEFORE, NIGHT)
  await acknowledgeEverything(on)
}

const MOVED = newPerson()
const DEAD = newPerson()
const CERTIFIED = { pec: newPerson(), paper: newPerson(), web: newPerson(), late: newPerson() }

/** The vendor answers for what it has. */
async function acknowledgeEverything(on: Installation): Promise<void> {
  const app = await on.open()
  try {
    for (const { name } of await bundlesIn(app.store.db, ['delivered'])) {
      await app.files.writeFile(join(app.folders.outgoing, app.settings.vendor.name, `${name}.ack`), '')
    }
  } finally {
    await app.close()
  }
}

/** The inbox of the night: good rows, held and refused ones, corrections, events. */
async function putFeeds(on: Installation): Promise<void> {
  const known = { submitted_at: DAY_BEFORE }
  await on.putFeed(
    'pin-requests-night.csv',
    requestsFeed([
      requestRow(known),
      requestRow({ ...known, ...IN_PARIS }),
      requestRow({ ...known, mobile: '', email: 'bruno@example.com' }),
      requestRow({ ...known, cap: '' }),
      requestRow({ ...known, codice_fiscale: 'XX' }),
    ]),
  )
  const address = {
    residence: 'ITALIA',
    street: 'Via Cavour',
    civic: '3',
    locality: 'Roma',
    cap: '00184',
    province: 'RM',
  }
  await on.putFeed(
    'pin-events-night.csv',
    eventsFeed([
      eventRow({ type: 'ADDRESS_CORRECTED', occurred_at: DAY_BEFORE, request_id: 'MOVED', ...address }),
      eventRow({ type: 'DECEASED', occurred_at: DAY_BEFORE, codice_fiscale: DEAD.codice_fiscale }),
    ]),
  )
  await on.putFeed('pin-requests-refused.csv', 'chi;sa;che\n')
  const { pec, paper, web, late } = CERTIFIED
  const corrected = { 'income.pension': '12345.00' }
  await on.putFeed(
    'certificate-data-2012-2.csv',
    certificatesFeed([
      certificateRow(pec, 2012, { ...corrected, pec: 'anna@pec.example' }),
      certificateRow(paper, 2012, corrected),
      certificateRow(web, 2012, corrected),
      certificateRow(late, 2012),
    ]),
  )
  const asks = { ...known, income_years: '2012' }
  await on.putFeed(
    'certificate-requests-2.csv',
    askingFeed([askingRow(late, { ...asks, channel: 'DOMICILIO' }), askingRow(pec, asks)]),
  )
}

/** The templates with the form of one year: to read those of all, a thousand times over, would only take its time. */
async function oneForm(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'recapito-one-form-'))
  const isOther = (path: string) => /certificates\/cud?-\d+/.test(path) && !path.includes('cud-2013')
  await cp('templates', folder, { recursive: true, filter: (path) => !isOther(path) })
  return folder
}

export async function copyOf(root: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'recapito-crash-'))
  await cp(root, copy, { recursive: true, preserveTimestamps: true })
  return copy
}

export function databaseIn(root: string): string {
  return join(root, 'data', 'recapito.sqlite')
}

/** `attempt` makes each run draw other codes and ids, as real ones do. */
async function runJob(
  settings: Settings,
  root: string,
  job: Job,
  run: Disturbed,
  attempt: number,
): Promise<void> {
  const data = join(root, 'data')
  const app = await openApp({
    settings: {
      ...settings,
      folders: { ...settings.folders, data, output: join(root, 'output') },
      database: databaseIn(root),
      keyring: join(data, 'keyring.json'),
    },
    log: silentLog,
    mode: 'live',
    now: run.now,
    random: repeatable(`${job.name} ${attempt}`),
    gate: run.gate,
  })
  try {
    await app.runJobs([job], dailySlot(ON))
  } finally {
    await app.close()
  }
}

export function differences(found: readonly string[], expected: readonly string[]): string[] {
  const [there, wanted] = [new Set(found), new Set(expected)]
  return [
    ...expected.filter((line) => !there.has(line)).map((line) => `missing ${line}`),
    ...found.filter((line) => !wanted.has(line)).map((line) => `unexpected ${line}`),
    ...(found.length === expected.length ? [] : [`${found.length} lines instead of ${expected.length}`]),
  ]
}
