/** @module Which due slots of a task still run, and which are passed by because their time is over. */
import { civilDateInRome, romeParts } from '../domain/civil-date.ts'
import type { DueSlot } from './timetable.ts'

export interface CatchUp {
  /** Of slots that were missed: every one, the last one, or none. */
  readonly policy: 'all' | 'latest' | 'none'
  /** An older slot is passed by. */
  readonly maxAgeHours: number
}

export interface SlotRules {
  readonly catchUp: CatchUp
  /** Runs on the slot's own day alone: what it would do on a later one, that day's slots do. */
  readonly ownDay: boolean
  /** Wall time (`HHMM`) from which it does not start any more. */
  readonly before?: string
}

export type PassedByReason = 'too-old' | 'later-slot' | 'policy' | 'day-over' | 'cut-off'

export interface SlotDecision {
  readonly run: readonly DueSlot[]
  readonly passedBy: readonly (DueSlot & { readonly reason: PassedByReason })[]
}

/**
 * `due` in order; `upSince` is when this process came up: what fell due before was missed. `begun` slots were started by
 * a process that died, and count as present.
 */
export function decideSlots(
  due: readonly DueSlot[],
  { catchUp, ownDay, before }: SlotRules,
  { now, upSince, begun }: { now: Date; upSince: Date; begun: ReadonlySet<string> },
): SlotDecision {
  const oldest = now.getTime() - catchUp.maxAgeHours * 3_600_000
  const last = due.at(-1)
  const reasonAgainst = (one: DueSlot): PassedByReason | undefined => {
    if (ownDay && one.slot.on !== civilDateInRome(now)) return 'day-over'
    if (before !== undefined && romeParts(now).time >= before) return 'cut-off'
    if (one.dueAt.getTime() < oldest) return 'too-old'
    if (catchUp.policy === 'none' && one.dueAt < upSince && !begun.has(one.key)) return 'policy'
    if (catchUp.policy !== 'all' && one !== last) return 'later-slot'
    return undefined
  }
  const run: DueSlot[] = []
  const passedBy: SlotDecision['passedBy'][number][] = []
  for (const one of due) {
    const reason = reasonAgainst(one)
    if (reason) passedBy.push({ ...one, reason })
    else run.push(one)
  }
  return { run, passedBy }
}
