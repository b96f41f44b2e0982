/** @module The end of a night in a few lines for a person, and its exit code. */
import { join } from 'node:path'
import { countedAs, JOB_LABELS } from '../batch/report/labels.ts'
import { warningExit } from '../batch/report/warning-exit.ts'
import type { FinishedRun } from '../batch/run-job.ts'
import type { Settings } from '../config.ts'

/** A line a job; counts of zero are left out. */
export function summaryLines(runs: readonly FinishedRun[]): string[] {
  return runs.map((run) => {
    const counts = Object.entries(run.counts)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => countedAs(name, count))
    const name = (JOB_LABELS[run.job] ?? run.job).padEnd(33)
    const seconds = `${(run.durationMs / 1000).toFixed(1).replace('.', ',')} s`
    return `  ${name}${counts.length > 0 ? counts.join(' · ') : 'niente da fare'}  (${seconds})`
  })
}

export function reportLine(settings: Settings, on: string): string {
  return `  Rapporto:  ${join(settings.folders.output, 'reports', on, 'index.html')}`
}

/** The exit code of a night that came to its end. */
export function exitCodeOfNight(runs: readonly FinishedRun[], settings: Settings): 0 | 3 {
  const countsOf = (job: string) => runs.find((run) => run.job === job)?.counts ?? {}
  const { rows = 0, rejected = 0, held = 0 } = countsOf('report')
  const { refusedFiles = 0 } = countsOf('intake')
  const faultsOf = (job: string) => countsOf(job)['inspectionFaults'] ?? 0
  const inspectionFaults = faultsOf('print-pin-letters') + faultsOf('print-certificates')
  const counts = { rows, rejected, held, refusedFiles, inspectionFaults }
  return warningExit(counts, settings.limits.warningShare)
}
