/** @module Bundles in whose PDF the inspection found faults. */
import { type LetterKind, productsOf } from '../domain/products.ts'
import { rowsOf, sqlList } from './bulk.ts'
import { BUNDLE, type Bundle, bundleById } from './bundle.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import type { Store } from './store.ts'

/** The hold of a bundle in whose PDF the inspection found faults. */
export const INSPECTION_HOLD = 'ISPEZIONE'

/** Instead of step 3: what was rendered must not leave. `reason` is for the event: codes and pages, no secret. */
export function holdFaulty(store: Store, actor: Actor, bundle: Bundle, reason: string): Promise<Bundle> {
  return store.transaction('hold-faulty', async (trx) => {
    const held = `id = ? and state = 'planned' and attempt = ? and hold is null`
    const open = await rowsOf(trx, `select 1 from bundle where ${held}`, [bundle.id, bundle.attempt])
    if (open.length === 0) return bundleById(trx, bundle.id)
    await trx.raw(`update bundle set hold = ? where ${held}`, [INSPECTION_HOLD, bundle.id, bundle.attempt])
    await recordEvents(trx, actor, 'bundle', 'held', [
      { id: bundle.id, from: null, to: null, code: `${INSPECTION_HOLD} ${reason}` },
    ])
    return bundleById(trx, bundle.id)
  })
}

/** Bundles that wait for a person because of what the inspection found in them. */
export function faultyBundles(db: Executor): Promise<Bundle[]> {
  return rowsOf(db, `select ${BUNDLE} from bundle where hold = ? and state = 'planned' order by id`, [
    INSPECTION_HOLD,
  ])
}

/** Has those of a kind made again: by now the cause may be repaired, and if not, they are held again. */
export function remakeFaulty(store: Store, kind: LetterKind): Promise<void> {
  return store.transaction('remake-faulty', async (trx) => {
    await trx.raw(
      `update bundle set hold = 'DA_RIFARE'
       where hold = ? and state = 'planned' and product in ${sqlList(productsOf(kind))}`,
      [INSPECTION_HOLD],
    )
  })
}
