/** @module Printing a bundle's lost or damaged files once more: the same bytes, or nothing is replaced. */
import { join } from 'node:path'
import type { Folders } from '../files/folders.ts'
import { type Bundle, bundleByName } from '../store/bundle.ts'
import { type ManualAct, manualAct } from '../store/manual-act.ts'
import { type FrozenLetter, frozenLetters } from '../store/publish-bundle.ts'
import type { Store } from '../store/store.ts'
import { alteredFiles } from './bundle-files.ts'
import { alteredCopies, type FileCheck, strangeFolders } from './check-bundle-files.ts'
import { copyBundle } from './deliver.ts'

export interface Rebuilding extends Omit<FileCheck, 'folders'> {
  readonly store: Store
  readonly folders: Pick<Folders, 'bundles' | 'outgoing' | 'staging' | 'reports'>
  readonly act: Omit<ManualAct, 'subject'>
  /** Of the templates that `render` prints this product with. */
  templateVersion(product: string): Promise<string>
  render(
    bundle: Bundle,
    letters: readonly FrozenLetter[],
    folder: string,
  ): Promise<{ readonly manifestSha256: string } | object>
}

/** Why a bundle cannot be printed once more; `exitCode` 2 where it must not, 5 where it came out otherwise. */
class NotRebuilt extends Error {
  readonly exitCode: 2 | 5
  constructor(message: string, exitCode: 2 | 5 = 2) {
    super(message)
    this.name = 'NotRebuilt'
    this.exitCode = exitCode
  }
}

export interface Rebuilt {
  /** Our own files. */
  readonly files: boolean
  /** What the vendor has of them. */
  readonly copy: boolean
}

/** Answers what had to be put right. Safe to repeat after a crash. */
export async function rebuildBundle(work: Rebuilding, name: string): Promise<Rebuilt> {
  const bundle = await rebuildable(work, name)
  const files = (await alteredFiles(join(work.folders.bundles, name), bundle)).length > 0
  if (files) await renderAgain(work, bundle)
  // What a vendor sees is ours until it says that it has it; a repeated name it ignores.
  const copy =
    bundle.state === 'delivered' && (await alteredCopies(work, bundle, freshOf(work, name, files))).length > 0
  if (!files && !copy) return { files, copy }
  await manualAct(work.store, { ...work.act, subject: name }, async () => {})
  if (files) await replaceFolder(work, name)
  if (copy) await copyBundle(work, bundle)
  return { files, copy }
}

/** Where the right files are: printed again, or our own. */
function freshOf({ folders }: Rebuilding, name: string, again: boolean): string {
  return again ? join(folders.staging, `${name}.rebuild`) : join(folders.bundles, name)
}

async function renderAgain(work: Rebuilding, bundle: Bundle): Promise<void> {
  const { name } = bundle
  const fresh = freshOf(work, name, true)
  await work.files.remove(fresh)
  await work.files.makeFolder(fresh)
  const rendered = await work.render(bundle, await frozenLetters(work.store.db, bundle.id), fresh)
  const hash = 'manifestSha256' in rendered ? rendered.manifestSha256 : 'none'
  if (hash !== bundle.manifest_sha256) {
    await work.files.remove(fresh)
    throw new NotRebuilt(
      `${name}: printed again it has the manifest ${hash}, and ${bundle.manifest_sha256} was sealed: the program, ` +
        'its fonts, a setting or the ledger have changed since; nothing was replaced. Put the files back from a backup',
      5,
    )
  }
  await work.files.syncFolder(fresh)
}

/** Two renames: a crash between them leaves no folder, and the same command makes it again. */
async function replaceFolder(work: Rebuilding, name: string): Promise<void> {
  const { files, folders } = work
  const old = join(folders.staging, `${name}.old`)
  await files.remove(old)
  await files.makeFolder(folders.bundles)
  if ((await files.list(folders.bundles)).includes(name)) await files.rename(join(folders.bundles, name), old)
  await files.rename(freshOf(work, name, true), join(folders.bundles, name))
  await files.syncFolder(folders.bundles)
  await files.remove(old)
}

async function rebuildable(work: Rebuilding, name: string): Promise<Bundle> {
  const bundle = await bundleByName(work.store.db, name)
  if (!bundle)
    throw new NotRebuilt(`${name}: no bundle has this name; "recapito reconcile" names those at fault`)
  if (bundle.state === 'acknowledged' || bundle.erased_on !== null) {
    throw new NotRebuilt(
      `${name}: its codes were erased on ${bundle.erased_on ?? bundle.acknowledged_on}, so its letters cannot be ` +
        'printed again; who lost one asks for a new PIN',
    )
  }
  if (bundle.state !== 'published' && bundle.state !== 'delivered') {
    throw new NotRebuilt(
      `${name}: the bundle is ${bundle.state}: only one that was published has files to rebuild; run "recapito night"`,
    )
  }
  const strange = await strangeFolders(work.store.db, work)
  if (strange.length > 0) {
    throw new NotRebuilt(
      `${name}: ${strange.join(', ')} may hold the same letters, and the ledger does not know: ` +
        'run "recapito reconcile --adopt" first',
    )
  }
  if (bundle.state === 'published' && (await alteredCopies(work, bundle, '')).length > 0) {
    throw new NotRebuilt(
      `${name}: the vendor has it already, and the ledger does not know: run "recapito reconcile --adopt" first`,
    )
  }
  const version = await work.templateVersion(bundle.product)
  if (version !== bundle.template_version) {
    throw new NotRebuilt(
      `${name}: it was printed with templates ${bundle.template_version}, and those in use are ${version}: ` +
        'set folders.templates to the old ones and run the same command again',
    )
  }
  return bundle
}
