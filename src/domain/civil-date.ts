/**
 * Civil dates (`YYYY-MM-DD`) in Europe/Rome. Pure arithmetic on the calendar; the only instant that enters is a
 * parameter, and the only zone is Rome's (`domain.md` §1.7).
 *
 * @module
 */

export const ROME = 'Europe/Rome'

/** A calendar day as `YYYY-MM-DD`; such texts compare in calendar order. */
export type CivilDate = string

const SHAPE = /^\d{4}-\d{2}-\d{2}$/

/** True for a real day of the years 1800–2199 in the form `YYYY-MM-DD`. */
export function isCivilDate(text: string): boolean {
  if (!SHAPE.test(text)) return false
  const { year, month, day } = partsOf(text)
  return (
    year >= 1800 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  )
}

export function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/** The day on Rome's calendar at an instant. */
export function civilDateInRome(instant: Date): CivilDate {
  return romeParts(instant).date
}

/** Day and wall time (`HHMM`) in Rome at an instant. */
export function romeParts(instant: Date): { date: CivilDate; time: string } {
  const wall = new Date(instant.getTime() + romeOffsetMs(instant)).toISOString()
  return { date: wall.slice(0, 10), time: wall.slice(11, 13) + wall.slice(14, 16) }
}

/**
 * The first instant at which Rome's clocks show a day and a wall time (`HHMM`): the earlier one in autumn, when a time
 * comes twice; the end of the missing hour for a time that the spring Sunday lacks.
 */
export function instantInRome(date: CivilDate, time: string): Date {
  const wall = Date.parse(`${date}T${time.slice(0, 2)}:${time.slice(2)}:00Z`)
  for (const offset of [2 * HOUR_MS, HOUR_MS]) {
    const instant = new Date(wall - offset)
    if (romeOffsetMs(instant) === offset) return instant
  }
  return new Date(Math.floor((wall - HOUR_MS) / HOUR_MS) * HOUR_MS)
}

const HOUR_MS = 3_600_000
const offsets = new Map<number, number>()

/**
 * How far Rome's clocks are ahead of UTC. They change on the hour, so one question to `Intl`, which is slow, serves
 * an hour of instants.
 */
function romeOffsetMs(instant: Date): number {
  const hour = Math.floor(instant.getTime() / HOUR_MS)
  const known = offsets.get(hour)
  if (known !== undefined) return known
  const start = hour * HOUR_MS
  const parts = Object.fromEntries(
    ROME_FORMAT.formatToParts(start).map((part) => [part.type, Number(part.value)]),
  )
  const { year = 0, month = 1, day = 1, hour: hours = 0, minute = 0, second = 0 } = parts
  const offset = Date.UTC(year, month - 1, day, hours, minute, second) - start
  if (offsets.size > 10_000) offsets.clear()
  offsets.set(hour, offset)
  return offset
}

const ROME_FORMAT = new Intl.DateTimeFormat('en-GB', {
  timeZone: ROME,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

export function addDays(date: CivilDate, days: number): CivilDate {
  const { year, month, day } = split(date)
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10)
}

/** Whole days from one date to a later one (negative when it is earlier). */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** Adds months and clamps to the month's last day: 31 August + 6 is 28 or 29 February (`domain.md` §1.7). */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const { year, month, day } = split(date)
  const index = year * 12 + (month - 1) + months
  const [newYear, newMonth] = [Math.floor(index / 12), (index % 12) + 1]
  return format(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)))
}

/**
 * The latest start date `s` for which `addMonths(s, months) <= asOf`: what SQL compares a column with, since SQLite
 * and PostgreSQL add months differently (`batch.md` §4.2).
 */
export function latestStartDue(asOf: CivilDate, months: number): CivilDate {
  let start = addMonths(asOf, -months)
  while (addMonths(addDays(start, 1), months) <= asOf) start = addDays(start, 1)
  return start
}

/** 1 Monday … 7 Sunday. */
export function isoWeekday(date: CivilDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}

/** `22/11/2026`, as tables in Italian print it. */
export function italianDate(date: CivilDate): string {
  const { year, month, day } = split(date)
  return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`
}

/** `22/11/2026 alle 03:31`, on Rome's clocks. */
export function italianInstant(instant: Date): string {
  const { date, time } = romeParts(instant)
  return `${italianDate(date)} alle ${time.slice(0, 2)}:${time.slice(2)}`
}

/** `22 novembre 2026`, as a letter prints it; the first of the month is `1°`. */
export function italianLongDate(date: CivilDate): string {
  const { year, month, day } = split(date)
  return `${day === 1 ? '1°' : day} ${MONTHS[month - 1]} ${year}`
}

/**
 * The word before a day, joined to it: `il 12 maggio`, but `l’8` and `l’11`; `del 12 maggio`, but `dell’8`. `written` is
 * the day as it will be printed.
 */
export function withArticle(date: CivilDate, written: string, article: 'il' | 'del' = 'il'): string {
  const { day } = split(date)
  const elides = day === 8 || day === 11
  if (elides) return article === 'il' ? `l’${written}` : `dell’${written}`
  return `${article} ${written}`
}

const MONTHS = [
  'gennaio',
  'febbraio',
  'marzo',
  'aprile',
  'maggio',
  'giugno',
  'luglio',
  'agosto',
  'settembre',
  'ottobre',
  'novembre',
  'dicembre',
]

function split(date: CivilDate): { year: number; month: number; day: number } {
  if (!SHAPE.test(date)) throw new RangeError(`expected a civil date YYYY-MM-DD, found "${date}"`)
  return partsOf(date)
}

/** Of a text of that shape; from its digits, since a feed has millions of dates. */
function partsOf(text: string): { year: number; month: number; day: number } {
  const year = 100 * twoDigitsAt(text, 0) + twoDigitsAt(text, 2)
  return { year, month: twoDigitsAt(text, 5), day: twoDigitsAt(text, 8) }
}

function twoDigitsAt(text: string, at: number): number {
  return 10 * (text.charCodeAt(at) - ZERO) + text.charCodeAt(at + 1) - ZERO
}

const ZERO = '0'.charCodeAt(0)

function format(year: number, month: number, day: number): CivilDate {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
