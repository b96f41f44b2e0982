/** @module What finishes a run that was cut short: jobs and the slot they belong to. */
import { handOver } from '../../jobs/hand-over.ts'
import { JOBS, NIGHT } from '../../jobs/index.ts'
import { intake } from '../../jobs/intake.ts'
import type { Job } from '../../jobs/job.ts'
import { report } from '../../jobs/report.ts'
import { dailySlot, type Slot } from '../batch/slot.ts'
import type { CivilDate } from '../domain/civil-date.ts'
import type { Run } from '../store/run.ts'

export interface ResumeStep {
  readonly jobs: readonly Job[]
  readonly slot: Slot
  readonly isNight: boolean
}

/**
 * A night goes on as a night: the jobs after the one that was cut short have not run either. Feeds are read, and letters
 * handed over, as of the day that it is; all else as of its own.
 */
export function resumeSteps(
  run: Pick<Run, 'job' | 'slot' | 'business_date'>,
  today: CivilDate,
): ResumeStep[] {
  const slot = { name: run.slot, on: run.business_date }
  const isToday = slot.on === today
  const alone = (job: Job): ResumeStep => ({
    jobs: [job],
    slot: !isToday && (job === intake || job === handOver) ? dailySlot(today) : slot,
    isNight: false,
  })
  const job = JOBS.find(({ name }) => name === run.job)
  if (!job) return []
  if (!NIGHT.includes(job) || run.slot.includes('T')) return [alone(job)]
  // A report may be a hand-over's too: what comes before it in the night is not its concern.
  const last = NIGHT.slice(NIGHT.indexOf(report))
  if (last.includes(job)) return [{ jobs: last.slice(last.indexOf(job)), slot, isNight: false }]
  const night = { slot, isNight: true }
  if (isToday) return [{ ...night, jobs: NIGHT }]
  const afterwards = job === intake ? [alone(intake)] : []
  return [{ ...night, jobs: NIGHT.filter((one) => one !== intake) }, ...afterwards]
}
