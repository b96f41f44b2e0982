/**
 * The chain over the event log: one link a run or manual act, made when it ends. Its hash covers the row of that run or
 * act, its events in order, and the link before; whoever changes, removes or adds a row breaks it. The hash of the last
 * link, written down elsewhere (the report has it), guards the end of the chain.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { rowsOf } from './bulk.ts'
import { type Executor, lockTable, textOfRows } from './dialect.ts'
import { chainStart } from './setting.ts'

export type LinkKind = 'run' | 'act'

export interface AuditLink {
  readonly seq: number
  readonly kind: LinkKind
  /** The run's or the act's id. */
  readonly of_id: number
  readonly at: string
  readonly events: number
  readonly events_sha256: string
  /** Of the row of the run or act. */
  readonly row_sha256: string
  readonly hash: string
  /** The purge that removed its events, and its row where nothing named it. */
  readonly purged_by: number | null
}

/** What a link seals, apart from the link before it. */
export interface Sealed {
  readonly events: number
  readonly eventsSha256: string
  /** Undefined where the run or act is gone. */
  readonly rowSha256: string | undefined
}

/** Seals a run that has ended, or a manual act: the last statement of its transaction. */
export async function appendLink(trx: Executor, kind: LinkKind, id: number, at: string): Promise<void> {
  const { events, eventsSha256, rowSha256 = '' } = await sealedOf(trx, kind, id)
  // An act may end while a run does: the second waits here, then sees the first's link.
  await lockTable(trx, 'audit_link')
  const last = await lastLink(trx)
  const seq = (last?.seq ?? 0) + 1
  const link = { seq, kind, of_id: id, at, events, events_sha256: eventsSha256, row_sha256: rowSha256 }
  const hash = linkHash(link, last?.hash ?? (await genesis(trx)))
  await trx('audit_link').insert({ ...link, hash })
}

export type LinkedText = Omit<AuditLink, 'hash' | 'purged_by'>

/** `before` is the hash of the link before, of the first one {@link genesis}. */
export function linkHash(link: LinkedText, before: string): string {
  const { seq, kind, of_id, at, events, events_sha256, row_sha256 } = link
  return sha256(JSON.stringify([before, seq, kind, of_id, at, events, events_sha256, row_sha256]))
}

/** What the first link is chained to: from which run on every run has a link, so that nobody can move that point. */
export async function genesis(db: Executor): Promise<string> {
  return `from run ${await chainStart(db)}`
}

const LINK = 'seq, kind, of_id, at, events, events_sha256, row_sha256, hash, purged_by'

export async function lastLink(db: Executor): Promise<AuditLink | undefined> {
  const [link] = await rowsOf<AuditLink>(db, `select ${LINK} from audit_link order by seq desc limit 1`)
  return link
}

export function linksAfter(db: Executor, seq: number, limit: number): Promise<AuditLink[]> {
  return rowsOf(db, `select ${LINK} from audit_link where seq > ? order by seq limit ?`, [seq, limit])
}

/** Columns of the rows that a link seals; those of a run are final once it has ended. */
const ROWS: Readonly<Record<LinkKind, { table: string; columns: readonly string[] }>> = {
  run: {
    table: 'run',
    columns: [
      'id',
      'job',
      'slot',
      'business_date',
      'attempt',
      'state',
      'owner',
      'started_at',
      'ended_at',
      'counts',
      'error',
    ],
  },
  act: {
    table: 'manual_act',
    columns: ['id', 'at', 'on_date', 'verb', 'by_whom', 'reason', 'subject'],
  },
}

const EVENT_COLUMNS = ['id', 'at', 'object_type', 'object_id', 'action', 'from_state', 'to_state', 'code']

const PAGE = 20_000

/** Reads what a link over this run or act seals, a page of events at a time. */
export async function sealedOf(db: Executor, kind: LinkKind, id: number): Promise<Sealed> {
  const hash = createHash('sha256')
  let events = 0
  for (let afterId = 0; ; ) {
    const [page] = await rowsOf<{ n: number; last: number | null; text: string | null }>(
      db,
      `select count(*) as n, max(id) as last, ${textOfRows(db, EVENT_COLUMNS, 'id')} as text
       from (select ${EVENT_COLUMNS.join(', ')} from event where run_id = ? and id > ? order by id limit ?) as e`,
      [id, afterId, PAGE],
    )
    if (!page?.last) break
    // Ends every page as it separates rows: a hash that depended on the size of pages would bind it for ever.
    hash.update(`${page.text}\n`)
    events += page.n
    afterId = page.last
  }
  const { table, columns } = ROWS[kind]
  const [row] = await rowsOf<{ text: string | null }>(
    db,
    `select ${textOfRows(db, columns, 'id')} as text from ${table} where id = ?`,
    [id],
  )
  return {
    events,
    eventsSha256: hash.digest('hex'),
    rowSha256: row?.text ? sha256(row.text) : undefined,
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
