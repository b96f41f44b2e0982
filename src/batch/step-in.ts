/**
 * Staff stop, release or take back letters, and the requests that will become letters, until the hand-over. What can be
 * done of what was named is done; the rest is answered with its reason.
 *
 * @module
 */
import { decideStepIn, STAFF_HOLD, type StepInRefusal, type StepInVerb } from '../domain/step-in.ts'
import type { Files } from '../files/files.ts'
import type { Folders } from '../files/folders.ts'
import { type Bundle, cancelBundle, openBundlesWith } from '../store/bundle.ts'
import { type Executor, forgetErased } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { type ManualAct, manualAct } from '../store/manual-act.ts'
import { cancelCertificateLetters, cancelCertificateRequests, cancelPins } from '../store/staff-cancel.ts'
import { holdByStaff, releaseByStaff, type Stoppable } from '../store/staff-hold.ts'
import { type NamedTargets, type Target, targetsNamed } from '../store/staff-target.ts'
import type { Store } from '../store/store.ts'
import { AlreadyRunning } from './failures.ts'
import { type HeldLease, holdLease } from './lease-keeper.ts'
import { sweepBundleFolders } from './sweep.ts'

export interface StepInWork {
  readonly store: Store
  readonly files: Files
  readonly folders: Pick<Folders, 'staging' | 'bundles' | 'outgoing'>
  readonly vendor: string
  now(): Date
}

/** What was named and is not there, or has nothing that the verb could concern. */
export interface Unmatched {
  readonly what: 'letter' | 'request' | 'person' | 'country'
  readonly name: string
  /** The newest letter of a person to whom all has left. */
  readonly left: Target | undefined
}

export interface StepInPlan {
  readonly act: readonly Target[]
  /** It was so before. */
  readonly already: readonly Target[]
  readonly refused: readonly { readonly target: Target; readonly why: StepInRefusal }[]
  readonly unmatched: readonly Unmatched[]
}

export interface SteppedIn extends StepInPlan {
  /** After a release: what staff hold still of the same people, such as a newer request that waited with a letter. */
  readonly stillHeld: readonly Target[]
  /** Bundles that lose a letter: cancelled, or left to whoever is at work. */
  readonly bundles: readonly { readonly name: string; readonly isCancelled: boolean }[]
}

/** Whom the verb would concern, and what it could not do; changes nothing. */
export async function planStepIn(db: Executor, verb: StepInVerb, named: NamedTargets): Promise<StepInPlan> {
  const targets = await targetsNamed(db, named)
  const plan = {
    act: [] as Target[],
    already: [] as Target[],
    refused: [] as StepInPlan['refused'][number][],
  }
  for (const target of targets) {
    if (!concerns(verb, named, target, targets)) continue
    const decision = decideStepIn(verb, target)
    if (decision === 'DO') plan.act.push(target)
    else if (decision === 'ALREADY') plan.already.push(target)
    else plan.refused.push({ target, why: decision })
  }
  return {
    ...plan,
    unmatched: unmatchedBy(named, targets, [
      ...plan.act,
      ...plan.already,
      ...plan.refused.map(({ target }) => target),
    ]),
  }
}

/** Whoever names a person or a country means what is still here; who names a letter is answered about that one. */
function concerns(
  verb: StepInVerb,
  named: NamedTargets,
  target: Target,
  targets: readonly Target[],
): boolean {
  if (target.table === 'letter' && named.letterIds.includes(target.name)) return true
  if (named.requestKeys.includes(target.requestKey)) {
    // A row that its sender corrected, or a letter that another took the place of.
    const isOvertaken =
      target.place === 'ENDED' &&
      targets.some((other) => other !== target && other.requestKey === target.requestKey)
    return !isOvertaken
  }
  return target.place === 'HERE' && (verb !== 'release' || target.hold !== null)
}

function unmatchedBy(
  named: NamedTargets,
  targets: readonly Target[],
  concerned: readonly Target[],
): Unmatched[] {
  const without = (
    what: Unmatched['what'],
    names: readonly string[],
    nameOf: (target: Target) => string,
  ): Unmatched[] => {
    const known = new Set(concerned.map(nameOf))
    return names
      .filter((name) => !known.has(name))
      .map((name) => ({
        what,
        name,
        left: targets.findLast((target) => target.place === 'LEFT' && nameOf(target) === name),
      }))
  }
  return [
    ...without('letter', named.letterIds, ({ name }) => name),
    ...without('request', named.requestKeys, ({ requestKey }) => requestKey),
    ...without('person', named.people, ({ codiceFiscale }) => codiceFiscale),
    ...without('country', named.countries, ({ country }) => country).map((one) => ({
      ...one,
      left: undefined,
    })),
  ]
}

/**
 * Decides and acts in one transaction: a hand-over is before it or after it, and the answer is the truth. Where nobody
 * is at work, bundles that lose a letter are cancelled and their files destroyed at once; else the work that goes on
 * does it, and nothing of them leaves meanwhile.
 */
export async function stepIn(
  work: StepInWork,
  verb: StepInVerb,
  named: NamedTargets,
  act: ManualAct,
): Promise<SteppedIn> {
  const { store } = work
  const before = await planStepIn(store.db, verb, named)
  if (before.act.length === 0) return { ...before, stillHeld: [], bundles: [] }
  const lease = verb === 'release' ? undefined : await leaseFor(work, before.act)
  try {
    const { plan, bundles } = await manualAct(store, act, async (trx, actor) => {
      const now = await planStepIn(trx, verb, named)
      if (now.act.length === 0) throw new Overtaken(now)
      await write(trx, actor, verb, now.act, act.reason)
      return { plan: now, bundles: await cancelRecalled(trx, actor, verb, now.act, lease) }
    })
    if (lease && bundles.length > 0) await sweepBundleFolders(work)
    if (verb === 'cancel') await forgetErased(store.db)
    const stillHeld = verb === 'release' ? await heldOf(store.db, plan.act) : []
    return {
      ...plan,
      stillHeld,
      bundles: bundles.map(({ name }) => ({ name, isCancelled: lease !== undefined })),
    }
  } catch (error) {
    if (error instanceof Overtaken) return { ...error.plan, stillHeld: [], bundles: [] }
    throw error
  } finally {
    await lease?.release()
  }
}

async function heldOf(db: Executor, released: readonly Target[]): Promise<Target[]> {
  const people = [...new Set(released.map(({ codiceFiscale }) => codiceFiscale))]
  const targets = await targetsNamed(db, { letterIds: [], people, countries: [], requestKeys: [] })
  return targets.filter(({ place, hold }) => place === 'HERE' && hold === STAFF_HOLD)
}

/** Meanwhile all of it has left or ended: no act is written. */
class Overtaken extends Error {
  readonly plan: StepInPlan
  constructor(plan: StepInPlan) {
    super('nothing is left to do')
    this.plan = plan
  }
}

/** The lease, where a bundle will have to be cancelled and nobody else is at work. */
async function leaseFor(
  { store, now }: StepInWork,
  targets: readonly Target[],
): Promise<HeldLease | undefined> {
  if (targets.every(({ bundle }) => bundle === null)) return undefined
  try {
    return await holdLease(store, now)
  } catch (error) {
    if (error instanceof AlreadyRunning) return undefined
    throw error
  }
}

async function write(
  trx: Executor,
  actor: Actor,
  verb: StepInVerb,
  targets: readonly Target[],
  reason: string,
): Promise<void> {
  if (verb === 'cancel') {
    const of = (about: Target['about'], isLetter: boolean) =>
      targets.filter((target) => target.about === about && (target.table === 'letter') === isLetter)
    await cancelPins(trx, actor, [...of('PIN', true), ...of('PIN', false)])
    await cancelCertificateLetters(trx, actor, of('CERTIFICATE', true))
    await cancelCertificateRequests(trx, actor, of('CERTIFICATE', false))
    return
  }
  for (const table of ['letter', 'request', 'certificate_request'] as const satisfies readonly Stoppable[]) {
    const some = targets.filter((target) => target.table === table)
    const ids = some.map(({ id }) => id)
    if (verb === 'hold') await holdByStaff(trx, actor, table, ids, reason)
    else {
      const dead = some.filter(({ isDeceased }) => isDeceased)
      await releaseByStaff(
        trx,
        actor,
        table,
        ids,
        dead.map(({ id }) => id),
      )
    }
  }
}

/** Answers the bundles that must not leave as they are; under the lease they are cancelled. */
async function cancelRecalled(
  trx: Executor,
  actor: Actor,
  verb: StepInVerb,
  targets: readonly Target[],
  lease: HeldLease | undefined,
): Promise<Bundle[]> {
  if (verb === 'release') return []
  const letters = targets.filter(({ table }) => table === 'letter').map(({ id }) => id)
  const bundles = await openBundlesWith(trx, letters)
  if (lease) for (const bundle of bundles) await cancelBundle(trx, actor, bundle)
  return bundles
}
