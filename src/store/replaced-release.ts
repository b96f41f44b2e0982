/** @module What was released and then corrected, annulled or left without a letter: its requests are open again. */
import { rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { VISIBLE } from './request.ts'
import { CURRENT } from './stored-certificate.ts'

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
