/** @module `recapito acknowledge <bundle>`: the vendor has it. */
import type { Flags } from '../config.ts'
import { acknowledgeBundle } from '../vendor/acknowledge.ts'
import { answer, today } from './answer.ts'
import { withApp } from './session.ts'

export function acknowledge(
  flags: Flags,
  names: readonly string[],
  options: { date?: string; json?: boolean },
): Promise<void> {
  return withApp(flags, { mustExist: true }, async ({ app }) => {
    const actor = { runId: null, at: app.now().toISOString(), on: options.date ?? today() }
    const work = { ...app, actor, vendor: app.settings.vendor.name }
    const done: { bundle: string; acknowledged: boolean }[] = []
    for (const name of names) done.push({ bundle: name, acknowledged: await acknowledgeBundle(work, name) })
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
