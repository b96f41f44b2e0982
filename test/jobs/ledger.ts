/** @module Looking into an installation from outside: its ledger between two runs, and a process that dies. */
import type { Job } from '../../jobs/job.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import type { EffectGate } from '../../src/files/files.ts'
import { type Cell, rowsOf } from '../../src/store/bulk.ts'
import { openStore } from '../../src/store/store.ts'
import type { Installation } from '../support/night.ts'

/** Rows of the ledger, read over a connection of its own. */
export async function ledger<Row = Record<string, unknown>>(
  on: Installation,
  sql: string,
  bindings: readonly Cell[] = [],
): Promise<Row[]> {
  const store = await openStore({ url: on.settings.database })
  try {
    return await rowsOf<Row>(store.db, sql, bindings)
  } finally {
    await store.close()
  }
}

/** A program that stays up, as `recapito start` does: typefaces, places and connections are there once. */
export interface Program {
  run(jobs: readonly Job[], date: string): Promise<Readonly<Record<string, number>>[]>
  ledger<Row = Record<string, unknown>>(sql: string, bindings?: readonly Cell[]): Promise<Row[]>
  stop(): Promise<void>
}

export async function start(on: Installation): Promise<Program> {
  const app = await on.open()
  return {
    run: async (jobs, date) => (await app.runJobs(jobs, dailySlot(date))).map((run) => run.counts),
    ledger: (sql, bindings = []) => rowsOf(app.store.db, sql, bindings),
    stop: () => app.close(),
  }
}

/** A process that dies just before an effect: that one does not happen, nor does any later one. */
export function diesBefore(effect: (name: string) => boolean): EffectGate {
  let dead = false
  return (name) => {
    dead ||= effect(name)
    if (dead) throw new Died(name)
  }
}

export class Died extends Error {
  constructor(effect: string) {
    super(`died before ${effect}`)
    this.name = 'Died'
  }
}
