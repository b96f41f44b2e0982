/** @module `recapito status`: what is going on, what waits for a person, what to do next. Takes no lease. */
import { existsSync } from 'node:fs'
import { describeLease, liveLease } from '../batch/lease-keeper.ts'
import { type Flags, loadSettings } from '../config.ts'
import { migrateIfNew } from '../store/migrate.ts'
import { type Overview, overview } from '../store/overview.ts'
import { lastRuns, type Run } from '../store/run.ts'
import { ledgerMode } from '../store/setting.ts'
import { isPostgresUrl, openStore } from '../store/store.ts'
import { answer } from './answer.ts'

export async function status(flags: Flags, options: { json?: boolean }): Promise<void> {
  const settings = await loadSettings(flags)
  if (!isPostgresUrl(settings.database) && !existsSync(settings.database)) {
    answer(options.json, { database: settings.database, exists: false }, [
      `Nessuna base dati in ${settings.database}: la crea la prima notte (recapito night) o la dimostrazione (recapito demo).`,
    ])
    return
  }
  const store = await openStore({ url: settings.database })
  try {
    await migrateIfNew(store)
    const lease = await liveLease(store, () => new Date())
    const [mode, runs, counts] = [
      await ledgerMode(store.db),
      await lastRuns(store.db),
      await overview(store.db),
    ]
    answer(options.json, { database: settings.database, mode, lease: lease ?? null, runs, ...counts }, [
      `Base dati ${settings.database}${mode === 'test' ? ' (PROVA)' : ''}`,
      lease ? `Al lavoro: ${describeLease(lease)}` : 'Nessuno è al lavoro.',
      '',
      'Ultime esecuzioni',
      ...runs.map(runLine),
      '',
      `Richieste  ${stateLine(counts.requests)}`,
      `Lettere    ${stateLine(counts.letters)}`,
      `Lotti      ${stateLine(counts.bundles)}`,
      '',
      'Che cosa fare',
      ...nextSteps(counts, runs),
    ])
  } finally {
    await store.close()
  }
}

const RUN_STATES: Readonly<Record<string, string>> = {
  running: 'in corso',
  completed: 'finito',
  failed: 'fallito',
  stopped: 'fermato',
  abandoned: 'interrotto',
}

function runLine(run: Run): string {
  return `  ${run.job.padEnd(18)} ${run.slot.padEnd(16)} ${RUN_STATES[run.state] ?? run.state}${run.error ? ` (${run.error})` : ''}`
}

function stateLine(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([state, n]) => `${state} ${n.toLocaleString('it-IT')}`)
  return parts.length > 0 ? parts.join(' · ') : 'nessuno'
}

function nextSteps(
  { requests, heldRequests, heldLetters, bundles }: Overview,
  runs: readonly Run[],
): string[] {
  const steps = runs
    .filter((run) => run.state === 'failed' || run.state === 'abandoned' || run.state === 'stopped')
    .map((run) => `  riprendere ${run.job}: recapito run ${run.job} --date ${run.business_date}`)
  if (heldRequests + heldLetters > 0) {
    steps.push(
      `  correggere ${heldRequests} richieste e ${heldLetters} lettere sospese: si veda held.csv nel rapporto`,
    )
  }
  if (requests['CALLBACK'])
    steps.push(`  telefonare a ${requests['CALLBACK']} persone: si veda call-list.csv nel rapporto`)
  if (bundles['published'])
    steps.push(`  consegnare ${bundles['published']} lotti: recapito run hand-over, in un giorno lavorativo`)
  if (bundles['delivered']) {
    steps.push(
      `  attendere la conferma di ${bundles['delivered']} lotti: recapito acknowledge <lotto>, o il file .ack del postalizzatore`,
    )
  }
  return steps.length > 0 ? steps : ['  niente: tutto è in ordine']
}
