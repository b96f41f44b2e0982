/**
 * One night, a job at a time: the installation as it is before each job, what the job does to it when nothing happens,
 * and at which effects something can happen. Every job has work of every kind to do.
 *
 * @module
 */
import { rm } from 'node:fs/promises'
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
import type { DatabaseKind } from '../support/databases.ts'
import { eventRow, eventsFeed, IN_PARIS, newPerson, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation, repeatable } from '../support/night.ts'
import { oneForm } from '../support/one-form.ts'
import { type Disturbance, type Disturbed, disturbed } from './faults.ts'
import { type Connection, connectionTo } from './connection.ts'
import { ledgerState } from './ledger-state.ts'
import { copyOf, type Place } from './place.ts'

/** A Wednesday; and a day so long before it that codes never used since have expired. */
export const ON = '2019-03-13'
const DAY_BEFORE = '2019-03-12'
const LONG_AGO = '2018-09-03'
const INSTANT = `${ON}T03:30:00Z`

export interface Stage {
  readonly kind: DatabaseKind
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

/** An installation before the night: earlier nights behind it, feeds in its inbox; `server` as in `newDatabase`. */
export async function prepareNight(
  kind: DatabaseKind,
  server?: string,
): Promise<{ prepared: Installation; templates: string }> {
  const templates = await oneForm()
  const change = (settings: Settings): Settings => ({
    ...settings,
    folders: { ...settings.folders, templates },
    bundle: { letters: 3 },
    retention: { ...settings.retention, feedsDays: 30, reportsDays: 90 },
    inspection: { pages: 1, renderedPages: 0 },
  })
  const prepared = await newInstallation(kind, change, server)
  await putEarlierNights(prepared)
  await putFeeds(prepared)
  return { prepared, templates }
}

/** Prepares the night and plays it undisturbed, a copy of the installation before each job. */
export async function prepareStages(
  kind: DatabaseKind,
  server?: string,
): Promise<{ stages: Stage[]; remove(): Promise<void> }> {
  const { prepared, templates } = await prepareNight(kind, server)
  const places: Place[] = []
  const stages: Stage[] = []
  let before: Pick<Place, 'root' | 'url'> = { root: prepared.root, url: prepared.settings.database }
  for (const job of [...NIGHT, handOver]) {
    const after = await copyOf(before)
    places.push(after)
    const effects = await onConnection(after, async (connection) => {
      const counter = disturbed(INSTANT, connection)
      await runJob(prepared.settings, after.root, connection, job, counter, 0)
      return counter.effects
    })
    const expected = await ledgerState(after.root, after.url)
    const start = before
    stages.push({
      kind,
      job: job.name,
      effects: effects.map((effect) => effect.replaceAll(after.root, '')),
      async history(disturbances) {
        const place = await copyOf(start)
        try {
          const happened = await onConnection(place, (connection) =>
            play(place.root, connection, disturbances),
          )
          return { differences: differences(await ledgerState(place.root, place.url), expected), happened }
        } finally {
          await place.remove()
        }
      },
    })
    before = after

    /** Answers how many disturbances came to pass. */
    async function play(root: string, connection: Connection, disturbances: readonly Disturbance[]) {
      let happened = 0
      for (const [index, disturbance] of disturbances.entries()) {
        const run = disturbed(INSTANT, connection, disturbance)
        await runJob(prepared.settings, root, connection, job, run, index + 1).catch((error: unknown) => {
          if (!run.happened()) throw error
        })
        if (run.happened()) happened += 1
      }
      const last = disturbed(INSTANT, connection)
      await runJob(prepared.settings, root, connection, job, last, disturbances.length + 1)
      return happened
    }
  }
  return {
    stages,
    async remove() {
      for (const place of places) await place.remove()
      await prepared.remove()
      await rm(templates, { recursive: true, force: true })
    },
  }
}

async function onConnection<T>({ url }: Place, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connectionTo(url)
  try {
    return await work(connection)
  } finally {
    await connection.close()
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

/** `attempt` makes each run draw other codes and ids, as real ones do. */
async function runJob(
  settings: Settings,
  root: string,
  { url }: Connection,
  job: Job,
  run: Disturbed,
  attempt: number,
): Promise<void> {
  const data = join(root, 'data')
  const app = await openApp({
    settings: {
      ...settings,
      folders: { ...settings.folders, data, output: join(root, 'output') },
      database: url,
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
