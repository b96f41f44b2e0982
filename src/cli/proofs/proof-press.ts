/** @module What proofs of one kind of letters are chosen by and drawn with. */
import type { Edge } from '../../batch/report/choose-letters.ts'
import { lotOf } from '../../batch/report/choose-letters.ts'
import type { Geometry } from '../../letters/geometry.ts'
import type { Bundle } from '../../store/bundle.ts'
import type { Executor } from '../../store/dialect.ts'

export interface Proof {
  readonly publicId: string
  readonly pages: number
}

export interface ProofPress<Letter extends Proof> {
  /** Of the templates; that of a bundle must be the same, or proofs would show what was never printed. */
  readonly version: string
  readonly geometry: Geometry
  readonly edges: readonly Edge<Letter>[]
  /** Each is shown once before all edges. */
  groupsOf(letter: Letter): readonly string[]
  lettersOf(db: Executor, bundle: Bundle): Promise<Letter[]>
  /** Letters of bundles that were printed like this one. */
  draw(like: Bundle, letters: readonly Letter[]): Iterable<Uint8Array>
}

export const AT_RANDOM: Edge<Proof> = { name: 'a caso', score: lotOf, fills: true }

export function mostPages(name: string): Edge<Proof> {
  return { name, score: ({ pages }) => (pages > 1 ? pages : 0) }
}
