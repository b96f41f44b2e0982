/** @module Step 6: copying a published bundle to where the vendor picks it up, its `.done` last. */
import { join } from 'node:path'
import type { Files } from '../files/files.ts'
import type { Folders } from '../files/folders.ts'
import { alteredFiles, type SealedBundle } from './bundle-files.ts'

/** The vendor sees a bundle when its `.done` is there; the other files come before it, in this order. */
export const HANDED_OVER = ['.pdf', '.csv', '.json'] as const

export interface Delivery {
  readonly files: Files
  readonly folders: Pick<Folders, 'bundles' | 'outgoing'>
  readonly vendor: string
}

/** What lies in the bundle's folder is not what was sealed (exit 5). */
class BundleAltered extends Error {
  readonly exitCode = 5
  constructor(file: string) {
    super(
      `${file}: missing, or not what was printed: a backup was restored or a hand changed it. ` +
        'Put the right files back, then run the same command again; nothing of this bundle was handed over',
    )
    this.name = 'BundleAltered'
  }
}

async function verify(folder: string, bundle: SealedBundle): Promise<void> {
  const [altered] = await alteredFiles(folder, bundle)
  if (altered !== undefined) throw new BundleAltered(join(folder, altered))
}

/** Everything but the `.done`: until {@link announceBundle} the vendor sees nothing. Safe to repeat after a crash. */
export async function copyBundle(delivery: Delivery, bundle: SealedBundle): Promise<void> {
  const { files, folders } = delivery
  await verify(join(folders.bundles, bundle.name), bundle)
  const target = outgoingFolder(delivery, bundle)
  await files.makeFolder(target)
  // Copies, never links: a vendor that appends to a link would alter our archive.
  for (const suffix of HANDED_OVER) {
    const name = `${bundle.name}${suffix}`
    await files.copyFile(join(folders.bundles, bundle.name, name), join(target, name))
  }
  await files.syncFolder(target)
  await files.syncFolder(join(folders.outgoing, delivery.vendor))
}

/** The `.done`: from here on the bundle is the vendor's. */
export async function announceBundle(delivery: Delivery, bundle: { name: string }): Promise<void> {
  const target = outgoingFolder(delivery, bundle)
  await delivery.files.writeFile(join(target, `${bundle.name}.done`), '')
  await delivery.files.syncFolder(target)
}

/** Takes back what a hand-over that was cut short had copied of a bundle without its `.done`. */
export function removeCopy(delivery: Delivery, bundle: { name: string }): Promise<void> {
  return delivery.files.remove(outgoingFolder(delivery, bundle))
}

export function outgoingFolder(
  { folders, vendor }: Omit<Delivery, 'files'>,
  bundle: { name: string },
): string {
  return join(folders.outgoing, vendor, bundle.name)
}
