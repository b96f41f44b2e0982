/**
 * What the rules need to know of a form: plain data, so that it crosses to a thread.
 *
 * @module
 */
import type { Figure } from './meanings.ts'

export interface FormOutline {
  /** `CUD 2013` */
  readonly form: string
  readonly incomeYear: number
  /** The point that shows each figure, `'113'`; two figures may share one. A figure that is absent has no point. */
  readonly numbers: Readonly<Partial<Record<Figure, string>>>
  /** Note codes of the year, with the slots that each must have filled. */
  readonly notes: Readonly<Record<string, readonly string[]>>
}
