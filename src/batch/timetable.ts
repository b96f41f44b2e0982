/**
 * When a task is due: a cron expression read on Rome's wall clock. Each day's wall times exist once on paper, whatever
 * the clocks do: a time that comes twice in autumn is one slot, one that the spring Sunday lacks is due when the missing
 * hour is over. node-cron reads the fields, at UTC, where no hour is missing.
 *
 * @module
 */
import { createTask, validate } from 'node-cron'
import { addDays, type CivilDate, civilDateInRome, instantInRome } from '../domain/civil-date.ts'
import { dailySlot, type Slot, timedSlot } from './slot.ts'

/** A schedule that no clock can follow (exit 2). */
export class ScheduleRefused extends Error {
  readonly exitCode = 2
  constructor(task: string, problem: string) {
    super(`schedule.${task}: ${problem}`)
    this.name = 'ScheduleRefused'
  }
}

export interface DueSlot {
  /** Names it among the task's slots. */
  readonly key: string
  readonly slot: Slot
  readonly dueAt: Date
}

export interface Timetable {
  /** Slots due after one instant and until another, in order. */
  due(after: Date, until: Date): DueSlot[]
  next(after: Date): DueSlot | undefined
}

/** Leap days of a Monday come every 28 years; nothing sensible is rarer than once in four. */
const DAYS_AHEAD = 1_500

/** `timed` where the slot carries the time of day: the job runs several times a day. */
export function timetable(task: string, cron: string, timed: boolean): Timetable {
  if (!validate(cron)) {
    throw new ScheduleRefused(
      task,
      `ci vogliono cinque campi, come "0 9 * * *" (minuto, ora, giorno, mese, giorno della settimana), non "${cron}"`,
    )
  }
  const [minute, hour, ...day] = cron.split(' ')
  const times = timesOfDay(minute as string, hour as string)
  const matchesDay = matcher(`0 0 ${day.join(' ')}`)
  const onDay = (date: CivilDate): DueSlot[] => {
    if (!matchesDay(new Date(`${date}T00:00:00Z`))) return []
    const slots = times.map((time) => {
      const dueAt = instantInRome(date, time)
      const exact = timedSlot(dueAt)
      const slot = timed ? exact : dailySlot(date)
      return { key: times.length > 1 ? exact.name : slot.name, slot, dueAt }
    })
    return slots.filter(({ key }, index) => key !== slots[index - 1]?.key)
  }
  const between = (after: Date, until: Date, enough = Number.POSITIVE_INFINITY): DueSlot[] => {
    const found: DueSlot[] = []
    const lastDay = civilDateInRome(until)
    for (let date = civilDateInRome(after); date <= lastDay && found.length < enough; date = addDays(date, 1))
      found.push(...onDay(date).filter(({ dueAt }) => dueAt > after && dueAt <= until))
    return found
  }
  return {
    due: between,
    next: (after) => between(after, new Date(after.getTime() + DAYS_AHEAD * 86_400_000), 1)[0],
  }
}

function timesOfDay(minute: string, hour: string): string[] {
  const matchesHour = matcher(`0 ${hour} * * *`)
  const matchesMinute = matcher(`${minute} 0 * * *`)
  const two = (count: number) => Array.from({ length: count }, (_, n) => String(n).padStart(2, '0'))
  const hours = two(24).filter((hh) => matchesHour(new Date(`2027-01-01T${hh}:00:00Z`)))
  const minutes = two(60).filter((mm) => matchesMinute(new Date(`2027-01-01T00:${mm}:00Z`)))
  return hours.flatMap((hh) => minutes.map((mm) => hh + mm))
}

function matcher(cron: string): (date: Date) => boolean {
  const task = createTask(cron, () => {}, { timezone: 'UTC' })
  return (date) => task.match(date)
}
