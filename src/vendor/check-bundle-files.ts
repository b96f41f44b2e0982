/** @module Every file of every bundle against the ledger: our own, the vendor's copies, and what nobody knows. */
import { join } from 'node:path'
import { type CivilDate, italianDate } from '../domain/civil-date.ts'
import type { Folders } from '../files/folders.ts'
import { bundlesIn } from '../store/bundle.ts'
import type { Executor } from '../store/dialect.ts'
import { bundlesOnDisk, type FolderOnDisk, knownBundleNames } from '../store/report/balance.ts'
import { alteredFiles, hashIfThere, readManifest, type SealedBundle } from './bundle-files.ts'
import { type Delivery, HANDED_OVER, outgoingFolder } from './deliver.ts'
import { purgedBundles } from './purged-bundles.ts'

/** One equation, as the balance has them. */
export interface FileLine {
  readonly line: string
  readonly expected: number
  readonly found: number
}

export interface FileCheck extends Omit<Delivery, 'folders'> {
  readonly folders: Pick<Folders, 'bundles' | 'outgoing' | 'staging' | 'reports'>
}

export async function checkBundleFiles(db: Executor, check: FileCheck): Promise<FileLine[]> {
  // Folders first: whatever is published meanwhile has its row already.
  const strange = await strangeFolders(db, check)
  const bundles = await bundlesOnDisk(db)
  const lines: FileLine[] = []
  let whole = 0
  let purged: Map<string, CivilDate> | undefined
  const copies: FileLine[] = []
  const inClear: FileLine[] = []
  for (const bundle of bundles) {
    const { name } = bundle
    const altered = await alteredFiles(join(check.folders.bundles, name), bundle, kindsOf(bundle))
    if (altered.length === 0) whole += 1
    const isGone =
      altered.length > 0 && (await check.files.list(join(check.folders.bundles, name))).length === 0
    if (isGone) purged ??= await purgedBundles(check.files, check.folders.reports)
    const purgedOn = isGone ? purged?.get(name) : undefined
    if (purgedOn !== undefined) {
      lines.push(culprit(`lotto ${name}: eliminato a scadenza il ${italianDate(purgedOn)}, ${AFTER_BACKUP}`))
      continue
    }
    for (const file of altered) lines.push(culprit(`lotto ${name}: ${file} manca o è cambiato`))
    // Without its manifest nothing tells what the copies should be.
    if (altered.includes(`${name}.json`)) continue
    for (const file of await alteredCopies(check, bundle, join(check.folders.bundles, name))) {
      copies.push(culprit(`copia del lotto ${name}: ${file}`))
    }
    for (const file of await leftInClear(check, bundle)) inClear.push(culprit(`${file}: da distruggere`))
  }
  return [
    {
      line: 'Lotti pronti, consegnati o confermati = cartelle intatte',
      expected: bundles.length,
      found: whole,
    },
    ...lines.slice(0, NAMED),
    none('Copie per il postalizzatore diverse dal loro lotto', copies),
    none('PDF di lotti le cui seconde parti sono cancellate', inClear),
    none(
      'Cartelle che il registro non conosce',
      strange.map((path) => culprit(`cartella ${path}: sconosciuta`)),
    ),
  ].flat()
}

/**
 * What is on the disk and must be in the ledger before anything is printed, or an older database would print letters a
 * second time: unknown bundles, and bundles that the vendor has while the ledger has them here.
 */
export async function bundlesBeyondLedger(db: Executor, check: FileCheck): Promise<string[]> {
  const strange = (await strangeFolders(db, check)).filter((path) => !path.startsWith('.staging/'))
  for (const bundle of await bundlesIn(db, ['published'])) {
    if ((await alteredCopies(check, bundle, '')).length > 0)
      strange.push(`outgoing/${check.vendor}/${bundle.name}`)
  }
  return strange
}

/** Folders of no bundle of ours, as paths below the output folder. */
export async function strangeFolders(db: Executor, check: FileCheck): Promise<string[]> {
  const { files, folders, vendor } = check
  const places = [
    ['bundles', folders.bundles],
    [`outgoing/${vendor}`, join(folders.outgoing, vendor)],
    ['.staging', folders.staging],
  ] as const
  const found: [place: string, name: string][] = []
  for (const [place, folder] of places) {
    for (const name of await files.list(folder)) if (!name.startsWith('.')) found.push([place, name])
  }
  const known = await knownBundleNames(db)
  return found
    .filter(([place, name]) => {
      // The vendor's answers lie beside the sets; `readAcknowledgements` tells of those that name nothing.
      if (place.startsWith('outgoing') && name.endsWith('.ack')) return false
      return !known.has(place === '.staging' ? (name.split('.')[0] ?? '') : name)
    })
    .map(([place, name]) => `${place}/${name}`)
}

const AFTER_BACKUP =
  'dopo il backup da cui viene questo registro; la prossima pulizia (housekeeping) lo segna di nuovo'

function kindsOf({ erased_on, state }: FolderOnDisk): ('pdf' | 'csv')[] {
  return state === 'acknowledged' || erased_on !== null ? ['csv'] : ['pdf', 'csv']
}

/** What lies with the vendor must be what was sealed; what the vendor has taken away is not missed. */
export async function alteredCopies(
  check: FileCheck,
  bundle: SealedBundle & { readonly state: string },
  sealed: string,
): Promise<string[]> {
  const folder = outgoingFolder(check, bundle)
  const there = await check.files.list(folder)
  if (bundle.state === 'published') {
    return there.includes(`${bundle.name}.done`)
      ? [`${bundle.name}.done c’è, ma il lotto non è consegnato`]
      : []
  }
  const manifest = await readManifest(sealed, bundle.name)
  const hashes: Readonly<Record<string, string | null>> = {
    '.pdf': manifest.files.pdf.sha256,
    '.csv': manifest.files.csv.sha256,
    '.json': bundle.manifest_sha256,
  }
  const altered: string[] = []
  for (const suffix of HANDED_OVER) {
    const name = `${bundle.name}${suffix}`
    if (!there.includes(name)) continue
    if ((await hashIfThere(join(folder, name))) !== hashes[suffix]) altered.push(`${name} è cambiato`)
  }
  return altered
}

async function leftInClear(check: FileCheck, bundle: FolderOnDisk): Promise<string[]> {
  if (bundle.erased_on === null) return []
  const pdf = `${bundle.name}.pdf`
  const left: string[] = []
  for (const folder of [join(check.folders.bundles, bundle.name), outgoingFolder(check, bundle)]) {
    if ((await check.files.list(folder)).includes(pdf)) left.push(join(folder, pdf))
  }
  return left
}

/** Culprits named one by one; beyond that the total says how many there are. */
const NAMED = 20

function none(line: string, culprits: readonly FileLine[]): FileLine[] {
  return [{ line, expected: 0, found: culprits.length }, ...culprits.slice(0, NAMED)]
}

function culprit(line: string): FileLine {
  return { line, expected: 0, found: 1 }
}
