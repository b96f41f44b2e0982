/** @module The second halves that a bundle carried, and their end. */

import type { Bundle } from './bundle.ts'
import { CREDENTIALS, recordBundleEvent } from './bundle-letters.ts'
import type { Executor } from './dialect.ts'
import type { Actor } from './event.ts'
import type { Store } from './store.ts'

/** The vendor never answered, and the days of grace are over: the halves go, the bundle stays open. */
export async function eraseOverdue(trx: Executor, actor: Actor, bundle: Bundle): Promise<void> {
  await eraseSecondHalves(trx, actor, bundle)
  await recordBundleEvent(trx, actor, bundle, 'erased')
}

export async function eraseSecondHalves(trx: Executor, actor: Actor, bundle: Bundle): Promise<void> {
  await trx.raw(
    `update half set state = 'erased', sealed_text = null, sent_on = coalesce(sent_on, ?), erased_on = ?
     where idx = 2 and state = 'sealed' and credential_id in (${CREDENTIALS})`,
    [bundle.delivered_on ?? actor.on, actor.on, bundle.id],
  )
}

/** The last step of erasing: no file holds these halves any more. */
export async function recordErased(store: Store, bundle: Bundle, on: string): Promise<void> {
  await store.transaction('erased', async (trx) => {
    await trx('bundle').where({ id: bundle.id }).update({ erased_on: on })
  })
}
