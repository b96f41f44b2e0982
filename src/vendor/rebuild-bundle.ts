/** @module Printing a bundle's lost or damaged files once more: the same bytes, or nothing is replaced. */
import { join } from 'node:path'
import { italianDate } from '../domain/civil-date.ts'
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
      `${name}: ristampato ha il manifesto ${hash}, mentre era stato sigillato ${bundle.manifest_sha256}: da allora ` +
        'sono cambiati il programma, i caratteri, un’impostazione o il registro. Non è stato sostituito nulla: ' +
        'rimettere i file da una copia',
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
    throw new NotRebuilt(
      `${name}: nessun lotto ha questo nome; recapito reconcile nomina quelli che non tornano`,
    )
  const erasedOn = bundle.erased_on ?? bundle.acknowledged_on
  if (erasedOn !== null) {
    throw new NotRebuilt(
      `${name}: i suoi codici sono stati cancellati il ${italianDate(erasedOn)}, e le lettere non si possono ` +
        'ristampare; chi ne ha persa una chieda un nuovo PIN',
    )
  }
  if (bundle.state !== 'published' && bundle.state !== 'delivered') {
    throw new NotRebuilt(
      `${name}: non è un lotto pronto né consegnato, e non ha file da ristampare; se è da stampare lo fa la notte ` +
        '(recapito night)',
    )
  }
  const strange = await strangeFolders(work.store.db, work)
  if (strange.length > 0) {
    throw new NotRebuilt(
      `${name}: in ${strange.join(', ')}, che il registro non conosce, possono esserci le stesse lettere: ` +
        'prima recapito reconcile --adopt',
    )
  }
  if (bundle.state === 'published' && (await alteredCopies(work, bundle, '')).length > 0) {
    throw new NotRebuilt(
      `${name}: il postalizzatore l’ha già, e il registro non lo sa: prima recapito reconcile --adopt`,
    )
  }
  const version = await work.templateVersion(bundle.product)
  if (version !== bundle.template_version) {
    throw new NotRebuilt(
      `${name}: è stato stampato con i modelli ${bundle.template_version}, e quelli in uso sono ${version}: ` +
        'indicare in folders.templates quelli di allora e ripetere il comando',
    )
  }
  return bundle
}
