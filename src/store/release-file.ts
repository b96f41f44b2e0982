/** @module Releases that are files: from the register onto the disk and into the list of their day. */
import type { CertificateKind } from '../domain/certificates/certificate-data.ts'
import type { CivilDate } from '../domain/civil-date.ts'
import { type Cell, rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import type { Actor } from './event.ts'
import { CERTIFICATE, CERTIFICATES, type StoredCertificate } from './stored-certificate.ts'

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
