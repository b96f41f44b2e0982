/** @module Holds that staff set and release: on letters, on requests that have none yet, on certificates that go to a PEC. */
import { ENDED_REQUEST_STATES } from '../domain/request-state.ts'
import { STAFF_HOLD } from '../domain/step-in.ts'
import { rowsOf, sqlList, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { recallBundlesOf } from './letter.ts'
import { holdRequests, VISIBLE } from './request.ts'

export type Stoppable = 'letter' | 'request' | 'certificate_request' | 'certificate'

/** Holds what nothing else holds; a bundle that has one of these letters is made again. */
export async function holdByStaff(
  trx: Executor,
  actor: Actor,
  table: Stoppable,
  ids: readonly number[],
  reason: string,
): Promise<void> {
  await setHold(trx, actor, table, ids, { code: STAFF_HOLD, detail: reason })
  await recordEvents(
    trx,
    actor,
    table,
    'held',
    ids.map((id) => ({ id, from: null, to: null, code: STAFF_HOLD })),
  )
  if (table === 'letter') await recallBundlesOf(trx, ids)
}

/** Releases what staff held. Of somebody who died meanwhile it stays held, for that: only a death that was none ends it. */
export async function releaseByStaff(
  trx: Executor,
  actor: Actor,
  table: Stoppable,
  ids: readonly number[],
  deadIds: readonly number[],
): Promise<void> {
  await setHold(trx, actor, table, ids, { code: null, detail: null })
  await recordEvents(
    trx,
    actor,
    table,
    'released',
    ids.map((id) => ({ id, from: null, to: null, code: STAFF_HOLD })),
  )
  await setHold(trx, actor, table, deadIds, { code: 'DECEDUTO', detail: '' })
  await recordEvents(
    trx,
    actor,
    table,
    'held',
    deadIds.map((id) => ({ id, from: null, to: null, code: 'DECEDUTO' })),
  )
}

async function setHold(
  trx: Executor,
  actor: Actor,
  table: Stoppable,
  ids: readonly number[],
  { code, detail }: { readonly code: string | null; readonly detail: string | null },
): Promise<void> {
  if (ids.length === 0) return
  await trx.raw(
    `update ${table} set hold = ?, hold_field = ?, hold_detail = ?, hold_on = ?
     where id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [
      code,
      code === 'DECEDUTO' ? 'codice_fiscale' : null,
      detail,
      code === null ? null : actor.on,
      JSON.stringify(ids),
    ] as never,
  )
}

/**
 * A newer request for a PIN must not be the way round a hold of the older one or of its letter: it is held as well. Few
 * are held: written so that SQLite, which has no statistics, begins with those.
 */
export async function inheritStaffHolds(trx: Executor, actor: Actor): Promise<void> {
  const rows = await rowsOf<{ id: number; reason: string }>(
    trx,
    `select r.id, min(h.hold_detail) as reason
     from (
       select codice_fiscale, hold_detail from request
       where hold = '${STAFF_HOLD}' and state not in ${sqlList(ENDED_REQUEST_STATES)}
       union all
       select c.codice_fiscale, l.hold_detail from letter l join credential c on c.id = l.source_id
       where l.hold = '${STAFF_HOLD}' and l.kind = 'PIN_HALF2' and l.state in ('pending', 'in_bundle', 'published')
     ) as h cross join request r
     where r.codice_fiscale = h.codice_fiscale and coalesce(r.state, '') = 'RECEIVED' and r.hold is null and r.channel <> 'SPORTELLO' and +r.${VISIBLE}
     group by r.id order by r.id`,
  )
  await holdRequests(
    trx,
    actor,
    rows.map(({ id, reason }) => ({ id, code: STAFF_HOLD, field: null, detail: reason })),
  )
}

/**
 * What takes the place of a certificate that staff hold, a newer version or an older one again, is held as well, unless
 * its own fault holds it. Part of the feed's
 * acceptance, while what it replaced still has its hold.
 */
export async function inheritCertificateHolds(trx: Executor, actor: Actor, feedId: number): Promise<void> {
  const rows = await rowsOf<{ id: number }>(
    trx,
    `update certificate set hold = o.hold, hold_detail = o.hold_detail, hold_on = ?
     from certificate o
     where o.hold = '${STAFF_HOLD}' and o.state <> 'READY' and o.codice_fiscale = certificate.codice_fiscale
       and o.income_year = certificate.income_year and certificate.state = 'READY' and certificate.hold is null
       and (certificate.feed_id = ? or certificate.id in (
         select certificate_id from certificate_change where feed_id = ? and to_state = 'READY'))
     returning certificate.id`,
    [actor.on, feedId, feedId],
  )
  await recordEvents(
    trx,
    actor,
    'certificate',
    'held',
    rows
      .map(({ id }) => ({ id, from: null, to: null, code: STAFF_HOLD }))
      .sort((one, other) => one.id - other.id),
  )
}
