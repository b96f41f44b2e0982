/** @module The register of releases: who asks, which certificates there are, what was given to whom. */
import type { CertificateKind, IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import type { CivilDate } from '../domain/civil-date.ts'
import { bulkInsert, bulkUpdate, type Cell, rowsOf, sqlList, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { VISIBLE } from './request.ts'

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

/** Holds for which the archive is to blame: asked again every night, since nobody says when it was corrected. */
const ARCHIVE_HOLDS = [
  'SPORTELLO_MOBILE_NON_SPETTA',
  'EREDE_DI_PERSONA_IN_VITA',
  'DECEDUTO',
  'INDIRIZZO_NON_IN_ARCHIVIO',
  'INDIRIZZO_MANCANTE',
  'PEC_MANCANTE',
  'CERTIFICAZIONE_ANNULLATA',
  'COPIA_DIVERSA',
]

export interface OpenRequest {
  readonly id: number
  readonly submitted_on: CivilDate
  readonly channel: string
  readonly codice_fiscale: string
  readonly income_years: string
  readonly requester_codice_fiscale: string
  readonly requester_name: string
  readonly evidence: string
  readonly pec: string
  readonly address: string | null
  readonly archive_match: string
  readonly hold: string | null
  readonly hold_detail: string | null
  readonly missing: string | null
}

/** Requests that are not served, a page after `afterId`; those that wait for a person are passed over. */
export function openCertificateRequests(
  db: Executor,
  afterId: number,
  limit: number,
): Promise<OpenRequest[]> {
  return rowsOf(
    db,
    `select id, submitted_on, channel, codice_fiscale, income_years, requester_codice_fiscale, requester_name,
       evidence, pec, address, archive_match, hold, hold_detail, missing
     from certificate_request where ${TO_ANSWER} and id > ? and ${VISIBLE} order by id limit ?`,
    [afterId, limit],
  )
}

const TO_ANSWER = `state = 'RECEIVED' and (hold is null or hold in ${sqlList(ARCHIVE_HOLDS)})`

/** Whether none of these was stopped or cancelled since it was read. */
export async function waitStill(
  db: Executor,
  requests: readonly { readonly id: number }[],
): Promise<boolean> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from certificate_request
     where ${TO_ANSWER} and id in (select v from ${valuesTable(db, 'integer')} as t)`,
    [JSON.stringify(requests.map(({ id }) => id))],
  )
  return row?.n === requests.length
}

export interface RequestOutcome {
  readonly id: number
  readonly state: 'RECEIVED' | 'SERVED' | 'REJECTED'
  readonly reason: string | null
  readonly missing: string | null
  readonly hold: string | null
  readonly field: string | null
  readonly detail: string | null
}

/** Records what became of open requests; those that wait for the same as before are not among them. */
export async function settleCertificateRequests(
  trx: Executor,
  actor: Actor,
  outcomes: readonly RequestOutcome[],
): Promise<void> {
  await bulkUpdate(
    trx,
    'certificate_request',
    {
      state: 'text',
      state_on: 'text',
      reason: 'text',
      missing: 'text',
      hold: 'text',
      hold_field: 'text',
      hold_detail: 'text',
      hold_on: 'text',
    },
    outcomes.map((row) => [
      row.id,
      row.state,
      actor.on,
      row.reason,
      row.missing,
      row.hold,
      row.field,
      row.detail,
      row.hold === null ? null : actor.on,
    ]),
  )
  const actions = { SERVED: 'served', REJECTED: 'refused', RECEIVED: 'held' } as const
  for (const state of ['SERVED', 'REJECTED', 'RECEIVED'] as const) {
    const rows = outcomes.filter((row) => row.state === state && (state !== 'RECEIVED' || row.hold !== null))
    await recordEvents(
      trx,
      actor,
      'certificate_request',
      actions[state],
      rows.map((row) =>
        state === 'RECEIVED'
          ? { id: row.id, from: null, to: null, code: row.hold }
          : { id: row.id, from: 'RECEIVED', to: state, code: row.reason },
      ),
    )
  }
}

/** One version, with all that printing and judging need. */
export interface StoredCertificate {
  readonly id: number
  readonly codice_fiscale: string
  readonly income_year: number
  readonly version: number
  readonly kind: CertificateKind
  readonly issued_on: CivilDate
  readonly data: string
  readonly recipient: string
  readonly hold: string | null
  readonly template_version: string | null
  readonly pdf_sha256: string | null
  /** Of what a correction or an annulment takes the place of. */
  readonly replaced_data: string | null
  readonly replaced_issued_on: CivilDate | null
}

const CERTIFICATE = `c.id, c.codice_fiscale, c.income_year, c.version, c.kind, c.issued_on, c.data, c.recipient, c.hold,
  c.template_version, c.pdf_sha256, b.data as replaced_data, b.issued_on as replaced_issued_on`
const CERTIFICATES = `certificate c left join certificate b on b.id = c.replaces_id and c.kind <> 'ORIGINAL'`
/** In force and good; an annulment is in force, too. */
const CURRENT = `c.state = 'READY' and c.hold is null`

export function issuedCertificate(row: StoredCertificate): IssuedCertificate {
  const { version, kind, issued_on: issuedOn, replaced_data: before, replaced_issued_on: beforeOn } = row
  const issued = { data: JSON.parse(row.data), version, kind, issuedOn }
  return before === null || beforeOn === null
    ? issued
    : { ...issued, replaced: { data: JSON.parse(before), issuedOn: beforeOn } }
}

/** With what a certificate was printed when it was released first; undefined before that. */
export function firstPrintOf({
  template_version: templateVersion,
  pdf_sha256: sha256,
}: Pick<StoredCertificate, 'template_version' | 'pdf_sha256'>) {
  return templateVersion === null || sha256 === null ? undefined : { templateVersion, sha256 }
}

/** Of these people every version that is in force or held, by year and version. */
export function certificatesOf(db: Executor, codiciFiscali: readonly string[]): Promise<StoredCertificate[]> {
  return rowsOf(
    db,
    `select ${CERTIFICATE} from ${CERTIFICATES}
     where c.codice_fiscale in (select v from ${valuesTable(db, 'text')} as t) and c.state = 'READY' and +c.${VISIBLE}
     order by c.codice_fiscale, c.income_year, c.version`,
    [JSON.stringify(codiciFiscali)],
  )
}

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

/** Puts releases into a letter. */
export async function assignLetters(
  trx: Executor,
  rows: readonly { readonly releaseId: number; readonly letterId: number }[],
): Promise<void> {
  await bulkUpdate(
    trx,
    'certificate_release',
    { letter_id: 'integer' },
    rows.map((row) => [row.releaseId, row.letterId]),
  )
}

/** How many letters each of these first releases has had. */
export async function letterAttempts(
  db: Executor,
  releaseIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await rowsOf<{ source_id: number; attempts: number }>(
    db,
    `select source_id, max(attempt) as attempts from letter
     where kind = 'CERTIFICATE' and source_id in (select v from ${valuesTable(db, 'integer')} as t) group by source_id`,
    [JSON.stringify(releaseIds)],
  )
  return new Map(rows.map((row) => [row.source_id, row.attempts]))
}

/** Certificates that were corrected or annulled while a letter with them is still here. */
export async function replacedInUnsentLetters(db: Executor): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    db,
    `select distinct c.id from certificate c join certificate_release r on r.certificate_id = c.id
       join letter l on l.id = r.letter_id
     where c.state in ('CORRECTED', 'ANNULLED') and l.state in ('pending', 'in_bundle', 'published') order by c.id`,
  )
  return rows.map((row) => row.id)
}

/** What was never given: releases of replaced certificates that have lost their letter. */
export async function withdrawReplacedReleases(
  trx: Executor,
  actor: Actor,
  certificateIds: readonly number[],
): Promise<void> {
  const rows = await rowsOf<{ id: number }>(
    trx,
    `update certificate_release set state = 'WITHDRAWN', state_on = ?
     where state = 'PREPARED' and file_name is null and letter_id is null
       and certificate_id in (select v from ${valuesTable(trx, 'integer')} as t) returning id`,
    [actor.on, JSON.stringify(certificateIds)],
  )
  await recordEvents(
    trx,
    actor,
    'certificate_release',
    'withdrawn',
    rows.map((row) => ({ id: row.id, from: 'PREPARED', to: 'WITHDRAWN' })),
  )
}

/** Opens again the requests that were served with what was corrected or annulled since. Answers how many. */
export function reopenReplaced(trx: Executor, actor: Actor): Promise<number> {
  return reopen(
    trx,
    actor,
    `select r.request_id from certificate p join certificate_release r on r.certificate_id = p.id
       join certificate c on c.codice_fiscale = p.codice_fiscale and c.income_year = p.income_year
         and ${CURRENT} and +c.${VISIBLE}
     where p.state in ('CORRECTED', 'ANNULLED') and r.request_id is not null
       and not exists (select 1 from certificate_release x
         where x.request_id = r.request_id and x.certificate_id = c.id)`,
  )
}

/** The same for those whose paper has lost its letter. */
export function reopenLetterless(trx: Executor, actor: Actor): Promise<number> {
  return reopen(
    trx,
    actor,
    `select request_id from certificate_release
     where state = 'PREPARED' and file_name is null and letter_id is null and request_id is not null`,
  )
}

async function reopen(trx: Executor, actor: Actor, requests: string): Promise<number> {
  const rows = await rowsOf<{ id: number }>(
    trx,
    `update certificate_request set state = 'RECEIVED', state_on = ? where state = 'SERVED' and id in (${requests})
     returning id`,
    [actor.on],
  )
  await recordEvents(
    trx,
    actor,
    'certificate_request',
    'reopened',
    rows.map((row) => ({ id: row.id, from: 'SERVED', to: 'RECEIVED' })).sort((a, b) => a.id - b.id),
  )
  return rows.length
}

/** A certificate and the PEC to which it goes by itself. */
export interface AutomaticRelease extends StoredCertificate {
  readonly pec: string
}

/**
 * Certificates in force of the living that their known PEC has not had, a page after `afterId`; an annulment only where
 * what it annuls went there. One that was corrected goes where it went before when there is no PEC any more.
 */
export function automaticReleases(db: Executor, afterId: number, limit: number): Promise<AutomaticRelease[]> {
  const due = `c.id > ? and ${CURRENT} and +c.${VISIBLE}
    and not exists (select 1 from certificate_release r where r.certificate_id = c.id and r.request_id is null)
    and not exists (select 1 from person d where d.codice_fiscale = c.codice_fiscale and d.deceased_on is not null)`
  const before = `from certificate p join certificate_release r on r.certificate_id = p.id and r.request_id is null
    where p.codice_fiscale = c.codice_fiscale and p.income_year = c.income_year and p.version < c.version`
  return rowsOf(
    db,
    `select * from (
       select ${CERTIFICATE}, c.pec from ${CERTIFICATES}
       where ${due} and c.pec <> '' and (c.kind <> 'ANNULMENT' or exists (select 1 ${before}))
       union all
       select ${CERTIFICATE}, (select r.pec ${before} order by r.id desc limit 1) as pec from ${CERTIFICATES}
       where ${due} and c.pec = '' and c.replaces_id is not null and exists (select 1 ${before})
     ) as found order by id limit ?`,
    [afterId, afterId, limit],
  )
}

export interface PlannedRelease extends StoredCertificate {
  readonly release_id: number
  readonly public_id: string
  readonly file_name: string
  readonly sha256: string
}

/** Releases whose file is not written, a page after `afterId`. */
export function plannedReleases(db: Executor, afterId: number, limit: number): Promise<PlannedRelease[]> {
  return rowsOf(
    db,
    `select ${CERTIFICATE}, r.id as release_id, r.public_id, r.file_name, r.sha256
     from certificate_release r, ${CERTIFICATES}
     where c.id = r.certificate_id and r.state = 'PLANNED' and r.id > ? order by r.id limit ?`,
    [afterId, limit],
  )
}

export async function markWritten(trx: Executor, on: CivilDate, ids: readonly number[]): Promise<void> {
  await trx.raw(
    `update certificate_release set state = 'WRITTEN', state_on = ?
     where state = 'PLANNED' and id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [on, JSON.stringify(ids)],
  )
}

/** One list of what was prepared: a channel on a day. */
export interface ReleaseDay {
  readonly channel: string
  readonly prepared_on: CivilDate
}

/** Lists that do not name all that was written. */
export function unlistedDays(db: Executor): Promise<ReleaseDay[]> {
  return rowsOf(
    db,
    `select distinct channel, prepared_on from certificate_release where state = 'WRITTEN'
     order by channel, prepared_on`,
  )
}

export interface ListedRelease {
  readonly id: number
  readonly public_id: string
  /** Null for what went to a PEC by itself. */
  readonly request_key: string | null
  readonly income_year: number
  readonly form: string | null
  readonly version: number
  readonly kind: CertificateKind
  readonly file_name: string
  readonly sha256: string
  readonly pec: string
}

/** The rows of a list, a page after `afterId`: none of their cells ever changes. */
export function listedReleases(
  db: Executor,
  day: ReleaseDay,
  afterId: number,
  limit: number,
): Promise<ListedRelease[]> {
  return rowsOf(
    db,
    `select r.id, r.public_id, q.request_key, c.income_year, c.form, c.version, c.kind, r.file_name, r.sha256, r.pec
     from certificate_release r join certificate c on c.id = r.certificate_id
       left join certificate_request q on q.id = r.request_id
     where r.channel = ? and r.prepared_on = ? and r.file_name is not null and r.state <> 'PLANNED' and r.id > ?
     order by r.id limit ?`,
    [day.channel, day.prepared_on, afterId, limit],
  )
}

/** Everything on a list is prepared. */
export async function markPrepared(trx: Executor, actor: Actor, day: ReleaseDay): Promise<void> {
  const chosen = `state = 'WRITTEN' and channel = ? and prepared_on = ?`
  const bindings: Cell[] = [day.channel, day.prepared_on]
  await trx.raw(
    `insert into event (at, run_id, object_type, object_id, action, from_state, to_state)
     select ?, ${actor.runId ?? 'null'}, 'certificate_release', id, 'prepared', 'WRITTEN', 'PREPARED'
     from certificate_release where ${chosen} order by id`,
    [actor.at, ...bindings] as never,
  )
  await trx.raw(`update certificate_release set state = 'PREPARED', state_on = ? where ${chosen}`, [
    actor.on,
    ...bindings,
  ] as never)
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

const EXPORTABLE = `c.income_year = ? and ${CURRENT} and c.kind <> 'ANNULMENT' and +c.${VISIBLE}`

export async function countExportable(db: Executor, incomeYear: number): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from certificate c where ${EXPORTABLE}`,
    [incomeYear],
  )
  return row?.n ?? 0
}

export interface ExportableCertificate extends StoredCertificate {
  readonly form: string | null
  /** The sender's own id of the row it came with. */
  readonly record_key: string
}

/** What anybody of an income year should hold in hand, a page after `afterId`. */
export function exportableCertificates(
  db: Executor,
  incomeYear: number,
  afterId: number,
  limit: number,
): Promise<ExportableCertificate[]> {
  return rowsOf(
    db,
    `select ${CERTIFICATE}, c.form, c.record_key from ${CERTIFICATES} where ${EXPORTABLE} and c.id > ? order by c.id limit ?`,
    [incomeYear, afterId, limit],
  )
}
