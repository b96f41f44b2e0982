/** @module `recapito status`: what is going on, what waits for a person, what to do next. Takes no lease. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { liveLease } from '../batch/lease-keeper.ts'
import {
  BUNDLES_LABELS,
  CERTIFICATE_LABELS,
  CERTIFICATE_REQUEST_LABELS,
  JOB_LABELS,
  LETTER_LABELS,
  labelOf,
  RELEASE_LABELS,
  REQUEST_LABELS,
  RUN_STATE_LABELS,
} from '../batch/report/labels.ts'
import { slotLabel } from '../batch/slot.ts'
import { type Flags, loadSettings } from '../config.ts'
import { count, counted } from '../domain/counted.ts'
import { foldersIn } from '../files/folders.ts'
import { type Bundle, bundlesIn } from '../store/bundle.ts'
import { faultyBundles } from '../store/faulty-bundle.ts'
import { migrateIfNew } from '../store/migrate.ts'
import { overview } from '../store/overview.ts'
import { lastRuns, type Run } from '../store/run.ts'
import { ledgerMode } from '../store/setting.ts'
import { isPostgresUrl, openStore } from '../store/store.ts'
import { answer } from './answer.ts'
import { approvalSteps } from './approval-steps.ts'
import { nearPath } from './near-path.ts'
import { nextSteps } from './next-steps.ts'
import { repeatFlags } from './repeat-flags.ts'
import { whoWorks } from './who-works.ts'
import { withoutPassword } from './without-password.ts'

export async function status(flags: Flags, options: { json?: boolean }): Promise<void> {
  const settings = await loadSettings(flags)
  const database = withoutPassword(settings.database)
  if (!isPostgresUrl(settings.database) && !existsSync(settings.database)) {
    const none = `Nessuna base dati in ${database}: la crea la prima notte (recapito night) o la dimostrazione (recapito demo).`
    answer(options.json, { database, exists: false }, repeatFlags([none], flags))
    return
  }
  const store = await openStore({ url: settings.database })
  try {
    await migrateIfNew(store)
    const lease = await liveLease(store, () => new Date())
    const mode = await ledgerMode(store.db)
    // A run that says it is going on while nobody works was cut short.
    const runs = (await lastRuns(store.db)).map((run) =>
      run.state === 'running' && !lease ? { ...run, state: 'abandoned' as const } : run,
    )
    const counts = await overview(store.db)
    const delivered = await bundlesIn(store.db, ['delivered'])
    const faulty = await faultyBundles(store.db)
    const { staging, releases } = foldersIn(settings.folders.data, settings.folders.output)
    const bundleSteps = [...faultySteps(faulty, staging), ...(await approvalSteps(store, settings))]
    const found = { ...counts, faultyBundles: faulty.map((bundle) => bundle.name) }
    answer(options.json, { database, mode, lease: lease ?? null, runs, ...found }, [
      `Base dati ${database}${mode === 'test' ? ' (PROVA)' : ''}`,
      lease ? `Al lavoro: ${whoWorks(lease)}` : 'Nessuno è al lavoro.',
      '',
      'Ultime esecuzioni (numero, lavoro, giorno)',
      ...runs.map(runLine),
      ...section('Richieste di PIN', counts.requests, REQUEST_LABELS),
      ...section('Lettere', counts.letters, LETTER_LABELS),
      ...section('Lotti', counts.bundles, BUNDLES_LABELS),
      ...section('Certificazioni', counts.certificates, CERTIFICATE_LABELS),
      ...section('Richieste di certificazione', counts.certificateRequests, CERTIFICATE_REQUEST_LABELS),
      ...section('Rilasci di certificazioni', counts.releases, RELEASE_LABELS),
      '',
      'Che cosa fare',
      ...repeatFlags(
        nextSteps({ counts, runs, delivered, bundleSteps, releases: nearPath(releases) }),
        flags,
      ),
    ])
  } finally {
    await store.close()
  }
}

function runLine(run: Run): string {
  const job = labelOf(JOB_LABELS, run.job).padEnd(33)
  const error = run.error ? ` (${run.error})` : ''
  const number = String(run.id).padStart(7)
  return `${number}  ${job}${slotLabel(run.slot).padEnd(23)}${labelOf(RUN_STATE_LABELS, run.state)}${error}`
}

/** In the order of the labels. */
function section(
  title: string,
  counts: Readonly<Record<string, number>>,
  labels: Readonly<Record<string, string>>,
): string[] {
  const order = Object.keys(labels)
  const states = Object.keys(counts).sort((a, b) => order.indexOf(a) - order.indexOf(b))
  if (states.length === 0) return []
  const rows = states.map((state) => [labelOf(labels, state), count(counts[state] ?? 0)] as const)
  const width = Math.max(...rows.map(([label, n]) => label.length + n.length))
  return ['', title, ...rows.map(([label, n]) => `  ${label}${n.padStart(width + 2 - label.length)}`)]
}

const SHOWN = 5

/** Where to look; once the cause is removed the next print run makes the bundle again. */
function faultySteps(bundles: readonly Bundle[], staging: string): string[] {
  const steps = bundles.slice(0, SHOWN).map(({ name, attempt }) => {
    const pdf = join(staging, `${name}.${attempt}`, `${name}.pdf`)
    return `  togliere i difetti di un lotto fermo all’ispezione: recapito inspect ${pdf}`
  })
  const rest = bundles.length - SHOWN
  return rest > 0 ? [...steps, `  … e ${counted(rest, 'altro lotto fermo', 'altri lotti fermi')}`] : steps
}
