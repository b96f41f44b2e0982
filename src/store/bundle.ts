/**
 * Bundles: frozen sets of letters that are rendered, published and handed over as one. Each function is one step of
 * the protocol of `design.md` §5, guarded by the state it starts from.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { type LetterKind, productsOf } from '../domain/products.ts'
import { bulkInsert, rowsOf, sqlList, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { reserveIds } from './id-block.ts'
import { holdLetters, type LetterHold } from './letter.ts'
import type { Store } from './store.ts'

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

const BUNDLE = `id, name, product, slot, business_date, part, state, attempt, template_version, posting_on, expires_on,
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

/** The credentials whose second halves a bundle carries, for `in`: none where it carries certificates. */
export const CREDENTIALS = `select l.source_id from letter l join bundle_item i on i.letter_id = l.id
  where i.bundle_id = ? and l.kind = 'PIN_HALF2'`

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

/** The vendor never answered, and the days of grace are over: the halves go, the bundle stays open. */
export async function eraseOverdue(trx: Executor, actor: Actor, bundle: Bundle): Promise<void> {
  await eraseSecondHalves(trx, actor, bundle)
  await recordBundleEvent(trx, actor, bundle, 'erased')
}

async function eraseSecondHalves(trx: Executor, actor: Actor, bundle: Bundle): Promise<void> {
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

async function recordMoves(
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
