/** @module Events of runs whose time is over. The links stay: the chain can be walked for ever. */
import type { CivilDate } from '../../domain/civil-date.ts'
import { sealedOf } from '../../store/audit-link.ts'
import { proofOfLinks } from '../../store/audit-verify.ts'
import type { Actor } from '../../store/event.ts'
import { orderPurge, type Purge } from '../../store/purge.ts'
import { deleteRuns, runsToKeep, type SealedRun, sealedRunsBefore } from '../../store/retention.ts'
import type { Store } from '../../store/store.ts'

export interface LogPurge {
  readonly store: Store
  readonly actor: Actor
  /** People under legal hold. */
  readonly people: readonly string[]
  /** The first day whose runs stay. */
  readonly from: CivilDate
  checkpoint(): void
}

const RUNS_READ = 500
/** Events deleted in one transaction, unless one run alone has more. */
const EVENTS_TOGETHER = 50_000

export interface PurgedLog {
  readonly purges: readonly Purge[]
  /** Runs whose events are not those that were sealed: theirs stay, for whoever looks into it. */
  readonly altered: number
}

export async function purgeLog(work: LogPurge): Promise<PurgedLog> {
  const { store, people, from } = work
  const keep = await runsToKeep(store.db, from, people)
  const purges: Purge[] = []
  let altered = 0
  for (let seq = 0; ; ) {
    const page = await sealedRunsBefore(store.db, from, seq, RUNS_READ)
    if (page.length === 0) return { purges, altered }
    for (const runs of heaps(page.filter(({ id }) => !keep.has(id)))) {
      work.checkpoint()
      const { purge, unsound } = await purgeRuns(work, runs)
      if (purge) purges.push(purge)
      altered += unsound
    }
    seq = page.at(-1)?.seq ?? seq
  }
}

function heaps(runs: readonly SealedRun[]): SealedRun[][] {
  const all: SealedRun[][] = []
  let events = Number.POSITIVE_INFINITY
  for (const run of runs) {
    if (events + run.events > EVENTS_TOGETHER) {
      all.push([])
      events = 0
    }
    all.at(-1)?.push(run)
    events += run.events
  }
  return all
}

function purgeRuns(
  { store, actor }: LogPurge,
  runs: readonly SealedRun[],
): Promise<{ purge?: Purge; unsound: number }> {
  return store.transaction('purge-log', async (trx) => {
    const sound: SealedRun[] = []
    for (const run of runs) {
      const { events, eventsSha256 } = await sealedOf(trx, 'run', run.id)
      // Whoever changed the log must not have the traces removed for him.
      if (events === run.events && eventsSha256 === run.events_sha256) sound.push(run)
    }
    const unsound = runs.length - sound.length
    if (sound.length === 0) return { unsound }
    const purge = await orderPurge(trx, actor, {
      kind: 'log',
      name: `${sound[0]?.seq}-${sound.at(-1)?.seq}`,
      items: sound.reduce((sum, { events }) => sum + events, 0),
      bytes: 0,
      sha256: proofOfLinks(sound),
    })
    await deleteRuns(trx, purge.id, sound)
    return { purge, unsound }
  })
}
