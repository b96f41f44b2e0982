/** @module Who prepared the proofs of a bundle and who approved it: one row a bundle, for one manifest alone. */
import type { Approval } from '../domain/approval.ts'
import { rowsOf } from './bulk.ts'
import type { Bundle } from './bundle.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'

export async function approvalOf(db: Executor, bundleId: number): Promise<Approval | undefined> {
  const [row] = await rowsOf<Approval>(
    db,
    `select manifest_sha256 as "manifestSha256", prepared_by as "preparedBy", approved_by as "approvedBy"
     from approval where bundle_id = ?`,
    [bundleId],
  )
  return row
}

/** Somebody prepared proofs of a bundle as it is. An approval of the same content stands; one of other content is void. */
export async function recordProofs(trx: Executor, actor: Actor, bundle: Bundle, by: string): Promise<void> {
  const changed = await rowsOf(
    trx,
    `insert into approval (bundle_id, manifest_sha256, prepared_by, prepared_at) values (?, ?, ?, ?)
     on conflict (bundle_id) do update set manifest_sha256 = excluded.manifest_sha256,
       prepared_by = excluded.prepared_by, prepared_at = excluded.prepared_at, approved_by = null, approved_at = null
     where approval.approved_by is null or approval.manifest_sha256 <> excluded.manifest_sha256
     returning bundle_id`,
    [bundle.id, bundle.manifest_sha256, by, actor.at],
  )
  if (changed.length > 0) await recordBundle(trx, actor, bundle, 'proofs-prepared')
}

/** False where the bundle, or what was prepared for it, is no more what `bundle` says. */
export async function recordApproval(
  trx: Executor,
  actor: Actor,
  bundle: Bundle,
  by: string,
): Promise<boolean> {
  const approved = await rowsOf(
    trx,
    `update approval set approved_by = ?, approved_at = ?
     where bundle_id = ? and manifest_sha256 = ? and approved_by is null
       and exists (select 1 from bundle where id = approval.bundle_id and state = 'published' and hold is null
         and manifest_sha256 = approval.manifest_sha256)
     returning bundle_id`,
    [by, actor.at, bundle.id, bundle.manifest_sha256],
  )
  if (approved.length === 0) return false
  await recordBundle(trx, actor, bundle, 'approved')
  return true
}

export interface UnapprovedBundle {
  readonly id: number
  readonly name: string
  readonly business_date: string
  /** Who prepared its proofs as it is now; null where nobody did. */
  readonly prepared_by: string | null
}

/** Published bundles that nobody has approved as they are now, but for those that are to be made again. */
export function unapprovedBundles(db: Executor): Promise<UnapprovedBundle[]> {
  return rowsOf(
    db,
    `select b.id, b.name, b.business_date, a.prepared_by from bundle b
       left join approval a on a.bundle_id = b.id and a.manifest_sha256 = b.manifest_sha256
     where b.state = 'published' and b.hold is null and a.approved_by is null order by b.id`,
  )
}

function recordBundle(trx: Executor, actor: Actor, { id, state }: Bundle, action: string): Promise<void> {
  return recordEvents(trx, actor, 'bundle', action, [{ id, from: state, to: state }])
}
