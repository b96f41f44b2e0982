/** @module `recapito acknowledge <bundle>`: the vendor has it. */
import type { Flags } from '../config.ts'
import { acknowledgeByHand } from '../vendor/acknowledge.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { withApp } from './session.ts'

export function acknowledge(
  flags: Flags,
  names: readonly string[],
  options: ByHand & { json?: boolean },
): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const act = actOf(app, 'acknowledge', options)
    const work = { ...app, vendor: app.settings.vendor.name }
    const done: { bundle: string; acknowledged: boolean }[] = []
    for (const name of names) {
      done.push({ bundle: name, acknowledged: await acknowledgeByHand(work, act, name) })
    }
    answer(
      options.json,
      done,
      done.map(({ bundle, acknowledged }) =>
        acknowledged
          ? `${bundle}: confermato, seconde parti e PDF cancellati`
          : `${bundle}: era già confermato, niente da fare`,
      ),
    )
  })
}
