import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LeaseLost, Stopped } from '../../src/batch/failures.ts'
import { holdLease } from '../../src/batch/lease-keeper.ts'
import {
  type Around,
  runDueSlots,
  type ScheduledWork,
  type ScheduleEvent,
} from '../../src/batch/run-due-slots.ts'
import type { Slot } from '../../src/batch/slot.ts'
import { timetable } from '../../src/batch/timetable.ts'
import { silentLog } from '../../src/observe/log.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { scheduleStart, slotDoneByHand } from '../../src/store/scheduled-slot.ts'
import { DATABASES, newStore } from '../support/databases.ts'

type Work = (slot: Slot) => Promise<void> | void

describe.each(DATABASES)('slots of the schedule on %s', (kind) => {
  let database: Awaited<ReturnType<typeof newStore>>
  /** What ran, as `task slot`. */
  let ran: string[]
  let told: ScheduleEvent[]
  let now: Date
  beforeAll(async () => {
    database = await newStore(kind)
  })
  afterAll(() => database.remove())
  beforeEach(async () => {
    const { db } = database.store
    for (const [table, where] of [
      ['scheduled_slot', {}],
      ['lease', {}],
      ['setting', { name: 'schedule-from' }],
    ] as const)
      await db(table).where(where).delete()
    ran = []
    told = []
    now = new Date('2026-11-20T12:00:00Z')
    await scheduleStart(database.store, now)
  })

  /** A process that comes up at `at`, looks once, and is gone. */
  async function look(at: string, works: readonly ScheduledWork[] = [night()], upSince = at) {
    now = new Date(at)
    const from = await scheduleStart(database.store, now)
    await runDueSlots(works, {
      store: database.store,
      log: silentLog,
      now: () => now,
      upSince: new Date(upSince),
      from,
      isStopping: () => ran.at(-1) === 'stop',
      tell: (event) => told.push(event),
    })
  }

  /** As the app does: under the lease. */
  async function underLease(around: Around, work: () => Promise<void>): Promise<void> {
    const lease = await holdLease(database.store, () => now)
    try {
      await around(work)
    } finally {
      await lease.release()
    }
  }

  function night(work: Work = () => {}, policy: 'all' | 'latest' = 'all'): ScheduledWork {
    return {
      name: 'night',
      timed: false,
      timetable: timetable('night', '30 3 * * *', false),
      catchUp: { policy, maxAgeHours: 96 },
      ownDay: false,
      run: (slot, around) =>
        underLease(around, async () => {
          ran.push(`night ${slot.name}`)
          await work(slot)
        }),
    }
  }

  function intake(): ScheduledWork {
    return {
      name: 'intake',
      timed: true,
      timetable: timetable('intake', '0,30 6-20 * * *', true),
      catchUp: { policy: 'latest', maxAgeHours: 24 },
      ownDay: true,
      run: (slot, around) =>
        underLease(around, async () => {
          ran.push(`intake ${slot.name}`)
        }),
    }
  }

  async function states(): Promise<Record<string, string>> {
    const rows = await rowsOf<{ task: string; slot: string; state: string }>(
      database.store.db,
      'select task, slot, state from scheduled_slot order by task, slot',
    )
    return Object.fromEntries(rows.map(({ task, slot, state }) => [`${task} ${slot}`, state]))
  }

  test('the first start ever catches up with nothing', async () => {
    await look('2026-11-20T12:00:00Z')
    expect([ran, await states()]).toEqual([[], {}])
  })

  test('a slot runs once, however often its minute is looked at', async () => {
    await look('2026-11-21T02:30:00Z')
    await look('2026-11-21T02:30:00Z')
    await look('2026-11-21T02:31:00Z')
    expect(ran).toEqual(['night 2026-11-21'])
    expect(await states()).toEqual({ 'night 2026-11-21': 'DONE' })
  })

  test('a week of missed nights: the last four in order, then the day’s jobs; the others have their row', async () => {
    await look('2026-11-27T07:00:00Z', [intake(), night()])
    expect(ran).toEqual([
      'night 2026-11-24',
      'night 2026-11-25',
      'night 2026-11-26',
      'night 2026-11-27',
      'intake 2026-11-27T0800',
    ])
    const found = Object.entries(await states())
    expect(found.filter(([, state]) => state === 'PASSED_BY').map(([key]) => key)).toEqual(
      expect.arrayContaining(['night 2026-11-21', 'night 2026-11-22', 'night 2026-11-23']),
    )
    expect(found.filter(([key]) => key.startsWith('night')).length).toBe(7)
    expect(told.flatMap((event) => (event.what === 'passed-by' ? [event.task] : []))).toEqual([
      'intake',
      'night',
    ])
    expect(told.at(-1)).toEqual({ what: 'idle' })
    ran = []
    await look('2026-11-27T07:00:00Z', [intake(), night()])
    expect(ran).toEqual([])
  })

  test('two that look together run it once', async () => {
    await Promise.all([look('2026-11-21T02:30:00Z'), look('2026-11-21T02:30:00Z')])
    await look('2026-11-21T02:31:00Z')
    expect(ran).toEqual(['night 2026-11-21'])
  })

  test('while somebody else is at work a slot waits, and runs afterwards', async () => {
    now = new Date('2026-11-21T02:30:00Z')
    const other = await holdLease(database.store, () => now)
    await look('2026-11-21T02:30:00Z')
    expect([ran, await states()]).toEqual([[], {}])
    expect(told.map(({ what }) => what)).toEqual(['busy'])
    await other.release()
    await look('2026-11-21T02:31:00Z')
    expect(ran).toEqual(['night 2026-11-21'])
  })

  test.each([
    ['was stopped', new Stopped('SIGTERM')],
    ['lost its lease', new LeaseLost()],
  ])('a slot whose process %s is taken up again, with its own date', async (_, error) => {
    await look('2026-11-21T02:30:00Z', [
      night(() => {
        throw error
      }),
    ])
    expect(await states()).toEqual({ 'night 2026-11-21': 'RUNNING' })
    await look('2026-11-21T12:00:00Z')
    expect(ran).toEqual(['night 2026-11-21', 'night 2026-11-21'])
    expect(await states()).toEqual({ 'night 2026-11-21': 'DONE' })
  })

  test('what was begun and is too old by now is passed by, in so many words', async () => {
    await look('2026-11-21T02:30:00Z', [
      night(() => {
        throw new Stopped('SIGTERM')
      }),
    ])
    await look('2026-11-28T12:00:00Z', [night(undefined, 'latest')])
    expect(ran).toEqual(['night 2026-11-21', 'night 2026-11-28'])
    expect((await states())['night 2026-11-21']).toBe('PASSED_BY')
  })

  test('a slot that failed is not tried again, and the next one runs', async () => {
    await look('2026-11-22T12:00:00Z', [
      night(({ on }) => {
        if (on === '2026-11-21') throw new Error('broken')
      }),
    ])
    expect(await states()).toEqual({ 'night 2026-11-21': 'FAILED', 'night 2026-11-22': 'DONE' })
    await look('2026-11-22T13:00:00Z')
    expect(ran).toEqual(['night 2026-11-21', 'night 2026-11-22'])
  })

  test('a night that a person made is not made again; the missed one before it is', async () => {
    await slotDoneByHand(database.store, { task: 'night', key: '2026-11-22' }, now)
    await look('2026-11-22T12:00:00Z')
    expect(ran).toEqual(['night 2026-11-21'])
    await look('2026-11-23T02:30:00Z')
    expect(ran).toEqual(['night 2026-11-21', 'night 2026-11-23'])
  })

  test('a failed night that a person finished is done', async () => {
    await look('2026-11-21T02:30:00Z', [
      night(() => {
        throw new Error('broken')
      }),
    ])
    await slotDoneByHand(database.store, { task: 'night', key: '2026-11-21' }, now)
    expect(await states()).toEqual({ 'night 2026-11-21': 'DONE' })
  })

  test('after a stop was asked for nothing more begins', async () => {
    await look('2026-11-23T12:00:00Z', [
      night(() => {
        ran.push('stop')
      }),
    ])
    expect(ran).toEqual(['night 2026-11-21', 'stop'])
  })

  test('the night of a changing clock: once in autumn, once in spring', async () => {
    const half = { ...night(), timetable: timetable('night', '30 2 * * *', false) }
    const minutes = (from: string, n: number) =>
      Array.from({ length: n }, (_, i) => new Date(Date.parse(from) + i * 1_800_000).toISOString())
    for (const at of minutes('2027-10-30T21:00:00Z', 12)) await look(at, [half], '2027-10-30T20:00:00Z')
    expect(ran.at(-1)).toBe('night 2027-10-31')
    expect(ran.filter((one) => one === 'night 2027-10-31').length).toBe(1)
  })
})
