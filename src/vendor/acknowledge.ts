/** @module Step 7: the vendor has the bundle; its second halves and its PDFs are erased, manifest and hashes stay. */
import { join } from 'node:path'
import { type Bundle, bundleByName, bundlesIn } from '../store/bundle.ts'
import { type Executor, forgetErased } from '../store/dialect.ts'
import { eraseOverdue, recordErased } from '../store/erase-bundle.ts'
import type { Actor } from '../store/event.ts'
import { recordAcknowledged } from '../store/hand-over-bundle.ts'
import { type ManualAct, manualAct } from '../store/manual-act.ts'
import type { Store } from '../store/store.ts'
import { type Delivery, outgoingFolder } from './deliver.ts'

export interface Acknowledging extends Delivery {
  readonly store: Store
  /** Business date. */
  readonly on: string
  /** One transaction, by the run or by the person who says so. */
  act<T>(name: string, work: (trx: Executor, actor: Actor) => Promise<T>): Promise<T>
}

/** Why a bundle cannot be acknowledged; the sentence is for staff (exit 2). */
export class NotAcknowledgeable extends Error {
  readonly exitCode = 2
  constructor(message: string) {
    super(message)
    this.name = 'NotAcknowledgeable'
  }
}

/** Closes a delivered bundle; false when it was closed before. */
export async function acknowledgeBundle(work: Acknowledging, name: string): Promise<boolean> {
  const bundle = await bundleByName(work.store.db, name)
  if (!bundle)
    throw new NotAcknowledgeable(
      `${name}: nessun lotto ha questo nome; recapito status elenca quelli consegnati`,
    )
  if (bundle.state === 'acknowledged') return false
  if (bundle.state !== 'delivered') {
    throw new NotAcknowledgeable(
      bundle.state === 'cancelled'
        ? `${name}: è annullato, le sue lettere sono ritirate o in un altro lotto; recapito find ${name} lo racconta`
        : `${name}: non è ancora stato consegnato; si conferma un lotto che il postalizzatore ha`,
    )
  }
  const acknowledged = await work.act('acknowledge', (trx, actor) => recordAcknowledged(trx, actor, bundle))
  await eraseFiles(work, acknowledged)
  return true
}

/** As {@link acknowledgeBundle}, where a person says so. */
export function acknowledgeByHand(
  work: Delivery & { readonly store: Store },
  act: Omit<ManualAct, 'subject'>,
  name: string,
): Promise<boolean> {
  const byHand: Acknowledging['act'] = (_, step) => manualAct(work.store, { ...act, subject: name }, step)
  return acknowledgeBundle({ ...work, on: act.on, act: byHand }, name)
}

/** Finishes what a crash cut short: acknowledged in the ledger, files still there. */
export async function finishErasing(work: Acknowledging): Promise<void> {
  for (const bundle of await bundlesIn(work.store.db, ['acknowledged'])) {
    if (bundle.erased_on === null) await eraseFiles(work, bundle)
  }
}

/** Erases bundles delivered on or before a day that the vendor never acknowledged; answers how many. */
export async function eraseUnacknowledged(work: Acknowledging, deliveredBy: string): Promise<number> {
  const delivered = await bundlesIn(work.store.db, ['delivered'])
  const overdue = delivered.filter(
    (bundle) =>
      bundle.erased_on === null && bundle.delivered_on !== null && bundle.delivered_on <= deliveredBy,
  )
  for (const bundle of overdue) {
    await work.act('erase-overdue', (trx, actor) => eraseOverdue(trx, actor, bundle))
    await eraseFiles(work, bundle)
  }
  return overdue.length
}

async function eraseFiles(work: Acknowledging, bundle: Bundle): Promise<void> {
  const { files, folders, store } = work
  await files.remove(join(folders.bundles, bundle.name, `${bundle.name}.pdf`))
  await files.remove(join(outgoingFolder(work, bundle), `${bundle.name}.pdf`))
  await forgetErased(store.db)
  await recordErased(store, bundle, work.on)
}
