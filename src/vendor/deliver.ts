/** @module Step 6: copying a published bundle to where the vendor picks it up, its `.done` last. */
import { join } from 'node:path'
import type { Files } from '../files/files.ts'
import type { Folders } from '../files/folders.ts'

/** The vendor sees a bundle when its `.done` is there; the other files come before it, in this order. */
export const HANDED_OVER = ['.pdf', '.csv', '.json'] as const

export interface Delivery {
  readonly files: Files
  readonly folders: Pick<Folders, 'bundles' | 'outgoing'>
  readonly vendor: string
}

/** Copies, never links: a vendor that appends to a link would alter our archive. Safe to repeat after a crash. */
export async function deliverBundle(delivery: Delivery, bundle: { name: string }): Promise<void> {
  const { files, folders } = delivery
  const target = outgoingFolder(delivery, bundle)
  await files.makeFolder(target)
  for (const suffix of HANDED_OVER) {
    const name = `${bundle.name}${suffix}`
    await files.copyFile(join(folders.bundles, bundle.name, name), join(target, name))
  }
  await files.syncFolder(target)
  await files.writeFile(join(target, `${bundle.name}.done`), '')
  await files.syncFolder(target)
  await files.syncFolder(join(folders.outgoing, delivery.vendor))
}

export function outgoingFolder(
  { folders, vendor }: Omit<Delivery, 'files'>,
  bundle: { name: string },
): string {
  return join(folders.outgoing, vendor, bundle.name)
}
