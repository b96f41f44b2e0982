/**
 * The bundle's way, drawn once. Normal path and recovery path are the same: look at the state, do the next step.
 *
 * | state        | the next step does                                            | then         |
 * | ------------ | ------------------------------------------------------------- | ------------ |
 * | planned      | renders into `.staging/<bundle>.<attempt>`, manifest last      | sealed       |
 * | sealed       | one rename into `bundles/<bundle>`, then records it            | published    |
 * | published    | (hand-over) copies to `outgoing/<vendor>/<bundle>`, `.done` last | delivered  |
 * | delivered    | (acknowledge) erases the second halves and the PDFs            | acknowledged |
 * | any of the first three, held `DA_RIFARE` | destroys its files, letters wait again | cancelled |
 * | planned, held `ISPEZIONE` | nothing in this run; the next print run makes it `DA_RIFARE`    | planned      |
 *
 * @module
 */
import { join } from 'node:path'
import { type Files, sha256OfFile } from '../files/files.ts'
import type { Folders } from '../files/folders.ts'
import type { Bundle } from '../store/bundle.ts'
import { cancelBundle } from '../store/cancel-bundle.ts'
import type { Actor } from '../store/event.ts'
import { holdFaulty } from '../store/faulty-bundle.ts'
import type { LetterHold } from '../store/letter.ts'
import {
  claimBundle,
  type FrozenLetter,
  frozenLetters,
  recordPublished,
  sealBundle,
  unsealBundle,
  withdrawItems,
} from '../store/publish-bundle.ts'
import type { Store } from '../store/store.ts'
import { LedgerMismatch } from './failures.ts'

/** A fault that an inspection found in what was rendered. */
export interface RenderFault {
  readonly page?: number
  readonly code: string
  readonly detail: string
  /** Where a secret stands, in words that may be logged. */
  readonly place?: string
}

/** What rendering one bundle gave: its manifest's hash, the letters that it could not print, or what came out wrong. */
export type Rendered =
  | { readonly manifestSha256: string; readonly pages: number }
  | { readonly refused: readonly LetterHold[] }
  | { readonly faults: readonly RenderFault[] }

/** Writes the bundle's files into a folder of its own: a pure function of the frozen letters. */
export type RenderBundle = (
  bundle: Bundle,
  letters: readonly FrozenLetter[],
  folder: string,
) => Promise<Rendered>

export interface BundleWork {
  readonly store: Store
  readonly files: Files
  readonly folders: Pick<Folders, 'staging' | 'bundles'>
  readonly actor: Actor
  readonly render: RenderBundle
  /** Of the templates that `render` prints letters of this kind with. */
  readonly templateVersion: string
}

/**
 * Brings a bundle to `published`, or to `cancelled` when nothing of it is left to print; passes over one that is held.
 */
export async function advanceBundle(work: BundleWork, start: Bundle): Promise<Bundle> {
  let bundle = start
  for (;;) {
    if (bundle.hold === 'DA_RIFARE' && bundle.state !== 'cancelled') bundle = await recallBundle(work, bundle)
    else if (bundle.hold !== null) return bundle
    else if (bundle.state === 'planned' && bundle.template_version !== work.templateVersion) {
      // Its letters were measured, and their languages chosen, with other templates.
      bundle = await recallBundle(work, bundle)
    } else if (bundle.state === 'planned') bundle = await renderAndSeal(work, bundle)
    else if (bundle.state === 'sealed') bundle = await publish(work, bundle)
    else return bundle
  }
}

/** Cancels a bundle that must not leave as it is, then destroys what was made of it. */
export async function recallBundle(
  work: Omit<BundleWork, 'render' | 'templateVersion'>,
  bundle: Bundle,
): Promise<Bundle> {
  const cancelled = await work.store.transaction('cancel', (trx) => cancelBundle(trx, work.actor, bundle))
  await destroyBundleFiles(work, cancelled)
  return cancelled
}

/** Removes every trace of a cancelled bundle from the disk; safe to repeat after a crash. */
async function destroyBundleFiles(
  work: Pick<BundleWork, 'files' | 'folders'>,
  bundle: Bundle,
): Promise<void> {
  await work.files.remove(join(work.folders.bundles, bundle.name))
  await tidyStaging(work, bundle)
}

async function renderAndSeal(work: BundleWork, planned: Bundle): Promise<Bundle> {
  const bundle = await claimBundle(work.store, planned.id)
  await tidyStaging(work, bundle)
  const folder = stagingOf(work, bundle)
  await work.files.makeFolder(folder)
  const rendered = await work.render(bundle, await frozenLetters(work.store.db, bundle.id), folder)
  if ('refused' in rendered) {
    const left = await withdrawItems(work.store, work.actor, bundle, rendered.refused)
    if (left.state === 'cancelled') await tidyStaging(work, left)
    return left
  }
  // Its files stay where they are, without a manifest: somebody will want to look at them.
  if ('faults' in rendered) return holdFaulty(work.store, work.actor, bundle, summary(rendered.faults))
  await work.files.syncFolder(folder)
  await work.files.syncFolder(work.folders.staging)
  return sealBundle(work.store, bundle, rendered)
}

/** The first faults for the ledger: `ADDRESS_DIFFERS@12 SCRIPT`. */
function summary(faults: readonly RenderFault[]): string {
  const named = faults.map(({ code, page, place }) =>
    page !== undefined ? `${code}@${page}` : place === undefined ? code : `${code} (${place})`,
  )
  return [...named.slice(0, 3), ...(named.length > 3 ? [`+${named.length - 3}`] : [])].join(' ')
}

async function publish(work: BundleWork, bundle: Bundle): Promise<Bundle> {
  const staged = await manifestHash(stagingOf(work, bundle), bundle)
  const published = await manifestHash(join(work.folders.bundles, bundle.name), bundle)
  if (published === undefined) {
    if (staged !== bundle.manifest_sha256) return unsealBundle(work.store, bundle)
    await work.files.makeFolder(work.folders.bundles)
    await work.files.rename(stagingOf(work, bundle), join(work.folders.bundles, bundle.name))
  } else if (published !== bundle.manifest_sha256) {
    throw new LedgerMismatch(
      `${join(work.folders.bundles, bundle.name)}: its manifest is not the one that the ledger sealed; ` +
        'a backup was restored or a hand moved files: put the right folder back or remove it, then run again',
    )
  }
  await work.files.syncFolder(work.folders.bundles)
  const recorded = await recordPublished(work.store, work.actor, bundle)
  await tidyStaging(work, bundle)
  return recorded
}

/** Removes the staging folders of every attempt at a bundle. */
async function tidyStaging(work: Pick<BundleWork, 'files' | 'folders'>, bundle: Bundle): Promise<void> {
  for (const name of await work.files.list(work.folders.staging)) {
    if (name.startsWith(`${bundle.name}.`)) await work.files.remove(join(work.folders.staging, name))
  }
}

function stagingOf(work: Pick<BundleWork, 'folders'>, bundle: Bundle): string {
  return join(work.folders.staging, `${bundle.name}.${bundle.attempt}`)
}

async function manifestHash(folder: string, bundle: Bundle): Promise<string | undefined> {
  try {
    return await sha256OfFile(join(folder, `${bundle.name}.json`))
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined
    if (cause?.code === 'ENOENT') return undefined
    throw error
  }
}
