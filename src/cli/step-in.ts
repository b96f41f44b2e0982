/** @module `recapito hold | release | cancel`: staff step in before the hand-over. */
import {
  bundlesToLose,
  type LostBundle,
  planStepIn,
  type StepInPlan,
  type SteppedIn,
  stepIn,
} from '../batch/step-in.ts'
import type { Flags } from '../config.ts'
import { count } from '../domain/counted.ts'
import type { StepInVerb } from '../domain/step-in.ts'
import { omocodesKnown } from '../store/letter-selection.ts'
import type { NamedTargets, Target } from '../store/staff-target.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { nextJob } from './release-next.ts'
import { withApp } from './session.ts'
import { plannedLines, refusedLines, stepInLines } from './step-in-answer.ts'
import { type NameOptions, namedBy } from './step-in-names.ts'

export type StepInOptions = ByHand & NameOptions & { readonly dryRun?: boolean; readonly json?: boolean }

const DONE: Readonly<Record<StepInVerb, { readonly one: string; readonly many: string }>> = {
  hold: { one: 'fermata', many: 'fermate' },
  release: { one: 'liberata', many: 'liberate' },
  cancel: { one: 'annullata', many: 'annullate' },
}

/** Something that was named could not be done; what could be is done (exit 2). */
class NotAllDone extends Error {
  readonly exitCode = 2
  constructor(verb: StepInVerb, refused: number, isNothingDone: boolean) {
    const what =
      refused === 1
        ? `una delle voci indicate non è stata ${DONE[verb].one}`
        : `${count(refused)} delle voci indicate non sono state ${DONE[verb].many}`
    const rest = isNothingDone ? 'Non è stato fatto nulla' : 'Tutto il resto è fatto'
    super(`${what}; il motivo è nella risposta. ${rest}.`)
    this.name = 'NotAllDone'
  }
}

export async function stepInCommand(flags: Flags, verb: StepInVerb, options: StepInOptions): Promise<void> {
  const named = await namedBy(options)
  await withApp(flags, { mustExist: true }, async ({ app }) => {
    const { store } = app
    const lookAlikes = (
      await Promise.all(named.people.map((person) => omocodesKnown(store.db, person)))
    ).flat()
    if (options.dryRun) {
      const plan = await planStepIn(store.db, verb, named)
      const bundles = await bundlesToLose(store.db, verb, plan)
      answer(options.json, inJson(verb, { ...plan, bundles }, { dryRun: true, lookAlikes }), [
        ...plannedLines(verb, { ...plan, bundles }, lookAlikes),
        'Prova soltanto: non è stato cambiato nulla.',
      ])
      return
    }
    const work = { ...app, vendor: app.settings.vendor.name }
    const done = await stepIn(work, verb, named, actOf(app, verb, options))
    answer(
      options.json,
      inJson(verb, done, { dryRun: false, lookAlikes }),
      stepInLines(verb, done, lookAlikes),
    )
    const failed = failures(named, done)
    if (failed > 0) throw new NotAllDone(verb, failed, done.act.length === 0)
  })
}

/** How much of what was named by itself was refused; of a person or country, only that nothing at all was there. */
function failures(named: NamedTargets, { act, already, refused, unmatched }: SteppedIn): number {
  const byItself = refused.filter(
    ({ target }) => named.letterIds.includes(target.name) || named.requestKeys.includes(target.requestKey),
  )
  if (act.length + already.length === 0) return refused.length + unmatched.length
  return byItself.length + unmatched.length
}

function inJson(
  verb: StepInVerb,
  plan: StepInPlan & Partial<Pick<SteppedIn, 'stillHeld'>> & { readonly bundles: readonly LostBundle[] },
  { dryRun, lookAlikes }: { dryRun: boolean; lookAlikes: readonly string[] },
) {
  const row = ({
    table,
    name,
    about,
    person,
    requestKey,
    country,
    state,
    hold,
    bundle,
    handedOverAt,
  }: Target) => ({
    kind: table,
    name,
    about,
    person,
    request: requestKey,
    country,
    state,
    hold,
    bundle,
    handedOverAt,
  })
  const acted = plan.act.map((target) =>
    verb === 'release' ? { ...row(target), nextJob: nextJob(target) ?? null } : row(target),
  )
  return {
    verb,
    dryRun,
    concerned: plan.act.length + plan.already.length + plan.refused.length,
    done: dryRun ? [] : acted,
    ...(dryRun ? { wouldDo: acted } : {}),
    already: plan.already.map(row),
    refused: plan.refused.map(({ target, why }) => ({
      ...row(target),
      why,
      reason: refusedLines(verb, { target, why }),
    })),
    notFound: plan.unmatched.map(({ what, name }) => ({ what, name })),
    stillHeld: (plan.stillHeld ?? []).map(row),
    bundles: plan.bundles,
    sameButOmocodia: lookAlikes,
  }
}
