import Holidays from 'date-holidays'
import { describe, expect, test } from 'vitest'
import { addDays, isoWeekday } from '../../src/domain/civil-date.ts'
import { isWorkingDay, nextWorkingDay } from '../../src/domain/working-days.ts'

test.each([
  { title: 'a Monday', date: '2026-11-23', working: true },
  { title: 'a Saturday', date: '2026-11-28', working: false },
  { title: 'a Sunday', date: '2026-11-22', working: false },
  { title: 'Easter Monday 2013', date: '2013-04-01', working: false },
  { title: 'Easter Monday 2019', date: '2019-04-22', working: false },
  { title: 'Easter Monday 2026', date: '2026-04-06', working: false },
  { title: 'Good Friday, which Italy works', date: '2026-04-03', working: true },
  { title: 'Christmas', date: '2026-12-25', working: false },
  { title: 'San Francesco in 2024', date: '2024-10-04', working: true },
  { title: 'San Francesco in 2027', date: '2027-10-04', working: false },
  { title: 'the 150 years', date: '2011-03-17', working: false },
  { title: '17 March in 2014', date: '2014-03-17', working: true },
])('$title: $date', ({ date, working }) => {
  expect(isWorkingDay(date, [])).toBe(working)
})

test('closures of the settings are no working days', () => {
  expect(isWorkingDay('2026-06-29', [])).toBe(true)
  expect(isWorkingDay('2026-06-29', ['2026-06-29'])).toBe(false)
})

test.each([
  { title: 'a working day stays', date: '2026-11-23', closures: [], next: '2026-11-23' },
  { title: 'Saturday becomes Monday', date: '2026-11-28', closures: [], next: '2026-11-30' },
  { title: 'Easter Saturday becomes Tuesday', date: '2018-03-31', closures: [], next: '2018-04-03' },
  { title: 'a bridge closed by settings', date: '2026-12-25', closures: ['2026-12-28'], next: '2026-12-29' },
])('$title', ({ date, closures, next }) => {
  expect(nextWorkingDay(date, closures)).toBe(next)
})

describe('agrees with the library date-holidays', () => {
  const italy = new Holidays('IT')
  test.each(Array.from({ length: 50 }, (_, at) => 2001 + at))('in %i', (year) => {
    const holidays = new Set(
      italy
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10)),
    )
    if (year === 2011) holidays.add('2011-03-17')
    for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
      expect({ day, working: isWorkingDay(day, []) }).toEqual({
        day,
        working: isoWeekday(day) <= 5 && !holidays.has(day),
      })
    }
  })
})
