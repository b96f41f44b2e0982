/** @module What a crash leaves behind of bundles that are no more: cancelled ones, and stagings that nobody finishes. */
import { join } from 'node:path'
import type { Files } from '../files/files.ts'
import type { Folders } from '../files/folders.ts'
import { bundlesIn, cancelledAmong } from '../store/bundle.ts'
import type { Store } from '../store/store.ts'

/** Removes them: they hold second halves in clear. */
export async function sweepBundleFolders(work: {
  readonly store: Store
  readonly files: Files
  readonly folders: Pick<Folders, 'staging' | 'bundles' | 'outgoing'>
  readonly vendor: string
}): Promise<void> {
  const { store, files, folders } = work
  const outgoing = join(folders.outgoing, work.vendor)
  const onDisk = [...(await files.list(folders.bundles)), ...(await files.list(outgoing))]
  for (const { name } of await cancelledAmong(store.db, onDisk)) {
    await files.remove(join(folders.bundles, name))
    await files.remove(join(outgoing, name))
  }
  const unfinished = (await bundlesIn(store.db, ['planned', 'sealed'])).map((bundle) => bundle.name)
  for (const staging of await files.list(folders.staging)) {
    const [name = ''] = staging.split('.')
    if (!unfinished.includes(name)) await files.remove(join(folders.staging, staging))
  }
}
