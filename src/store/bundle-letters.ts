/** @module The letters and codes in a bundle, moved along with it, and the log of both. */
import type { Bundle } from './bundle.ts'
import type { Executor } from './dialect.ts'
import type { Actor } from './event.ts'

/** The credentials whose second halves a bundle carries, for `in`: none where it carries certificates. */
export const CREDENTIALS = `select l.source_id from letter l join bundle_item i on i.letter_id = l.id
  where i.bundle_id = ? and l.kind = 'PIN_HALF2'`

export async function moveLetters(
  trx: Executor,
  actor: Actor,
  bundleId: number,
  from: string,
  to: string,
): Promise<void> {
  const chosen = `state = '${from}' and id in (select letter_id from bundle_item where bundle_id = ?)`
  await recordMoves(trx, actor, 'letter', 'moved', from, to, chosen, bundleId)
  await trx.raw(`update letter set state = ?, state_on = ? where ${chosen}`, [to, actor.on, bundleId])
}

export async function recordMoves(
  trx: Executor,
  actor: Actor,
  table: string,
  action: string,
  from: string,
  to: string,
  chosen: string,
  bundleId: number,
): Promise<void> {
  await trx.raw(
    `insert into event (at, run_id, object_type, object_id, action, from_state, to_state)
     select ?, ?, ?, id, ?, ?, ? from ${table} where ${chosen} order by id`,
    [actor.at, actor.runId, table, action, from, to, bundleId] as never,
  )
}

export async function recordBundleEvent(
  trx: Executor,
  actor: Actor,
  bundle: Bundle,
  to: string,
): Promise<void> {
  await trx('event').insert({
    at: actor.at,
    run_id: actor.runId,
    object_type: 'bundle',
    object_id: bundle.id,
    action: to,
    from_state: bundle.state,
    to_state: to,
  })
}
