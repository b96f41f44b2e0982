/** @module `recapito reconcile`: whether everything that came in can be accounted for, and every file is what was sealed. */
import { existsSync } from 'node:fs'
import { styleText } from 'node:util'
import { describeLease, liveLease } from '../../batch/lease-keeper.ts'
import { type BalanceLine, balances } from '../../batch/report/balance.ts'
import type { FlowLine } from '../../batch/report/flow.ts'
import { JOB_LABELS } from '../../batch/report/labels.ts'
import { ConfigError, type Flags, loadSettings } from '../../config.ts'
import { Files } from '../../files/files.ts'
import { foldersIn } from '../../files/folders.ts'
import { migrateIfNew } from '../../store/migrate.ts'
import { isPostgresUrl, openStore } from '../../store/store.ts'
import { answer, today } from '../answer.ts'
import type { ByHand } from '../by-hand.ts'
import { differencesIn, findDifferences, MISMATCH, type Reconciliation } from './find-differences.ts'

export interface ReconcileOptions extends ByHand {
  readonly json?: boolean
  readonly adopt?: boolean
  readonly rebuild?: string
}

export async function reconcile(flags: Flags, options: ReconcileOptions): Promise<void> {
  if (options.adopt && options.rebuild !== undefined) {
    throw new ConfigError([
      '--adopt and --rebuild: expected one of them, found both; do first the one, then the other',
    ])
  }
  if (options.adopt || options.rebuild !== undefined) {
    if (!options.reason) throw new ConfigError(['--adopt and --rebuild need --reason: why, for the register'])
    const { adopt, rebuild } = await import('./mend.ts')
    const asked = { ...options, reason: options.reason }
    return options.rebuild === undefined ? adopt(flags, asked) : rebuild(flags, options.rebuild, asked)
  }
  const settings = await loadSettings(flags)
  if (!isPostgresUrl(settings.database) && !existsSync(settings.database)) {
    throw new ConfigError([
      `${settings.database}: there is no database yet, so there is nothing to reconcile`,
    ])
  }
  const store = await openStore({ url: settings.database })
  try {
    await migrateIfNew(store)
    const lease = await liveLease(store, () => new Date())
    const folders = foldersIn(settings.folders.data, settings.folders.output)
    const check = { files: new Files(), folders, vendor: settings.vendor.name }
    const found = await findDifferences(store.db, check, options.date ?? today())
    const differences = differencesIn(found)
    if (differences.length > 0) process.exitCode = MISMATCH
    answer(options.json, { ...found, balanced: differences.length === 0, differences }, [
      `Quadratura al ${found.on}`,
      ...flowLines(found, options.date),
      ...sectionLines(found),
      '',
      ...verdict(differences),
      ...(lease && differences.length > 0
        ? [`Intanto qualcuno è al lavoro (${describeLease(lease)}): a lavoro finito, ripetere il comando.`]
        : []),
    ])
  } finally {
    await store.close()
  }
}

/** One slot, or all of them added up. */
function flowLines({ flow }: Reconciliation, slot: string | undefined): string[] {
  const shown = slot === undefined ? summed(flow) : flow.filter((line) => line.slot === slot)
  if (shown.length === 0)
    return [slot === undefined ? '  Nessuna riga è ancora entrata.' : `  Niente il ${slot}.`]
  const jobs = Map.groupBy(shown, ({ job }) => job)
  return [...jobs].flatMap(([job, lines]) => [
    `  ${JOB_LABELS[job] ?? job}`,
    ...lines.map(({ product, parts, expected }) => {
      const terms = Object.entries(parts).filter(([, n]) => n > 0)
      const sum = terms.map(([label, n]) => `${n.toLocaleString('it-IT')} ${label}`).join(' + ')
      return `    ${product.padEnd(20)} ${expected.toLocaleString('it-IT')} = ${sum || '0'}`
    }),
  ])
}

function summed(flow: readonly FlowLine[]): FlowLine[] {
  const groups = Map.groupBy(flow, ({ job, product }) => `${job} ${product}`)
  return [...groups.values()].map((lines) => {
    const [first] = lines as [FlowLine]
    const total = (value: (line: FlowLine) => number) => lines.reduce((sum, line) => sum + value(line), 0)
    const parts = Object.fromEntries(
      Object.keys(first.parts).map((part) => [part, total((line) => line.parts[part] ?? 0)]),
    )
    return { ...first, parts, expected: total((line) => line.expected), found: total((line) => line.found) }
  })
}

function sectionLines({ flow, ledger, files, waiting }: Reconciliation): string[] {
  const sections: [title: string, lines: readonly BalanceLine[]][] = [
    ['Conti per lavoro, prodotto e data', flow],
    ['Conti del registro', ledger],
    ['Conti di cartelle e file', files],
    ['Conti di ciò che è fermo', waiting],
  ]
  return sections.map(([title, lines]) => {
    const good = lines.filter(balances).length
    const state = good === lines.length ? 'tornano tutti' : `${lines.length - good} non tornano`
    return `  ${title}: ${lines.length.toLocaleString('it-IT')}, ${state}`
  })
}

/** Lines that can be long are cut: the JSON has them all. */
const SHOWN = 40

function verdict(differences: readonly BalanceLine[]): string[] {
  if (differences.length === 0) return ['Tutto torna.']
  const red = (text: string) => styleText('red', text)
  const named = differences.slice(0, SHOWN).map(({ line, expected, found }) => {
    if (SAYS_ALL.test(line)) return red(`    ${line}`)
    return red(
      `  ${line}: attesi ${expected.toLocaleString('it-IT')}, trovati ${found.toLocaleString('it-IT')}`,
    )
  })
  const more = differences.length - named.length
  return [
    red(differences.length === 1 ? 'Un conto non torna:' : `${differences.length} conti non tornano:`),
    ...named,
    ...(more > 0 ? [red(`  e altri ${more}: --json li elenca tutti`)] : []),
    '',
    'Che cosa fare',
    ...steps(differences),
  ]
}

/** Lines that name one thing: a number would add nothing. */
const SAYS_ALL = /: sconosciuta$| è cambiato$|: da distruggere$|non è consegnato$/

const STEPS: readonly (readonly [about: RegExp, step: string])[] = [
  [
    /^cartella .*: sconosciuta$|il lotto non è consegnato$/,
    'Cartelle sconosciute o consegne non registrate, come dopo il ripristino di un backup: recapito reconcile --adopt --reason "…" prende nel registro ciò che è sicuro e mette da parte il resto. Prima di allora nessuna notte.',
  ],
  [
    /^lotto .* manca o è cambiato$|^copia del lotto .* è cambiato$/,
    'File di un lotto mancanti o cambiati: recapito reconcile --rebuild <lotto> --reason "…" li ristampa identici, finché le seconde parti ci sono; dei lotti confermati si ripristinano CSV e manifesto dal backup.',
  ],
  [/da distruggere$/, 'PDF di codici già cancellati: distruggere i file nominati.'],
  [
    /^lotto .*: fermo dal|^Messaggi previsti/,
    'Lavoro fermo: recapito night lo riprende; recapito status dice che cosa lo trattiene.',
  ],
]

function steps(differences: readonly BalanceLine[]): string[] {
  const known = STEPS.filter(([about]) => differences.some(({ line }) => about.test(line)))
  const totals = /^(Lotti|Copie|PDF|Cartelle|Messaggi) /
  const others = differences.filter(
    ({ line }) => !totals.test(line) && !STEPS.some(([about]) => about.test(line)),
  )
  return [
    ...known.map(([, step]) => `  ${step}`),
    ...(others.length > 0
      ? [
          '  Conti del registro: non correggere nulla a mano. Fermare notte e consegna, conservare una copia (recapito backup) e chiamare l’assistenza con queste righe.',
        ]
      : []),
  ]
}
