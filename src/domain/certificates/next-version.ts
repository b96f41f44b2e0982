/**
 * What a row of certificate data does to the versions that there are of one person and income year: it says the same
 * again, corrects, annuls, or waits. Pure. Nothing is issued again when nothing changed: in 2018 about 15 million
 * pensioners had "corrected" certificates, many of them identical (`domain.md` §2.8).
 *
 * @module
 */
import { STAFF_HOLD } from '../step-in.ts'
import type { CertificateKind } from './certificate-data.ts'

/** SUPERSEDED: a later version took its place before anybody saw it. CORRECTED: after that. READY may be held. */
export type CertificateState = 'READY' | 'SUPERSEDED' | 'CORRECTED' | 'ANNULLED'

export interface KnownVersion {
  readonly id: number
  readonly version: number
  readonly kind: CertificateKind
  readonly state: CertificateState
  readonly dataHash: string
  /** The code of its hold. */
  readonly hold: string | null
  readonly isReleased: boolean
  /** What a correction or an annulment takes the place of; a version that was released, or an annulled one. */
  readonly replacesId: number | null
}

/** `A` annuls. */
export type Operation = 'O' | 'A'

export interface Incoming {
  readonly operation: Operation
  readonly dataHash: string
  readonly hold: string | null
}

export interface VersionChange {
  readonly id: number
  readonly to: CertificateState
}

export type VersionDecision<Known extends KnownVersion> =
  /** There is nothing to annul. */
  | { readonly do: 'refuse' }
  | { readonly do: 'repeat'; readonly of: Known; readonly changes: readonly VersionChange[] }
  | {
      readonly do: 'enter'
      readonly version: number
      readonly kind: CertificateKind
      readonly replacesId: number | null
      readonly changes: readonly VersionChange[]
    }

/** `known` are all versions of the person and year, oldest first. */
export function nextVersion<Known extends KnownVersion>(
  known: readonly Known[],
  row: Incoming,
): VersionDecision<Known> {
  const version = (known.at(-1)?.version ?? 0) + 1
  const live = known.filter(({ state }) => state === 'READY')
  const good = live.findLast(isGood)
  const held = live.filter((one) => !isGood(one))
  const atPeople = versionAtPeople(known, good)
  if (row.operation === 'A') {
    const annulled = good?.kind === 'ANNULMENT' ? undefined : (atPeople ?? good ?? held.at(-1))
    if (annulled) {
      const changes = [...superseded(live, annulled), { id: annulled.id, to: 'ANNULLED' as const }]
      return { do: 'enter', version, kind: 'ANNULMENT', replacesId: annulled.id, changes }
    }
    return good ? { do: 'repeat', of: good, changes: superseded(held) } : { do: 'refuse' }
  }

  const same = sameAs(row, [live.at(-1), good, atPeople])
  if (same) {
    const changes = superseded(same === live.at(-1) ? [] : live, same)
    return {
      do: 'repeat',
      of: same,
      changes: same.state === 'READY' ? changes : [...changes, { id: same.id, to: 'READY' }],
    }
  }
  const kind = atPeople ? 'CORRECTION' : 'ORIGINAL'
  const replacesId = atPeople?.id ?? null
  if (row.hold !== null) return { do: 'enter', version, kind, replacesId, changes: superseded(held) }
  const corrected = atPeople ?? (good?.isReleased ? good : undefined)
  const changes = superseded(live, corrected)
  return {
    do: 'enter',
    version,
    kind,
    replacesId,
    changes: corrected ? [...changes, { id: corrected.id, to: 'CORRECTED' }] : changes,
  }
}

/** What was released stays so, whatever holds it now; what staff hold has no fault of its own. */
function isGood({ hold, isReleased }: KnownVersion): boolean {
  return hold === null || hold === STAFF_HOLD || isReleased
}

/**
 * The certificate that people hold and believe in: the good version once it is released, and until then the released
 * one that it would correct or annul. Nobody has one after a released annulment.
 */
function versionAtPeople<Known extends KnownVersion>(
  known: readonly Known[],
  good: Known | undefined,
): Known | undefined {
  if (!good) return undefined
  if (good.isReleased) return good.kind === 'ANNULMENT' ? undefined : good
  return known.find(({ id, isReleased }) => id === good.replacesId && isReleased)
}

/**
 * The first of the versions that already says what the row says. One that waits with a hold does not count where the
 * row would not wait, or for another reason: sending it again is how its fault is put right.
 */
function sameAs<Known extends KnownVersion>(
  row: Incoming,
  versions: readonly (Known | undefined)[],
): Known | undefined {
  return versions.find(
    (one) =>
      one !== undefined &&
      one.kind !== 'ANNULMENT' &&
      one.dataHash === row.dataHash &&
      (isGood(one) || one.hold === row.hold),
  )
}

function superseded(versions: readonly KnownVersion[], except?: KnownVersion): VersionChange[] {
  return versions.filter((one) => one !== except).map(({ id }) => ({ id, to: 'SUPERSEDED' }))
}
