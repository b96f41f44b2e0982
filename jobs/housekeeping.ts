/**
 * Sweeps what crashes left behind, and removes files and events whose time is over by the settings `retention`: first
 * ordered in the ledger, then removed, reported, recorded. Nothing that still waits for something goes, and nothing of
 * people under legal hold. Reads the ledger and the folders; writes `purge.json` and `purge.csv` beside the report.
 */
import { join } from 'node:path'
import { LedgerMismatch } from '../src/batch/failures.ts'
import { purgeFiles } from '../src/batch/purge/purge-files.ts'
import { purgeLog } from '../src/batch/purge/purge-log.ts'
import { writePurgeReport } from '../src/batch/purge/purge-report.ts'
import { sweepBundleFolders } from '../src/batch/sweep.ts'
import { addDays, civilDateInRome, isCivilDate } from '../src/domain/civil-date.ts'
import { filesBelow } from '../src/files/proof.ts'
import { heldPeople } from '../src/store/legal-hold.ts'
import { purgesRemovedOn, recordRemoved } from '../src/store/purge.ts'
import { namesOf } from '../src/store/retention.ts'
import type { Job, JobContext } from './job.ts'

export const housekeeping: Job = {
  name: 'housekeeping',
  summary: 'removes what may go: leftovers, and files and events whose time is over',
  async run(context) {
    const { store, files, folders, actor, settings } = context
    await sweepBundleFolders({ store, files, folders, vendor: settings.vendor.name })
    const today = earlier(actor.on, civilDateInRome(context.now()))
    const daysAgo = (days: number) => addDays(today, -days)
    const people = await heldPeople(store.db)
    const names = new Set((await namesOf(store.db, people)).map((name) => name.toUpperCase()))
    const { retention } = settings
    const { purges: ofFiles, kept } = await purgeFiles({
      ...context,
      held: { people, names },
      before: ({ days }) => daysAgo(retention[days]),
    })
    const { purges: ofLog, altered } = await purgeLog({
      ...context,
      people,
      from: daysAgo(retention.eventsDays),
    })
    const done = [...ofFiles, ...ofLog]
    if (done.length > 0) {
      const before = await purgesRemovedOn(store.db, actor.on)
      await writePurgeReport({ files, folders, on: actor.on }, [...before, ...done], kept)
      const ids = done.map(({ id }) => id)
      await store.transaction('record-purge', (trx) => recordRemoved(trx, actor.on, ids))
    }
    const unsent = await messagesBefore(context, daysAgo(retention.messagesDays))
    if (unsent > 0) context.log.warn('messages.waiting', { files: unsent, days: retention.messagesDays })
    const quarantined = await bundlesInQuarantine(context)
    if (quarantined > 0)
      context.log.warn('quarantine.waiting', { bundles: quarantined, days: retention.quarantineDays })
    if (altered > 0) throw alteredLog(altered)
    return {
      purged: done.length,
      purgedFiles: ofFiles.reduce((sum, { items, kind }) => sum + (kind === 'log' ? 0 : items), 0),
      purgedEvents: done.reduce((sum, { items, kind }) => sum + (kind === 'log' ? items : 0), 0),
      keptForLegalHold: kept,
      quarantined,
      unsentMessages: unsent,
    }
  },
}

function alteredLog(runs: number): LedgerMismatch {
  return new LedgerMismatch(
    `the events of ${runs} old runs are not those that were sealed, so they were not purged: ` +
      'run "recapito audit verify", which names them, and keep a copy of the database as it is now',
  )
}

/** A night of a date that has not come would remove what is still needed today. */
function earlier(date: string, other: string): string {
  return date < other ? date : other
}

/** Messages of a day and earlier: they hold first halves in clear, and only who transports them may remove them. */
async function messagesBefore({ files, folders }: JobContext, before: string): Promise<number> {
  let count = 0
  for (const date of await files.list(folders.messages)) {
    if (isCivilDate(date) && date <= before) count += (await filesBelow(join(folders.messages, date))).length
  }
  return count
}

/** Until they are purged a person may look at them, and must know that they are there. */
async function bundlesInQuarantine({ files, folders }: JobContext): Promise<number> {
  let count = 0
  for (const date of await files.list(folders.quarantine)) {
    if (isCivilDate(date)) count += (await files.list(join(folders.quarantine, date))).length
  }
  return count
}
