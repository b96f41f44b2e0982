import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  civilDateInRome,
  daysBetween,
  isCivilDate,
  italianDate,
  italianLongDate,
  latestStartDue,
  romeParts,
  withArticle,
} from '../../src/domain/civil-date.ts'

describe('the day in Rome', () => {
  test.each([
    ['a winter midnight, an hour ahead', '2026-11-21T23:00:00Z', '2026-11-22', '0000'],
    ['a minute before it', '2026-11-21T22:59:59Z', '2026-11-21', '2359'],
    ['a summer midnight, two hours ahead', '2026-07-21T22:00:00Z', '2026-07-22', '0000'],
    ['just before the spring gap', '2026-03-29T00:59:00Z', '2026-03-29', '0159'],
    ['just after it: there is no 02:30', '2026-03-29T01:00:00Z', '2026-03-29', '0300'],
    ['the first 02:30 of the autumn night', '2026-10-25T00:30:00Z', '2026-10-25', '0230'],
    ['the second 02:30 of the same night', '2026-10-25T01:30:00Z', '2026-10-25', '0230'],
    ['a year end', '2026-12-31T23:30:00Z', '2027-01-01', '0030'],
  ])('%s', (_title, instant, date, time) => {
    expect(romeParts(new Date(instant))).toEqual({ date, time })
    expect(civilDateInRome(new Date(instant))).toBe(date)
  })

  test('agrees with Intl on every half hour of two years', () => {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Rome',
      dateStyle: 'short',
      timeStyle: 'short',
    })
    for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2027, 0, 1); at += 1_800_000) {
      const { date, time } = romeParts(new Date(at))
      expect(`${date} ${time.slice(0, 2)}:${time.slice(2)}`).toBe(format.format(at))
    }
  })
})

test.each([
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['2026-04-31', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['1799-12-31', false],
  ['', false],
])('isCivilDate(%j) is %j', (text, expected) => {
  expect(isCivilDate(text)).toBe(expected)
})

describe('months clamp to the last day', () => {
  test.each([
    ['31 August and six months', '2026-08-31', 6, '2027-02-28'],
    ['the same into a leap year', '2027-08-31', 6, '2028-02-29'],
    ['31 January and one', '2026-01-31', 1, '2026-02-28'],
    ['backwards over a year', '2026-01-31', -2, '2025-11-30'],
    ['29 February and a year', '2024-02-29', 12, '2025-02-28'],
  ])('%s', (_title, date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected)
  })
})

describe('the latest start that is due', () => {
  test.each([
    ['28 February: every start from 28 to 31 August is due', '2027-02-28', 6, '2026-08-31'],
    ['27 February: 27 August', '2027-02-27', 6, '2026-08-27'],
    ['an ordinary day', '2026-11-20', 3, '2026-08-20'],
    ['30 June after three months: 31 March too', '2026-06-30', 3, '2026-03-31'],
  ])('%s', (_title, asOf, months, expected) => {
    expect(latestStartDue(asOf, months)).toBe(expected)
  })

  test('is exactly the border, for every day of four years and both periods', () => {
    for (let day = '2024-01-01'; day < '2028-01-01'; day = addDays(day, 1)) {
      for (const months of [3, 6]) {
        const start = latestStartDue(day, months)
        expect(addMonths(start, months) <= day).toBe(true)
        expect(addMonths(addDays(start, 1), months) > day).toBe(true)
      }
    }
  })
})

test.each([
  ['2026-11-08', 'il', 'l’8 novembre 2026'],
  ['2026-11-11', 'del', 'dell’11 novembre 2026'],
  ['2026-11-01', 'il', 'il 1° novembre 2026'],
  ['2026-11-18', 'del', 'del 18 novembre 2026'],
] as const)('%s with «%s» is %s', (date, article, expected) => {
  expect(withArticle(date, italianLongDate(date), article)).toBe(expected)
})

test('days between, and dates as Italians write them', () => {
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2)
  expect(daysBetween('2026-03-01', '2026-02-27')).toBe(-2)
  expect(italianDate('2026-11-02')).toBe('02/11/2026')
  expect(italianLongDate('2026-11-01')).toBe('1° novembre 2026')
})
