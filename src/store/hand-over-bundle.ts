/** @module Steps 6 and 7 of a bundle: the vendor gets it, and says that it has it. */
import { rowsOf } from './bulk.ts'
import { type Bundle, bundleById } from './bundle.ts'
import { CREDENTIALS, moveLetters, recordBundleEvent, recordMoves } from './bundle-letters.ts'
import type { Executor } from './dialect.ts'
import { eraseSecondHalves } from './erase-bundle.ts'
import type { Actor } from './event.ts'
import type { Store } from './store.ts'

/**
 * Step 6, before the vendor sees anything: from here on nobody can recall these letters. Credentials wait for their
 * first use (B3, A14); releases of certificates are confirmed. `delivered_on` stays empty until {@link recordDelivered}.
 * False where staff have recalled the bundle since it was chosen: it must not leave.
 */
export function recordDelivering(store: Store, actor: Actor, bundle: Bundle): Promise<boolean> {
  return store.transaction('delivering', (trx) => giveAway(trx, actor, bundle))
}

/** {@link recordDelivering} in a transaction of somebody else's. */
export async function giveAway(trx: Executor, actor: Actor, bundle: Bundle): Promise<boolean> {
  const leaving = await rowsOf(
    trx,
    `update bundle set state = 'delivered' where id = ? and state = 'published' and hold is null returning id`,
    [bundle.id],
  )
  if (leaving.length === 0) return false
  await moveLetters(trx, actor, bundle.id, 'published', 'handed_over')
  const step = async (table: string, idColumn: string, from: string, to: string) => {
    const chosen = `state = '${from}' and ${idColumn} in (${CREDENTIALS})`
    await recordMoves(trx, actor, table, 'letter-handed-over', from, to, chosen, bundle.id)
    await trx.raw(`update ${table} set state = ?, state_on = ? where ${chosen}`, [to, actor.on, bundle.id])
  }
  await step('credential', 'id', 'PARTIAL', 'AWAITING_FIRST_USE')
  const requests = `state = 'APPROVED' and id in (select c.request_id from credential c where c.id in (${CREDENTIALS}))`
  await recordMoves(trx, actor, 'request', 'fulfilled', 'APPROVED', 'FULFILLED', requests, bundle.id)
  await trx.raw(`update request set state = 'FULFILLED', state_on = ? where ${requests}`, [
    actor.on,
    bundle.id,
  ])
  const releases = `state = 'PREPARED' and letter_id in (select letter_id from bundle_item where bundle_id = ?)`
  await recordMoves(
    trx,
    actor,
    'certificate_release',
    'letter-handed-over',
    'PREPARED',
    'CONFIRMED',
    releases,
    bundle.id,
  )
  await trx.raw(
    `update certificate_release set state = 'CONFIRMED', state_on = ?, confirmed_on = ? where ${releases}`,
    [actor.on, actor.on, bundle.id],
  )
  await recordBundleEvent(trx, actor, bundle, 'delivered')
  return true
}

/** Step 6 is done: everything of the bundle, its `.done` last, lies with the vendor. */
export async function recordDelivered(store: Store, actor: Actor, bundle: Bundle): Promise<void> {
  await store.transaction('delivered', async (trx) => {
    await trx('bundle').where({ id: bundle.id }).update({ delivered_on: actor.on })
  })
}

/** Step 7: the vendor says it has the bundle. Its second halves are erased with it. */
export async function recordAcknowledged(trx: Executor, actor: Actor, bundle: Bundle): Promise<Bundle> {
  await trx.raw(
    `update bundle set state = 'acknowledged', acknowledged_on = ? where id = ? and state = 'delivered'`,
    [actor.on, bundle.id],
  )
  await moveLetters(trx, actor, bundle.id, 'handed_over', 'acknowledged')
  await eraseSecondHalves(trx, actor, bundle)
  await recordBundleEvent(trx, actor, bundle, 'acknowledged')
  return bundleById(trx, bundle.id)
}
