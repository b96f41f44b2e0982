/** @module Everything that must be equal, counted once more: ledger, flow of every slot, files, what stands still. */
import { type BalanceLine, balances, checkLedger } from '../../batch/report/balance.ts'
import { checkFlow, type FlowLine } from '../../batch/report/flow.ts'
import { addDays, type CivilDate, italianDate } from '../../domain/civil-date.ts'
import type { Executor } from '../../store/dialect.ts'
import { bundlesUnfinishedSince, messagesUnwrittenSince } from '../../store/report/stuck.ts'
import { checkBundleFiles, type FileCheck } from '../../vendor/check-bundle-files.ts'

/** Exit code of whatever finds one. */
export const MISMATCH = 5

export interface Reconciliation {
  /** Business date that the age of things is counted to. */
  readonly on: CivilDate
  readonly flow: readonly FlowLine[]
  readonly ledger: readonly BalanceLine[]
  readonly files: readonly BalanceLine[]
  readonly waiting: readonly BalanceLine[]
}

/** Reads everything, writes nothing, and needs no lease. */
export async function findDifferences(
  db: Executor,
  check: FileCheck,
  on: CivilDate,
): Promise<Reconciliation> {
  return {
    on,
    flow: await checkFlow(db),
    ledger: await checkLedger(db),
    files: await checkBundleFiles(db, check),
    waiting: await checkWaiting(db, addDays(on, -1)),
  }
}

export function differencesIn({ flow, ledger, files, waiting }: Reconciliation): BalanceLine[] {
  return [...flow, ...ledger, ...files, ...waiting].filter((line) => !balances(line))
}

async function checkWaiting(db: Executor, before: CivilDate): Promise<BalanceLine[]> {
  const bundles = await bundlesUnfinishedSince(db, before)
  return [
    { line: 'Lotti da completare da più di un giorno', expected: 0, found: bundles.length },
    ...bundles.map(({ name, business_date, item_count }) => ({
      line: `lotto ${name}: fermo dal ${italianDate(business_date)}, lettere`,
      expected: 0,
      found: item_count,
    })),
    {
      line: 'Messaggi previsti da più di un giorno e mai scritti',
      expected: 0,
      found: await messagesUnwrittenSince(db, before),
    },
  ]
}
