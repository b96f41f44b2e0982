/** @module Certificates: each row is one version of what a person is certified for an income year. */
import type { CertificateKind } from '../domain/certificates/certificate-data.ts'
import type { CertificateState, KnownVersion } from '../domain/certificates/next-version.ts'
import type { CivilDate } from '../domain/civil-date.ts'
import { bulkUpdate, type Cell, type ColumnType, rowsOf, rowsTable, valuesTable } from './bulk.ts'
import { bytesParameter, type Executor, jsonMember, textOfBytes } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { notHeldByStaff } from './not-held-by-staff.ts'
import { piecesOfFeed } from './pieces-of-feed.ts'
import { VISIBLE } from './request.ts'
import { inheritCertificateHolds } from './staff-hold.ts'

/** A version as the jobs see it. */
export interface CertificateRow {
  readonly id: number
  /** The sender's own id of the row it came with. */
  readonly record_key: string
  readonly codice_fiscale: string
  readonly income_year: number
  readonly version: number
  readonly kind: CertificateKind
  /** Of a correction or an annulment: the version it takes the place of. */
  readonly replaces_id: number | null
  /** `CUD 2013`; null where the year has no form. */
  readonly form: string | null
  readonly issued_on: string
  /** `CertificateData` as JSON. */
  readonly data: string
  readonly data_hash: string
  /** `Recipient` as JSON. */
  readonly recipient: string
  /** Findings as JSON. */
  readonly warnings: string | null
  readonly state: CertificateState
  readonly first_release_on: string | null
  readonly template_version: string | null
  readonly pdf_sha256: string | null
  readonly hold: string | null
  readonly hold_field: string | null
  readonly hold_detail: string | null
}

const ROW = `id, record_key, codice_fiscale, income_year, version, kind, replaces_id, form, issued_on, data, data_hash,
  recipient, warnings, state, first_release_on, template_version, pdf_sha256, hold, hold_field, hold_detail`

/** As a test of the rows found, so that SQLite does not read every row of every accepted feed. */
const AMONG_VISIBLE = `+${VISIBLE}`

/** The newest version of a year, be it held; undefined where there is none that counts. */
export async function certificateOf(
  db: Executor,
  codiceFiscale: string,
  incomeYear: number,
): Promise<CertificateRow | undefined> {
  const [row] = await rowsOf<CertificateRow>(
    db,
    `select ${ROW} from certificate where codice_fiscale = ? and income_year = ? and state = 'READY'
       and ${AMONG_VISIBLE} order by version desc limit 1`,
    [codiceFiscale, incomeYear],
  )
  return row
}

export interface CertificateHold {
  readonly id: number
  readonly code: string
  readonly field: string
  readonly detail: string
}

/** Holds certificates, but for those that staff hold: these wait for staff. */
export async function holdCertificates(
  trx: Executor,
  actor: Actor,
  wanted: readonly CertificateHold[],
): Promise<void> {
  const holds = await notHeldByStaff(trx, 'certificate', wanted)
  await bulkUpdate(
    trx,
    'certificate',
    { hold: 'text', hold_field: 'text', hold_detail: 'text', hold_on: 'text' },
    holds.map((row) => [row.id, row.code, row.field, row.detail, actor.on]),
  )
  await recordEvents(
    trx,
    actor,
    'certificate',
    'held',
    holds.map(({ id, code }) => ({ id, from: 'READY', to: 'READY', code })),
  )
}

/** With what a certificate is printed whenever it is asked for: fixed by its first release, kept by later ones. */
export async function recordFirstReleases(
  trx: Executor,
  actor: Actor,
  releases: readonly { readonly id: number; readonly templateVersion: string; readonly pdfSha256: string }[],
): Promise<void> {
  if (releases.length === 0) return
  const source = rowsTable(trx, { id: 'integer', template_version: 'text', pdf_sha256: 'text' })
  await trx.raw(
    `update certificate set first_release_on = ?, template_version = r.template_version, pdf_sha256 = r.pdf_sha256
     from ${source} as r where certificate.id = r.id and first_release_on is null`,
    [
      actor.on,
      JSON.stringify(releases.map(({ id, templateVersion, pdfSha256 }) => [id, templateVersion, pdfSha256])),
    ],
  )
}

/** Columns that intake fills row by row, beside `data` and `recipient`. */
const CERTIFICATE_COLUMNS = {
  id: 'integer',
  line: 'integer',
  record_key: 'text',
  codice_fiscale: 'text',
  version: 'integer',
  kind: 'text',
  replaces_id: 'integer',
  issued_on: 'text',
  data_hash: 'text',
  pec: 'text',
  warnings: 'text',
  hold: 'text',
  hold_field: 'text',
  hold_detail: 'text',
  hold_on: 'text',
  deceased_on: 'text',
} as const satisfies Readonly<Record<string, ColumnType>>

/** Where the texts of a row stand among the bytes of all: `data`, then `recipient`. */
const TEXT_PLACE = { data_at: 'integer', data_bytes: 'integer', recipient_bytes: 'integer' } as const

/** What all rows that come together say. */
export interface Entering {
  readonly feedId: number
  readonly incomeYear: number
  /** Null where the year has none. */
  readonly form: string | null
  /** Business date. */
  readonly on: CivilDate
}

export type NewCertificate = Readonly<
  Record<keyof typeof CERTIFICATE_COLUMNS | keyof typeof TEXT_PLACE, Cell>
>

/**
 * `texts` is `data` and `recipient` of all rows in UTF-8. In the JSON of the other columns they would be escaped, encoded,
 * parsed and unescaped, which takes longer than storing them.
 */
export async function insertCertificates(
  trx: Executor,
  { feedId, incomeYear, form, on }: Entering,
  rows: readonly NewCertificate[],
  texts: Uint8Array,
): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(CERTIFICATE_COLUMNS).join(', ')
  const columns = { ...CERTIFICATE_COLUMNS, ...TEXT_PLACE }
  const cells = Object.keys(columns) as (keyof typeof columns)[]
  const data = textOfBytes(trx, 'texts', 'data_at', 'data_bytes')
  const recipient = textOfBytes(trx, 'texts', 'data_at + data_bytes', 'recipient_bytes')
  await trx.raw(
    `insert into certificate (feed_id, income_year, form, state, state_on, ${names}, data, recipient)
     select cast(? as bigint), cast(? as bigint), cast(? as text), 'READY', cast(? as text), ${names}, ${data}, ${recipient}
     from (select ${bytesParameter(trx)} as texts) as t, ${rowsTable(trx, columns)} as r`,
    [
      feedId,
      incomeYear,
      form,
      on,
      Buffer.from(texts.buffer, texts.byteOffset, texts.length),
      JSON.stringify(rows.map((row) => cells.map((cell) => row[cell]))),
    ],
  )
}

export interface NewAnnulment {
  readonly id: number
  readonly feedId: number
  readonly line: number
  readonly recordKey: string
  readonly version: number
  readonly issuedOn: string
  readonly annulledId: number
  /** `Recipient` as JSON. */
  readonly recipient: string
}

/** Annulments say what the annulled version said. */
export async function insertAnnulments(
  trx: Executor,
  actor: Actor,
  rows: readonly NewAnnulment[],
): Promise<void> {
  if (rows.length === 0) return
  const source = rowsTable(trx, {
    id: 'integer',
    feed_id: 'integer',
    line: 'integer',
    record_key: 'text',
    version: 'integer',
    issued_on: 'text',
    annulled_id: 'integer',
    recipient: 'text',
  })
  await trx.raw(
    `insert into certificate (id, feed_id, line, record_key, codice_fiscale, income_year, version, kind, replaces_id,
       form, issued_on, data, data_hash, recipient, pec, state, state_on)
     select r.id, r.feed_id, r.line, r.record_key, c.codice_fiscale, c.income_year, r.version, 'ANNULMENT', c.id,
       c.form, r.issued_on, c.data, c.data_hash, r.recipient, ${jsonMember(trx, 'r.recipient', 'pec')}, 'READY', ?
     from ${source} as r join certificate c on c.id = r.annulled_id`,
    [
      actor.on,
      JSON.stringify(
        rows.map((row) => [
          row.id,
          row.feedId,
          row.line,
          row.recordKey,
          row.version,
          row.issuedOn,
          row.annulledId,
          row.recipient,
        ]),
      ),
    ],
  )
}

export interface KnownCertificate extends KnownVersion {
  readonly codiceFiscale: string
  readonly recipient: string
}

/** All versions of these people's certificates of a year, oldest first, as they will be once the loading feed is accepted. */
export async function versionsOf(
  db: Executor,
  incomeYear: number,
  codiciFiscali: readonly string[],
  loadingFeedId: number,
): Promise<KnownCertificate[]> {
  const rows = await rowsOf<
    Pick<
      CertificateRow,
      | 'id'
      | 'codice_fiscale'
      | 'version'
      | 'kind'
      | 'replaces_id'
      | 'data_hash'
      | 'recipient'
      | 'state'
      | 'hold'
      | 'first_release_on'
    >
  >(
    db,
    `select c.id, c.codice_fiscale, c.version, c.kind, c.replaces_id, c.data_hash,
       coalesce(n.recipient, c.recipient) as recipient, coalesce(n.to_state, c.state) as state, c.hold,
       c.first_release_on
     from certificate c left join certificate_change n on n.feed_id = ? and n.certificate_id = c.id
     where c.codice_fiscale in (select v from ${valuesTable(db, 'text')} as t) and c.income_year = ?
       and (c.feed_id = ? or c.${VISIBLE}) order by c.codice_fiscale, c.version`,
    [loadingFeedId, JSON.stringify(codiciFiscali), incomeYear, loadingFeedId],
  )
  return rows.map((row) => ({
    id: row.id,
    codiceFiscale: row.codice_fiscale,
    version: row.version,
    kind: row.kind,
    replacesId: row.replaces_id,
    dataHash: row.data_hash,
    recipient: row.recipient,
    state: row.state,
    hold: row.hold,
    isReleased: row.first_release_on !== null,
  }))
}

/** A null leaves as it is. */
export interface CertificateChange {
  readonly id: number
  readonly toState: CertificateState | null
  readonly recipient: string | null
}

/** Keeps what a loading feed will do to versions that there are; of two changes of one version the later counts. */
export async function stageChanges(
  trx: Executor,
  feedId: number,
  changes: readonly CertificateChange[],
): Promise<void> {
  if (changes.length === 0) return
  const columns = {
    feed_id: 'integer',
    certificate_id: 'integer',
    to_state: 'text',
    recipient: 'text',
  } as const
  await trx.raw(
    `insert into certificate_change (feed_id, certificate_id, to_state, recipient)
     select feed_id, certificate_id, to_state, recipient from ${rowsTable(trx, columns)} as r where true
     on conflict (feed_id, certificate_id) do update
       set to_state = coalesce(excluded.to_state, certificate_change.to_state),
         recipient = coalesce(excluded.recipient, certificate_change.recipient)`,
    [JSON.stringify(changes.map((row) => [feedId, row.id, row.toState, row.recipient]))],
  )
}

/** What a feed does to versions that there were, and the deaths that it tells of. Part of its acceptance. */
export async function applyCertificateFeed(trx: Executor, actor: Actor, feedId: number): Promise<void> {
  const pieces = () => piecesOfFeed(trx, 'certificate_change', 'certificate_id', feedId)
  const ofPiece = 'n.feed_id = ? and n.certificate_id > ? and n.certificate_id <= ?'
  for await (const { after, upTo } of pieces()) {
    await trx.raw(
      `insert into event (at, run_id, object_type, object_id, action, from_state, to_state)
       select ?, ?, 'certificate', c.id, 'overtaken', c.state, n.to_state
       from certificate_change n join certificate c on c.id = n.certificate_id
       where ${ofPiece} and n.to_state <> c.state order by c.id`,
      [actor.at, actor.runId, feedId, after, upTo],
    )
    await trx.raw(
      `update certificate set recipient = coalesce(n.recipient, certificate.recipient),
         pec = coalesce(${jsonMember(trx, 'n.recipient', 'pec')}, pec),
         state_on = case when coalesce(n.to_state, state) = state then state_on else ? end,
         state = coalesce(n.to_state, state)
       from certificate_change n where ${ofPiece} and certificate.id = n.certificate_id`,
      [actor.on, feedId, after, upTo],
    )
  }
  await inheritCertificateHolds(trx, actor, feedId)
  for await (const { after, upTo } of pieces()) {
    const changed = `(select certificate_id from certificate_change n where ${ofPiece})`
    await trx.raw(
      `update certificate set hold = null, hold_field = null, hold_detail = null, hold_on = null
       where state <> 'READY' and hold is not null and id in ${changed}`,
      [feedId, after, upTo],
    )
    await trx.raw(`delete from certificate_change as n where ${ofPiece}`, [feedId, after, upTo])
  }
  await recordDeathsOfFeed(trx, feedId)
}

/** A report of a death that was taken back stays so, however often it is told (as events do it). */
async function recordDeathsOfFeed(trx: Executor, feedId: number): Promise<void> {
  await trx.raw(
    `insert into person (codice_fiscale, deceased_on)
     select codice_fiscale, min(deceased_on) from certificate
     where feed_id = ? and deceased_on is not null and state = 'READY' group by codice_fiscale
     on conflict (codice_fiscale) do update set deceased_on = excluded.deceased_on
       where person.deceased_on is null
         and (person.death_cancelled_on is null or excluded.deceased_on > person.death_cancelled_on)`,
    [feedId],
  )
}
