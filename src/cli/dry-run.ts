/** @module `recapito night --dry-run`: the whole night on a private copy, which is destroyed; nothing else is touched. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { housekeeping } from '../../jobs/housekeeping.ts'
import { NIGHT } from '../../jobs/index.ts'
import { report as reportJob } from '../../jobs/report.ts'
import { type AppOptions, openApp } from '../app.ts'
import { HeldLimitExceeded, LedgerMismatch } from '../batch/failures.ts'
import type { Report } from '../batch/report/report.ts'
import type { FinishedRun } from '../batch/run-job.ts'
import { dailySlot } from '../batch/slot.ts'
import { stopOnSignals } from '../batch/stop-signal.ts'
import { type Flags, loadSettings, type Settings } from '../config.ts'
import { italianDate } from '../domain/civil-date.ts'
import { count } from '../domain/counted.ts'
import { Files } from '../files/files.ts'
import { foldersIn } from '../files/folders.ts'
import { silentLog } from '../observe/log.ts'
import { copySqlite } from '../store/copy-database.ts'
import { type HoldCount, heldByCode } from '../store/report/waiting.ts'
import { isPostgresUrl, openStore } from '../store/store.ts'
import { answer, today } from './answer.ts'
import { exitCodeOfNight, summaryLines } from './summary.ts'
import { WrongArguments } from './wrong-arguments.ts'

export async function dryRun(flags: Flags, options: { date?: string; json?: boolean }): Promise<void> {
  const settings = await loadSettings(flags)
  const stop = stopOnSignals(settings.stopWithinSeconds * 1_000)
  try {
    const on = options.date ?? today()
    const { runs, report, holds, failure } = await rehearseNight(settings, on, stop.check)
    process.exitCode = failure?.exitCode ?? exitCodeOfNight(runs, settings)
    const { rejections, refusals, test } = report
    const said = { slot: on, dryRun: true, test, runs, rejections, refusals, holds }
    answer(options.json, { ...said, failure: failure?.message ?? null }, [
      `Prova della notte del ${italianDate(on)}${test ? ' (PROVA)' : ''}, su una copia già distrutta: nulla è cambiato`,
      ...summaryLines(runs),
      ...countLines('Righe che sarebbero respinte', rejections),
      ...countLines('Richieste che sarebbero rifiutate', refusals),
      ...countLines('In più, sarebbero sospese', holds),
      ...(failure ? ['', `La notte si fermerebbe: ${failure.message}`] : []),
    ])
  } finally {
    stop.dispose()
  }
}

function countLines(title: string, counts: Report['rejections']): string[] {
  if (counts.length === 0) return []
  const width = Math.max(...counts.map(({ count: n }) => count(n).length))
  return [
    '',
    title,
    ...counts.map(({ code, count: n, sentence }) => `  ${count(n).padStart(width)}  ${code}  ${sentence}`),
  ]
}

export interface Rehearsal {
  readonly runs: readonly FinishedRun[]
  readonly report: Report
  /** What the night would hold, less what was held before. */
  readonly holds: Report['rejections']
  /** What would end the night before its time. */
  readonly failure?: HeldLimitExceeded | LedgerMismatch
}

/** Nothing of the copy is old enough to go, and what is not copied must stay. */
const REHEARSED = NIGHT.filter((job) => job !== housekeeping)

const PREFIX = 'recapito-prova-'

/** The copy has codes in clear, as any night: it is for its owner alone, and goes whatever happens. */
export async function rehearseNight(
  settings: Settings,
  on: string,
  check: () => void = () => {},
  options: Partial<AppOptions> = {},
): Promise<Rehearsal> {
  if (isPostgresUrl(settings.database)) {
    throw new WrongArguments([
      '--dry-run lavora su una copia del database, che PostgreSQL non fa al volo: ripristinare una copia in un database a ' +
        'parte, indicarlo con --database, con cartelle nuove per --data e --output, e lanciare lì "night"',
    ])
  }
  const files = new Files()
  await removeAbandoned(files)
  const root = join(tmpdir(), `${PREFIX}${process.pid}-${randomBytes(8).toString('hex')}`)
  await files.makeFolder(root)
  try {
    const copy = await copyInstallation(settings, files, root)
    return await runNight(copy, on, check, options)
  } finally {
    await files.remove(root)
  }
}

async function runNight(
  settings: Settings,
  on: string,
  check: () => void,
  options: Partial<AppOptions>,
): Promise<Rehearsal> {
  const mode = settings.trial ? 'test' : 'live'
  const app = await openApp({ settings, log: silentLog, mode, ...options })
  const slot = dailySlot(on)
  const runs: FinishedRun[] = []
  let failure: Rehearsal['failure']
  try {
    const heldBefore = await heldByCode(app.store.db)
    for (const job of REHEARSED) {
      try {
        runs.push(...(await app.runJobs([job], slot, check)))
      } catch (error) {
        if (!(error instanceof HeldLimitExceeded || error instanceof LedgerMismatch)) throw error
        failure = error
        if (job !== reportJob) await app.runJobs([reportJob], slot, check)
        break
      }
    }
    const path = join(app.folders.reports, on, 'report.json')
    const report = JSON.parse(await readFile(path, 'utf8')) as Report
    return { runs, report, holds: newHolds(report, heldBefore), ...(failure ? { failure } : {}) }
  } finally {
    await app.close()
  }
}

function newHolds({ holds }: Report, before: readonly HoldCount[]): Report['rejections'] {
  return holds.flatMap(({ kind, code, field, sentence, count }) => {
    const old = before.find((row) => row.kind === kind && row.code === code && (row.field ?? '') === field)
    const added = count - (old?.n ?? 0)
    return added > 0 ? [{ code, field, sentence, count: added }] : []
  })
}

/** The database as a copy, what the night moves or removes under other names, everything that it writes elsewhere. */
async function copyInstallation(settings: Settings, files: Files, root: string): Promise<Settings> {
  const [data, output] = [join(root, 'data'), join(root, 'output')]
  const own = foldersIn(settings.folders.data, settings.folders.output)
  const copied = foldersIn(data, output)
  const database = join(data, 'recapito.sqlite')
  await files.makeFolder(data)
  if (existsSync(settings.database)) {
    const store = await openStore({ url: settings.database })
    try {
      await copySqlite(store, database)
    } finally {
      await store.close()
    }
  }
  for (const place of ['inbox', 'forms'] as const) await linkFiles(files, own[place], copied[place])
  for (const bundle of await files.list(own.bundles)) {
    await linkFiles(files, join(own.bundles, bundle), join(copied.bundles, bundle))
  }
  const keyring = existsSync(settings.keyring) ? settings.keyring : join(data, 'keyring.json')
  return { ...settings, database, keyring, folders: { ...settings.folders, data, output } }
}

/** Files by name and folders as folders: what a night removes are the names. */
async function linkFiles(files: Files, from: string, to: string): Promise<void> {
  await files.makeFolder(to)
  for (const name of await files.list(from)) await files.link(join(from, name), join(to, name))
}

/** What a dry run that was killed has left. */
async function removeAbandoned(files: Files): Promise<void> {
  for (const name of await files.list(tmpdir())) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0])
    if (!name.startsWith(PREFIX) || isAlive(pid)) continue
    // Somebody else's is theirs to remove.
    await files.remove(join(tmpdir(), name)).catch(() => {})
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
