/**
 * @module `recapito report`: where the report of a date lies and what it says in short. Shows what was written;
 * `recapito run report` writes it.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { balances } from '../batch/report/balance.ts'
import { JOB_LABELS, productLabel, RUN_STATE_LABELS } from '../batch/report/labels.ts'
import type { Report } from '../batch/report/report.ts'
import { type Flags, loadSettings } from '../config.ts'
import { type CivilDate, isCivilDate, italianDate } from '../domain/civil-date.ts'
import { count, counted } from '../domain/counted.ts'
import { foldersIn } from '../files/folders.ts'
import { runsOn } from '../store/run.ts'
import { isPostgresUrl, openStore } from '../store/store.ts'
import { answer } from './answer.ts'

/** There is no report to show (exit 2). */
class NoReport extends Error {
  readonly exitCode = 2
  constructor(message: string) {
    super(message)
    this.name = 'NoReport'
  }
}

export async function reportCommand(
  flags: Flags,
  options: { date?: CivilDate; json?: boolean },
): Promise<void> {
  const settings = await loadSettings(flags)
  const { reports } = foldersIn(settings.folders.data, settings.folders.output)
  const on = options.date ?? (await newest(reports))
  if (on === undefined) {
    throw new NoReport(`${reports}: non c’è ancora nessun rapporto. Lo scrive la notte: recapito night.`)
  }
  const folder = join(reports, on)
  const file = join(folder, 'report.json')
  if (!existsSync(file)) throw new NoReport(await whyNone(settings.database, on, folder))
  const report = JSON.parse(await readFile(file, 'utf8')) as Report
  answer(options.json, { folder, ...report }, reportLines(report, folder))
}

async function newest(reports: string): Promise<CivilDate | undefined> {
  const names = existsSync(reports) ? await readdir(reports) : []
  return names
    .filter((name) => isCivilDate(name) && existsSync(join(reports, name, 'report.json')))
    .sort()
    .at(-1)
}

async function whyNone(database: string, on: CivilDate, folder: string): Promise<string> {
  const none = `${folder}: non c’è un rapporto del ${italianDate(on)}.`
  if (!isPostgresUrl(database) && !existsSync(database)) return none
  const store = await openStore({ url: database })
  try {
    return (await runsOn(store.db, on)).length > 0
      ? `${none} Quel giorno ci sono state esecuzioni: lo scrive recapito run report --date ${on}.`
      : `${none} Quel giorno non c’è stata nessuna esecuzione.`
  } finally {
    await store.close()
  }
}

const LISTS = ['held.csv', 'rejected.csv', 'call-list.csv', 'outcomes.csv']

/** Pure: the few numbers that a morning begins with. */
function reportLines(report: Report, folder: string): string[] {
  const { counts, bundles, waiting } = report
  const letters = bundles.reduce((sum, bundle) => sum + bundle.letters, 0)
  const wrong = report.balance.filter((line) => !balances(line))
  const failed = report.runs.filter(
    ({ state, retried }) => state !== 'completed' && state !== 'running' && !retried,
  )
  return [
    `Rapporto del ${italianDate(report.slot)}${report.test ? ' (PROVA)' : ''}: ${join(folder, 'index.html')}`,
    '',
    `  Righe ricevute      ${count(counts.rows)}, di cui respinte ${count(counts.rejected)}`,
    `  Sospese quel giorno ${count(counts.held)}`,
    `  In attesa in tutto  ${count(counts.waiting)}, da richiamare ${count(counts.callList)}`,
    `  Lotti               ${count(bundles.length)}, lettere ${count(letters)}`,
    ...bundles.map(
      ({ name, product, letters: inside, pages }) =>
        `    ${name}: ${productLabel(product)}, ${counted(inside, 'lettera', 'lettere')}${pages === null ? '' : `, ${counted(pages, 'pagina', 'pagine')}`}`,
    ),
    `  Da consegnare       ${counted(waiting.bundlesToHandOver, 'lotto', 'lotti')}, da confermare ${count(waiting.bundlesToAcknowledge.count)}`,
    failed.length === 0
      ? '  Esecuzioni          tutte finite'
      : `  Esecuzioni          non finite: ${failed.map(({ job, state }) => `${JOB_LABELS[job] ?? job} (${RUN_STATE_LABELS[state] ?? state})`).join(', ')}`,
    wrong.length === 0
      ? '  Quadratura          tutti i conti tornano'
      : `  Quadratura          non torna: ${wrong.map(({ line }) => line).join(', ')}. Si veda recapito reconcile.`,
    '',
    `Elenchi nella stessa cartella: ${LISTS.join(', ')}. Per riscriverlo: recapito run report --date ${report.slot}.`,
  ]
}
