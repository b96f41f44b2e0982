/** @module What printing PIN letters and printing certificates have in common: measure, freeze, render, publish. */
import { advanceBundle, type BundleWork, recallBundle } from '../src/batch/bundle.ts'
import { HeldLimitExceeded, LedgerMismatch } from '../src/batch/failures.ts'
import { sweepBundleFolders } from '../src/batch/sweep.ts'
import type { LetterKind } from '../src/domain/products.ts'
import { nextWorkingDay } from '../src/domain/working-days.ts'
import { requireSpace } from '../src/files/free-space.ts'
import type { Misfit } from '../src/letters/letter-data.ts'
import { type Bundle, bundlesIn } from '../src/store/bundle.ts'
import { remakeFaulty } from '../src/store/faulty-bundle.ts'
import {
  type FreezeScope,
  freezeBundle,
  lettersFrozenOn,
  productsToFreeze,
} from '../src/store/freeze-bundle.ts'
import {
  countLettersToPrint,
  countUnprintable,
  type FittingLetter,
  type LetterHold,
  recordMeasures,
  type UnmeasuredLetter,
  unmeasuredLetters,
} from '../src/store/letter.ts'
import { bundlesBeyondLedger } from '../src/vendor/check-bundle-files.ts'
import { removeCopy } from '../src/vendor/deliver.ts'
import type { JobContext } from './job.ts'

/** Letters that are printed with one template. */
export interface PrintLine {
  readonly kind: LetterKind
  readonly templateVersion: string
  /** What a letter takes in its PDF and CSV, with room to spare. */
  readonly bytesALetter: number
  /** Whether each letter can be printed, and in which languages; else which field is at fault. */
  measure(
    letters: readonly UnmeasuredLetter[],
  ): Promise<readonly ((Omit<FittingLetter, 'id'> & { readonly ok: true }) | Misfit)[]>
  /** The last day of the codes in a bundle; `''` where it has none. */
  expiresOn(product: string, postingOn: string): string
}

/**
 * Before a night's printing: nothing is left of bundles that are no more or must not leave, and what an inspection
 * stopped is made again.
 */
export async function tidyBundles(context: JobContext, kind: LetterKind): Promise<void> {
  const check = { ...context, vendor: context.settings.vendor.name }
  await sweepBundleFolders(check)
  const beyond = await bundlesBeyondLedger(context.store.db, check)
  if (beyond.length > 0) {
    throw new LedgerMismatch(
      `${beyond.join(', ')}: in the output folder, and not in the ledger, as after the restore of a backup. Printing ` +
        'now could send letters twice: run "recapito reconcile", then the same command again; nothing was printed',
    )
  }
  await recallBundles(context, await bundlesIn(context.store.db, ['published'], kind))
  await remakeFaulty(context.store, kind)
}

/**
 * Of these bundles cancels those with a letter that was withdrawn, held or corrected since, and destroys their files,
 * what a hand-over that was cut short had copied too. Answers how many.
 */
export async function recallBundles(context: JobContext, bundles: readonly Bundle[]): Promise<number> {
  const recalled = bundles.filter((bundle) => bundle.hold === 'DA_RIFARE')
  for (const bundle of recalled) {
    context.checkpoint()
    await recallBundle(context, bundle)
    await removeCopy({ ...context, vendor: context.settings.vendor.name }, bundle)
    context.log.info('bundle.recalled', { bundle: bundle.name })
  }
  return recalled.length
}

export const NOTHING_PRINTED = { letters: 0, pages: 0, bundles: 0, held: 0, inspectionFaults: 0 }

/** Finishes what is half done, then prints all that waits; hand-over asks for the letters of recalled bundles alone. */
export async function printLetters(context: JobContext, line: PrintLine, scope: FreezeScope) {
  const { store, files, folders, actor, settings } = context
  const { kind, templateVersion } = line
  // Letters of recalled bundles were counted when they were printed first.
  const cap = scope === 'recalled' ? null : settings.limits.lettersANight
  const counts = { ...NOTHING_PRINTED }
  await files.makeFolder(folders.staging)
  const render: BundleWork['render'] = async (bundle, letters, folder) => {
    const rendered = await context.render(bundle, letters, folder)
    if ('faults' in rendered) {
      counts.inspectionFaults += rendered.faults.length
      const faults = rendered.faults.map(({ code, page, place }) => ({ code, page, place }))
      context.log.warn('bundle.faulty', { bundle: bundle.name, faults })
    }
    return rendered
  }
  const work: BundleWork = { store, files, folders, actor, render, templateVersion }
  const finish = async (bundle: Bundle) => {
    const done = await advanceBundle(work, bundle)
    if (done.state !== 'published') return
    counts.bundles += 1
    counts.letters += done.item_count
    counts.pages += done.pages ?? 0
    context.log.info('bundle.published', { bundle: done.name, letters: done.item_count })
    context.progress(done.item_count, 'lettere')
  }
  for (const bundle of await bundlesIn(store.db, ['planned', 'sealed'], kind)) {
    context.checkpoint()
    await finish(bundle)
  }

  counts.held = await measureLetters(context, line)
  const waiting = await countLettersToPrint(store.db, kind)
  const unprintable = await countUnprintable(store.db, kind, actor.on)
  const { heldAtLeast, heldShare } = settings.limits
  if (scope === 'all' && unprintable >= heldAtLeast && unprintable > heldShare * (waiting + unprintable)) {
    throw new HeldLimitExceeded(unprintable, waiting + unprintable)
  }
  await requireSpace(folders.staging, waiting * line.bytesALetter)

  const underWay = new Set<Promise<void>>()
  try {
    for (const product of await productsToFreeze(store.db, kind, templateVersion, scope)) {
      for (;;) {
        context.checkpoint()
        const most = cap && Math.max(0, cap - (await lettersFrozenOn(store.db, kind, actor.on)))
        const plan = { ...planOf(context, line, product, scope), most }
        const bundle = await freezeBundle(store, actor, plan)
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
  if (cap === null) return counts
  return { ...counts, carriedOver: await countLettersToPrint(store.db, kind) }
}

const PAGE = 5_000

/** Letters are measured before they are frozen: what cannot be printed waits for a person and enters no bundle. */
async function measureLetters(
  { store, actor, checkpoint }: JobContext,
  { kind, templateVersion, measure }: PrintLine,
): Promise<number> {
  let held = 0
  for (let afterId = 0; ; ) {
    checkpoint()
    const page = await unmeasuredLetters(store.db, kind, templateVersion, afterId, PAGE)
    if (page.length === 0) return held
    const fitting: FittingLetter[] = []
    const holds: LetterHold[] = []
    for (const [index, measured] of (await measure(page)).entries()) {
      const { id } = page[index] as UnmeasuredLetter
      if (measured.ok)
        fitting.push({ id, languages: measured.languages, fellBackFrom: measured.fellBackFrom })
      else holds.push({ id, code: measured.code, field: measured.field, detail: measured.detail })
    }
    await store.transaction('measure', (trx) => recordMeasures(trx, actor, templateVersion, fitting, holds))
    held += holds.length
    afterId = page.at(-1)?.id ?? afterId
  }
}

function planOf({ actor, slot, settings }: JobContext, line: PrintLine, product: string, scope: FreezeScope) {
  const { kind, templateVersion } = line
  const postingOn = nextWorkingDay(actor.on, settings.calendar.closures)
  const expiresOn = line.expiresOn(product, postingOn)
  return { kind, product, scope, slot, size: settings.bundle.letters, templateVersion, postingOn, expiresOn }
}
