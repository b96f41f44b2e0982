/**
 * Bundles: frozen sets of letters that are rendered, published and handed over as one. The steps of the protocol of
 * `design.md` §5 are in files of their own, each guarded by the state it starts from.
 *
 * @module
 */
import { type LetterKind, productsOf } from '../domain/products.ts'
import { rowsOf, sqlList, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'

export type BundleState = 'planned' | 'sealed' | 'published' | 'delivered' | 'acknowledged' | 'cancelled'

export interface Bundle {
  readonly id: number
  readonly name: string
  readonly product: string
  readonly slot: string
  readonly business_date: string
  readonly part: number
  readonly state: BundleState
  readonly attempt: number
  readonly template_version: string
  readonly posting_on: string
  /** Last day of its codes; `''` for certificates. */
  readonly expires_on: string
  readonly item_count: number
  readonly pages: number | null
  readonly manifest_sha256: string | null
  readonly replaces: string | null
  readonly hold: string | null
  readonly published_on: string | null
  readonly delivered_on: string | null
  readonly acknowledged_on: string | null
  readonly erased_on: string | null
}

export const BUNDLE = `id, name, product, slot, business_date, part, state, attempt, template_version, posting_on, expires_on,
  item_count, pages, manifest_sha256, replaces, hold, published_on, delivered_on, acknowledged_on, erased_on`

/** Bundles in these states, of one kind of letters or of all. */
export function bundlesIn(
  db: Executor,
  states: readonly BundleState[],
  kind?: LetterKind,
): Promise<Bundle[]> {
  const ofKind = kind ? ` and product in ${sqlList(productsOf(kind))}` : ''
  return rowsOf(db, `select ${BUNDLE} from bundle where state in ${sqlList(states)}${ofKind} order by id`)
}

/** The cancelled bundles among these names. */
export function cancelledAmong(db: Executor, names: readonly string[]): Promise<Bundle[]> {
  return rowsOf(
    db,
    `select ${BUNDLE} from bundle where state = 'cancelled'
       and name in (select v from ${valuesTable(db, 'text')} as t) order by id`,
    [JSON.stringify(names)],
  )
}

export async function bundleByName(db: Executor, name: string): Promise<Bundle | undefined> {
  const [bundle] = await rowsOf<Bundle>(db, `select ${BUNDLE} from bundle where name = ?`, [name])
  return bundle
}

export async function bundleById(db: Executor, id: number): Promise<Bundle> {
  const [bundle] = await rowsOf<Bundle>(db, `select ${BUNDLE} from bundle where id = ?`, [id])
  if (!bundle) throw new Error(`the ledger has no bundle ${id}`)
  return bundle
}

/** Bundles that have not left the building and have one of these letters. */
export function openBundlesWith(db: Executor, letterIds: readonly number[]): Promise<Bundle[]> {
  return rowsOf(
    db,
    `select ${BUNDLE} from bundle where state in ('planned', 'sealed', 'published') and id in (
       select bundle_id from bundle_item where letter_id in (select v from ${valuesTable(db, 'integer')} as t))
     order by id`,
    [JSON.stringify(letterIds)],
  )
}
