/** @module Steps 2 to 5 of a bundle, from its frozen rows to the published folder. */
import { rowsOf, valuesTable } from './bulk.ts'
import { type Bundle, bundleById } from './bundle.ts'
import { moveLetters } from './bundle-letters.ts'
import type { Executor } from './dialect.ts'
import type { Actor } from './event.ts'
import { holdLetters, type LetterHold } from './letter.ts'
import type { Store } from './store.ts'

/** Claims a planned bundle for one rendering: the attempt is its fence and names its staging folder. */
export function claimBundle(store: Store, id: number): Promise<Bundle> {
  return store.transaction('claim', async (trx) => {
    await trx.raw(`update bundle set attempt = attempt + 1 where id = ? and state = 'planned'`, [id])
    return bundleById(trx, id)
  })
}

export interface FrozenLetter {
  readonly letter_id: number
  readonly public_id: string
  /** Of a PIN letter its credential, of one with certificates the first release in it. */
  readonly source_id: number
  readonly snapshot: string
  /** Chosen when the letter was measured. */
  readonly languages: string
  /** The second half of a PIN letter, until it is erased. */
  readonly sealed_text: string | null
}

/** What rendering reads, in order. */
export function frozenLetters(db: Executor, bundleId: number): Promise<FrozenLetter[]> {
  return rowsOf(
    db,
    `select l.id as letter_id, l.public_id, l.source_id, l.snapshot, l.languages, h.sealed_text
     from bundle_item i join letter l on l.id = i.letter_id
       left join half h on l.kind = 'PIN_HALF2' and h.credential_id = l.source_id and h.idx = 2
     where i.bundle_id = ? order by i.seq`,
    [bundleId],
  )
}

/** Step 3. Only the attempt that rendered may seal. */
export function sealBundle(
  store: Store,
  bundle: Bundle,
  rendered: { manifestSha256: string; pages: number },
): Promise<Bundle> {
  return store.transaction('seal', async (trx) => {
    await trx.raw(
      `update bundle set state = 'sealed', manifest_sha256 = ?, pages = ? where id = ? and state = 'planned' and attempt = ?`,
      [rendered.manifestSha256, rendered.pages, bundle.id, bundle.attempt],
    )
    return bundleById(trx, bundle.id)
  })
}

/** Back to step 2: the staging folder of a sealed bundle was lost or torn. Same name, same content. */
export function unsealBundle(store: Store, bundle: Bundle): Promise<Bundle> {
  return store.transaction('unseal', async (trx) => {
    await trx.raw(`update bundle set state = 'planned' where id = ? and state = 'sealed'`, [bundle.id])
    return bundleById(trx, bundle.id)
  })
}

/** Step 5: the rename happened. Erases nothing. */
export function recordPublished(store: Store, actor: Actor, bundle: Bundle): Promise<Bundle> {
  return store.transaction('record', async (trx) => {
    await trx.raw(
      `update bundle set state = 'published', published_on = ? where id = ? and state = 'sealed'`,
      [actor.on, bundle.id],
    )
    await moveLetters(trx, actor, bundle.id, 'in_bundle', 'published')
    return bundleById(trx, bundle.id)
  })
}

/** Takes letters out of a planned bundle that rendering refused, and holds them. An emptied bundle is cancelled. */
export function withdrawItems(
  store: Store,
  actor: Actor,
  bundle: Bundle,
  holds: readonly LetterHold[],
): Promise<Bundle> {
  return store.transaction('withdraw-items', async (trx) => {
    const ids = JSON.stringify(holds.map((hold) => hold.id))
    const refused = `(select v from ${valuesTable(trx, 'integer')} as t)`
    await trx.raw(`delete from bundle_item where bundle_id = ? and letter_id in ${refused}`, [bundle.id, ids])
    // One that was withdrawn meanwhile stays so.
    await trx.raw(
      `update letter set state = 'pending', state_on = ? where state = 'in_bundle' and id in ${refused}`,
      [actor.on, ids],
    )
    await holdLetters(trx, actor, holds)
    await trx.raw(
      `update bundle set item_count = (select count(*) from bundle_item where bundle_id = ?),
         state = case when exists (select 1 from bundle_item where bundle_id = ?) then state else 'cancelled' end
       where id = ?`,
      [bundle.id, bundle.id, bundle.id],
    )
    return bundleById(trx, bundle.id)
  })
}
