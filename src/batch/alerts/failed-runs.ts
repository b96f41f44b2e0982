/** @module Jobs whose last attempt failed or was cut short. One cause a job: a repeated failure is one alert. */
import { type CivilDate, italianDate } from '../../domain/civil-date.ts'
import type { Condition } from '../../store/alert.ts'
import { lastRuns, type Run } from '../../store/run.ts'
import { meaningOf } from '../failure-meanings.ts'
import { liveLease } from '../lease-keeper.ts'
import { JOB_LABELS, labelOf } from '../report/labels.ts'
import { resumeCommand } from '../resume-command.ts'
import type { Watch } from './watch.ts'

export async function failedRuns({ db, now }: Watch, _today: CivilDate): Promise<Condition[]> {
  const lease = await liveLease({ db }, now)
  const failed = (await lastRuns(db)).filter(
    ({ state }) => state === 'failed' || state === 'abandoned' || (state === 'running' && !lease),
  )
  return failed.map(failedRun)
}

function failedRun(run: Run): Condition {
  const { why, todo } = meaningOf(run.state === 'failed' ? run.error : null)
  const name = run.error === null || run.state !== 'failed' ? '' : ` (${run.error})`
  return {
    kind: 'run-failed',
    cause: `run-failed ${run.job}`,
    found: `Il lavoro «${labelOf(JOB_LABELS, run.job)}» ${slotLabel(run)} non è arrivato in fondo: ${why}${name}.`,
    todo: `${todo}: ${resumeCommand(run)}`,
  }
}

/** `del 26/11/2026`, `del 26/11/2026 alle 06:30`. */
function slotLabel({ slot, business_date }: Run): string {
  const [, time] = slot.split('T')
  return `del ${italianDate(business_date)}${time ? ` alle ${time.slice(0, 2)}:${time.slice(2)}` : ''}`
}
