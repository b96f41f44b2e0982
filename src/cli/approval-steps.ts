/** @module Bundles that wait for an approval, among the next steps of `status`. */
import type { Settings } from '../config.ts'
import { counted } from '../domain/counted.ts'
import { unapprovedBundles } from '../store/approval.ts'
import type { Store } from '../store/store.ts'

const SHOWN = 5

/** None where no approval is asked for. */
export async function approvalSteps(store: Store, settings: Pick<Settings, 'approval'>): Promise<string[]> {
  if (!settings.approval.required) return []
  const waiting = await unapprovedBundles(store.db)
  const steps = waiting
    .slice(0, SHOWN)
    .map(({ name, prepared_by }) =>
      prepared_by === null
        ? `  preparare le bozze di un lotto da approvare: recapito proofs ${name}`
        : `  far approvare un lotto a una persona diversa da ${prepared_by}: recapito approve ${name} --by <chi>`,
    )
  return waiting.length > SHOWN
    ? [...steps, `  … e ${counted(waiting.length - SHOWN, 'altro lotto', 'altri lotti')} da approvare`]
    : steps
}
