/**
 * An older database beside newer bundles: what the disk proves is taken into the ledger, so that no letter is printed a
 * second time; what the ledger cannot answer for is moved aside, where no hand-over finds it.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { type LetterKind, productsOf } from '../domain/products.ts'
import type { Folders } from '../files/folders.ts'
import { adoptBundle, lettersByPublicId, type PrintedLetter, recordDeparted } from '../store/adopt-bundle.ts'
import { type Bundle, bundleByName, bundlesIn } from '../store/bundle.ts'
import { cancelBundle } from '../store/cancel-bundle.ts'
import type { Executor } from '../store/dialect.ts'
import { eraseOverdue } from '../store/erase-bundle.ts'
import { type ManualAct, manualAct } from '../store/manual-act.ts'
import type { Store } from '../store/store.ts'
import { alteredFiles, hashIfThere, type ReadManifest, readManifest } from './bundle-files.ts'
import { type FileCheck, strangeFolders } from './check-bundle-files.ts'
import { HANDED_OVER, outgoingFolder } from './deliver.ts'

export interface Adopting extends Omit<FileCheck, 'folders'> {
  readonly store: Store
  readonly folders: Pick<Folders, 'bundles' | 'outgoing' | 'staging' | 'reports' | 'quarantine'>
  readonly act: Omit<ManualAct, 'subject'>
  /** Last day of the codes in a bundle, as when it was frozen; `''` where it has none. */
  expiresOn(bundle: { product: string; businessDate: string; postingOn: string }): string
}

/** A letter that is on paper and not in the ledger. */
export interface UnknownLetter {
  readonly publicId: string
  readonly recipient: string
  readonly locality: string
}

export interface Adopted {
  /** Of a bundle or a folder. */
  readonly name: string
  /** `left` is for a person: the vendor has it, and nothing of it can be read. */
  readonly outcome: 'published' | 'delivered' | 'quarantined' | 'removed' | 'left'
  /** Taken into the ledger. */
  readonly letters: number
  readonly unknown: readonly UnknownLetter[]
  /** Already in another bundle: these people may have two letters. */
  readonly elsewhere: readonly UnknownLetter[]
  /** Whether the vendor has it. */
  readonly departed: boolean
}

/** Safe to repeat: each step is one manual act, its files after it. */
export async function adoptBundles(work: Adopting): Promise<Adopted[]> {
  const done = await recordAnnounced(work)
  const strange = await strangeFolders(work.store.db, work)
  for (const path of strange.filter((name) => name.startsWith('.staging/'))) {
    const name = basename(path)
    await step(work, name, async () => {})
    await work.files.remove(join(work.folders.staging, name))
    done.push({ ...NOTHING, name, outcome: 'removed' })
  }
  const folders = strange.filter((path) => !path.startsWith('.staging/')).map((path) => basename(path))
  for (const name of new Set(folders)) done.push(await adoptFolder(work, name))
  return done
}

const NOTHING = { letters: 0, unknown: [], elsewhere: [], departed: false } as const

/** Bundles that the ledger still has here, and whose `.done` lies with the vendor. */
async function recordAnnounced(work: Adopting): Promise<Adopted[]> {
  const done: Adopted[] = []
  for (const bundle of await bundlesIn(work.store.db, ['published'])) {
    if (!(await isAnnounced(work, bundle.name))) continue
    await step(work, bundle.name, (trx, actor) =>
      recordDeparted(trx, actor, bundle, earlier(bundle.posting_on, actor.on)),
    )
    done.push({
      ...NOTHING,
      name: bundle.name,
      outcome: 'delivered',
      letters: bundle.item_count,
      departed: true,
    })
  }
  return done
}

async function adoptFolder(work: Adopting, name: string): Promise<Adopted> {
  const { store, folders } = work
  const own = join(folders.bundles, name)
  const copy = outgoingFolder(work, { name })
  const ownFound = await readBundle(own, name)
  const found = ownFound ?? (await readBundle(copy, name))
  const announced = await isAnnounced(work, name)
  if (!found) {
    if (announced) return { ...NOTHING, name, outcome: 'left', departed: true }
    return quarantine(work, name, NOTHING)
  }
  const departed = announced || !found.hasPdf
  const known = await lettersByPublicId(
    store.db,
    found.pieces.map(({ publicId }) => publicId),
  )
  const undone = await undoneBundles(work, known)
  const byId = new Map(known.map((letter) => [letter.public_id, letter]))
  const letters: { id: number; seq: number }[] = []
  const unknown: UnknownLetter[] = []
  const elsewhere: UnknownLetter[] = []
  for (const [index, piece] of found.pieces.entries()) {
    const letter = byId.get(piece.publicId)
    if (!letter) unknown.push(piece)
    else if (letter.state === 'pending' || undone.some((bundle) => bundle.name === letter.bundle))
      letters.push({ id: letter.id, seq: index + 1 })
    else elsewhere.push(piece)
  }
  const whole = unknown.length === 0 && elsewhere.length === 0
  const about = { letters: letters.length, unknown, elsewhere, departed }
  // One still here that holds unknown letters never leaves; those that the ledger knows are printed anew.
  if (letters.length === 0 || (!whole && !departed)) return quarantine(work, name, { ...about, letters: 0 })
  const { manifest, manifestSha256 } = found
  const frozen = {
    product: manifest.product,
    businessDate: manifest.datedOn,
    postingOn: manifest.expectedPostingOn,
  }
  if (!ownFound) await bringBack(work, name)
  await step(work, name, async (trx, actor) => {
    for (const bundle of undone) await cancelBundle(trx, actor, bundle)
    const adopted = await adoptBundle(trx, actor, {
      ...frozen,
      name,
      slot: manifest.runId,
      part: manifest.part,
      templateVersion: manifest.templateVersion,
      expiresOn: work.expiresOn(frozen),
      pages: manifest.pages,
      manifestSha256,
      replaces: manifest.replaces,
      letters,
    })
    if (!departed) return
    const left = await recordDeparted(trx, actor, adopted, earlier(frozen.postingOn, actor.on))
    if (found.hasPdf) return
    // Erased once, it stays so, though an older database has brought the sealed halves back.
    await eraseOverdue(trx, actor, left)
    await trx('bundle').where({ id: left.id }).update({ erased_on: actor.on })
  })
  return { ...about, name, outcome: departed ? 'delivered' : 'published' }
}

interface BundleOnDisk {
  readonly manifest: ReadManifest
  readonly manifestSha256: string
  readonly pieces: readonly UnknownLetter[]
  readonly hasPdf: boolean
}

/** Undefined where the folder is no bundle, or its files are not those of its manifest. */
async function readBundle(folder: string, name: string): Promise<BundleOnDisk | undefined> {
  const manifestSha256 = await hashIfThere(join(folder, `${name}.json`))
  if (manifestSha256 === undefined) return undefined
  const manifest = await readManifest(folder, name).catch(() => undefined)
  if (manifest?.bundle !== name || !PRODUCTS.includes(manifest.product)) return undefined
  const hasPdf = (await hashIfThere(join(folder, `${name}.pdf`))) !== undefined
  const sealed = { name, manifest_sha256: manifestSha256 }
  if ((await alteredFiles(folder, sealed, hasPdf ? ['pdf', 'csv'] : ['csv'])).length > 0) return undefined
  return { manifest, manifestSha256, pieces: readPieces(await readFile(join(folder, `${name}.csv`))), hasPdf }
}

const KINDS: readonly LetterKind[] = ['PIN_HALF2', 'CERTIFICATE']
const PRODUCTS = KINDS.flatMap(productsOf)

function readPieces(csv: Buffer): UnknownLetter[] {
  const rows: Record<string, string>[] = parse(csv, { delimiter: ';', columns: true })
  return rows.map((row) => ({
    publicId: row['mailpiece_id'] ?? '',
    recipient: row['row1'] ?? '',
    locality: row['locality'] || (row['country_name'] ?? ''),
  }))
}

/** Bundles that have these letters in the ledger and no folder: they were taken back since. */
async function undoneBundles(work: Adopting, letters: readonly PrintedLetter[]): Promise<Bundle[]> {
  const onDisk = await work.files.list(work.folders.bundles)
  const names = new Set(letters.flatMap(({ bundle }) => bundle ?? []))
  const undone: Bundle[] = []
  for (const name of names) {
    const bundle = await bundleByName(work.store.db, name)
    const open = bundle && ['planned', 'sealed', 'published'].includes(bundle.state)
    if (open && !onDisk.includes(name) && !(await isAnnounced(work, name))) undone.push(bundle)
  }
  return undone
}

async function isAnnounced(work: Adopting, name: string): Promise<boolean> {
  return (await work.files.list(outgoingFolder(work, { name })).catch((): string[] => [])).includes(
    `${name}.done`,
  )
}

/** From the vendor's copy, where ours is gone or damaged. */
async function bringBack(work: Adopting, name: string): Promise<void> {
  const { files, folders } = work
  const copy = outgoingFolder(work, { name })
  const there = await files.list(copy)
  const staging = join(folders.staging, `${name}.adopt`)
  await files.remove(staging)
  await files.makeFolder(staging)
  for (const suffix of HANDED_OVER) {
    const file = `${name}${suffix}`
    if (there.includes(file)) await files.copyFile(join(copy, file), join(staging, file))
  }
  await files.syncFolder(staging)
  await moveAside(work, join(folders.bundles, name))
  await files.makeFolder(folders.bundles)
  await files.rename(staging, join(folders.bundles, name))
  await files.syncFolder(folders.bundles)
}

async function quarantine(
  work: Adopting,
  name: string,
  about: Omit<Adopted, 'name' | 'outcome'>,
): Promise<Adopted> {
  await step(work, name, async () => {})
  await moveAside(work, join(work.folders.bundles, name))
  await moveAside(work, outgoingFolder(work, { name }), '.outgoing')
  return { ...about, name, outcome: 'quarantined' }
}

/** Into the quarantine of today, under a name that nothing there has yet; what is not there needs no moving. */
async function moveAside({ files, folders, act }: Adopting, path: string, suffix = ''): Promise<void> {
  const folder = join(path, '..')
  if (!(await files.list(folder)).includes(basename(path))) return
  const quarantine = join(folders.quarantine, act.on)
  await files.makeFolder(quarantine)
  const taken = await files.list(quarantine)
  const base = `${basename(path)}${suffix}`
  let name = base
  for (let copy = 2; taken.includes(name); copy += 1) name = `${base}.${copy}`
  await files.rename(path, join(quarantine, name))
  await files.syncFolder(folder)
  await files.syncFolder(quarantine)
}

function step(
  { store, act }: Adopting,
  subject: string,
  work: (trx: Executor, actor: { runId: number; at: string; on: string }) => Promise<unknown>,
): Promise<unknown> {
  return manualAct(store, { ...act, subject }, work)
}

function earlier(a: string, b: string): string {
  return a < b ? a : b
}
