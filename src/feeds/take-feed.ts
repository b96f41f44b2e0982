/** @module Taking one file of the inbox into the ledger, whole or not at all. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ParameterReader } from '../domain/parameters.ts'
import type { Gazetteer } from '../domain/postal-address.ts'
import { type Files, sha256OfFile } from '../files/files.ts'
import type { Folders } from '../files/folders.ts'
import type { Executor } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { acceptedFeed, acceptFeed, dropUnfinishedFeeds, type FeedTotals, insertFeed } from '../store/feed.ts'
import { reserveIds } from '../store/id-block.ts'
import { supersedeReplaced } from '../store/request.ts'
import type { Store } from '../store/store.ts'
import { PIN_EVENT_COLUMNS, PIN_REQUEST_COLUMNS } from './columns.ts'
import { archivedName, type InboxFile, moveOut } from './inbox.ts'
import { loadPinEvents } from './load-pin-events.ts'
import { loadPinRequests } from './load-pin-requests.ts'
import { type FeedEncoding, FeedRefused, readFeed } from './read-feed.ts'

export interface Taking {
  readonly store: Store
  readonly files: Files
  readonly folders: Pick<Folders, 'archive' | 'refused'>
  readonly actor: Actor
  readonly gazetteer: Gazetteer
  readonly parameter: ParameterReader
  readonly encoding: FeedEncoding
  checkpoint(): void
  progress(rows: number): void
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
  const known = await acceptedFeed(store.db, sha256)
  if (known) {
    // Without its archived copy this is the accepted file itself, whose move a crash prevented.
    const again = existsSync(join(folders.archive, known.archived_as ?? ''))
    if (again) await register(taking, file, sha256, { state: 'known' })
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
      await supersedeReplaced(trx, actor, feedId)
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

async function load(taking: Taking, file: InboxFile, feedId: number): Promise<FeedTotals> {
  const totals = { rowsRead: 0, entered: 0, rejected: 0, repeated: 0 }
  const add = (page: FeedTotals) => {
    totals.rowsRead += page.rowsRead
    totals.entered += page.entered
    totals.rejected += page.rejected
    totals.repeated += page.repeated
    taking.progress(page.rowsRead)
  }
  const loading = { feedId, actor: taking.actor, gazetteer: taking.gazetteer }
  const store = <T>(work: (trx: Executor) => Promise<T>) => {
    taking.checkpoint()
    return taking.store.transaction('load-page', work)
  }
  if (file.kind === 'pin-requests') {
    for await (const page of readFeed(file.path, PIN_REQUEST_COLUMNS, taking.encoding)) {
      add(await store((trx) => loadPinRequests(trx, loading, page)))
    }
  } else {
    for await (const page of readFeed(file.path, PIN_EVENT_COLUMNS, taking.encoding)) {
      add(await store((trx) => loadPinEvents(trx, loading, page)))
    }
  }
  return totals
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
      runId: actor.runId ?? 0,
      receivedOn: actor.on,
      archivedAs: archivedName(file, sha256),
      ...outcome,
    })
    return id
  })
}
