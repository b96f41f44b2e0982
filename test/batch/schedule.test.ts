import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startSchedule } from '../../src/batch/schedule.ts'
import { dailySlot, timedSlot } from '../../src/batch/slot.ts'
import { silentLog } from '../../src/observe/log.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-20T07:58:30Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Starts the clock and records when it looked. */
async function schedule(look: () => Promise<void> = async () => {}) {
  const looks: string[] = []
  const running = await startSchedule(() => {
    looks.push(new Date().toISOString().slice(11, 19))
    return look()
  }, silentLog)
  return { looks, running }
}

test('looks at once, and then at every minute', async () => {
  const { looks, running } = await schedule()
  await vi.advanceTimersByTimeAsync(2 * 60_000)
  expect(looks).toEqual(['07:58:30', '07:59:00', '08:00:00'])
  await running.stop()
})

test('a look that fails does not stop the clock', async () => {
  const { looks, running } = await schedule(async () => {
    throw new Error('no database')
  })
  await vi.advanceTimersByTimeAsync(2 * 60_000)
  expect(looks.length).toBe(3)
  await running.stop()
})

test('a look that takes longer than a minute is not joined by another', async () => {
  let end: () => void = () => {}
  const { looks, running } = await schedule(
    () =>
      new Promise((done) => {
        end = done
      }),
  )
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect(looks).toEqual(['07:58:30'])
  end()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(looks.length).toBe(2)
  end()
  await running.stop()
})

test('after stop nothing starts any more, and what is under way comes to its end', async () => {
  let isOver = false
  const { looks, running } = await schedule(async () => {
    await new Promise((done) => setTimeout(done, 30_000))
    isOver = true
  })
  const stopped = running.stop()
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  await stopped
  expect([looks.length, isOver]).toEqual([1, true])
})

test('slots are civil time in Rome, on both sides of midnight', () => {
  expect(timedSlot(new Date('2026-11-20T23:30:00Z'))).toEqual({ name: '2026-11-21T0030', on: '2026-11-21' })
  expect(dailySlot('2026-11-20')).toEqual({ name: '2026-11-20', on: '2026-11-20' })
  expect(() => dailySlot('20/11/2026')).toThrow('YYYY-MM-DD')
})
