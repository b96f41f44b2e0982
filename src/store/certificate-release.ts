/** @module The register of releases: which certificate was given to whom, by which channel, as which copy. */
import { bulkInsert, rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'

/**
 * | state     | what is next                                         |
 * | --------- | ---------------------------------------------------- |
 * | PLANNED   | its file is written                                  |
 * | WRITTEN   | the list of its day names it                         |
 * | PREPARED  | somebody confirms it; of paper, the letter goes out   |
 * | CONFIRMED | nothing                                              |
 * | WITHDRAWN | nothing: its letter never left                       |
 */
export type ReleaseState = 'PLANNED' | 'WRITTEN' | 'PREPARED' | 'CONFIRMED' | 'WITHDRAWN'

/**
 * What a request was given already, withdrawn letters aside; but what staff cancelled, which still names its letter, is
 * never given upon the same request again.
 */
export interface EarlierRelease {
  readonly id: number
  readonly request_id: number
  readonly certificate_id: number
  readonly income_year: number
  /** 1 for paper whose letter was withdrawn. */
  readonly lacks_letter: number
}

export function releasesOf(db: Executor, requestIds: readonly number[]): Promise<EarlierRelease[]> {
  return rowsOf(
    db,
    `select r.id, r.request_id, r.certificate_id, c.income_year,
       case when r.file_name is null and r.letter_id is null then 1 else 0 end as lacks_letter
     from certificate_release r join certificate c on c.id = r.certificate_id
     where (r.state <> 'WITHDRAWN' or r.letter_id is not null) and r.request_id in (select v from ${valuesTable(db, 'integer')} as t)
     order by r.id`,
    [JSON.stringify(requestIds)],
  )
}

/** How often each of these certificates was released. */
export async function copiesOf(
  db: Executor,
  certificateIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await rowsOf<{ certificate_id: number; copies: number }>(
    db,
    `select certificate_id, max(copy_no) as copies from certificate_release
     where certificate_id in (select v from ${valuesTable(db, 'integer')} as t) group by certificate_id`,
    [JSON.stringify(certificateIds)],
  )
  return new Map(rows.map((row) => [row.certificate_id, row.copies]))
}

/** Those of these public ids that some release has. */
export async function takenReleaseIds(db: Executor, publicIds: readonly string[]): Promise<string[]> {
  const rows = await rowsOf<{ public_id: string }>(
    db,
    `select public_id from certificate_release where public_id in (select v from ${valuesTable(db, 'text')} as t)`,
    [JSON.stringify(publicIds)],
  )
  return rows.map((row) => row.public_id)
}

export interface NewRelease {
  readonly id: number
  readonly publicId: string
  /** Null for what goes to a known PEC by itself. */
  readonly requestId: number | null
  readonly certificateId: number
  /** 1 is the first release; the others are duplicates, and nothing but this number says so. */
  readonly copyNo: number
  readonly channel: string
  readonly requester: string
  readonly evidence: string
  readonly sha256: string
  readonly pec: string
  /** Below `output/releases`; null for paper. */
  readonly fileName: string | null
}

export async function insertReleases(
  trx: Executor,
  actor: Actor,
  releases: readonly NewRelease[],
): Promise<void> {
  const stateOf = (row: NewRelease): ReleaseState => (row.fileName === null ? 'PREPARED' : 'PLANNED')
  await bulkInsert(
    trx,
    'certificate_release',
    {
      id: 'integer',
      public_id: 'text',
      request_id: 'integer',
      certificate_id: 'integer',
      copy_no: 'integer',
      channel: 'text',
      requester_codice_fiscale: 'text',
      evidence: 'text',
      state: 'text',
      state_on: 'text',
      prepared_on: 'text',
      file_name: 'text',
      sha256: 'text',
      pec: 'text',
    },
    releases.map((row) => [
      row.id,
      row.publicId,
      row.requestId,
      row.certificateId,
      row.copyNo,
      row.channel,
      row.requester,
      row.evidence,
      stateOf(row),
      actor.on,
      actor.on,
      row.fileName,
      row.sha256,
      row.pec,
    ]),
  )
  await recordEvents(
    trx,
    actor,
    'certificate_release',
    'registered',
    releases.map((row) => ({ id: row.id, from: null, to: stateOf(row) })),
  )
}

export interface RegisteredRelease {
  readonly id: number
  readonly public_id: string
  readonly state: ReleaseState
  readonly file_name: string | null
}

export function releasesNamed(db: Executor, publicIds: readonly string[]): Promise<RegisteredRelease[]> {
  return rowsOf(
    db,
    `select id, public_id, state, file_name from certificate_release
     where public_id in (select v from ${valuesTable(db, 'text')} as t) order by id`,
    [JSON.stringify(publicIds)],
  )
}

/** Somebody has them. */
export async function confirmReleases(trx: Executor, actor: Actor, ids: readonly number[]): Promise<void> {
  await trx.raw(
    `update certificate_release set state = 'CONFIRMED', state_on = ?, confirmed_on = ?
     where state = 'PREPARED' and id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [actor.on, actor.on, JSON.stringify(ids)],
  )
  await recordEvents(
    trx,
    actor,
    'certificate_release',
    'confirmed',
    ids.map((id) => ({ id, from: 'PREPARED', to: 'CONFIRMED' })),
  )
}
