import { describe, expect, test } from 'vitest'
import { type CatchUp, decideSlots, type SlotRules } from '../../src/batch/catch-up.ts'
import { timetable } from '../../src/batch/timetable.ts'
import { isWorkingDay } from '../../src/domain/working-days.ts'

const NIGHT: SlotRules = { catchUp: { policy: 'all', maxAgeHours: 96 }, ownDay: false }
const HAND_OVER: SlotRules = {
  catchUp: { policy: 'latest', maxAgeHours: 24 },
  ownDay: true,
  before: '1200',
}

/** What is decided at `now` of everything that fell due after `since`, while nobody was up. */
function missed(
  cron: string,
  timed: boolean,
  rules: SlotRules,
  since: string,
  now: string,
  begun: string[] = [],
) {
  const due = timetable('task', cron, timed).due(new Date(since), new Date(now))
  const { run, passedBy } = decideSlots(due, rules, {
    now: new Date(now),
    upSince: new Date(now),
    begun: new Set(begun),
  })
  return { run: run.map(({ key }) => key), passedBy: passedBy.map(({ key, reason }) => `${key} ${reason}`) }
}

describe('a week of missed nights, back on Friday 27 November 2026 at 08:00', () => {
  const week = ['2026-11-20T03:00:00Z', '2026-11-27T07:00:00Z'] as const

  test('those of the last four days are made, each with its own date; the older ones are named', () => {
    expect(missed('30 3 * * *', false, NIGHT, ...week)).toEqual({
      run: ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'],
      passedBy: ['2026-11-21 too-old', '2026-11-22 too-old', '2026-11-23 too-old'],
    })
  })

  test.each<[CatchUp['policy'], string[]]>([
    ['latest', ['2026-11-27']],
    ['none', []],
  ])('%s', (policy, run) => {
    const found = missed('30 3 * * *', false, { ...NIGHT, catchUp: { policy, maxAgeHours: 96 } }, ...week)
    expect(found.run).toEqual(run)
    expect(found.run.length + found.passedBy.length).toBe(7)
  })

  test('none still goes on with what was begun', () => {
    const rules: SlotRules = { ...NIGHT, catchUp: { policy: 'none', maxAgeHours: 96 } }
    expect(missed('30 3 * * *', false, rules, ...week, ['2026-11-27']).run).toEqual(['2026-11-27'])
  })

  test('of the day’s jobs today’s last one runs, and none before the first of today', () => {
    const rules: SlotRules = { catchUp: { policy: 'latest', maxAgeHours: 24 }, ownDay: true }
    expect(missed('0,30 6-20 * * *', true, rules, ...week).run).toEqual(['2026-11-27T0800'])
    expect(missed('0,30 6-20 * * *', true, rules, week[0], '2026-11-27T04:00:00Z').run).toEqual([])
  })

  test('the nights around a change of the clocks are all there', () => {
    const found = missed('30 2 * * *', false, NIGHT, '2027-03-26T12:00:00Z', '2027-03-29T12:00:00Z')
    expect(found).toEqual({ run: ['2027-03-27', '2027-03-28', '2027-03-29'], passedBy: [] })
  })
})

describe('what falls due while the process is up is no catch-up', () => {
  const due = timetable('task', '0 * * * *', true).due(
    new Date('2026-11-20T08:30:00Z'),
    new Date('2026-11-20T11:00:00Z'),
  )
  test('with none too, and the last one covers those that waited for their turn', () => {
    const rules: SlotRules = { catchUp: { policy: 'none', maxAgeHours: 24 }, ownDay: true }
    const decision = decideSlots(due, rules, {
      now: new Date('2026-11-20T11:00:00Z'),
      upSince: new Date('2026-11-20T08:00:00Z'),
      begun: new Set(),
    })
    expect(decision.run.map(({ key }) => key)).toEqual(['2026-11-20T1200'])
    expect(decision.passedBy.map(({ reason }) => reason)).toEqual(['later-slot', 'later-slot'])
  })
})

describe('a hand-over that was missed', () => {
  test.each([
    ['before the cut-off it runs', '2026-11-20T10:59:00Z', ['2026-11-20'], []],
    ['at the cut-off it waits for the next day', '2026-11-20T11:00:00Z', [], ['2026-11-20 cut-off']],
    ['on the day after, that day’s own runs', '2026-11-21T07:30:00Z', [], ['2026-11-20 day-over']],
    ['after the day’s own, that one alone', '2026-11-21T08:30:00Z', ['2026-11-21'], ['2026-11-20 day-over']],
    ['in summer time the cut-off is Rome’s too', '2026-07-20T10:00:00Z', [], ['2026-07-20 cut-off']],
  ])('%s', (_, now, run, passedBy) => {
    const since = now.startsWith('2026-07') ? '2026-07-20T00:00:00Z' : '2026-11-20T00:00:00Z'
    expect(missed('0 9 * * *', false, HAND_OVER, since, now)).toEqual({ run, passedBy })
  })

  /** Days on which something leaves, where the machine is on from `up` to `down` only. */
  test.each([
    [
      'Liberation Day on a Saturday, 2026',
      '2026-04-23',
      '2026-04-28',
      ['2026-04-23', '2026-04-24', '2026-04-27', '2026-04-28'],
    ],
    [
      '25 and 26 April on Sunday and Monday, 2027',
      '2027-04-23',
      '2027-04-27',
      ['2027-04-23', '2027-04-26', '2027-04-27'],
    ],
    [
      'Easter Monday, the day after the clocks change, 2027',
      '2027-03-26',
      '2027-03-31',
      ['2027-03-26', '2027-03-30', '2027-03-31'],
    ],
    [
      'Ferragosto on a Saturday, 2026',
      '2026-08-13',
      '2026-08-18',
      ['2026-08-13', '2026-08-14', '2026-08-17', '2026-08-18'],
    ],
    [
      'Ferragosto on a Tuesday, 2028, the house closed on Monday',
      '2028-08-11',
      '2028-08-16',
      ['2028-08-11', '2028-08-16'],
    ],
  ])('%s', (_, first, last, delivers) => {
    const slots = timetable('hand-over', '0 9 * * *', false).due(
      new Date(`${first}T00:00:00Z`),
      new Date(`${last}T23:00:00Z`),
    )
    const left = slots.flatMap(({ slot, dueAt }) => {
      // The machine comes up half an hour late each day.
      const now = new Date(dueAt.getTime() + 1_800_000)
      const due = slots.filter((one) => one.dueAt <= now && one.dueAt >= dueAt)
      const { run } = decideSlots(due, HAND_OVER, { now, upSince: now, begun: new Set() })
      return run.filter((one) => isWorkingDay(one.slot.on, ['2028-08-14'])).map(() => slot.on)
    })
    expect(left).toEqual(delivers)
  })
})
