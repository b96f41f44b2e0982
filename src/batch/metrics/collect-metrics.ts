/** @module The metrics of `batch.md` §5, read from the ledger and the disk: right after any crash. */
import type { Folders } from '../../files/folders.ts'
import { freeBytes } from '../../files/free-space.ts'
import { bundlesIn } from '../../store/bundle.ts'
import { requestsByState } from '../../store/report/totals.ts'
import { lastEndedRuns, lastRuns, lastSuccesses, type Run } from '../../store/run.ts'
import type { Store } from '../../store/store.ts'
import { oldestPendingOn } from '../../store/watch.ts'
import { lastBundleBytes } from '../alerts/low-disk.ts'
import { meaningOf } from '../failure-meanings.ts'
import { liveLease } from '../lease-keeper.ts'
import type { Metric, Sample } from './metrics-text.ts'

export interface Measured {
  readonly db: Store['db']
  readonly folders: Pick<Folders, 'bundles'>
  /** Where bundles are made. */
  readonly output: string
  now(): Date
}

export async function collectMetrics({ db, folders, output, now }: Measured): Promise<Metric[]> {
  const last = await lastEndedRuns(db)
  const active = (await lastRuns(db)).filter(({ state }) => state === 'running')
  const isWorking = (await liveLease({ db }, now)) !== undefined
  const oldest = await oldestPendingOn(db)
  const gauge = (name: string, help: string, samples: readonly Sample[]) => ({ name, help, samples })
  const ofRuns = (name: string, help: string, value: (run: Run) => number) =>
    gauge(
      name,
      help,
      last.map((run) => ({ labels: { job: run.job }, value: value(run) })),
    )
  return [
    ofRuns('batch_last_run_timestamp_seconds', 'End of the last attempt.', (run) => seconds(run.ended_at)),
    gauge(
      'batch_last_success_timestamp_seconds',
      'End of the last attempt that went through.',
      (await lastSuccesses(db)).map((run) => ({ labels: { job: run.job }, value: seconds(run.ended_at) })),
    ),
    ofRuns(
      'batch_last_duration_seconds',
      'How long the last attempt took.',
      (run) => Math.max(0, Date.parse(run.ended_at ?? '') - Date.parse(run.started_at)) / 1000,
    ),
    gauge('batch_last_items', 'What the last attempt read, wrote and rejected.', last.flatMap(itemsOf)),
    ofRuns('batch_last_exit_code', 'How the last attempt ended (docs/operations.md).', exitCodeOf),
    gauge(
      'batch_run_active',
      '1 while an attempt is under way.',
      (await lastRuns(db)).map(({ job }) => ({
        labels: { job },
        value: isWorking && active.some((run) => run.job === job) ? 1 : 0,
      })),
    ),
    gauge(
      'batch_requests',
      'Requests for PINs by state.',
      (await requestsByState(db)).map(({ state, n }) => ({ labels: { status: state }, value: n })),
    ),
    gauge('batch_bundles_unpublished', 'Bundles begun and not published.', [
      { value: (await bundlesIn(db, ['planned', 'sealed'])).length },
    ]),
    gauge(
      'batch_oldest_pending_seconds',
      'Age, from the start of its day, of the oldest work that nothing holds.',
      [{ value: oldest === undefined ? 0 : Math.max(0, (now().getTime() - Date.parse(oldest)) / 1000) }],
    ),
    gauge('batch_disk_free_bytes', 'Room where bundles are made.', [{ value: await freeBytes(output) }]),
    gauge('batch_last_bundles_bytes', 'What the bundles of the last day that has any took.', [
      { value: await lastBundleBytes(db, folders) },
    ]),
  ]
}

/** Which counts of a job are what it read, wrote, rejected. */
const ITEMS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  intake: { read: ['rows'], written: ['entered'], rejected: ['rejected'] },
  'issue-pins': { written: ['issued'], rejected: ['refused'] },
  'send-first-halves': { written: ['sent'] },
  'print-pin-letters': { written: ['letters'], rejected: ['held'] },
  'release-certificates': { written: ['files', 'certificateLetters'], rejected: ['refused'] },
  'print-certificates': { written: ['letters'], rejected: ['held'] },
  'expire-pins': { written: ['suspensionOver', 'expiredUnused', 'changeDue', 'deactivated'] },
  'hand-over': { written: ['letters'] },
}

function itemsOf({ job, counts }: Run): Sample[] {
  const counted = JSON.parse(counts ?? '{}') as Record<string, number>
  return Object.entries(ITEMS[job] ?? {}).map(([outcome, names]) => ({
    labels: { job, outcome },
    value: names.reduce((sum, name) => sum + (counted[name] ?? 0), 0),
  }))
}

/** A stop by a signal is no failure; which signal it was, the row does not say. */
const STOPPED = 143

function exitCodeOf({ state, error }: Run): number {
  // What staff gave up calls nobody any more.
  if (state === 'completed' || state === 'given-up') return 0
  return state === 'stopped' ? STOPPED : meaningOf(state === 'failed' ? error : null).exitCode
}

function seconds(at: string | null): number {
  return at === null ? 0 : Date.parse(at) / 1000
}
