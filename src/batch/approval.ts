/** @module `approve`: a second person says that bundles may leave. It stands in the ledger, not in the manifest. */
import { type ApprovalVerdict, judgeApproval } from '../domain/approval.ts'
import { approvalOf, recordApproval } from '../store/approval.ts'
import { type Bundle, bundleByName } from '../store/bundle.ts'
import { type ManualAct, manualAct } from '../store/manual-act.ts'
import type { Store } from '../store/store.ts'
import { BUNDLE_LABELS, labelOf } from './report/labels.ts'

/** Why bundles cannot be approved; the sentences are for staff (exit 2). None of them was approved. */
class NotApprovable extends Error {
  readonly exitCode = 2
  constructor(sentences: readonly string[]) {
    super(['nessun lotto è stato approvato:', ...sentences].join('\n  '))
    this.name = 'NotApprovable'
  }
}

export interface Approved {
  readonly bundle: string
  /** False where it was approved before. */
  readonly approved: boolean
}

/** All of them or none. */
export async function approveBundles(
  store: Store,
  act: Omit<ManualAct, 'subject'>,
  names: readonly string[],
): Promise<Approved[]> {
  const { by } = act
  const refusals: string[] = []
  const toApprove: Bundle[] = []
  for (const name of names) {
    const bundle = await bundleByName(store.db, name)
    const verdict = bundle && judgeApproval(bundle, await approvalOf(store.db, bundle.id), by)
    if (bundle && verdict === 'CAN_BE_APPROVED') toApprove.push(bundle)
    else if (verdict !== 'APPROVED_BEFORE') refusals.push(`${name}: ${reason(bundle, verdict, by)}`)
  }
  if (refusals.length > 0) throw new NotApprovable(refusals)
  if (toApprove.length > 0) {
    const subject = toApprove.map(({ name }) => name).join(' ')
    await manualAct(store, { ...act, subject }, async (trx, actor) => {
      for (const bundle of toApprove) {
        if (await recordApproval(trx, actor, bundle, by)) continue
        throw new NotApprovable([`${bundle.name}: è cambiato in questo momento; ripetere il comando`])
      }
    })
  }
  return names.map((bundle) => ({ bundle, approved: toApprove.some(({ name }) => name === bundle) }))
}

function reason(bundle: Bundle | undefined, verdict: ApprovalVerdict | undefined, by: string): string {
  if (!bundle) return 'nessun lotto ha questo nome; recapito status elenca quelli da approvare'
  switch (verdict) {
    case 'BEING_REMADE':
      return 'sarà rifatto alla consegna; si approva il lotto che ne prende il posto'
    case 'NO_PROOFS':
      return `prima si preparano le bozze: recapito proofs ${bundle.name}`
    case 'OTHER_CONTENT':
      return `è stato rifatto dopo le bozze: prepararle di nuovo con recapito proofs ${bundle.name}`
    case 'SAME_PERSON':
      return `le bozze le ha preparate ${by}: approva una seconda persona (--by)`
    default:
      return `è ${labelOf(BUNDLE_LABELS, bundle.state)}; si approva solo un lotto pronto, prima della consegna`
  }
}
