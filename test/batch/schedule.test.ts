import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AlreadyRunning } from '../../src/batch/failures.ts'
import { startSchedule } from '../../src/batch/schedule.ts'
import { dailySlot, timedSlot } from '../../src/batch/slot.ts'
import { silentLog } from '../../src/observe/log.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-20T07:58:30Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Starts one task and records the slots it was given. */
async function schedule(cron: string, timed: boolean, run: () => Promise<void> = async () => {}) {
  const slots: string[] = []
  const running = await startSchedule(
    [
      {
        name: 'task',
        cron,
        timed,
        run(slot) {
          slots.push(slot.name)
          return run()
        },
      },
    ],
    silentLog,
  )
  return { slots, running }
}

test('09:00 is nine in Rome, and a daily slot is the date alone', async () => {
  const { slots, running } = await schedule('0 9 * * *', false)
  expect(running.next()[0]?.nextAt).toContain('09:00')
  await vi.advanceTimersByTimeAsync(2 * 60_000)
  expect(slots).toEqual(['2026-11-20'])
  await running.stop()
})

test('a job of several times a day has the time in its slot', async () => {
  const { slots, running } = await schedule('0,30 * * * *', true)
  await vi.advanceTimersByTimeAsync(40 * 60_000)
  expect(slots).toEqual(['2026-11-20T0900', '2026-11-20T0930'])
  await running.stop()
})

test('a run that fails, or finds somebody at work, does not stop the schedule', async () => {
  const failures = [new AlreadyRunning('busy'), new Error('broken'), undefined]
  const { slots, running } = await schedule('* * * * *', true, async () => {
    const failure = failures.shift()
    if (failure) throw failure
  })
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect(slots.length).toBe(3)
  await running.stop()
})

test('after stop nothing starts any more', async () => {
  const { slots, running } = await schedule('* * * * *', true)
  await running.stop()
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  expect(slots).toEqual([])
})

test('slots are civil time in Rome, on both sides of midnight', () => {
  expect(timedSlot(new Date('2026-11-20T23:30:00Z'))).toEqual({ name: '2026-11-21T0030', on: '2026-11-21' })
  expect(dailySlot('2026-11-20')).toEqual({ name: '2026-11-20', on: '2026-11-20' })
  expect(() => dailySlot('20/11/2026')).toThrow('YYYY-MM-DD')
})

test('a schedule that no clock can follow is refused by its name', async () => {
  await expect(schedule('99 3 * * *', false)).rejects.toThrow('schedule.task')
})
