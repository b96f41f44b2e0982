/** @module A slot: the business date a run belongs to, with the time only for jobs that run several times a day. */
import { type CivilDate, isCivilDate, italianDate, romeParts } from '../domain/civil-date.ts'

export interface Slot {
  /** `2026-11-22` or `2026-11-22T0930`, civil time in Europe/Rome. */
  readonly name: string
  readonly on: CivilDate
}

export function dailySlot(on: CivilDate): Slot {
  if (!isCivilDate(on)) throw new RangeError(`expected a date YYYY-MM-DD, found "${on}"`)
  return { name: on, on }
}

export function timedSlot(instant: Date): Slot {
  const { date, time } = romeParts(instant)
  return { name: `${date}T${time}`, on: date }
}

/** `22/11/2026`, `22/11/2026 alle 09:30`, as staff read a slot's name. */
export function slotLabel(name: string): string {
  const [on = '', time] = name.split('T')
  if (!isCivilDate(on)) return name
  return `${italianDate(on)}${time ? ` alle ${time.slice(0, 2)}:${time.slice(2)}` : ''}`
}

/** The hand-over and an export have the same slot as the night of their day, and are none of it. */
export function isOfNight(job: string): boolean {
  return !['hand-over', 'export-certificates'].includes(job)
}
