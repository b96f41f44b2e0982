/**
 * What may go because its time is over: nothing that still waits for something, and nothing of people under legal hold.
 * `before` is the last day whose things may go.
 *
 * @module
 */
import { OPEN_REQUEST_STATES } from '../domain/request-state.ts'
import { rowsOf, sqlList, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'

const OPEN_LETTER = sqlList(['pending', 'in_bundle', 'published', 'handed_over'])
const OPEN_REQUEST = sqlList(OPEN_REQUEST_STATES)
const OPEN_RELEASE = sqlList(['PLANNED', 'WRITTEN', 'PREPARED'])
const OPEN_BUNDLE = sqlList(['planned', 'sealed', 'published', 'delivered'])

/** Feeds some row of which is not at its end: until then somebody may want to read what arrived. */
const OPEN_FEEDS = `
  select feed_id from request where state in ${OPEN_REQUEST}
  union select feed_id from pin_event where state = 'pending'
  union select feed_id from certificate_request where state = 'RECEIVED'
  union select feed_id from certificate where hold is not null
  union select r.feed_id from letter l join credential c on c.id = l.source_id join request r on r.id = c.request_id
    where l.kind = 'PIN_HALF2' and l.state in ${OPEN_LETTER}
  union select q.feed_id from certificate_release x join certificate_request q on q.id = x.request_id
      left join letter l on l.id = x.letter_id
    where x.state in ${OPEN_RELEASE} or l.state in ${OPEN_LETTER}`

/** Where files of feeds lie: those that were read, and those that could not be. */
export type FeedShelf = 'archive' | 'refused'

const SHELVES: Readonly<Record<FeedShelf, string>> = {
  archive: `state in ('accepted', 'known')`,
  refused: `state = 'refused'`,
}

/** Names in the archive, or among the refused, of feeds that arrived on or before a day and wait for nothing. */
export async function feedFilesDue(db: Executor, shelf: FeedShelf, before: string): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    `select archived_as as name from feed where ${SHELVES[shelf]} and archived_as is not null group by archived_as
     having max(received_on) <= ? and max(case when id in (${OPEN_FEEDS}) then 1 else 0 end) = 0
     order by archived_as`,
    [before],
  )
  return rows.map(({ name }) => name)
}

export async function markFeedFilePurged(
  trx: Executor,
  shelf: FeedShelf,
  on: string,
  name: string,
): Promise<void> {
  await trx.raw(`update feed set purged_on = ? where ${SHELVES[shelf]} and archived_as = ?`, [on, name])
}

/** Acknowledged bundles whose codes are erased, and whose folder is still there. */
export async function bundlesDue(db: Executor, before: string): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    `select name from bundle where state = 'acknowledged' and erased_on is not null and purged_on is null
       and acknowledged_on <= ? order by id`,
    [before],
  )
  return rows.map(({ name }) => name)
}

export async function markBundlePurged(trx: Executor, on: string, name: string): Promise<void> {
  await trx('bundle').where({ name }).update({ purged_on: on })
}

/** Whether a bundle of a day has not been acknowledged: its report is still needed. */
export async function bundlesOpenOf(db: Executor, businessDate: string): Promise<boolean> {
  const open = `select 1 from bundle where business_date = ? and state in ${OPEN_BUNDLE} limit 1`
  return (await rowsOf(db, open, [businessDate])).length > 0
}

/** Whether the files of a channel and day were all confirmed on or before a day, or withdrawn. */
export async function releasesDue(
  db: Executor,
  day: { channel: string; preparedOn: string },
  before: string,
): Promise<boolean> {
  const [row] = await rowsOf<{ known: number; open: number | null }>(
    db,
    `select count(*) as known,
       sum(case when state = 'WITHDRAWN' or (state = 'CONFIRMED' and confirmed_on <= ?) then 0 else 1 end) as open
     from certificate_release where channel = ? and prepared_on = ? and file_name is not null`,
    [before, day.channel, day.preparedOn],
  )
  return row !== undefined && row.known > 0 && row.open === 0
}

const people = (db: Executor) => `in (select v from ${valuesTable(db, 'text')} as t)`

export async function bundleNames(db: Executor, bundle: string, held: readonly string[]): Promise<boolean> {
  const list = JSON.stringify(held)
  const found = await rowsOf(
    db,
    `select 1 from bundle b join bundle_item i on i.bundle_id = b.id join letter l on l.id = i.letter_id
       left join credential c on l.kind = 'PIN_HALF2' and c.id = l.source_id
       left join certificate_release r on r.letter_id = l.id left join certificate t on t.id = r.certificate_id
     where b.name = ? and (c.codice_fiscale ${people(db)} or t.codice_fiscale ${people(db)}
       or r.requester_codice_fiscale ${people(db)}) limit 1`,
    [bundle, list, list, list],
  )
  return found.length > 0
}

export async function releasesName(
  db: Executor,
  day: { channel: string; preparedOn: string },
  held: readonly string[],
): Promise<boolean> {
  const list = JSON.stringify(held)
  const found = await rowsOf(
    db,
    `select 1 from certificate_release r join certificate t on t.id = r.certificate_id
     where r.channel = ? and r.prepared_on = ? and r.file_name is not null
       and (t.codice_fiscale ${people(db)} or r.requester_codice_fiscale ${people(db)}) limit 1`,
    [day.channel, day.preparedOn, list, list],
  )
  return found.length > 0
}

/** Everything that a list may name these people by. */
export async function namesOf(db: Executor, held: readonly string[]): Promise<string[]> {
  const list = JSON.stringify(held)
  const of = (columns: string, from: string) => `select ${columns} as name from ${from} ${people(db)}`
  const selects = [
    of('request_key', 'request where codice_fiscale'),
    of('request_key', 'certificate_request where codice_fiscale'),
    of('record_key', 'certificate where codice_fiscale'),
    of('event_key', 'pin_event where codice_fiscale'),
    of(
      'l.public_id',
      `letter l join credential c on l.kind = 'PIN_HALF2' and c.id = l.source_id where c.codice_fiscale`,
    ),
    of(
      'r.public_id',
      'certificate_release r join certificate t on t.id = r.certificate_id where t.codice_fiscale',
    ),
    of(
      'l.public_id',
      `letter l join certificate_release r on r.letter_id = l.id join certificate t on t.id = r.certificate_id
         where t.codice_fiscale`,
    ),
  ]
  const rows = await rowsOf<{ name: string }>(
    db,
    selects.join(' union '),
    selects.map(() => list),
  )
  return [...held, ...rows.map(({ name }) => name).filter((name) => name !== '')]
}

export interface SealedRun {
  readonly seq: number
  readonly hash: string
  readonly id: number
  readonly events: number
  readonly events_sha256: string
}

/** Sealed runs that ended before a day, a page after `seq`; those that purged something stay as its proof. */
export function sealedRunsBefore(
  db: Executor,
  day: string,
  seq: number,
  limit: number,
): Promise<SealedRun[]> {
  return rowsOf(
    db,
    `select seq, hash, of_id as id, events, events_sha256 from audit_link
     where kind = 'run' and purged_by is null and at < ? and seq > ?
       and of_id not in (select run_id from purge) order by seq limit ?`,
    [day, seq, limit],
  )
}

/** Runs whose events tell of what is still open, or of these people. */
export async function runsToKeep(db: Executor, day: string, held: readonly string[]): Promise<Set<number>> {
  const list = JSON.stringify(held)
  const ofObjects = (type: string, objects: string) =>
    `select run_id from event where at < ? and object_type = '${type}' and object_id in (${objects})`
  const open = [
    ofObjects('request', `select id from request where state in ${OPEN_REQUEST}`),
    ofObjects('letter', `select id from letter where state in ${OPEN_LETTER}`),
    ofObjects('bundle', `select id from bundle where state in ${OPEN_BUNDLE}`),
    ofObjects('certificate_request', `select id from certificate_request where state = 'RECEIVED'`),
    ofObjects('certificate_release', `select id from certificate_release where state in ${OPEN_RELEASE}`),
  ]
  const credentials = `select id from credential where codice_fiscale ${people(db)}`
  const certificates = `select id from certificate where codice_fiscale ${people(db)}`
  const releases = `select id from certificate_release where certificate_id in (${certificates})`
  const named = [
    ofObjects('request', `select id from request where codice_fiscale ${people(db)}`),
    ofObjects('credential', credentials),
    ofObjects('letter', `select id from letter where kind = 'PIN_HALF2' and source_id in (${credentials})`),
    ofObjects('certificate', certificates),
    ofObjects('certificate_request', `select id from certificate_request where codice_fiscale ${people(db)}`),
    ofObjects('certificate_release', releases),
    ofObjects('letter', `select id from letter where kind = 'CERTIFICATE' and source_id in (${releases})`),
  ]
  const selects = [...open, ...(held.length === 0 ? [] : named)]
  const bindings = [...open.map(() => [day]), ...(held.length === 0 ? [] : named.map(() => [day, list]))]
  const rows = await rowsOf<{ run_id: number | null }>(db, selects.join(' union '), bindings.flat())
  return new Set(rows.map(({ run_id }) => run_id ?? 0))
}

/** Removes the events of sealed runs, and the runs themselves where nothing names them; their links stay. */
export async function deleteRuns(trx: Executor, purgeId: number, runs: readonly SealedRun[]): Promise<void> {
  const ids = `(select v from ${valuesTable(trx, 'integer')} as t)`
  const list = JSON.stringify(runs.map(({ id }) => id))
  await trx.raw(`update audit_link set purged_by = ? where of_id in ${ids}`, [purgeId, list])
  await trx.raw(`delete from event where run_id in ${ids}`, [list])
  await trx.raw(
    `delete from run where id in ${ids} and not exists (select 1 from feed where run_id = run.id)
       and not exists (select 1 from bundle where run_id = run.id)`,
    [list],
  )
}
