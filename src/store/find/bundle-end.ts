/** @module Why a bundle was cancelled, and what took its place. */
import { rowsOf } from '../bulk.ts'
import type { Bundle } from '../bundle.ts'
import type { Executor } from '../dialect.ts'

export interface BundleEnd {
  /** Null where the log has no row for it. */
  readonly on: string | null
  /** Of a manual act; null where a job did it. */
  readonly verb: string | null
  readonly by: string | null
  readonly why: string | null
  /** The inspection had found faults in it. */
  readonly isFaulty: boolean
  /** Bundles with letters that it had. */
  readonly replacedBy: readonly string[]
}

export async function bundleEndOf(db: Executor, { id, name }: Bundle): Promise<BundleEnd> {
  const [cancelled] = await rowsOf<Pick<BundleEnd, 'on' | 'verb' | 'by' | 'why'>>(
    db,
    `select coalesce(r.business_date, a.on_date, substr(e.at, 1, 10)) as "on", a.verb, a.by_whom as "by", a.reason as why
     from event e left join run r on r.id = e.run_id left join manual_act a on a.id = e.run_id
     where e.object_type = 'bundle' and e.object_id = ? and e.action = 'cancelled'`,
    [id],
  )
  const faulty = await rowsOf(
    db,
    `select 1 from event where object_type = 'bundle' and object_id = ? and action = 'held' limit 1`,
    [id],
  )
  const replacedBy = await rowsOf<{ name: string }>(
    db,
    `select name from bundle where ' ' || replaces || ' ' like '% ' || ? || ' %' order by id`,
    [name],
  )
  return {
    ...(cancelled ?? { on: null, verb: null, by: null, why: null }),
    isFaulty: faulty.length > 0,
    replacedBy: replacedBy.map((row) => row.name),
  }
}
