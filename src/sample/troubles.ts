/**
 * What may be odd or wrong with a request, how often, and what should become of it (`domain.md` §6).
 *
 * Shares are of a thousand requests and exact: each thousand meets each trouble that many times, in shuffled order.
 *
 * @module
 */
import type { Trouble } from './trouble.ts'
import { ACCEPTED_TROUBLES } from './troubles-accepted.ts'
import { HELD_TROUBLES } from './troubles-held.ts'
import { REJECTED_TROUBLES } from './troubles-rejected.ts'

/** Three requests in four. */
export const NO_TROUBLE: Trouble = { id: 'none', share: 0, outcome: 'accepted' }

/** Another row of something already met: `repeats.ts` makes them. */
const REPEATED_TROUBLES: readonly Trouble[] = [
  { id: 'repeated-row', share: 4, outcome: 'repeat', code: 'RICHIESTA_RIPETUTA' },
  { id: 'corrected-repeat', share: 3, outcome: 'repeat' },
  { id: 'asks-twice', share: 7, outcome: 'repeat' },
  { id: 'repeated-from-before', share: 2, outcome: 'repeat', code: 'RICHIESTA_RIPETUTA', later: true },
  { id: 'corrected-from-before', share: 2, outcome: 'repeat', later: true },
  { id: 'changed-from-before', share: 1, outcome: 'repeat', code: 'RICHIESTA_GIA_LAVORATA', later: true },
  { id: 'asks-again', share: 18, outcome: 'repeat', later: true },
  { id: 'asks-again-in-use', share: 3, outcome: 'repeat', code: 'GIA_TITOLARE', later: true },
  { id: 'deceased-asks', share: 1, outcome: 'repeat', code: 'DECEDUTO', later: true },
]

export const TROUBLES: readonly Trouble[] = [
  ...REJECTED_TROUBLES,
  ...HELD_TROUBLES,
  ...ACCEPTED_TROUBLES,
  ...REPEATED_TROUBLES,
]

/** How many requests one round of all troubles takes. */
export const ROUND = 1000

const BY_PLACE: readonly Trouble[] = TROUBLES.flatMap((trouble) =>
  new Array<Trouble>(trouble.share).fill(trouble),
)

/** The trouble at a place of the round; most places have none. */
export function troubleAtPlace(place: number): Trouble {
  return BY_PLACE[place] ?? NO_TROUBLE
}
