/**
 * `recapito certificates export`: every certificate in force of an income year, a thousand a container, with an index.
 * What is exported counts as released. The ledger knows of a container before it stands under its own name.
 *
 * @module
 */
import { resolve } from 'node:path'
import { dailySlot } from '../batch/slot.ts'
import type { Flags } from '../config.ts'
import { count, counted } from '../domain/counted.ts'
import { answer, today } from './answer.ts'
import { exportJob } from './export-job.ts'
import { withApp } from './session.ts'

export function exportCertificatesCommand(
  flags: Flags,
  options: { year: number; out: string; zip?: boolean; date?: string; json?: boolean },
): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app, check }) => {
    const out = resolve(options.out)
    const container = options.zip ? 'zip' : 'folder'
    const job = exportJob({ incomeYear: options.year, out, container })
    const [run] = await app.runJobs([job], dailySlot(options.date ?? today()), check)
    const { certificates = 0, containers = 0, unprintable = 0, different = 0 } = run?.counts ?? {}
    if (different > 0) process.exitCode = 5
    const megabytes = Math.round((run?.counts['bytes'] ?? 0) / 1e6)
    answer(options.json, { incomeYear: options.year, out, ...run?.counts, durationMs: run?.durationMs }, [
      `${counted(certificates, 'certificazione', 'certificazioni')} del ${options.year} in ${counted(containers, container === 'zip' ? 'zip' : 'cartella', container === 'zip' ? 'zip' : 'cartelle')}, ${count(megabytes)} MB: ${out}`,
      ...(unprintable > 0
        ? [
            `${counted(unprintable, 'certificazione sospesa', 'certificazioni sospese')}: non si può stampare, si veda il rapporto`,
          ]
        : []),
      ...(different > 0
        ? [
            `${counted(different, 'certificazione esclusa', 'certificazioni escluse')}: la copia sarebbe diversa da quella già rilasciata; ripristinare data/forms`,
          ]
        : []),
    ])
  })
}
