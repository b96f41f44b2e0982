/** @module What a probe must know: tasks that missed their last slot, bundles that stand still, disks without room. */
import { civilDateInRome, italianDate, italianInstant } from '../domain/civil-date.ts'
import { counted } from '../domain/counted.ts'
import type { Folders } from '../files/folders.ts'
import { bundlesIn } from '../store/bundle.ts'
import type { Lease } from '../store/lease.ts'
import { givenUpSlots } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import {
  bundlesNotHandedOver,
  type JobHistory,
  jobHistories,
  scheduledFrom,
  settledSlots,
} from '../store/watch.ts'
import { lastBundleBytes, shortDisks } from './alerts/low-disk.ts'
import { liveLease } from './lease-keeper.ts'
import { JOB_LABELS, labelOf } from './report/labels.ts'
import { isOfNight } from './slot.ts'
import { type DueSlot, timetable } from './timetable.ts'

export interface ExpectedTask {
  readonly name: string
  readonly cron: string
  /** Runs several times a day. */
  readonly timed: boolean
}

export interface HealthCheck {
  readonly db: Store['db']
  readonly folders: Pick<Folders, 'bundles'>
  readonly disks: readonly string[]
  readonly freeGigabytes: number
  readonly tasks: readonly ExpectedTask[]
  now(): Date
}

/** Italian, a sentence for each task whose last slot staff have abandoned: there is nothing left to do. */
export async function abandonedTasks(check: HealthCheck): Promise<string[]> {
  const lease = await liveLease(check, check.now)
  return (await missedSlots(check, lease)).flatMap(({ task, due, isAbandoned }) =>
    isAbandoned ? [`${notEnded(task, due)}: il personale ha deciso di non riprendere`] : [],
  )
}

/** Italian, one sentence a fault; none when all is well. */
export async function healthFaults(check: HealthCheck): Promise<string[]> {
  const { db, disks, freeGigabytes, folders } = check
  const lease = await liveLease(check, check.now)
  const short = await shortDisks(disks, freeGigabytes, await lastBundleBytes(db, folders))
  return [
    ...(await missedSlots(check, lease)).flatMap(({ task, due, isAbandoned }) =>
      isAbandoned ? [] : [`${notEnded(task, due)}: ${commandFor(task, due)}`],
    ),
    ...(await standingBundles(check, lease)),
    ...short.map(({ found }) => found),
  ]
}

/** A task whose hour has just come has not missed it. */
const GRACE_MS = 5 * 60_000
/** A task that is due more rarely is not watched. */
const LOOK_BACK_MS = 32 * 86_400_000

interface MissedSlot {
  readonly task: ExpectedTask
  readonly due: DueSlot
  readonly isAbandoned: boolean
}

async function missedSlots({ db, tasks, now }: HealthCheck, lease: Lease | undefined): Promise<MissedSlot[]> {
  const histories = await jobHistories(db)
  const settled = await settledSlots(db)
  const givenUp = await givenUpSlots(db)
  const from = await scheduledFrom(db)
  const until = new Date(now().getTime() - GRACE_MS)
  return tasks.flatMap((task) => {
    const since = from ?? firstRunOf(task, histories)
    if (since === undefined) return []
    const due = timetable(task.name, task.cron, task.timed)
      .due(new Date(until.getTime() - LOOK_BACK_MS), until)
      .at(-1)
    if (!due || due.dueAt.toISOString() < since) return []
    const isDone =
      settled.some((one) => one.task === task.name && one.slot >= due.key) || hasRun(task, due, histories)
    // Under way, or in the queue behind what is.
    const isAwaited = lease !== undefined && due.dueAt.getTime() >= Date.parse(lease.started_at) - GRACE_MS
    if (isDone || isAwaited) return []
    const isAbandoned = givenUp.some(
      ({ job, slot }) => slot === due.key && belongsTo(job, task, due, histories),
    )
    return [{ task, due, isAbandoned }]
  })
}

/** Jobs of the night have its slot; so has the report that follows a hand-over, when the night may not have been. */
function belongsTo(job: string, task: ExpectedTask, due: DueSlot, histories: readonly JobHistory[]): boolean {
  if (task.name !== 'night') return job === task.name
  return job === 'report' ? hasRun({ ...task, name: 'expire-pins' }, due, histories) : isOfNight(job)
}

/** Without a scheduler of ours: who runs the night by other means is expected to go on. */
function firstRunOf({ name, timed }: ExpectedTask, histories: readonly JobHistory[]): string | undefined {
  if (timed) return undefined
  const jobs = histories.filter(
    ({ job, timed }) => timed === 0 && (name === 'night' ? job === 'intake' : job === name),
  )
  return jobs[0]?.first_at
}

/** The jobs that end a night; its report alone follows a hand-over too. */
const LAST_OF_NIGHT = ['expire-pins', 'report']

function hasRun({ name, timed }: ExpectedTask, due: DueSlot, histories: readonly JobHistory[]): boolean {
  return (name === 'night' ? LAST_OF_NIGHT : [name]).every((job) =>
    histories.some((history) => {
      if (history.job !== job || history.done_at === null || history.done_on === null) return false
      return timed
        ? history.done_at >= due.dueAt.toISOString()
        : history.timed === 0 && history.done_on >= due.slot.on
    }),
  )
}

function notEnded({ name }: ExpectedTask, { dueAt }: DueSlot): string {
  return name === 'night'
    ? `La notte del ${italianInstant(dueAt)} non è arrivata in fondo`
    : `Il lavoro «${labelOf(JOB_LABELS, name)}» del ${italianInstant(dueAt)} non è arrivato in fondo`
}

function commandFor({ name }: ExpectedTask, { slot }: DueSlot): string {
  return name === 'night' ? `recapito night --date ${slot.on}` : `recapito run ${name} --date ${slot.on}`
}

async function standingBundles({ db, now }: HealthCheck, lease: Lease | undefined): Promise<string[]> {
  const [unfinished, ...others] = lease ? [] : await bundlesIn(db, ['planned', 'sealed'])
  const late = await bundlesNotHandedOver(db, civilDateInRome(now()))
  return [
    ...(unfinished
      ? [
          `${counted(others.length + 1, 'lotto iniziato e non finito', 'lotti iniziati e non finiti')}, il primo è ${unfinished.name}: che cosa fare lo dice recapito status`,
        ]
      : []),
    ...(late
      ? [
          `${counted(late.n, 'lotto da consegnare', 'lotti da consegnare')}, il primo è ${late.name}, previsto per il ${italianDate(late.since)}: recapito run hand-over, in un giorno lavorativo`,
        ]
      : []),
  ]
}
