/**
 * Gives published bundles to the mail vendor on working days, takes in its acknowledgements, and erases what is no
 * longer needed. A bundle one of whose letters was withdrawn or held since is made again first.
 */
import { destroyBundleFiles, recallBundle } from '../src/batch/bundle.ts'
import { addDays } from '../src/domain/civil-date.ts'
import { isWorkingDay } from '../src/domain/working-days.ts'
import { type Bundle, bundlesIn, cancelledAmong, recordDelivered } from '../src/store/bundle.ts'
import {
  acknowledgeBundle,
  eraseUnacknowledged,
  finishErasing,
  NotAcknowledgeable,
} from '../src/vendor/acknowledge.ts'
import { deliverBundle } from '../src/vendor/deliver.ts'
import { acknowledgedNames } from '../src/vendor/acknowledgements.ts'
import type { Job, JobContext } from './job.ts'
import { printLetters } from './print-pin-letters.ts'

export const handOver: Job = {
  name: 'hand-over',
  summary: 'gives published bundles to the mail vendor (working days) and takes in its acknowledgements',
  async run(context) {
    const { store, actor, settings } = context
    const work = { ...context, vendor: settings.vendor.name }
    const counts = { delivered: 0, letters: 0, recalled: 0, acknowledged: 0, stray: 0, erased: 0 }
    await sweepCancelled(context)

    for (const name of await acknowledgedNames(work)) {
      try {
        if (await acknowledgeBundle(work, name)) counts.acknowledged += 1
      } catch (error) {
        // A stray file of the vendor's must not keep the others from being handed over.
        if (!(error instanceof NotAcknowledgeable)) throw error
        context.log.warn('acknowledgement.stray', { bundle: name, error })
        counts.stray += 1
      }
    }
    await finishErasing(work)
    counts.erased = await eraseUnacknowledged(work, addDays(actor.on, -settings.secrets.eraseAfterDays))

    if (!isWorkingDay(actor.on, settings.calendar.closures)) {
      context.log.info('hand-over.closed', { on: actor.on })
      return counts
    }
    counts.recalled = await remakeRecalled(context)
    for (const bundle of await bundlesIn(store.db, ['published'])) {
      context.checkpoint()
      await deliverBundle(work, bundle)
      await recordDelivered(store, actor, bundle)
      context.log.info('bundle.delivered', { bundle: bundle.name, letters: bundle.item_count })
      counts.delivered += 1
      counts.letters += bundle.item_count
      context.progress(bundle.item_count, 'lettere')
    }
    return counts
  },
}

/** Nothing leaves with a code that died or a letter that is held: such bundles are cancelled and printed anew. */
async function remakeRecalled(context: JobContext): Promise<number> {
  const published = await bundlesIn(context.store.db, ['planned', 'sealed', 'published'])
  const recalled = published.filter((bundle: Bundle) => bundle.hold === 'DA_RIFARE')
  for (const bundle of recalled) {
    context.checkpoint()
    await recallBundle(context, bundle)
    context.log.info('bundle.recalled', { bundle: bundle.name })
  }
  const unfinished = published.some((bundle) => bundle.state !== 'published')
  if (recalled.length > 0 || unfinished) await printLetters(context)
  return recalled.length
}

/** A crash between cancelling a bundle and destroying its files leaves them behind: they go now. */
async function sweepCancelled(context: JobContext): Promise<void> {
  const onDisk = await context.files.list(context.folders.bundles)
  for (const bundle of await cancelledAmong(context.store.db, onDisk))
    await destroyBundleFiles(context, bundle)
}
