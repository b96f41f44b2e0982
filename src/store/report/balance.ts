/**
 * Both sides of every equation of the balance, counted apart: what was reported when rows came in against the rows
 * that are there, letters against halves, items against letters. Nothing here compares a number with itself.
 *
 * @module
 */
import { rowsOf, sqlList } from '../bulk.ts'
import type { Executor } from '../dialect.ts'
import type { FeedKind } from '../feed.ts'
import { REPEATED_CODES } from './feeds.ts'

/** The one number that a query answers. */
export async function numberOf(db: Executor, sql: string): Promise<number> {
  const [row] = await rowsOf<{ n: number | null }>(db, sql)
  return row?.n ?? 0
}

export interface FeedSums {
  readonly rows_read: number
  readonly accounted: number
  readonly requests: number
  readonly events: number
  readonly certificates: number
  readonly certificateRequests: number
  readonly rejected: number
}

/** What intake counted while it read, over all accepted feeds. */
export async function feedSums(db: Executor): Promise<FeedSums> {
  const entered = (kind: FeedKind) => `coalesce(sum(case when kind = '${kind}' then entered else 0 end), 0)`
  const [row] = await rowsOf<FeedSums>(
    db,
    `select coalesce(sum(rows_read), 0) as rows_read, coalesce(sum(entered + rejected + repeated), 0) as accounted,
       ${entered('pin-requests')} as requests, ${entered('pin-events')} as events,
       ${entered('certificate-data')} as certificates,
       ${entered('certificate-requests')} as "certificateRequests",
       coalesce(sum(rejected), 0) as rejected
     from feed where state = 'accepted'`,
  )
  return row as FeedSums
}

/** One feed whose two numbers differ. */
export interface FeedDifference {
  readonly file_name: string
  readonly expected: number
  readonly found: number
}

/** Feeds whose rows were not all entered, refused or repeated. */
export function feedsNotAccounted(db: Executor): Promise<FeedDifference[]> {
  return rowsOf(
    db,
    `select file_name, coalesce(rows_read, -1) as expected, coalesce(entered + rejected + repeated, -2) as found
     from feed where state = 'accepted' and coalesce(rows_read, -1) <> coalesce(entered + rejected + repeated, -2)
     order by id`,
  )
}

/** Where the rows of each feed kind go. */
export const ENTERED_ROWS = ['request', 'pin_event', 'certificate', 'certificate_request']
  .map((table) => `select feed_id, count(*) as n from ${table} group by feed_id`)
  .join(' union all ')

/** Feeds whose entered rows are not all there. */
export function feedsWithMissingRows(db: Executor): Promise<FeedDifference[]> {
  return rowsOf(
    db,
    `select f.file_name, f.entered as expected, coalesce(e.n, 0) as found
     from feed f left join (select feed_id, sum(n) as n from (${ENTERED_ROWS}) as r group by feed_id) as e
       on e.feed_id = f.id
     where f.state = 'accepted' and f.entered <> coalesce(e.n, 0) order by f.id`,
  )
}

/** Rows that were refused while reading: an event that entered and could not be applied is not one of them. */
const REFUSED_ROWS = `select r.feed_id, count(distinct r.line) as n from rejection r
  where r.code not in ${sqlList(REPEATED_CODES)}
    and not exists (select 1 from pin_event e where e.feed_id = r.feed_id and e.line = r.line)
  group by r.feed_id`

/** Feeds that refused more or fewer rows than have a reason in the ledger. */
export function feedsWithUnexplainedRows(db: Executor): Promise<FeedDifference[]> {
  return rowsOf(
    db,
    `select f.file_name, f.rejected as expected, coalesce(x.n, 0) as found
     from feed f left join (${REFUSED_ROWS}) as x on x.feed_id = f.id
     where f.state = 'accepted' and f.rejected <> coalesce(x.n, 0) order by f.id`,
  )
}

export function explainedRows(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select sum(x.n) as n from (${REFUSED_ROWS}) as x join feed f on f.id = x.feed_id where f.state = 'accepted'`,
  )
}

export function fulfilledWithoutCredential(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from request r where r.state = 'FULFILLED'
       and not exists (select 1 from credential c where c.request_id = r.id)`,
  )
}

/** Codes that nobody may receive any more, and that could still be sent. */
export function livingCodesOfEndedRequests(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from credential c join request r on r.id = c.request_id
     where c.state in ('GENERATED', 'PARTIAL') and r.state in ('REJECTED', 'CANCELLED', 'SUPERSEDED')`,
  )
}

/** First halves that went out of codes whose second half goes by letter. */
export function sentFirstHalves(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from half f where f.idx = 1 and f.sent_on is not null and exists (
       select 1 from half s where s.credential_id = f.credential_id and s.idx = 2 and s.channel = 'LETTER')`,
  )
}

/** First attempts at a PIN letter, whatever became of them. */
export function firstLetters(db: Executor): Promise<number> {
  return numberOf(db, `select count(*) as n from letter where kind = 'PIN_HALF2' and attempt = 1`)
}

export function allLetters(db: Executor): Promise<number> {
  return numberOf(db, 'select count(*) as n from letter')
}

export function lettersWithoutFirstHalf(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from letter l where l.kind = 'PIN_HALF2' and not exists (
       select 1 from half h where h.credential_id = l.source_id and h.idx = 1 and h.sent_on is not null)`,
  )
}

/** People for whom two letters would leave: the older one should have been withdrawn. */
export function peopleWithTwoLetters(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from (
       select c.codice_fiscale from letter l join credential c on c.id = l.source_id
       where l.kind = 'PIN_HALF2' and l.state in ('pending', 'in_bundle', 'published')
       group by c.codice_fiscale having count(*) > 1) as twice`,
  )
}

/** Letters that must have a place in a bundle; one withdrawn since leaves it when the bundle is made again. */
export function lettersInBundles(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from letter l where l.state in ('in_bundle', 'published', 'handed_over', 'acknowledged')
       or (l.state = 'withdrawn' and exists (select 1 from bundle_item i join bundle b on b.id = i.bundle_id
         where i.letter_id = l.id and b.hold = 'DA_RIFARE'))`,
  )
}

export function bundleItems(db: Executor): Promise<number> {
  return numberOf(db, 'select count(*) as n from bundle_item')
}

/** Bundles that announce another number of letters than they have. */
export function bundlesMiscounted(
  db: Executor,
): Promise<{ name: string; expected: number; found: number }[]> {
  return rowsOf(
    db,
    `select b.name, b.item_count as expected, coalesce(i.n, 0) as found
     from bundle b left join (select bundle_id, count(*) as n from bundle_item group by bundle_id) as i
       on i.bundle_id = b.id
     where b.state <> 'cancelled' and b.item_count <> coalesce(i.n, 0) order by b.id`,
  )
}

export function announcedItems(db: Executor): Promise<number> {
  return numberOf(db, `select sum(item_count) as n from bundle where state <> 'cancelled'`)
}

/** Letters whose own state is not the one that the state of their bundle, still on its way, implies. */
export function lettersOutOfStep(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from bundle b join bundle_item i on i.bundle_id = b.id join letter l on l.id = i.letter_id
     where b.state in ('planned', 'sealed', 'published', 'delivered')
       and l.state <> case b.state when 'published' then 'published' when 'delivered' then 'handed_over'
         else 'in_bundle' end
       and not (l.state = 'withdrawn' and coalesce(b.hold, '') = 'DA_RIFARE')`,
  )
}

/** The same for closed bundles, of which there are more each night: their sums are enough. */
export async function acknowledgedLetters(db: Executor): Promise<{ announced: number; letters: number }> {
  return {
    announced: await numberOf(db, `select sum(item_count) as n from bundle where state = 'acknowledged'`),
    letters: await numberOf(db, `select count(*) as n from letter where state = 'acknowledged'`),
  }
}

/** A code of which nothing has been sent; one suspended then goes on from there. */
export const NOT_SENT = `(c.state = 'GENERATED' or (c.state = 'SUSPENDED' and c.suspended_from = 'GENERATED'))`

export function unsentCredentials(db: Executor): Promise<number> {
  return numberOf(db, `select count(*) as n from credential c where ${NOT_SENT}`)
}

/** Sealed first halves, apart by whether the code may still have one. */
export async function sealedFirstHalves(db: Executor): Promise<{ rightful: number; stray: number }> {
  const [row] = await rowsOf<{ n: number; rightful: number | null }>(
    db,
    `select count(*) as n, sum(case when ${NOT_SENT} then 1 else 0 end) as rightful
     from half h join credential c on c.id = h.credential_id where h.idx = 1 and h.state = 'sealed'`,
  )
  const rightful = row?.rightful ?? 0
  return { rightful, stray: (row?.n ?? 0) - rightful }
}

/** Letters still to be printed or handed over whose half is gone: nothing could be printed on them. */
export function lettersWithoutSecondHalf(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from letter l where l.kind = 'PIN_HALF2' and l.state in ('pending', 'in_bundle', 'published')
       and not exists (
         select 1 from half h where h.credential_id = l.source_id and h.idx = 2 and h.state = 'sealed')`,
  )
}

/** Second halves that outlived the vendor's acknowledgement or the code itself. */
export function secondHalvesToErase(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from half h where h.idx = 2 and h.state = 'sealed' and (
       exists (select 1 from letter l where l.kind = 'PIN_HALF2' and l.source_id = h.credential_id
         and l.state = 'acknowledged')
       or exists (select 1 from credential c where c.id = h.credential_id
         and c.state in ('REVOKED', 'EXPIRED_UNUSED', 'DISMISSED')))`,
  )
}

/** Halves whose text is there though erased, or missing though sealed. */
export function halvesOutOfStep(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from half where (state = 'erased' and sealed_text is not null)
       or (state <> 'erased' and sealed_text is null)`,
  )
}

export interface FolderOnDisk {
  readonly name: string
  readonly state: string
  readonly manifest_sha256: string | null
  /** Its codes are erased, and its PDF with them. */
  readonly erased_on: string | null
}

/** Bundles whose folder must be there. */
export function bundlesOnDisk(db: Executor): Promise<FolderOnDisk[]> {
  return rowsOf(
    db,
    `select name, state, manifest_sha256, erased_on from bundle where state in ('published', 'delivered', 'acknowledged')
       and purged_on is null order by id`,
  )
}

/** Every bundle name that the ledger has ever used. */
export async function knownBundleNames(db: Executor): Promise<Set<string>> {
  const rows = await rowsOf<{ name: string }>(db, 'select name from bundle')
  return new Set(rows.map((row) => row.name))
}

export function allCredentials(db: Executor): Promise<number> {
  return numberOf(db, 'select count(*) as n from credential')
}
