/** @module What the schedule runs: each task with its hours, its rules and its jobs. */
import { JOBS } from '../../jobs/index.ts'
import type { App } from '../app.ts'
import type { ScheduledWork } from '../batch/run-due-slots.ts'
import { ScheduleRefused, timetable } from '../batch/timetable.ts'
import type { Settings } from '../config.ts'
import { romeParts } from '../domain/civil-date.ts'
import { nightJobsLeft, runNight } from './run-night.ts'

/** Jobs that run several times a day; the night runs them once more and finds what they left. */
const BY_DAY = ['intake', 'issue-pins', 'send-first-halves'] as const

export function scheduledWorks(app: App, check: () => void): ScheduledWork[] {
  const { settings } = app
  const only = (...names: readonly string[]) => JOBS.filter((job) => names.includes(job.name))
  return [
    ...BY_DAY.map(
      (name): ScheduledWork => ({
        ...hoursOf(settings, name, true),
        ownDay: true,
        run: (slot, around) => app.runJobs(only(name), slot, check, around),
      }),
    ),
    {
      ...hoursOf(settings, 'night', false),
      ownDay: false,
      run: (slot, around) => runNight(app, nightJobsLeft(slot.on, app.now()), slot, check, around),
    },
    {
      ...hoursOf(settings, 'hand-over', false),
      // On a later day it would deliver as of its own, which may have been a working day.
      ownDay: true,
      before: cutOff(settings, app.now()),
      // The report of the night says afterwards what was handed over.
      run: (slot, around) => app.runJobs([...only('hand-over'), ...only('report')], slot, check, around),
    },
  ]
}

function hoursOf({ schedule, catchUp }: Settings, name: keyof Settings['schedule'], timed: boolean) {
  return { name, timed, timetable: timetable(name, schedule[name], timed), catchUp: catchUp[name] }
}

/** As the slots write it. An hour after it would never deliver. */
function cutOff({ schedule, calendar }: Settings, now: Date): string {
  const before = calendar.cutOff.replace(':', '')
  const next = timetable('hand-over', schedule['hand-over'], false).next(now)
  if (next && romeParts(next.dueAt).time >= before) {
    throw new ScheduleRefused(
      'hand-over',
      `ci vuole un’ora prima di calendar.cutOff, che è ${calendar.cutOff}, non "${schedule['hand-over']}"`,
    )
  }
  return before
}
