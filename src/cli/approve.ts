/** @module `recapito approve <bundle…>`: a second person has looked at the proofs. */
import { approveBundles } from '../batch/approval.ts'
import type { Flags } from '../config.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { withApp } from './session.ts'

export function approve(
  flags: Flags,
  names: readonly string[],
  options: ByHand & { json?: boolean },
): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const act = actOf(app, 'approve', options)
    const done = await approveBundles(app.store, act, [...new Set(names)])
    const next = app.settings.approval.required
      ? 'approvato, parte con la prossima consegna'
      : 'approvazione annotata; la consegna non la attende, perché approval.required non è impostato'
    answer(
      options.json,
      done,
      done.map(({ bundle, approved }) =>
        approved ? `${bundle}: ${next}` : `${bundle}: era già approvato, niente da fare`,
      ),
    )
  })
}
