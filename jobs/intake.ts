/**
 * Reads every feed of the inbox; writes requests, certificates, who asks for them, rejections and what events change.
 */
import { readOutline } from '../src/certificates/read-outline.ts'
import { applyPinEvents } from '../src/feeds/apply-pin-events.ts'
import { readyFeeds } from '../src/feeds/inbox.ts'
import { endCutMoveOfWaiting, takeFeed } from '../src/feeds/take-feed.ts'
import { dropUnfinishedFeeds } from '../src/store/feed.ts'
import type { Job } from './job.ts'

export const intake: Job = {
  name: 'intake',
  summary: 'reads the feeds in data/inbox',
  async run(context) {
    const { store, files, folders, actor, parameter, log, test } = context
    const gazetteer = await context.gazetteer()
    await store.transaction('drop-feed', dropUnfinishedFeeds)
    await files.makeFolder(folders.inbox)
    const inbox = await readyFeeds(files, folders.inbox, context.settings.feeds.settleMinutes, context.now())
    let waiting = 0
    for (const file of inbox.waiting) if (!(await endCutMoveOfWaiting(context, file))) waiting += 1
    const counts = {
      files: 0,
      known: 0,
      refusedFiles: 0,
      waiting,
      rows: 0,
      entered: 0,
      rejected: 0,
      repeated: 0,
    }
    for (const file of inbox.ready) {
      context.checkpoint()
      const taken = await takeFeed(
        {
          store,
          files,
          folders,
          actor,
          gazetteer,
          parameter,
          encoding: context.settings.feeds.encoding,
          numbers: context.settings.feeds.numbers,
          certificates: {
            outlineOf: (incomeYear) => readOutline(context.settings.folders.templates, incomeYear),
            severities: context.settings.certificates.severities,
            judgePage: context.judgeCertificatePage,
          },
          checkpoint: context.checkpoint,
          progress: (rows) => context.progress(rows, 'righe'),
        },
        file,
      )
      log.info(`feed.${taken.outcome}`, { file: file.name, ...taken })
      if (taken.outcome === 'accepted') {
        counts.files += 1
        counts.rows += taken.rowsRead
        counts.entered += taken.entered
        counts.rejected += taken.rejected
        counts.repeated += taken.repeated
      } else if (taken.outcome === 'changing') counts.waiting += 1
      else if (taken.outcome === 'refused') counts.refusedFiles += 1
      else counts.known += 1
    }
    const events = await applyPinEvents(store, actor, { gazetteer, parameter, test }, context.checkpoint)
    return { ...counts, eventsApplied: events.applied, eventsRefused: events.refused }
  },
}
