/**
 * Days and moments as different systems write them: a civil date, Rome's time with its offset, UTC.
 *
 * @module
 */
import { addDays, type CivilDate, isoWeekday, romeParts } from '../domain/civil-date.ts'
import type { Channel } from '../domain/pin-request.ts'
import type { Random } from './random.ts'

/** Asked on the day or on one of those before; the web does not close at night, so that UTC and Rome differ. */
export function submittedAt(date: CivilDate, channel: Channel, random: Random): string {
  const daysAgo = random.pick([0, 0, 1, 1, 1, 1, 2, 2, 3, 4, 6])
  const day = dayBefore(date, daysAgo)
  if (channel === 'SPORTELLO') return isoWeekday(day) > 5 ? dayBefore(day, 2) : day
  if (channel === 'WEB' && daysAgo > 0 && random.chance(0.1)) {
    return `${dayBefore(day, 1)}T23:${random.between(10, 59)}:${random.between(10, 59)}Z`
  }
  return instantIn(day, random)
}

/** Some moment of the day, or the day alone. */
export function instantIn(day: CivilDate, random: Random): string {
  if (random.chance(0.2)) return day
  const time = `${random.between(10, 19)}:${random.between(10, 59)}:${random.between(10, 59)}`
  return `${day}T${time}${romeOffset(day)}`
}

const daysBefore = new Map<string, CivilDate>()

/** A sample asks for the same few days a million times. */
function dayBefore(date: CivilDate, days: number): CivilDate {
  const key = `${date} ${days}`
  const known = daysBefore.get(key)
  if (known) return known
  const day = addDays(date, -days)
  daysBefore.set(key, day)
  return day
}

const offsets = new Map<CivilDate, string>()

function romeOffset(day: CivilDate): string {
  const known = offsets.get(day)
  if (known) return known
  const offset = romeParts(new Date(`${day}T10:00:00Z`)).time === '1200' ? '+02:00' : '+01:00'
  offsets.set(day, offset)
  return offset
}
