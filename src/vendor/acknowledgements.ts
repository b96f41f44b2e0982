/** @module The vendor's `<bundle>.ack` files: empty files beside the hand-over set, or in the vendor's folder. */
import { join } from 'node:path'
import type { Delivery } from './deliver.ts'

/** Names of the bundles for which an `.ack` lies in the vendor's folder. */
export async function acknowledgedNames({ files, folders, vendor }: Delivery): Promise<string[]> {
  const root = join(folders.outgoing, vendor)
  const names = new Set<string>()
  for (const entry of await files.list(root)) {
    if (entry.endsWith('.ack')) names.add(entry.slice(0, -4))
    else if ((await files.list(join(root, entry))).includes(`${entry}.ack`)) names.add(entry)
  }
  return [...names].sort()
}
