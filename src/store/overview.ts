/** @module How much lies where: the counts behind `recapito status`. */
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { VISIBLE } from './request.ts'

export interface Overview {
  readonly requests: Readonly<Record<string, number>>
  readonly heldRequests: number
  readonly letters: Readonly<Record<string, number>>
  readonly heldLetters: number
  readonly bundles: Readonly<Record<string, number>>
}

export async function overview(db: Executor): Promise<Overview> {
  return {
    requests: await byState(db, `request where ${VISIBLE}`),
    heldRequests: await count(db, `request where hold is not null and ${VISIBLE}`),
    letters: await byState(db, 'letter'),
    heldLetters: await count(db, 'letter where hold is not null'),
    bundles: await byState(db, 'bundle'),
  }
}

async function byState(db: Executor, from: string): Promise<Record<string, number>> {
  const rows = await rowsOf<{ state: string; n: number }>(
    db,
    `select state, count(*) as n from ${from} group by state order by state`,
  )
  return Object.fromEntries(rows.map((row) => [row.state, row.n]))
}

async function count(db: Executor, from: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(db, `select count(*) as n from ${from}`)
  return row?.n ?? 0
}
