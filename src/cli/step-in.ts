/** @module `recapito hold | release | cancel`: staff step in before the hand-over. */
import { planStepIn, type StepInPlan, type SteppedIn, stepIn } from '../batch/step-in.ts'
import type { Flags } from '../config.ts'
import type { StepInVerb } from '../domain/step-in.ts'
import { omocodesKnown } from '../store/letter-selection.ts'
import type { NamedTargets, Target } from '../store/staff-target.ts'
import { answer } from './answer.ts'
import { actOf, type ByHand } from './by-hand.ts'
import { withApp } from './session.ts'
import { plannedLines, refusedLines, stepInLines } from './step-in-answer.ts'
import { type NameOptions, namedBy } from './step-in-names.ts'

export type StepInOptions = ByHand & NameOptions & { readonly dryRun?: boolean; readonly json?: boolean }

/** Something that was named could not be done; what could be is done (exit 2). */
class NotAllDone extends Error {
  readonly exitCode = 2
  constructor(verb: StepInVerb, refused: number, isNothingDone: boolean) {
    const rest = isNothingDone ? 'nothing was done' : 'all else is done'
    super(`${verb}: ${refused} of what was named could not be done, see above for the reasons; ${rest}`)
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
      answer(options.json, inJson(verb, plan, { dryRun: true, lookAlikes }), [
        ...plannedLines(verb, plan, lookAlikes),
        'Prova soltanto: non è stato cambiato nulla.',
      ])
      return
    }
    const work = { ...app, vendor: app.settings.vendor.name }
    const act = { ...actOf(app, verb, options), subject: subjectOf(named) }
    const done = await stepIn(work, verb, named, act)
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

/** As the register keeps it; a person is named where the person was. */
function subjectOf({ letterIds, requestKeys, people, countries }: NamedTargets): string {
  return [...letterIds, ...requestKeys, ...people, ...countries].join(' ')
}

function inJson(
  verb: StepInVerb,
  plan: StepInPlan & Partial<SteppedIn>,
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
  return {
    verb,
    dryRun,
    concerned: plan.act.length + plan.already.length + plan.refused.length,
    done: dryRun ? [] : plan.act.map(row),
    ...(dryRun ? { wouldDo: plan.act.map(row) } : {}),
    already: plan.already.map(row),
    refused: plan.refused.map(({ target, why }) => ({
      ...row(target),
      why,
      reason: refusedLines(verb, { target, why }),
    })),
    notFound: plan.unmatched.map(({ what, name }) => ({ what, name })),
    stillHeld: (plan.stillHeld ?? []).map(row),
    bundles: plan.bundles ?? [],
    sameButOmocodia: lookAlikes,
  }
}
