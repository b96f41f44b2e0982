/**
 * Working days of the print house and of the offices: Monday to Friday without national holidays (L. 260/1949 as
 * amended) and without the closures that settings name, such as the patron saint's day.
 *
 * Computed here and not with `date-holidays`: its import costs 200 ms, nearly half the start-up time allowed to a
 * command, for twelve fixed days and Easter. The tests compare the two year by year.
 *
 * @module
 */
import { addDays, type CivilDate, isoWeekday } from './civil-date.ts'

const FIXED_HOLIDAYS = new Set([
  '01-01',
  '01-06',
  '04-25',
  '05-01',
  '06-02',
  '08-15',
  '11-01',
  '12-08',
  '12-25',
  '12-26',
])

/** Of a year from 2001 on (before, 2 June was no holiday). */
export function isWorkingDay(date: CivilDate, closures: readonly CivilDate[]): boolean {
  return isoWeekday(date) <= 5 && !isHoliday(date) && !closures.includes(date)
}

/** The first working day on or after a date. */
export function nextWorkingDay(date: CivilDate, closures: readonly CivilDate[]): CivilDate {
  let day = date
  while (!isWorkingDay(day, closures)) day = addDays(day, 1)
  return day
}

function isHoliday(date: CivilDate): boolean {
  const monthAndDay = date.slice(5)
  if (FIXED_HOLIDAYS.has(monthAndDay)) return true
  // San Francesco: a national holiday again from 2026 (L. 151 of 8-10-2025).
  if (monthAndDay === '10-04') return date >= '2026-01-01'
  // The 150 years of the unification, in 2011 alone (D.L. 5 of 22-02-2011).
  if (date === '2011-03-17') return true
  return date === addDays(easterSunday(Number(date.slice(0, 4))), 1)
}

/** The Gregorian computus in the form of Meeus, Jones and Butcher. */
function easterSunday(year: number): CivilDate {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const yearOfCentury = year % 100
  const lunarCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - lunarCorrection + 15) % 30
  const weekday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const daysAfter22March = epact + weekday - 7 * late
  return addDays(`${year}-03-22`, daysAfter22March)
}
