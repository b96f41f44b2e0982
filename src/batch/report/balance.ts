/**
 * The balance: equations between numbers that were written at different times by different hands. A row that
 * disappears, appears twice or stops half way makes one of them fail, and the night ends with exit 5.
 *
 * @module
 */
import { join } from 'node:path'
import { CREDENTIAL_STATES } from '../../domain/credential-state.ts'
import { REQUEST_STATES } from '../../domain/request-state.ts'
import { Files, sha256OfFile } from '../../files/files.ts'
import type { Folders } from '../../files/folders.ts'
import type { Executor } from '../../store/dialect.ts'
import * as ledger from '../../store/report/balance.ts'
import * as register from '../../store/report/certificate-balance.ts'
import { certificatesByStanding } from '../../store/report/certificates.ts'
import { inSnapshot } from '../../store/report/snapshot.ts'
import {
  certificateRequestsByState,
  credentialsByState,
  lettersByProduct,
  pinEventsByState,
  requestsByState,
  type StateCount,
} from '../../store/report/totals.ts'
import { withoutSecrets } from './csv.ts'
import {
  CERTIFICATE_REQUEST_LABELS,
  CERTIFICATE_LABELS,
  LETTER_LABELS,
  PIN_EVENT_LABELS,
  RELEASE_LABELS,
} from './labels.ts'

export interface BalanceLine {
  /** What should be equal, in Italian. */
  readonly line: string
  readonly expected: number
  readonly found: number
}

export function balances({ expected, found }: BalanceLine): boolean {
  return expected === found
}

/** Culprits named one by one; beyond that the total says how many there are. */
const NAMED = 20

type Check = (db: Executor) => Promise<BalanceLine[]>

const CHECKS: readonly Check[] = [
  async (db) => {
    const { rows_read, accounted } = await ledger.feedSums(db)
    return withCulprits(
      'Righe lette nei flussi = entrate + respinte + ripetute',
      rows_read,
      accounted,
      await ledger.feedsNotAccounted(db),
    )
  },
  async (db) => {
    const sums = await ledger.feedSums(db)
    return [
      line(
        'Richieste entrate dai flussi = richieste nei loro stati',
        sums.requests,
        sum(await requestsByState(db), REQUEST_STATES),
      ),
      line(
        'Eventi entrati dai flussi = eventi nei loro stati',
        sums.events,
        sum(await pinEventsByState(db), Object.keys(PIN_EVENT_LABELS)),
      ),
      line(
        'Certificazioni entrate dai flussi = certificazioni nei loro stati',
        sums.certificates,
        sum(await certificatesByStanding(db), Object.keys(CERTIFICATE_LABELS)),
      ),
      line(
        'Richieste di certificazione entrate dai flussi = nei loro stati',
        sums.certificateRequests,
        sum(await certificateRequestsByState(db), Object.keys(CERTIFICATE_REQUEST_LABELS)),
      ),
      ...(await ledger.feedsWithMissingRows(db))
        .slice(0, NAMED)
        .map((feed) => culprit('righe entrate', feed)),
    ]
  },
  async (db) =>
    withCulprits(
      'Righe respinte nei flussi = righe con un motivo registrato',
      (await ledger.feedSums(db)).rejected,
      await ledger.explainedRows(db),
      await ledger.feedsWithUnexplainedRows(db),
    ),
  none('Richieste evase senza un PIN', ledger.fulfilledWithoutCredential),
  none(
    'PIN ancora da inviare di richieste respinte, annullate o superate',
    ledger.livingCodesOfEndedRequests,
  ),
  async (db) => [
    line(
      'PIN registrati = PIN nei loro stati',
      await ledger.allCredentials(db),
      sum(await credentialsByState(db), CREDENTIAL_STATES),
    ),
  ],
  async (db) => [
    line(
      'Prime parti inviate = lettere create',
      await ledger.sentFirstHalves(db),
      await ledger.firstLetters(db),
    ),
  ],
  none('Lettere senza una prima parte inviata', ledger.lettersWithoutFirstHalf),
  async (db) => [
    line(
      'Lettere create = lettere nei loro stati',
      await ledger.allLetters(db),
      sum(await lettersByProduct(db), Object.keys(LETTER_LABELS)),
    ),
  ],
  none('Persone con due lettere in partenza', ledger.peopleWithTwoLetters),
  async (db) => [
    line(
      'Lettere in un lotto = posti assegnati nei lotti',
      await ledger.lettersInBundles(db),
      await ledger.bundleItems(db),
    ),
  ],
  async (db) => {
    const miscounted = await ledger.bundlesMiscounted(db)
    return [
      line(
        'Lettere dichiarate dai lotti = posti assegnati nei lotti',
        await ledger.announcedItems(db),
        await ledger.bundleItems(db),
      ),
      ...miscounted
        .slice(0, NAMED)
        .map(({ name, expected, found }) => line(`lotto ${name}: lettere`, expected, found)),
    ]
  },
  none('Lettere in uno stato diverso da quello del loro lotto', ledger.lettersOutOfStep),
  async (db) => {
    const { announced, letters } = await ledger.acknowledgedLetters(db)
    return [line('Lettere dei lotti confermati = lettere confermate', announced, letters)]
  },
  async (db) => {
    const { rightful, stray } = await ledger.sealedFirstHalves(db)
    return [
      line('PIN da inviare = prime parti sigillate', await ledger.unsentCredentials(db), rightful),
      line('Prime parti ancora sigillate di PIN già inviati o cessati', 0, stray),
    ]
  },
  none('Lettere da consegnare senza la seconda parte sigillata', ledger.lettersWithoutSecondHalf),
  none('Seconde parti ancora sigillate di lettere confermate o PIN cessati', ledger.secondHalvesToErase),
  none('Parti cancellate con un testo, o sigillate senza', ledger.halvesOutOfStep),
  none(
    'Persone con due certificazioni valide, o due sospese, per lo stesso anno',
    register.peopleWithTwoVersions,
  ),
  none('Certificazioni rettificate o annullate da nulla', register.replacedByNothing),
  none('Richieste di certificazione evase senza un rilascio', register.servedWithoutRelease),
  async (db) => [
    line(
      'Rilasci registrati = rilasci nei loro stati',
      await register.allReleases(db),
      sum(await register.releasesByState(db), Object.keys(RELEASE_LABELS)),
    ),
  ],
  async (db) => {
    const { unprinted, different, unseen } = await register.releaseFaults(db)
    return [
      line('Rilasci di certificazioni senza data, impronta o modello', 0, unprinted),
      line('Rilasci con un’impronta diversa da quella della certificazione', 0, different),
      line('Rilasci di certificazioni superate prima che uscissero', 0, unseen),
    ]
  },
  none('Lettere con certificazioni senza il loro rilascio', register.lettersWithoutRelease),
  async (db) => {
    const { enclosed, registered } = await register.leavingCertificates(db)
    return [
      line('Certificazioni nelle lettere in partenza = rilasci in quelle lettere', enclosed, registered),
    ]
  },
  async (db) => {
    const { left, confirmed } = await register.paperReleases(db)
    return [line('Rilasci su carta consegnati = rilasci su carta confermati', left, confirmed)]
  },
]

/**
 * Every line, failing or not, in a fixed order; failing feeds and bundles follow their total by name. Each check sees
 * the ledger as of one instant; between checks others may write, so it needs no lease.
 */
export async function checkBalance(db: Executor, folders: Pick<Folders, 'bundles'>): Promise<BalanceLine[]> {
  return [...(await checkLedger(db)), ...(await checkFolders(db, folders.bundles))]
}

/** The ledger against itself alone. */
export async function checkLedger(db: Executor): Promise<BalanceLine[]> {
  const lines: BalanceLine[] = []
  for (const check of CHECKS) lines.push(...(await inSnapshot(db, check)))
  return lines
}

/**
 * What the ledger calls published lies on the disk, and nothing else does. Of bundles still with us the manifest is
 * read too; of closed ones, of which there are more each night, the folder alone.
 */
async function checkFolders(db: Executor, folder: string): Promise<BalanceLine[]> {
  const names = new Set(await new Files().list(folder))
  const bundles = await ledger.bundlesOnDisk(db)
  const wrong: string[] = []
  for (const { name, state, manifest_sha256 } of bundles) {
    const there = names.has(name)
    if (!there || (state !== 'acknowledged' && (await manifestHash(folder, name)) !== manifest_sha256))
      wrong.push(name)
  }
  const known = await ledger.knownBundleNames(db)
  const strange = [...names].filter((name) => !name.startsWith('.') && !known.has(name))
  return [
    line(
      'Lotti pronti, consegnati o confermati = cartelle con il loro manifesto',
      bundles.length,
      bundles.length - wrong.length,
    ),
    ...wrong.slice(0, NAMED).map((name) => line(`lotto ${name}: cartella con il manifesto registrato`, 1, 0)),
    line('Cartelle di lotti che il registro non conosce', 0, strange.length),
    ...strange.slice(0, NAMED).map((name) => line(`cartella ${withoutSecrets(name)}: sconosciuta`, 0, 1)),
  ]
}

async function manifestHash(folder: string, name: string): Promise<string | undefined> {
  try {
    return await sha256OfFile(join(folder, name, `${name}.json`))
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined
    if (cause?.code === 'ENOENT' || cause?.code === 'ENOTDIR') return undefined
    throw error
  }
}

function none(text: string, count: (db: Executor) => Promise<number>): Check {
  return async (db) => [line(text, 0, await count(db))]
}

function line(text: string, expected: number, found: number): BalanceLine {
  return { line: text, expected, found }
}

function withCulprits(
  text: string,
  expected: number,
  found: number,
  feeds: readonly ledger.FeedDifference[],
): BalanceLine[] {
  const what = text.split(' ').slice(0, 2).join(' ').toLowerCase()
  return [line(text, expected, found), ...feeds.slice(0, NAMED).map((feed) => culprit(what, feed))]
}

function culprit(what: string, { file_name, expected, found }: ledger.FeedDifference): BalanceLine {
  return line(`flusso ${withoutSecrets(file_name)}: ${what}`, expected, found)
}

/** Only states that the program knows: a row in any other is lost to it. */
function sum(counts: readonly StateCount[], states: readonly string[]): number {
  return counts.filter(({ state }) => states.includes(state)).reduce((total, { n }) => total + n, 0)
}
