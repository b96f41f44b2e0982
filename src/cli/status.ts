/** @module `recapito status`: what is going on, what waits for a person, what to do next. Takes no lease. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { liveLease } from '../batch/lease-keeper.ts'
import {
  BUNDLE_LABELS,
  CERTIFICATE_LABELS,
  CERTIFICATE_REQUEST_LABELS,
  JOB_LABELS,
  LETTER_LABELS,
  RELEASE_LABELS,
  REQUEST_LABELS,
  RUN_STATE_LABELS,
} from '../batch/report/labels.ts'
import { resumeCommand } from '../batch/resume-command.ts'
import { type Flags, loadSettings } from '../config.ts'
import { foldersIn } from '../files/folders.ts'
import { type Bundle, bundlesIn, faultyBundles } from '../store/bundle.ts'
import { migrateIfNew } from '../store/migrate.ts'
import { type Overview, overview } from '../store/overview.ts'
import { lastRuns, type Run } from '../store/run.ts'
import { ledgerMode } from '../store/setting.ts'
import { isPostgresUrl, openStore } from '../store/store.ts'
import { answer } from './answer.ts'
import { approvalSteps } from './approval-steps.ts'
import { whoWorks } from './who-works.ts'

export async function status(flags: Flags, options: { json?: boolean }): Promise<void> {
  const settings = await loadSettings(flags)
  const database = withoutPassword(settings.database)
  if (!isPostgresUrl(settings.database) && !existsSync(settings.database)) {
    answer(options.json, { database, exists: false }, [
      `Nessuna base dati in ${database}: la crea la prima notte (recapito night) o la dimostrazione (recapito demo).`,
    ])
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
    const approvals = await approvalSteps(store, settings)
    const { staging } = foldersIn(settings.folders.data, settings.folders.output)
    const found = { ...counts, faultyBundles: faulty.map((bundle) => bundle.name) }
    answer(options.json, { database, mode, lease: lease ?? null, runs, ...found }, [
      `Base dati ${database}${mode === 'test' ? ' (PROVA)' : ''}`,
      lease ? `Al lavoro: ${whoWorks(lease)}` : 'Nessuno è al lavoro.',
      '',
      'Ultime esecuzioni (numero, lavoro, giorno)',
      ...runs.map(runLine),
      ...section('Richieste di PIN', counts.requests, REQUEST_LABELS),
      ...section('Lettere', counts.letters, LETTER_LABELS),
      ...section('Lotti', counts.bundles, BUNDLE_LABELS),
      ...section('Certificazioni', counts.certificates, CERTIFICATE_LABELS),
      ...section('Richieste di certificazione', counts.certificateRequests, CERTIFICATE_REQUEST_LABELS),
      ...section('Rilasci di certificazioni', counts.releases, RELEASE_LABELS),
      '',
      'Che cosa fare',
      ...nextSteps(counts, runs, delivered, [...faultySteps(faulty, staging), ...approvals]),
    ])
  } finally {
    await store.close()
  }
}

function withoutPassword(database: string): string {
  if (!isPostgresUrl(database)) return database
  const url = new URL(database)
  url.password = ''
  return url.href
}

function runLine(run: Run): string {
  const job = (JOB_LABELS[run.job] ?? run.job).padEnd(33)
  const error = run.error ? ` (${run.error})` : ''
  const number = String(run.id).padStart(7)
  return `${number}  ${job}${run.slot.padEnd(17)}${RUN_STATE_LABELS[run.state] ?? run.state}${error}`
}

function section(
  title: string,
  counts: Readonly<Record<string, number>>,
  labels: Readonly<Record<string, string>>,
): string[] {
  const rows = Object.entries(counts)
  if (rows.length === 0) return []
  return [
    '',
    title,
    ...rows.map(([state, n]) => `  ${n.toLocaleString('it-IT').padStart(9)}  ${labels[state] ?? state}`),
  ]
}

const SHOWN = 5
const HELD_LIST = 'si veda held.csv nel rapporto'

function nextSteps(
  counts: Overview,
  runs: readonly Run[],
  delivered: readonly Bundle[],
  faulty: readonly string[],
): string[] {
  const { requests, heldRequests, heldLetters, bundles } = counts
  const cut = runs.filter((run) => ['failed', 'abandoned', 'stopped'].includes(run.state))
  const steps = cut.map((run) => `  riprendere «${JOB_LABELS[run.job] ?? run.job}»: ${resumeCommand(run)}`)
  steps.push(...faulty)
  if (heldRequests > 0) steps.push(`  correggere ${heldRequests} richieste di PIN sospese: ${HELD_LIST}`)
  if (heldLetters > 0) steps.push(`  correggere ${heldLetters} lettere sospese: ${HELD_LIST}`)
  steps.push(...certificateSteps(counts))
  if (requests['CALLBACK']) {
    steps.push(`  telefonare a ${requests['CALLBACK']} persone: si veda call-list.csv nel rapporto`)
  }
  if (bundles['published']) {
    steps.push(`  consegnare ${bundles['published']} lotti: recapito run hand-over, in un giorno lavorativo`)
  }
  for (const bundle of delivered.slice(0, SHOWN)) {
    steps.push(`  quando il postalizzatore ha il lotto: recapito acknowledge ${bundle.name}`)
  }
  if (delivered.length > SHOWN) steps.push(`  … e altri ${delivered.length - SHOWN} lotti da confermare`)
  return steps.length > 0 ? steps : ['  niente: tutto è in ordine']
}

function certificateSteps(counts: Overview): string[] {
  const steps: string[] = []
  const add = (n: number, one: string, many: string, what: string) => {
    if (n > 0) steps.push(`  ${n === 1 ? one : many.replace('#', n.toLocaleString('it-IT'))}${what}`)
  }
  add(
    counts.certificates['HELD'] ?? 0,
    'correggere una certificazione sospesa',
    'correggere # certificazioni sospese',
    ': punto e termine sono in held.csv nel rapporto',
  )
  add(
    counts.heldCertificateRequests,
    'sistemare una richiesta di certificazione sospesa',
    'sistemare # richieste di certificazione sospese',
    `: ${HELD_LIST}`,
  )
  add(
    counts.missingCertificates,
    'una richiesta aspetta anni non ancora certificati',
    '# richieste aspettano anni non ancora certificati',
    ': la notte in cui arrivano i dati provvede da sé',
  )
  add(
    counts.lettersToPrint['CERTIFICATE'] ?? 0,
    'stampare una lettera con certificazioni',
    'stampare # lettere con certificazioni',
    ': recapito run print-certificates',
  )
  add(
    counts.unconfirmedReleases,
    'quando il destinatario ha il file, confermare un rilascio',
    'quando i destinatari hanno i file, confermare # rilasci',
    ': recapito certificates confirm <numero>, gli elenchi sono sotto output/releases',
  )
  return steps
}

/** Where to look; once the cause is removed the next print run makes the bundle again. */
function faultySteps(bundles: readonly Bundle[], staging: string): string[] {
  const steps = bundles.slice(0, SHOWN).map(({ name, attempt }) => {
    const pdf = join(staging, `${name}.${attempt}`, `${name}.pdf`)
    return `  togliere i difetti di un lotto fermo all’ispezione: recapito inspect ${pdf}`
  })
  const rest = bundles.length - SHOWN
  return rest > 0 ? [...steps, `  … e di altri ${rest} lotti fermi`] : steps
}
