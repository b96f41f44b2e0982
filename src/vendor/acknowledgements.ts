/** @module The vendor's `<bundle>.ack` files: empty files beside the hand-over set, or in the vendor's folder. */
import { join } from 'node:path'
import { bundleByName, bundlesIn } from '../store/bundle.ts'
import type { Store } from '../store/store.ts'
import { type Delivery, outgoingFolder } from './deliver.ts'

export interface Acknowledgements {
  /** Bundles that were handed over and have their answer. */
  readonly bundles: readonly string[]
  /** Answers that name no bundle of ours that left: passed by, and told to staff. */
  readonly stray: readonly string[]
}

export async function readAcknowledgements(
  store: Store,
  { files, folders, vendor }: Delivery,
): Promise<Acknowledgements> {
  const answered = (await files.list(join(folders.outgoing, vendor)))
    .filter((name) => name.endsWith('.ack'))
    .map((name) => name.slice(0, -'.ack'.length))
  const bundles: string[] = []
  for (const { name } of await bundlesIn(store.db, ['delivered'])) {
    const inside = await files.list(outgoingFolder({ folders, vendor }, { name }))
    if (answered.includes(name) || inside.includes(`${name}.ack`)) bundles.push(name)
  }
  const stray: string[] = []
  for (const name of answered) {
    const state = (await bundleByName(store.db, name))?.state
    if (state !== 'delivered' && state !== 'acknowledged') stray.push(name)
  }
  return { bundles, stray }
}
