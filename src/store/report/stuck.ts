/** @module What should have moved on by itself and has not. */
import { rowsOf } from '../bulk.ts'
import type { Executor } from '../dialect.ts'

/** Bundles frozen before a day and not printed yet; those that a person must look at are told elsewhere. */
export function bundlesUnfinishedSince(
  db: Executor,
  before: string,
): Promise<{ name: string; business_date: string; item_count: number }[]> {
  return rowsOf(
    db,
    `select name, business_date, item_count from bundle
     where state in ('planned', 'sealed') and business_date < ? order by id`,
    [before],
  )
}

/** Messages planned before a day whose file was never written, though nothing holds them. */
export async function messagesUnwrittenSince(db: Executor, before: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from message m join credential c on c.id = m.credential_id
       join request r on r.id = c.request_id
     where m.state = 'planned' and m.planned_on < ? and c.state = 'GENERATED' and r.hold is null`,
    [before],
  )
  return row?.n ?? 0
}
