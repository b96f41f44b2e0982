/** @module `recapito reconcile`: whether everything that came in can be accounted for, and every file is what was sealed. */
import { styleText } from 'node:util'
import { liveLease } from '../../batch/lease-keeper.ts'
import { type BalanceLine, balances } from '../../batch/report/balance.ts'
import type { FlowLine } from '../../batch/report/flow.ts'
import { FEED_KIND_LABELS, JOB_LABELS, productLabel } from '../../batch/report/labels.ts'
import { type Flags, loadSettings } from '../../config.ts'
import { italianDate } from '../../domain/civil-date.ts'
import { count, counted } from '../../domain/counted.ts'
import { Files } from '../../files/files.ts'
import { foldersIn } from '../../files/folders.ts'
import { migrateIfNew } from '../../store/migrate.ts'
import { openStore } from '../../store/store.ts'
import { answer, today } from '../answer.ts'
import type { ByHand } from '../by-hand.ts'
import { requireDatabase } from '../require-database.ts'
import { whoWorks } from '../who-works.ts'
import { WrongArguments } from '../wrong-arguments.ts'
import { differencesIn, findDifferences, MISMATCH, type Reconciliation } from './find-differences.ts'

export interface ReconcileOptions extends ByHand {
  readonly json?: boolean
  readonly adopt?: boolean
  readonly rebuild?: string
}

export async function reconcile(flags: Flags, options: ReconcileOptions): Promise<void> {
  if (options.adopt && options.rebuild !== undefined) {
    throw new WrongArguments(['--adopt e --rebuild: prima l’uno, poi l’altro, non insieme'])
  }
  if (options.adopt || options.rebuild !== undefined) {
    if (!options.reason)
      throw new WrongArguments(['--adopt e --rebuild vogliono --reason: perché, per il registro'])
    const { adopt, rebuild } = await import('./mend.ts')
    const asked = { ...options, reason: options.reason }
    return options.rebuild === undefined ? adopt(flags, asked) : rebuild(flags, options.rebuild, asked)
  }
  const settings = await loadSettings(flags)
  requireDatabase(settings.database)
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
      `Quadratura al ${italianDate(found.on)}`,
      ...flowLines(found, options.date),
      ...sectionLines(found),
      '',
      ...verdict(differences),
      ...(lease && differences.length > 0
        ? [`Intanto qualcuno è al lavoro (${whoWorks(lease)}): a lavoro finito, ripetere il comando.`]
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
    return [slot === undefined ? '  Nessuna riga è ancora entrata.' : `  Niente il ${italianDate(slot)}.`]
  const jobs = Map.groupBy(shown, ({ job }) => job)
  return [...jobs].flatMap(([job, lines]) => [
    `  ${JOB_LABELS[job] ?? job}`,
    ...lines.map(({ product, parts, expected }) => {
      const terms = Object.entries(parts).filter(([, n]) => n > 0)
      const sum = terms.map(([label, n]) => `${label} ${count(n)}`).join(' + ')
      return `    ${productName(product).padEnd(28)}${count(expected)} = ${sum || '0'}`
    }),
  ])
}

/** What came in is told apart by feed, what goes out by product. */
function productName(product: string): string {
  return FEED_KIND_LABELS[product] ?? productLabel(product)
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
    const state =
      good === lines.length ? 'tornano tutti' : counted(lines.length - good, 'non torna', 'non tornano')
    return `  ${title}: ${count(lines.length)}, ${state}`
  })
}

/** Lines that can be long are cut: the JSON has them all. */
const SHOWN = 40

function verdict(differences: readonly BalanceLine[]): string[] {
  if (differences.length === 0) return ['Tutto torna.']
  const red = (text: string) => styleText('red', text)
  const named = differences.slice(0, SHOWN).map(({ line, expected, found }) => {
    if (SAYS_ALL.test(line)) return red(`    ${line}`)
    return red(`  ${line}: attesi ${count(expected)}, trovati ${count(found)}`)
  })
  const more = differences.length - named.length
  return [
    red(`${counted(differences.length, 'conto non torna', 'conti non tornano')}:`),
    ...named,
    ...(more > 0 ? [red(`  … e ${counted(more, 'altro', 'altri')}: si vedono tutti con --json`)] : []),
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
