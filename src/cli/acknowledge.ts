/** @module `recapito acknowledge <bundle>`: the vendor has it. */
import type { Flags } from '../config.ts'
import { acknowledgeByHand } from '../vendor/acknowledge.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { withApp } from './session.ts'

interface Acknowledged {
  readonly bundle: string
  /** False where it was before. */
  readonly acknowledged: boolean
}

export function acknowledge(
  flags: Flags,
  names: readonly string[],
  options: ByHand & { json?: boolean },
): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const act = actOf(app, 'acknowledge', options)
    const work = { ...app, vendor: app.settings.vendor.name }
    const done: Acknowledged[] = []
    try {
      for (const name of new Set(names)) {
        done.push({ bundle: name, acknowledged: await acknowledgeByHand(work, act, name) })
      }
    } finally {
      // One that cannot be acknowledged does not undo those before it.
      if (done.length > 0) answer(options.json, done, done.map(line))
    }
  })
}

function line({ bundle, acknowledged }: Acknowledged): string {
  return acknowledged
    ? `${bundle}: confermato, PDF ed eventuali seconde parti cancellati`
    : `${bundle}: era già confermato, niente da fare`
}
