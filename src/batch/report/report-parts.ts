/** @module What the parts of the report have in common: counts by code and by state, and what waits since when. */
import { type CivilDate, daysBetween } from '../../domain/civil-date.ts'
import type { Heap } from '../../store/report/waiting.ts'

export interface CodeCount {
  readonly code: string
  readonly field: string
  readonly sentence: string
  readonly count: number
}

export interface Waiting {
  readonly count: number
  readonly oldestOn: CivilDate | null
  readonly oldestDays: number | null
}

export type StateTotals = Readonly<Record<string, number>>

export function heap({ n, oldest_on }: Heap, on: CivilDate): Waiting {
  return { count: n, oldestOn: oldest_on, oldestDays: oldest_on === null ? null : daysBetween(oldest_on, on) }
}

export function totals(counts: readonly { state: string; n: number }[]): StateTotals {
  const sums: Record<string, number> = {}
  for (const { state, n } of counts) sums[state] = (sums[state] ?? 0) + n
  return sums
}

export function totalsBy<Row extends { state: string; n: number }>(
  rows: readonly Row[],
  groupOf: (row: Row) => string,
): Record<string, StateTotals> {
  return Object.fromEntries([...Map.groupBy(rows, groupOf)].map(([group, own]) => [group, totals(own)]))
}
