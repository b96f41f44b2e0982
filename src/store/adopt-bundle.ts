/** @module Taking into the ledger what lies on the disk already: bundles that were printed after a backup was made. */
import { bulkInsert, rowsOf, valuesTable } from './bulk.ts'
import { type Bundle, bundleById } from './bundle.ts'
import { CREDENTIALS, moveLetters, recordBundleEvent } from './bundle-letters.ts'
import type { Executor } from './dialect.ts'
import type { Actor } from './event.ts'
import { nextPart } from './freeze-bundle.ts'
import { giveAway } from './hand-over-bundle.ts'
import { reserveIds } from './id-block.ts'

export interface PrintedLetter {
  readonly id: number
  readonly public_id: string
  readonly state: string
  /** The bundle that has it now. */
  readonly bundle: string | null
}

/** The letters that have these public ids, as far as the ledger knows them. */
export function lettersByPublicId(db: Executor, publicIds: readonly string[]): Promise<PrintedLetter[]> {
  return rowsOf(
    db,
    `select l.id, l.public_id, l.state, b.name as bundle
     from letter l left join bundle_item i on i.letter_id = l.id left join bundle b on b.id = i.bundle_id
     where l.public_id in (select v from ${valuesTable(db, 'text')} as t)`,
    [JSON.stringify(publicIds)],
  )
}

export interface FoundBundle {
  readonly name: string
  readonly product: string
  readonly slot: string
  readonly businessDate: string
  readonly part: number
  readonly templateVersion: string
  readonly postingOn: string
  /** Last day of its codes; `''` where it has none. */
  readonly expiresOn: string
  readonly pages: number
  readonly manifestSha256: string
  readonly replaces: string | null
  /** Pending letters, each with its place. */
  readonly letters: readonly { readonly id: number; readonly seq: number }[]
}

/** Enters a bundle as published: its letters are printed, and never again. */
export async function adoptBundle(trx: Executor, actor: Actor, found: FoundBundle): Promise<Bundle> {
  const id = await reserveIds(trx, 'bundle', 1)
  const { product, businessDate } = found
  const taken = await rowsOf(
    trx,
    'select 1 from bundle where product = ? and business_date = ? and part = ?',
    [product, businessDate, found.part],
  )
  // The run that made it is not in this ledger.
  const [run] = await rowsOf<{ id: number }>(trx, 'select max(id) as id from run')
  await trx('bundle').insert({
    id,
    name: found.name,
    product,
    slot: found.slot,
    business_date: businessDate,
    part: taken.length === 0 ? found.part : await nextPart(trx, product, businessDate),
    state: 'published',
    attempt: 1,
    run_id: run?.id,
    template_version: found.templateVersion,
    posting_on: found.postingOn,
    expires_on: found.expiresOn,
    item_count: found.letters.length,
    pages: found.pages,
    manifest_sha256: found.manifestSha256,
    replaces: found.replaces,
    published_on: actor.on,
  })
  await bulkInsert(
    trx,
    'bundle_item',
    { bundle_id: 'integer', seq: 'integer', letter_id: 'integer' },
    found.letters.map((letter) => [id, letter.seq, letter.id]),
  )
  // In which languages it was printed only measuring tells; one not measured when the backup was made had no other.
  await trx.raw(
    `update letter set hold = null, hold_field = null, hold_detail = null, hold_on = null,
       languages = coalesce(languages, 'it'), fell_back = coalesce(fell_back, '')
     where id in (select letter_id from bundle_item where bundle_id = ?)`,
    [id],
  )
  await moveLetters(trx, actor, id, 'pending', 'published')
  await trx.raw(`update credential set expires_on = ? where id in (${CREDENTIALS})`, [found.expiresOn, id])
  const bundle = await bundleById(trx, id)
  await recordBundleEvent(trx, actor, { ...bundle, state: 'planned' }, 'published')
  return bundle
}

/** Records that the vendor has a published bundle since `deliveredOn`; what was withdrawn meanwhile left with it. */
export async function recordDeparted(
  trx: Executor,
  actor: Actor,
  bundle: Bundle,
  deliveredOn: string,
): Promise<Bundle> {
  await moveLetters(trx, actor, bundle.id, 'withdrawn', 'published')
  await trx.raw('update bundle set hold = null where id = ?', [bundle.id])
  await giveAway(trx, actor, bundle)
  await trx.raw('update bundle set delivered_on = ? where id = ?', [deliveredOn, bundle.id])
  return bundleById(trx, bundle.id)
}
