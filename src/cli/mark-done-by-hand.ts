/** @module What a person has done of the schedule, no start catches up with. */
import type { App } from '../app.ts'
import type { Slot } from '../batch/slot.ts'
import { timetable } from '../batch/timetable.ts'
import { addDays, instantInRome } from '../domain/civil-date.ts'
import { slotDoneByHand } from '../store/scheduled-slot.ts'

/** Only where its hour has come: what is done earlier does not take the place of what the schedule will find then. */
export async function markDoneByHand(app: App, task: 'night' | 'hand-over', slot: Slot): Promise<void> {
  const { store, settings, now } = app
  const startOfDay = instantInRome(slot.on, '0000')
  const endOfDay = instantInRome(addDays(slot.on, 1), '0000')
  const until = now() < endOfDay ? now() : new Date(endOfDay.getTime() - 1)
  const justBefore = new Date(startOfDay.getTime() - 1)
  const due = timetable(task, settings.schedule[task], false).due(justBefore, until)
  for (const { key } of due) await slotDoneByHand(store, { task, key }, now())
}
