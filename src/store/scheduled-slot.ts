/** @module The slots of the schedule: one row a task and slot, so that each is done once, whoever comes to it. */
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'
import type { Store } from './store.ts'

export interface ScheduledSlot {
  readonly task: string
  /** As the timetable names it. */
  readonly key: string
  readonly dueAt: Date
}

/** From when on the hours of tasks are looked at: the first start ever. */
export function scheduleStart(store: Store, at: Date): Promise<Date> {
  return store.transaction('schedule-start', async (trx) => {
    const [known] = await rowsOf<{ value: string }>(
      trx,
      `select value from setting where name = 'schedule-from'`,
    )
    if (known) return new Date(known.value)
    await trx('setting')
      .insert({ name: 'schedule-from', value: at.toISOString() })
      .onConflict('name')
      .ignore()
    return at
  })
}

/** How far the hours of each task have been looked at. */
export async function lookedAtUntil(db: Executor): Promise<ReadonlyMap<string, Date>> {
  const rows = await rowsOf<{ task: string; due_at: string }>(
    db,
    'select task, max(due_at) as due_at from scheduled_slot where due_at is not null group by task',
  )
  return new Map(rows.map(({ task, due_at }) => [task, new Date(due_at)]))
}

/** Slots that somebody has begun and not ended. */
export async function begunSlots(db: Executor): Promise<ScheduledSlot[]> {
  const rows = await rowsOf<{ task: string; slot: string; due_at: string }>(
    db,
    `select task, slot, due_at from scheduled_slot
     where state = 'RUNNING' and due_at is not null order by due_at, task`,
  )
  return rows.map(({ task, slot, due_at }) => ({ task, key: slot, dueAt: new Date(due_at) }))
}

/**
 * True for the one that may do it. To be asked under the lease: a slot that runs is then one whose process died, and is
 * taken up again.
 */
export function claimSlot(store: Store, slot: ScheduledSlot, at: Date): Promise<boolean> {
  return store.transaction('claim-slot', async (trx) => {
    const claimed = await rowsOf(
      trx,
      `insert into scheduled_slot (task, slot, state, due_at, started_at) values (?, ?, 'RUNNING', ?, ?)
       on conflict (task, slot) do nothing returning task`,
      [slot.task, slot.key, slot.dueAt.toISOString(), at.toISOString()],
    )
    if (claimed.length > 0) return true
    // A slot that was done by hand counts as looked at, now that its hour has come.
    const [row] = await rowsOf<{ state: string }>(
      trx,
      `update scheduled_slot set due_at = ? where task = ? and slot = ? returning state`,
      [slot.dueAt.toISOString(), slot.task, slot.key],
    )
    return row?.state === 'RUNNING'
  })
}

export function endSlot(
  store: Store,
  { task, key }: Pick<ScheduledSlot, 'task' | 'key'>,
  state: 'DONE' | 'FAILED',
  at: Date,
): Promise<void> {
  return store.transaction('end-slot', async (trx) => {
    await trx('scheduled_slot').where({ task, slot: key }).update({ state, ended_at: at.toISOString() })
  })
}

/** Done by a person: no start does it again. */
export function slotDoneByHand(
  store: Store,
  { task, key }: Pick<ScheduledSlot, 'task' | 'key'>,
  at: Date,
): Promise<void> {
  return store.transaction('slot-by-hand', async (trx) => {
    await rowsOf(
      trx,
      `insert into scheduled_slot (task, slot, state, started_at, ended_at) values (?, ?, 'DONE', ?, ?)
       on conflict (task, slot) do update set state = 'DONE', ended_at = excluded.ended_at
       where scheduled_slot.state <> 'DONE' returning task`,
      [task, key, at.toISOString(), at.toISOString()],
    )
  })
}

/** Their time is over; what was done stays done. Answers those that nobody had passed by or done before. */
export function passBySlots(
  store: Store,
  slots: readonly ScheduledSlot[],
  at: Date,
): Promise<ReadonlySet<string>> {
  return store.transaction('pass-by-slots', async (trx) => {
    const passed = new Set<string>()
    for (const { task, key, dueAt } of slots) {
      const changed = await rowsOf(
        trx,
        `insert into scheduled_slot (task, slot, state, due_at, started_at, ended_at) values (?, ?, 'PASSED_BY', ?, ?, ?)
         on conflict (task, slot) do update set state = 'PASSED_BY', ended_at = excluded.ended_at
         where scheduled_slot.state = 'RUNNING' returning task`,
        [task, key, dueAt.toISOString(), at.toISOString(), at.toISOString()],
      )
      if (changed.length > 0) passed.add(key)
    }
    return passed
  })
}
