/** @module The end of a night in a few lines for a person, and its exit code. */
import { join } from 'node:path'
import type { FinishedRun } from '../batch/run-job.ts'
import type { Settings } from '../config.ts'

const NAMES: Readonly<Record<string, string>> = {
  intake: 'Acquisizione',
  'issue-pins': 'Assegnazione PIN',
  'send-first-halves': 'Prime parti inviate',
  'print-pin-letters': 'Lettere',
  'expire-pins': 'Scadenze',
  report: 'Rapporto',
  'hand-over': 'Consegna al postalizzatore',
}

/** What is worth a word of each job's counts; a zero is left out. */
const WORDS: Readonly<Record<string, string>> = {
  files: 'file',
  known: 'file già noti',
  waiting: 'in attesa',
  rows: 'righe',
  entered: 'accettate',
  rejected: 'respinte',
  repeated: 'ripetute',
  eventsApplied: 'eventi applicati',
  eventsRefused: 'eventi respinti',
  superseded: 'richieste superate da una più recente',
  issued: 'PIN generati',
  registered: 'buste di sportello registrate',
  calledBack: 'da richiamare',
  refused: 'rifiutate',
  held: 'sospese',
  replaced: 'PIN mai usati sostituiti',
  sent: 'messaggi',
  SMS: 'SMS',
  EMAIL: 'e-mail',
  PEC: 'PEC',
  letters: 'lettere',
  pages: 'pagine',
  bundles: 'lotti',
  delivered: 'lotti consegnati',
  recalled: 'lotti rifatti',
  acknowledged: 'lotti confermati',
  erased: 'lotti cancellati per scadenza',
  suspensionOver: 'revocati per decesso',
  expiredUnused: 'PIN mai usati scaduti',
  changeDue: 'PIN da cambiare',
  deactivated: 'PIN disattivati',
  callList: 'telefonate da fare',
}

export function summaryLines(runs: readonly FinishedRun[]): string[] {
  return runs.map((run) => {
    const counts = Object.entries(run.counts)
      .filter(([name, count]) => count > 0 && name in WORDS)
      .map(([name, count]) => `${count.toLocaleString('it-IT')} ${WORDS[name]}`)
    const name = (NAMES[run.job] ?? run.job).padEnd(27)
    const seconds = `${(run.durationMs / 1000).toFixed(1).replace('.', ',')} s`
    return `  ${name}${counts.length > 0 ? counts.join(' · ') : 'niente da fare'}  (${seconds})`
  })
}

export function reportLine(settings: Settings, on: string): string {
  return `  Rapporto:  ${join(settings.folders.output, 'reports', on, 'index.html')}`
}

/** 3 when a larger share of the rows than the setting allows was rejected or waits for a person. */
export function exitCodeOfNight(runs: readonly FinishedRun[], settings: Settings): 0 | 3 {
  const report = runs.find((run) => run.job === 'report')?.counts
  const rows = report?.['rows'] ?? 0
  const troubled = (report?.['rejected'] ?? 0) + (report?.['held'] ?? 0)
  return rows > 0 && troubled > rows * settings.limits.warningShare ? 3 : 0
}
