/**
 * The whole equation, per job, product and slot: requested = rejected + held + cancelled + in run; in run = accepted or
 * refused by the vendor, or still here; accepted = confirmed or open. What the vendor refuses, posts and spoils is
 * counted when its results are read.
 *
 * @module
 */
import { italianDate } from '../../domain/civil-date.ts'
import type { Executor } from '../../store/dialect.ts'
import * as ledger from '../../store/report/flow.ts'
import { inSnapshot } from '../../store/report/snapshot.ts'
import type { BalanceLine } from './balance.ts'

export interface FlowLine extends BalanceLine {
  readonly job: string
  readonly product: string
  /** Business date. */
  readonly slot: string
  readonly parts: Readonly<Record<string, number>>
}

interface Stage {
  readonly job: string
  readonly what: string
  /** Part → what it is called; anything else that is found belongs nowhere. */
  readonly parts: Readonly<Record<string, string>>
  count(db: Executor): Promise<ledger.FlowCount[]>
}

const STAGES: readonly Stage[] = [
  {
    job: 'intake',
    what: 'Righe lette',
    parts: { entered: 'entrate', rejected: 'respinte', repeated: 'ripetute' },
    count: ledger.feedRowsFlow,
  },
  {
    job: 'issue-pins',
    what: 'Richieste di PIN',
    parts: {
      running: 'con un PIN',
      rejected: 'respinte',
      held: 'sospese',
      cancelled: 'annullate o superate',
      toCall: 'da richiamare',
      waiting: 'da decidere',
    },
    count: ledger.pinRequestsFlow,
  },
  {
    job: 'send-first-halves',
    what: 'PIN generati',
    parts: {
      lettered: 'con una lettera',
      atCounter: 'consegnati allo sportello',
      toSend: 'con la prima parte da inviare',
      ended: 'cessati prima dell’invio',
    },
    count: ledger.pinsFlow,
  },
  {
    job: 'release-certificates',
    what: 'Richieste di certificazione',
    parts: {
      running: 'con un rilascio',
      rejected: 'respinte',
      held: 'sospese',
      cancelled: 'annullate',
      waiting: 'da evadere',
    },
    count: ledger.certificateRequestsFlow,
  },
  {
    job: 'print-pin-letters',
    what: 'Lettere create',
    parts: { running: 'in un lotto', held: 'sospese', cancelled: 'ritirate', waiting: 'da stampare' },
    count: ledger.lettersFlow,
  },
  {
    job: 'hand-over',
    what: 'Lettere nei lotti',
    parts: {
      accepted: 'confermate dal postalizzatore',
      open: 'consegnate, da confermare',
      ready: 'pronte',
      toFinish: 'da completare',
      cancelled: 'ritirate, da togliere',
    },
    count: ledger.bundlesFlow,
  },
]

/** One line a stage, slot and product that ever had something. */
export async function checkFlow(db: Executor): Promise<FlowLine[]> {
  const lines: FlowLine[] = []
  for (const stage of STAGES) {
    const counts = await inSnapshot(db, (trx) => stage.count(trx))
    const groups = Map.groupBy(counts, ({ slot, product }) => `${slot} ${product}`)
    for (const group of groups.values()) lines.push(lineOf(stage, group))
  }
  return lines
}

function lineOf({ job, what, parts: labels }: Stage, counts: readonly ledger.FlowCount[]): FlowLine {
  const [{ slot, product }] = counts as [ledger.FlowCount]
  const expected = counts.find(({ part }) => part === 'total')?.n ?? 0
  const parts: Record<string, number> = {}
  for (const [part, label] of Object.entries(labels)) {
    parts[label] = counts.find((count) => count.part === part)?.n ?? 0
  }
  const found = Object.values(parts).reduce((sum, n) => sum + n, 0)
  const line = `${what} del ${italianDate(slot)}, ${product} = ${Object.keys(parts).join(' + ')}`
  return { job, product, slot, line, parts, expected, found }
}
