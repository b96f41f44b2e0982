/** @module What the conditions of alerts look at. */
import type { CivilDate } from '../../domain/civil-date.ts'
import type { Folders } from '../../files/folders.ts'
import type { Condition } from '../../store/alert.ts'
import type { Store } from '../../store/store.ts'

/** When to tell; `docs/operations.md` says what each means. */
export interface AlertLimits {
  readonly repeatAfterHours: number
  readonly volumeShare: number
  readonly volumeNights: number
  readonly stuckDays: number
  readonly acknowledgeDays: number
  readonly freeGigabytes: number
  readonly keyAgeDays: number
}

export interface Watch {
  readonly db: Store['db']
  readonly folders: Pick<Folders, 'bundles'>
  /** Where data and output lie. */
  readonly disks: readonly string[]
  readonly limits: AlertLimits
  readonly closures: readonly CivilDate[]
  readonly eraseAfterDays: number
  /** The keys in use that can be replaced, of age `madeOn`. */
  readonly keys: readonly { readonly id: string; readonly madeOn: CivilDate }[]
  now(): Date
}

export type FindConditions = (watch: Watch, today: CivilDate) => Promise<Condition[]>
