/**
 * Staff stop, release or take back letters, and the requests that will become letters, until the hand-over. What can be
 * done of what was named is done; the rest is answered with its reason.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { drawLetterIds } from '../domain/letter-id.ts'
import { decideStepIn, STAFF_HOLD, type StepInRefusal, type StepInVerb } from '../domain/step-in.ts'
import type { Files } from '../files/files.ts'
import type { Folders } from '../files/folders.ts'
import { type Bundle, openBundlesWith } from '../store/bundle.ts'
import { cancelBundle } from '../store/cancel-bundle.ts'
import { takenReleaseIds } from '../store/certificate-release.ts'
import { type Executor, forgetErased } from '../store/dialect.ts'
import type { Actor } from '../store/event.ts'
import { type ManualAct, manualAct, nameSubject } from '../store/manual-act.ts'
import {
  cancelAutomaticReleases,
  cancelCertificateLetters,
  cancelCertificateRequests,
  cancelPins,
} from '../store/staff-cancel.ts'
import { holdByStaff, releaseByStaff, type Stoppable } from '../store/staff-hold.ts'
import type { NamedTargets, Target } from '../store/staff-target.ts'
import type { Store } from '../store/store.ts'
import { targetsNamed } from '../store/targets-named.ts'
import { AlreadyRunning } from './failures.ts'
import { type HeldLease, holdLease } from './lease-keeper.ts'
import { withoutSecrets } from './report/csv.ts'
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

/** A bundle that loses a letter, with all that it had: cancelled, or left to whoever is at work. */
export interface LostBundle {
  readonly name: string
  readonly letters: number
  /** How many of its letters the act concerns. */
  readonly lost: number
}

export interface SteppedIn extends StepInPlan {
  /** After a release: what staff hold still of the same people, such as a newer request that waited with a letter. */
  readonly stillHeld: readonly Target[]
  readonly bundles: readonly (LostBundle & { readonly isCancelled: boolean })[]
}

/** The bundles that would lose a letter; changes nothing. */
export async function bundlesToLose(
  db: Executor,
  verb: StepInVerb,
  { act }: Pick<StepInPlan, 'act'>,
): Promise<LostBundle[]> {
  return (await recalledBy(db, verb, act)).map((bundle) => lostBundle(bundle, act))
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
  if (named.letterIds.includes(target.name)) return true
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
  act: Omit<ManualAct, 'subject'>,
): Promise<SteppedIn> {
  const { store } = work
  const before = await planStepIn(store.db, verb, named)
  if (before.act.length === 0) return { ...before, stillHeld: [], bundles: [] }
  const lease = verb === 'release' ? undefined : await leaseFor(work, before.act)
  try {
    const { plan, bundles } = await manualAct(store, { ...act, subject: '' }, async (trx, actor) => {
      const now = await planStepIn(trx, verb, named)
      if (now.act.length === 0) throw new Overtaken(now)
      await nameSubject(trx, actor, subjectOf(named, now.act))
      await write(trx, actor, verb, now.act, act.reason)
      return { plan: now, bundles: await cancelRecalled(trx, actor, verb, now.act, lease) }
    })
    if (lease && bundles.length > 0) await sweepBundleFolders(work)
    if (verb === 'cancel') await forgetErased(store.db)
    const stillHeld = verb === 'release' ? await heldOf(store.db, plan.act) : []
    return {
      ...plan,
      stillHeld,
      bundles: bundles.map((bundle) => ({
        ...lostBundle(bundle, plan.act),
        isCancelled: lease !== undefined,
      })),
    }
  } catch (error) {
    if (error instanceof Overtaken) return { ...error.plan, stillHeld: [], bundles: [] }
    throw error
  } finally {
    await lease?.release()
  }
}

/**
 * As the register keeps it: what was done, never a codice fiscale, which a sender's number may hold; a country that was
 * named stands for all of it.
 */
function subjectOf(
  { letterIds, requestKeys, people, countries }: NamedTargets,
  act: readonly Target[],
): string {
  const subjects = act.map(({ name, requestKey, codiceFiscale, country }) => {
    const isNamed =
      letterIds.includes(name) || requestKeys.includes(requestKey) || people.includes(codiceFiscale)
    return !isNamed && countries.includes(country) ? country : name
  })
  return withoutSecrets([...new Set(subjects)].join(' '))
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
    const of = (about: Target['about'], table: Target['table']) =>
      targets.filter((target) => target.about === about && target.table === table)
    await cancelPins(trx, actor, [...of('PIN', 'letter'), ...of('PIN', 'request')])
    await cancelCertificateLetters(trx, actor, of('CERTIFICATE', 'letter'))
    await cancelCertificateRequests(trx, actor, of('CERTIFICATE', 'certificate_request'))
    await cancelPecs(trx, actor, of('CERTIFICATE', 'certificate'))
    return
  }
  for (const table of [
    'letter',
    'request',
    'certificate_request',
    'certificate',
  ] as const satisfies Stoppable[]) {
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

async function cancelPecs(trx: Executor, actor: Actor, certificates: readonly Target[]): Promise<void> {
  const ids = await drawLetterIds(certificates.length, randomBytes, (drawn) => takenReleaseIds(trx, drawn))
  await cancelAutomaticReleases(
    trx,
    actor,
    certificates.map(({ id }, index) => ({ id, releaseId: ids[index] as string })),
  )
}

/** Answers the bundles that must not leave as they are; under the lease they are cancelled. */
async function cancelRecalled(
  trx: Executor,
  actor: Actor,
  verb: StepInVerb,
  targets: readonly Target[],
  lease: HeldLease | undefined,
): Promise<Bundle[]> {
  const bundles = await recalledBy(trx, verb, targets)
  if (lease) for (const bundle of bundles) await cancelBundle(trx, actor, bundle)
  return bundles
}

async function recalledBy(db: Executor, verb: StepInVerb, targets: readonly Target[]): Promise<Bundle[]> {
  if (verb === 'release') return []
  const letters = targets.filter(({ table }) => table === 'letter').map(({ id }) => id)
  return openBundlesWith(db, letters)
}

function lostBundle({ name, item_count: letters }: Bundle, targets: readonly Target[]): LostBundle {
  return { name, letters, lost: targets.filter(({ bundle }) => bundle === name).length }
}
