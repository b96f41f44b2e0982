/** @module The run that a person names by its number. */
import { JOB_LABELS } from '../batch/report/labels.ts'
import { italianDate } from '../domain/civil-date.ts'
import { type Run, runByNumber } from '../store/run.ts'
import type { Store } from '../store/store.ts'

/** No run has this number (exit 2). */
class UnknownRun extends Error {
  readonly exitCode = 2
  constructor(id: number) {
    super(`nessuna esecuzione ha il numero ${id}; recapito status mostra i numeri delle ultime`)
    this.name = 'UnknownRun'
  }
}

export async function runNumbered(store: Store, id: number): Promise<Run> {
  const run = await runByNumber(store.db, id)
  if (!run) throw new UnknownRun(id)
  return run
}

/** How an answer names it. */
export function runTitle({ id, job, business_date: on }: Run): string {
  return `Esecuzione ${id}, «${JOB_LABELS[job] ?? job}» del ${italianDate(on)}`
}
