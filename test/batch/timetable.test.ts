import { describe, expect, test } from 'vitest'
import { timetable } from '../../src/batch/timetable.ts'

/** Slots of a task between two instants, each with its hour in UTC. */
function due(cron: string, timed: boolean, after: string, until: string): string[] {
  return timetable('task', cron, timed)
    .due(new Date(after), new Date(until))
    .map(({ key, dueAt }) => `${key} ${dueAt.toISOString().slice(11, 16)}Z`)
}

describe('the spring Sunday, 28 March 2027, has no hour from 02:00 to 03:00', () => {
  const spring = ['2027-03-27T22:00:00Z', '2027-03-28T22:00:00Z'] as const
  test.each([
    ['30 3 * * *', false, ['2027-03-28 01:30Z']],
    ['30 2 * * *', false, ['2027-03-28 01:00Z']],
    ['0 2 * * *', false, ['2027-03-28 01:00Z']],
    ['30 1,2,3 * * *', true, ['2027-03-28T0130 00:30Z', '2027-03-28T0300 01:00Z', '2027-03-28T0330 01:30Z']],
    [
      '*/30 1-3 * * *',
      true,
      ['T0100 00:00Z', 'T0130 00:30Z', 'T0300 01:00Z', 'T0330 01:30Z'].map(on('2027-03-28')),
    ],
  ])('%s', (cron, timed, slots) => {
    expect(due(cron, timed, ...spring)).toEqual(slots)
  })
})

describe('the autumn Sunday, 31 October 2027, has the hour from 02:00 to 03:00 twice', () => {
  const autumn = ['2027-10-30T22:00:00Z', '2027-10-31T22:59:00Z'] as const
  test.each([
    ['30 3 * * *', false, ['2027-10-31 02:30Z']],
    ['30 2 * * *', false, ['2027-10-31 00:30Z']],
    [
      '*/30 1-3 * * *',
      true,
      ['T0100 23:00Z', 'T0130 23:30Z', 'T0200 00:00Z', 'T0230 00:30Z', 'T0300 02:00Z', 'T0330 02:30Z'].map(
        on('2027-10-31'),
      ),
    ],
  ])('%s', (cron, timed, slots) => {
    expect(due(cron, timed, ...autumn)).toEqual(slots)
  })
})

function on(date: string): (slot: string) => string {
  return (slot) => date + slot
}

test.each([['30 2 * * *'], ['0 2 * * *'], ['30 3 * * *'], ['59 23 * * *'], ['0 0 * * *']])(
  '%s is due once on every day of 2027, whatever the clocks do',
  (cron) => {
    const found = timetable('task', cron, false).due(
      new Date('2026-12-31T22:59:59Z'),
      new Date('2027-12-31T22:59:59Z'),
    )
    expect(new Set(found.map(({ key }) => key)).size).toBe(365)
    expect(found.length).toBe(365)
  },
)

test('minute by minute brings the same slots as one look over all of it', () => {
  const task = timetable('task', '*/10 0-4 * * *', true)
  const start = Date.parse('2027-10-30T23:00:00Z')
  const minutes = Array.from({ length: 360 }, (_, n) => start + n * 60_000)
  const oneByOne = minutes.flatMap((at) => task.due(new Date(at - 60_000), new Date(at)))
  expect(oneByOne).toEqual(task.due(new Date(start - 60_000), new Date(minutes.at(-1) as number)))
})

test('an instant that was looked at is not looked at again', () => {
  expect(due('0 9 * * *', false, '2026-11-20T08:00:00Z', '2026-11-21T07:59:59Z')).toEqual([])
  expect(due('0 9 * * *', false, '2026-11-20T07:59:59Z', '2026-11-20T08:00:00Z')).toEqual([
    '2026-11-20 08:00Z',
  ])
})

test('days of week and month are those of Rome', () => {
  expect(due('15 0 * * 1', false, '2027-03-01T12:00:00Z', '2027-03-16T12:00:00Z')).toEqual([
    '2027-03-08 23:15Z',
    '2027-03-15 23:15Z',
  ])
})

test('a job of one name a day that comes twice a day has two slots', () => {
  const slots = timetable('hand-over', '0 9,11 * * *', false).due(
    new Date('2026-11-20T00:00:00Z'),
    new Date('2026-11-20T23:00:00Z'),
  )
  expect(slots.map(({ key, slot }) => [key, slot.name])).toEqual([
    ['2026-11-20T0900', '2026-11-20'],
    ['2026-11-20T1100', '2026-11-20'],
  ])
})

test('what comes next, the leap day too', () => {
  const next = (cron: string) =>
    timetable('task', cron, false).next(new Date('2026-11-20T08:00:00Z'))?.dueAt.toISOString()
  expect(next('0 9 * * *')).toBe('2026-11-21T08:00:00.000Z')
  expect(next('0 9 29 2 *')).toBe('2028-02-29T08:00:00.000Z')
})

test('a schedule that no clock can follow is refused by its name', () => {
  expect(() => timetable('night', '99 3 * * *', false)).toThrow('schedule.night: ci vogliono cinque campi')
})
