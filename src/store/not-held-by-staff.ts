/** @module What a rule may hold: the rows that staff do not hold already, for those wait for staff. */
import { STAFF_HOLD } from '../domain/step-in.ts'
import { rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'

export async function notHeldByStaff<Row extends { readonly id: number }>(
  trx: Executor,
  table: 'letter' | 'certificate',
  rows: readonly Row[],
): Promise<Row[]> {
  if (rows.length === 0) return []
  const held = await rowsOf<{ id: number }>(
    trx,
    `select id from ${table} where hold = '${STAFF_HOLD}' and id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [JSON.stringify(rows.map(({ id }) => id))],
  )
  const ids = new Set(held.map(({ id }) => id))
  return rows.filter(({ id }) => !ids.has(id))
}
