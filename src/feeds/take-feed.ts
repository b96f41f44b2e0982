/** @module Taking one file of the inbox into the ledger, whole or not at all. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FormOutline } from '../domain/certificates/form-outline.ts'
import type { SeverityOverride } from '../domain/certificates/severity.ts'
import type { ParameterReader } from '../domain/parameters.ts'
import type { Gazetteer } from '../domain/postal-address.ts'
import { type Files, sha256OfFile } from '../files/files.ts'
import type { Folders } from '../files/folders.ts'
import { applyCertificateFeed } from '../store/certificate.ts'
import { cancelReplacedRequests } from '../store/certificate-request.ts'
import type { Executor } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import {
  acceptFeed,
  dropUnfinishedFeeds,
  type FeedKind,
  feedInState,
  type FeedTotals,
  insertFeed,
  isFeedKnown,
} from '../store/feed.ts'
import { reserveIds } from '../store/id-block.ts'
import { supersedeReplaced } from '../store/request.ts'
import type { Store } from '../store/store.ts'
import type { NumberFormat } from './amounts.ts'
import {
  CERTIFICATE_DATA_COLUMNS,
  CERTIFICATE_REQUEST_COLUMNS,
  PIN_EVENT_COLUMNS,
  PIN_REQUEST_COLUMNS,
} from './columns.ts'
import { inOrder } from './in-order.ts'
import { archivedName, type InboxFile, incomeYearOf, moveOut } from './inbox.ts'
import type { JudgeCertificatePage } from './judge-certificate-page.ts'
import { loadCertificateData } from './load-certificate-data.ts'
import { loadCertificateRequests } from './load-certificate-requests.ts'
import { loadPinEvents } from './load-pin-events.ts'
import { loadPinRequests } from './load-pin-requests.ts'
import { type FeedEncoding, FeedRefused, readFeed, readFeedPages } from './read-feed.ts'

export interface Taking {
  readonly store: Store
  readonly files: Files
  readonly folders: Pick<Folders, 'archive' | 'refused'>
  readonly actor: Actor
  readonly gazetteer: Gazetteer
  readonly parameter: ParameterReader
  readonly encoding: FeedEncoding
  readonly numbers: NumberFormat
  readonly certificates: CertificateRules
  checkpoint(): void
  progress(rows: number): void
}

export interface CertificateRules {
  /** Undefined where the year has no form. */
  outlineOf(incomeYear: number): Promise<FormOutline | undefined>
  readonly severities: readonly SeverityOverride[]
  readonly judgePage: JudgeCertificatePage
}

export type Taken =
  | ({ readonly outcome: 'accepted' } & FeedTotals)
  /** The same bytes were accepted before: nothing happens. */
  | { readonly outcome: 'known' }
  | { readonly outcome: 'refused'; readonly sentence: string }
  /** The file changed while it was read: it stays in the inbox for a later run. */
  | { readonly outcome: 'changing' }

export async function takeFeed(taking: Taking, file: InboxFile): Promise<Taken> {
  const { store, files, folders, actor } = taking
  const sha256 = await sha256OfFile(file.path)
  if (await endCutMove(taking, file, sha256)) return { outcome: 'known' }
  if (await feedInState(store.db, sha256, 'accepted')) {
    await register(taking, file, sha256, { state: 'known' })
    await moveOut(files, file, folders.archive, sha256)
    return { outcome: 'known' }
  }
  const feedId = await register(taking, file, sha256, { state: 'loading' })
  try {
    const totals = await load(taking, file, feedId)
    if ((await sha256OfFile(file.path)) !== sha256) {
      await store.transaction('drop-feed', dropUnfinishedFeeds)
      return { outcome: 'changing' }
    }
    await store.transaction('accept-feed', async (trx) => {
      await BEFORE_ACCEPTANCE[file.kind](trx, actor, feedId)
      await acceptFeed(trx, feedId, totals, archivedName(file, sha256))
    })
    await moveOut(files, file, folders.archive, sha256)
    return { outcome: 'accepted', ...totals }
  } catch (error) {
    if (!(error instanceof FeedRefused)) throw error
    await store.transaction('drop-feed', dropUnfinishedFeeds)
    await register(taking, file, sha256, { state: 'refused', refusal: error.message })
    await moveOut(files, file, folders.refused, sha256)
    return { outcome: 'refused', sentence: error.message }
  }
}

/**
 * Ends the move of a file that was accepted or refused and that a crash left in the inbox, with its `.done` or without:
 * its copy is not where it should be. False for any other file.
 */
async function endCutMove(
  { store, files, folders }: Pick<Taking, 'store' | 'files' | 'folders'>,
  file: InboxFile,
  sha256: string,
): Promise<boolean> {
  for (const [state, folder] of [
    ['accepted', folders.archive],
    ['refused', folders.refused],
  ] as const) {
    const feed = await feedInState(store.db, sha256, state)
    if (!feed || feed.purged_on !== null || existsSync(join(folder, feed.archived_as ?? ''))) continue
    await moveOut(files, file, folder, sha256)
    return true
  }
  return false
}

/** {@link endCutMove} for a file that seems to be still on its way, which is read only where a feed was ever like it. */
export async function endCutMoveOfWaiting(
  work: Pick<Taking, 'store' | 'files' | 'folders'>,
  file: InboxFile,
): Promise<boolean> {
  return (await isFeedKnown(work.store.db, file)) && endCutMove(work, file, await sha256OfFile(file.path))
}

/** What the rows of a feed do to rows of earlier ones, in the transaction that makes them visible. */
const BEFORE_ACCEPTANCE: Readonly<
  Record<FeedKind, (trx: Executor, actor: Actor, feedId: number) => Promise<unknown>>
> = {
  'pin-requests': supersedeReplaced,
  'pin-events': async () => {},
  'certificate-data': applyCertificateFeed,
  'certificate-requests': cancelReplacedRequests,
}

async function load(taking: Taking, file: InboxFile, feedId: number): Promise<FeedTotals> {
  const totals = { rowsRead: 0, entered: 0, rejected: 0, repeated: 0 }
  const { actor, gazetteer, encoding } = taking
  const loading = { feedId, actor, gazetteer }
  const add = (page: FeedTotals) => {
    totals.rowsRead += page.rowsRead
    totals.entered += page.entered
    totals.rejected += page.rejected
    totals.repeated += page.repeated
    taking.progress(page.rowsRead)
  }
  const inOneTransaction = <T>(work: (trx: Executor) => Promise<T>) => {
    taking.checkpoint()
    return taking.store.transaction('load-page', work)
  }
  const store = async (work: (trx: Executor) => Promise<FeedTotals>) => add(await inOneTransaction(work))
  switch (file.kind) {
    case 'pin-requests':
      for await (const page of readFeed(file.path, PIN_REQUEST_COLUMNS, encoding)) {
        await store((trx) => loadPinRequests(trx, loading, page))
      }
      break
    case 'pin-events':
      for await (const page of readFeed(file.path, PIN_EVENT_COLUMNS, encoding)) {
        await store((trx) => loadPinEvents(trx, loading, page))
      }
      break
    case 'certificate-data': {
      const rules = await certificateRules(taking, incomeYearOf(file))
      const certificates = { ...loading, incomeYear: rules.incomeYear, form: rules.outline?.form ?? null }
      const pages = inOrder(
        readFeedPages(file.path, CERTIFICATE_DATA_COLUMNS, encoding),
        async (page) => taking.certificates.judgePage({ ...rules, page }),
        PAGES_AHEAD,
      )
      const storeSome = async (trx: Executor): Promise<boolean> => {
        for (let count = 0; count < PAGES_TOGETHER; count++) {
          const next = await pages.next()
          if (next.done) return false
          add(await loadCertificateData(trx, certificates, next.value))
        }
        return true
      }
      try {
        for (let more = true; more; ) more = await inOneTransaction(storeSome)
      } finally {
        await pages.return(undefined)
      }
      break
    }
    case 'certificate-requests':
      for await (const page of readFeed(file.path, CERTIFICATE_REQUEST_COLUMNS, encoding)) {
        await store((trx) => loadCertificateRequests(trx, loading, page))
      }
  }
  return totals
}

/** Pages judged while one is stored: enough that no thread waits, few enough to hold in memory. */
const PAGES_AHEAD = 3

/**
 * Pages of certificates in one transaction. The codici fiscali come in any order, so each page touches most of their
 * index, which is then written once for all of these.
 */
const PAGES_TOGETHER = 4

async function certificateRules({ actor, numbers, certificates }: Taking, incomeYear: number) {
  const outline = await certificates.outlineOf(incomeYear)
  return { incomeYear, outline, numbers, severities: certificates.severities, receivedOn: actor.on }
}

function register(
  { store, actor }: Taking,
  file: InboxFile,
  sha256: string,
  outcome: { state: 'loading' | 'known' | 'refused'; refusal?: string },
): Promise<number> {
  return store.transaction('register-feed', async (trx) => {
    const id = await reserveIds(trx, 'feed', 1)
    await insertFeed(trx, {
      id,
      kind: file.kind,
      fileName: file.name,
      sha256,
      bytes: file.bytes,
      runId: actor.runId,
      receivedOn: actor.on,
      archivedAs: archivedName(file, sha256),
      ...outcome,
    })
    return id
  })
}
