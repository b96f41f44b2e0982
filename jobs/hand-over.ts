/**
 * Gives published bundles to the mail vendor on working days, takes in its acknowledgements, and erases what is no
 * longer needed. A bundle one of whose letters was withdrawn, held or corrected since is made again first; where an
 * approval is asked for, one without it waits.
 */
import { sweepBundleFolders } from '../src/batch/sweep.ts'
import { addDays } from '../src/domain/civil-date.ts'
import { kindOf, type LetterKind } from '../src/domain/products.ts'
import { isWorkingDay } from '../src/domain/working-days.ts'
import { unapprovedBundles } from '../src/store/approval.ts'
import { type Bundle, bundlesIn } from '../src/store/bundle.ts'
import { recalledLettersWait } from '../src/store/freeze-bundle.ts'
import { recordDelivered, recordDelivering } from '../src/store/hand-over-bundle.ts'
import {
  type Acknowledging,
  acknowledgeBundle,
  eraseUnacknowledged,
  finishErasing,
} from '../src/vendor/acknowledge.ts'
import { readAcknowledgements } from '../src/vendor/acknowledgements.ts'
import { announceBundle, copyBundle, removeCopy } from '../src/vendor/deliver.ts'
import type { Job, JobContext } from './job.ts'
import { certificateLine } from './print-certificates.ts'
import { type PrintLine, printLetters, recallBundles } from './print-letters.ts'
import { pinLetterLine } from './print-pin-letters.ts'

export const handOver: Job = {
  name: 'hand-over',
  summary: 'gives published bundles to the mail vendor (working days) and takes in its acknowledgements',
  async run(context) {
    const { store, actor, settings, log } = context
    const work: Work = {
      ...context,
      vendor: settings.vendor.name,
      on: actor.on,
      act: (name, step) => store.transaction(name, (trx) => step(trx, actor)),
    }
    await sweepBundleFolders(work)
    // What was cut short after it was announced, or just before: the vendor ignores a name that it has.
    const cutShort = (await bundlesIn(store.db, ['delivered'])).filter(
      (bundle) => bundle.delivered_on === null,
    )
    for (const bundle of cutShort) await deliver(work, bundle)

    const acknowledgements = await readAcknowledgements(store, work)
    for (const name of acknowledgements.stray) log.warn('acknowledgement.stray', { bundle: name })
    for (const name of acknowledgements.bundles) await acknowledgeBundle(work, name)
    await finishErasing(work)
    const erased = await eraseUnacknowledged(work, addDays(actor.on, -settings.secrets.eraseAfterDays))
    const counts = {
      delivered: cutShort.length,
      letters: 0,
      recalled: 0,
      unapproved: 0,
      inspectionFaults: 0,
      acknowledged: acknowledgements.bundles.length,
      stray: acknowledgements.stray.length,
      erased,
    }
    if (!isWorkingDay(actor.on, settings.calendar.closures)) {
      log.info('hand-over.closed', { on: actor.on })
      // Nothing is printed today either, but no PDF stays that must not leave.
      counts.recalled = await recallBundles(work, await bundlesIn(store.db, ['published']))
      return counts
    }
    for (let recalledMeanwhile = true; recalledMeanwhile; ) {
      recalledMeanwhile = false
      const remade = await remakeRecalled(work)
      counts.recalled += remade.recalled
      counts.inspectionFaults += remade.inspectionFaults
      const unapproved = settings.approval.required ? await unapprovedBundles(store.db) : []
      counts.unapproved = unapproved.length
      if (unapproved.length > 0)
        log.warn('bundles.unapproved', { bundles: unapproved.map(({ name }) => name) })
      for (const bundle of await bundlesIn(store.db, ['published'])) {
        if (unapproved.some(({ id }) => id === bundle.id)) continue
        context.checkpoint()
        if (!(await deliver(work, bundle))) {
          recalledMeanwhile = true
          continue
        }
        log.info('bundle.delivered', { bundle: bundle.name, letters: bundle.item_count })
        counts.delivered += 1
        counts.letters += bundle.item_count
        context.progress(bundle.item_count, 'lettere')
      }
    }
    return counts
  },
}

type Work = JobContext & Acknowledging

/**
 * The ledger gives the letters away before the vendor can see them: an event that comes between the two must not
 * change what was printed. A crash in between is made good by the next hand-over. False where staff have recalled the
 * bundle: nothing of it stays with the vendor.
 */
async function deliver(work: Work, bundle: Bundle): Promise<boolean> {
  await copyBundle(work, bundle)
  if (bundle.state === 'published' && !(await recordDelivering(work.store, work.actor, bundle))) {
    await removeCopy(work, bundle)
    return false
  }
  await announceBundle(work, bundle)
  await recordDelivered(work.store, work.actor, bundle)
  return true
}

/** Each is asked for only where something of its kind is to be printed: templates take time to load. */
const PRINT_LINES: readonly (readonly [LetterKind, (context: JobContext) => Promise<PrintLine>])[] = [
  ['PIN_HALF2', pinLetterLine],
  ['CERTIFICATE', certificateLine],
]

/**
 * Nothing leaves with a code that died, a letter that is held or a certificate that changed: such bundles are cancelled, and their other letters
 * printed anew. Letters that nobody has seen in a report yet wait for the night.
 */
async function remakeRecalled(work: Work): Promise<{ recalled: number; inspectionFaults: number }> {
  const open = await bundlesIn(work.store.db, ['planned', 'sealed', 'published'])
  const recalled = await recallBundles(work, open)
  let inspectionFaults = 0
  for (const [kind, lineOf] of PRINT_LINES) {
    const unfinished = open.some(({ state, product }) => state !== 'published' && kindOf(product) === kind)
    if (!unfinished && !(await recalledLettersWait(work.store.db, kind))) continue
    inspectionFaults += (await printLetters(work, await lineOf(work), 'recalled')).inspectionFaults
  }
  return { recalled, inspectionFaults }
}
