/** @module Feeds: files that arrived, known by their hash, and the rows that were refused. */
import { bulkInsert, rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { piecesOfFeed } from './pieces-of-feed.ts'

export type FeedKind = 'pin-requests' | 'pin-events' | 'certificate-data' | 'certificate-requests'
export type FeedState = 'loading' | 'accepted' | 'refused' | 'known'

export interface Feed {
  readonly id: number
  readonly kind: FeedKind
  readonly file_name: string
  readonly sha256: string
  readonly state: FeedState
  readonly run_id: number
  readonly received_on: string
  readonly rows_read: number | null
  readonly entered: number | null
  readonly rejected: number | null
  readonly repeated: number | null
  readonly archived_as: string | null
  readonly refusal: string | null
  /** When its file went, because its time was over. */
  readonly purged_on: string | null
}

const FEED = `id, kind, file_name, sha256, state, run_id, received_on, rows_read, entered, rejected, repeated,
  archived_as, refusal, purged_on`

/** Whether a file of this name and size was ever accepted or refused. */
export async function isFeedKnown(
  db: Executor,
  { name, bytes }: { readonly name: string; readonly bytes: number },
): Promise<boolean> {
  const known = await rowsOf(
    db,
    `select 1 from feed where file_name = ? and bytes = ? and state in ('accepted', 'refused') limit 1`,
    [name, bytes],
  )
  return known.length > 0
}

export async function feedInState(
  db: Executor,
  sha256: string,
  state: 'accepted' | 'refused',
): Promise<Feed | undefined> {
  const [feed] = await rowsOf<Feed>(
    db,
    `select ${FEED} from feed where sha256 = ? and state = ? order by id desc limit 1`,
    [sha256, state],
  )
  return feed
}

/** What a loading feed writes, in an order in which it can be deleted, and what tells its rows from each other. */
const LOADED_TABLES = [
  ['rejection', 'line'],
  ['request', 'line'],
  ['pin_event', 'line'],
  ['certificate_change', 'certificate_id'],
  ['certificate', 'line'],
  ['certificate_request', 'line'],
] as const

/** A file whose loading was cut short leaves nothing: it is read again from its first line. */
export async function dropUnfinishedFeeds(trx: Executor): Promise<void> {
  const loading = await rowsOf<{ id: number }>(trx, `select id from feed where state = 'loading'`)
  for (const { id } of loading) {
    for (const [table, key] of LOADED_TABLES) {
      for await (const { after, upTo } of piecesOfFeed(trx, table, key, id)) {
        await trx.raw(`delete from ${table} where feed_id = ? and ${key} > ? and ${key} <= ?`, [
          id,
          after,
          upTo,
        ])
      }
    }
  }
  await trx.raw(`delete from feed where state = 'loading'`)
}

export async function insertFeed(
  trx: Executor,
  feed: {
    id: number
    kind: FeedKind
    fileName: string
    sha256: string
    bytes: number
    state: FeedState
    runId: number
    receivedOn: string
    refusal?: string
    archivedAs?: string
  },
): Promise<void> {
  await trx('feed').insert({
    id: feed.id,
    kind: feed.kind,
    file_name: feed.fileName,
    sha256: feed.sha256,
    bytes: feed.bytes,
    state: feed.state,
    run_id: feed.runId,
    received_on: feed.receivedOn,
    refusal: feed.refusal ?? null,
    archived_as: feed.archivedAs ?? null,
  })
}

export interface FeedTotals {
  readonly rowsRead: number
  readonly entered: number
  readonly rejected: number
  readonly repeated: number
}

/** The flip that makes every row of a file visible. */
export async function acceptFeed(
  trx: Executor,
  id: number,
  totals: FeedTotals,
  archivedAs: string,
): Promise<void> {
  await trx('feed').where({ id }).update({
    state: 'accepted',
    rows_read: totals.rowsRead,
    entered: totals.entered,
    rejected: totals.rejected,
    repeated: totals.repeated,
    archived_as: archivedAs,
  })
}

export interface RejectionRow {
  readonly feedId: number
  readonly line: number
  readonly field: string
  readonly code: string
  readonly detail: string
  readonly requestKey: string
}

export async function insertRejections(trx: Executor, rejections: readonly RejectionRow[]): Promise<void> {
  await bulkInsert(
    trx,
    'rejection',
    { feed_id: 'integer', line: 'integer', field: 'text', code: 'text', detail: 'text', request_key: 'text' },
    rejections.map((row) => [row.feedId, row.line, row.field, row.code, row.detail, row.requestKey]),
  )
}

/** Hashes of every file that was ever accepted or refused. */
export async function feedHashes(db: Executor): Promise<string[]> {
  const rows = await rowsOf<{ sha256: string }>(
    db,
    `select sha256 from feed where state in ('accepted', 'refused')`,
  )
  return rows.map((row) => row.sha256)
}
