/** @module Taking back a bundle that has not left the building. */

import { type Bundle, bundleById } from './bundle.ts'
import { moveLetters, recordBundleEvent } from './bundle-letters.ts'
import type { Executor } from './dialect.ts'
import type { Actor } from './event.ts'

/** Cancels a bundle that has not left the building: its letters wait again, withdrawn ones aside. */
export async function cancelBundle(trx: Executor, actor: Actor, bundle: Bundle): Promise<Bundle> {
  if (bundle.published_on !== null) {
    await trx.raw(
      'update letter set recalled_from = ? where id in (select letter_id from bundle_item where bundle_id = ?)',
      [bundle.name, bundle.id],
    )
  }
  for (const from of ['in_bundle', 'published']) await moveLetters(trx, actor, bundle.id, from, 'pending')
  await trx.raw('delete from bundle_item where bundle_id = ?', [bundle.id])
  await trx.raw(
    `update bundle set state = 'cancelled', hold = null where id = ? and state in ('planned', 'sealed', 'published')`,
    [bundle.id],
  )
  await recordBundleEvent(trx, actor, bundle, 'cancelled')
  return bundleById(trx, bundle.id)
}
