/** Measures, freezes, renders and publishes the letters that wait; finishes what an earlier night left half done. */
import { advanceBundle, type BundleWork } from '../src/batch/bundle.ts'
import { HeldLimitExceeded } from '../src/batch/failures.ts'
import { sweepBundleFolders } from '../src/batch/sweep.ts'
import { addDays } from '../src/domain/civil-date.ts'
import { parseSnapshot } from '../src/domain/pin-letter-snapshot.ts'
import { nextWorkingDay } from '../src/domain/working-days.ts'
import { requireSpace } from '../src/files/free-space.ts'
import {
  type Bundle,
  bundlesIn,
  type FreezeScope,
  freezeBundle,
  productsToFreeze,
  remakeFaulty,
} from '../src/store/bundle.ts'
import {
  countLettersToPrint,
  countUnprintable,
  type FittingLetter,
  type LetterHold,
  recordMeasures,
  unmeasuredLetters,
} from '../src/store/letter.ts'
import type { Job, JobContext } from './job.ts'

const PAGE = 5_000
/** Measured on a bundle of 2,000: what a letter takes in its PDF and CSV, with room to spare. */
const BYTES_A_LETTER = 6_000

export const printPinLetters: Job = {
  name: 'print-pin-letters',
  summary: 'freezes, renders and publishes the letters with the second halves',
  async run(context) {
    await sweepBundleFolders({ ...context, vendor: context.settings.vendor.name })
    await remakeFaulty(context.store)
    return printLetters(context, 'all')
  },
}

/** Finishes what is half done, then prints all that waits; hand-over asks for the letters of recalled bundles alone. */
export async function printLetters(context: JobContext, scope: FreezeScope) {
  const { store, files, folders, actor, settings } = context
  const counts = { letters: 0, pages: 0, bundles: 0, held: 0, inspectionFaults: 0 }
  await files.makeFolder(folders.staging)
  const render: BundleWork['render'] = async (bundle, letters, folder) => {
    const rendered = await context.render(bundle, letters, folder)
    if ('faults' in rendered) {
      counts.inspectionFaults += rendered.faults.length
      const faults = rendered.faults.map(({ code, page }) => ({ code, page }))
      context.log.warn('bundle.faulty', { bundle: bundle.name, faults })
    }
    return rendered
  }
  const template = await context.letterTemplate()
  const work: BundleWork = { store, files, folders, actor, render, templateVersion: template.version }
  const finish = async (bundle: Bundle) => {
    const done = await advanceBundle(work, bundle)
    if (done.state !== 'published') return
    counts.bundles += 1
    counts.letters += done.item_count
    counts.pages += done.pages ?? 0
    context.log.info('bundle.published', { bundle: done.name, letters: done.item_count })
    context.progress(done.item_count, 'lettere')
  }
  for (const bundle of await bundlesIn(store.db, ['planned', 'sealed'])) await finish(bundle)

  counts.held = await measureLetters(context)
  const waiting = await countLettersToPrint(store.db)
  const unprintable = await countUnprintable(store.db, actor.on)
  const { heldAtLeast, heldShare } = settings.limits
  if (scope === 'all' && unprintable >= heldAtLeast && unprintable > heldShare * (waiting + unprintable)) {
    throw new HeldLimitExceeded(unprintable, waiting + unprintable)
  }
  await requireSpace(folders.staging, waiting * BYTES_A_LETTER)

  const underWay = new Set<Promise<void>>()
  try {
    for (const product of await productsToFreeze(store.db, template.version, scope)) {
      for (;;) {
        context.checkpoint()
        const bundle = await freezeBundle(store, actor, plan(context, product, scope, template.version))
        if (!bundle) break
        const finishing: Promise<void> = finish(bundle).finally(() => underWay.delete(finishing))
        // A failure is thrown by the race or by the wait below; until then it must not count as unhandled.
        finishing.catch(() => {})
        underWay.add(finishing)
        if (underWay.size > context.threads) await Promise.race(underWay)
      }
    }
    await Promise.all(underWay)
  } finally {
    await Promise.allSettled(underWay)
  }
  return counts
}

/** Letters are measured before they are frozen: what cannot be printed waits for a person and enters no bundle. */
async function measureLetters({ store, actor, letterTemplate, checkpoint }: JobContext): Promise<number> {
  const template = await letterTemplate()
  let held = 0
  for (let afterId = 0; ; ) {
    checkpoint()
    const page = await unmeasuredLetters(store.db, template.version, afterId, PAGE)
    if (page.length === 0) return held
    const fitting: FittingLetter[] = []
    const holds: LetterHold[] = []
    for (const letter of page) {
      const { id, public_id, snapshot } = letter
      const measured = template.measure({ ...parseSnapshot(snapshot), publicId: public_id })
      if (measured.ok)
        fitting.push({ id, languages: measured.languages, fellBackFrom: measured.fellBackFrom })
      else holds.push({ id, code: measured.code, field: measured.field, detail: measured.detail })
    }
    await store.transaction('measure', (trx) => recordMeasures(trx, actor, template.version, fitting, holds))
    held += holds.length
    afterId = page.at(-1)?.id ?? afterId
  }
}

function plan(
  { actor, slot, settings, parameter }: JobContext,
  product: string,
  scope: FreezeScope,
  templateVersion: string,
) {
  const postingOn = nextWorkingDay(actor.on, settings.calendar.closures)
  const abroad = product.endsWith('_EXT')
  const days = parameter(
    abroad ? 'initialUnusedValidityDaysAbroad' : 'initialUnusedValidityDaysItaly',
    actor.on,
  )
  return {
    product,
    scope,
    slot,
    size: settings.bundle.letters,
    templateVersion,
    postingOn,
    expiresOn: addDays(postingOn, days),
  }
}
