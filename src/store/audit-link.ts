/**
 * The chain over the event log: one link a run or manual act, made when it ends. Its hash covers the row of that run or
 * act, its events in order, and the link before; whoever changes, removes or adds a row breaks it. The hash of the last
 * link, written down elsewhere (the report has it), guards the end of the chain.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { rowsOf } from './bulk.ts'
import { type Executor, textOfRows } from './dialect.ts'

export type LinkKind = 'run' | 'act'

export interface AuditLink {
  readonly seq: number
  readonly kind: LinkKind
  /** The run's or the act's id. */
  readonly of_id: number
  readonly at: string
  readonly events: number
  readonly events_sha256: string
  readonly hash: string
  /** The link of the purge that removed its events. */
  readonly purged_by: number | null
}

/** What a link seals, apart from the link before it. */
export interface Sealed {
  readonly events: number
  readonly eventsSha256: string
  /** The row of the run or act as text; undefined where it is gone. */
  readonly row: string | undefined
}

/** Seals a run that has ended, or a manual act: the last statement of its transaction. */
export async function appendLink(trx: Executor, kind: LinkKind, id: number, at: string): Promise<void> {
  const { events, eventsSha256, row = '' } = await sealedOf(trx, kind, id)
  const last = await lastLink(trx)
  const seq = (last?.seq ?? 0) + 1
  const link = { seq, kind, of_id: id, at, events, events_sha256: eventsSha256 }
  await trx('audit_link').insert({ ...link, hash: linkHash(link, row, last?.hash ?? '') })
}

export function linkHash(
  link: Pick<AuditLink, 'seq' | 'kind' | 'of_id' | 'at' | 'events' | 'events_sha256'>,
  row: string,
  before: string,
): string {
  const { seq, kind, of_id, at, events, events_sha256 } = link
  const text = JSON.stringify([before, seq, kind, of_id, at, events, events_sha256, row])
  return createHash('sha256').update(text).digest('hex')
}

export async function lastLink(db: Executor): Promise<AuditLink | undefined> {
  const [link] = await rowsOf<AuditLink>(
    db,
    `select seq, kind, of_id, at, events, events_sha256, hash, purged_by from audit_link order by seq desc limit 1`,
  )
  return link
}

/** Columns of the rows that a link seals; state and counts of a run are final once it has ended. */
const ROWS: Readonly<Record<LinkKind, { table: string; columns: readonly string[] }>> = {
  run: {
    table: 'run',
    columns: [
      'job',
      'slot',
      'business_date',
      'attempt',
      'state',
      'owner',
      'started_at',
      'ended_at',
      'counts',
    ],
  },
  act: { table: 'manual_act', columns: ['at', 'on_date', 'verb', 'by_whom', 'reason', 'subject'] },
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
      `select count(*) as n, max(id) as last, ${textOfRows(db, EVENT_COLUMNS)} as text
       from (select ${EVENT_COLUMNS.join(', ')} from event where run_id = ? and id > ? order by id limit ?) as e`,
      [id, afterId, PAGE],
    )
    if (!page?.last) break
    hash.update(page.text ?? '')
    events += page.n
    afterId = page.last
  }
  const { table, columns } = ROWS[kind]
  const [row] = await rowsOf<{ text: string }>(
    db,
    `select ${textOfRows(db, columns)} as text from ${table} where id = ? group by id`,
    [id],
  )
  return { events, eventsSha256: hash.digest('hex'), row: row?.text }
}
