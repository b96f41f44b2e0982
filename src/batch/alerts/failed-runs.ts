/** @module Jobs whose last attempt failed or was cut short. One cause a job: a repeated failure is one alert. */
import type { CivilDate } from '../../domain/civil-date.ts'
import type { Condition } from '../../store/alert.ts'
import { lastRuns, type Run } from '../../store/run.ts'
import { meaningOf } from '../failure-meanings.ts'
import { liveLease } from '../lease-keeper.ts'
import { JOB_LABELS, labelOf } from '../report/labels.ts'
import { resumeCommand } from '../resume-command.ts'
import { slotLabel } from '../slot.ts'
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
    found: `Il lavoro «${labelOf(JOB_LABELS, run.job)}» del ${slotLabel(run.slot)} non è arrivato in fondo: ${why}${name}.`,
    todo: `${todo}: ${resumeCommand(run)}`,
  }
}
