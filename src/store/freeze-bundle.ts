/** @module Step 1 of a bundle: which letters wait, and the transaction that freezes them. */

import { createHash } from 'node:crypto'
import { type LetterKind, productsOf } from '../domain/products.ts'
import { bulkInsert, rowsOf, sqlList } from './bulk.ts'
import { type Bundle, bundleById } from './bundle.ts'
import { CREDENTIALS, moveLetters } from './bundle-letters.ts'
import type { Executor } from './dialect.ts'
import type { Actor } from './event.ts'
import { reserveIds } from './id-block.ts'
import type { Store } from './store.ts'

/** Which pending letters to freeze: all, or those alone whose bundle was recalled after its publication. */
export type FreezeScope = 'all' | 'recalled'

function waiting(kind: LetterKind, scope: FreezeScope): string {
  return `kind = '${kind}' and state = 'pending' and hold is null${scope === 'recalled' ? ' and recalled_from is not null' : ''}`
}

/** Products of a kind that have measured letters waiting, in print order. */
export async function productsToFreeze(
  db: Executor,
  kind: LetterKind,
  templateVersion: string,
  scope: FreezeScope,
): Promise<string[]> {
  const rows = await rowsOf<{ product: string }>(
    db,
    `select distinct product from letter where ${waiting(kind, scope)} and measured_with = ? order by product`,
    [templateVersion],
  )
  return rows.map((row) => row.product)
}

/** Whether letters of a recalled bundle wait for the one that takes its place. */
export async function recalledLettersWait(db: Executor, kind: LetterKind): Promise<boolean> {
  return (await rowsOf(db, `select 1 from letter where ${waiting(kind, 'recalled')} limit 1`)).length > 0
}

export interface Freeze {
  readonly kind: LetterKind
  readonly product: string
  readonly scope: FreezeScope
  readonly slot: string
  readonly size: number
  /** How many letters of the kind this business date may still have; null for all. */
  readonly most: number | null
  readonly templateVersion: string
  readonly postingOn: string
  /** Last day of the codes; `''` where the letters have none. */
  readonly expiresOn: string
}

/** Letters of a kind that a business date has in its bundles. */
export async function lettersFrozenOn(db: Executor, kind: LetterKind, on: string): Promise<number> {
  const [row] = await rowsOf<{ n: number | null }>(
    db,
    `select sum(item_count) as n from bundle
     where business_date = ? and state <> 'cancelled' and product in ${sqlList(productsOf(kind))}`,
    [on],
  )
  return row?.n ?? 0
}

/**
 * Step 1, one transaction a bundle: picks pending letters by zone, CAP and age, second attempts and older ones first
 * where not all may be printed, names the bundle after them, and fixes
 * the day until which their codes are valid. Undefined when no letter waits.
 */
export function freezeBundle(store: Store, actor: Actor, plan: Freeze): Promise<Bundle | undefined> {
  const measured = `${waiting(plan.kind, plan.scope)} and measured_with = ?`
  const mostUrgent =
    plan.most === null
      ? ''
      : `and id in (select id from letter where ${measured} order by attempt desc, id limit ?)`
  return store.transaction('freeze', async (trx) => {
    const letters = await rowsOf<{ id: number; public_id: string; recalled_from: string | null }>(
      trx,
      `select id, public_id, recalled_from from letter
       where ${measured} and product = ? ${mostUrgent} order by zone, cap, id limit ?`,
      [
        plan.templateVersion,
        plan.product,
        ...(plan.most === null ? [] : [plan.templateVersion, plan.most]),
        plan.size,
      ],
    )
    if (letters.length === 0) return undefined
    const id = await reserveIds(trx, 'bundle', 1)
    const part = await nextPart(trx, plan.product, actor.on)
    const date = actor.on.replaceAll('-', '')
    await trx('bundle').insert({
      id,
      name: `${plan.product}-${date}-${String(part).padStart(3, '0')}-${hashOf(letters)}`,
      product: plan.product,
      slot: plan.slot,
      business_date: actor.on,
      part,
      state: 'planned',
      attempt: 0,
      run_id: actor.runId,
      template_version: plan.templateVersion,
      posting_on: plan.postingOn,
      expires_on: plan.expiresOn,
      item_count: letters.length,
      replaces: recalledNames(letters),
    })
    await bulkInsert(
      trx,
      'bundle_item',
      { bundle_id: 'integer', seq: 'integer', letter_id: 'integer' },
      letters.map((letter, index) => [id, index + 1, letter.id]),
    )
    await moveLetters(trx, actor, id, 'pending', 'in_bundle')
    await trx.raw(`update credential set expires_on = ? where id in (${CREDENTIALS})`, [plan.expiresOn, id])
    return bundleById(trx, id)
  })
}

/** The recalled bundles whose letters these are, for the vendor to know. */
function recalledNames(letters: readonly { recalled_from: string | null }[]): string | null {
  const names = new Set(letters.flatMap((letter) => letter.recalled_from ?? []))
  return names.size === 0 ? null : [...names].sort().join(' ')
}

/** Ten hexadecimal digits, small letters: what names the content, and cannot be taken for half a PIN. */
function hashOf(letters: readonly { public_id: string }[]): string {
  const ids = letters.map((letter) => letter.public_id).join('\n')
  return createHash('sha256').update(ids).digest('hex').slice(0, 10)
}

export async function nextPart(trx: Executor, product: string, on: string): Promise<number> {
  const [row] = await rowsOf<{ part: number | null }>(
    trx,
    'select max(part) as part from bundle where product = ? and business_date = ?',
    [product, on],
  )
  return (row?.part ?? 0) + 1
}
