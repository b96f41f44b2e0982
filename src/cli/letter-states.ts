/** @module The states of a letter, as one types them and as staff read them. */
import type { LetterStanding } from '../store/find/letters.ts'

const LABELS: Readonly<Record<LetterStanding, string>> = {
  pending: 'da stampare',
  held: 'sospesa',
  in_bundle: 'in un lotto da completare',
  published: 'pronta per la consegna',
  handed_over: 'consegnata',
  acknowledged: 'confermata dal postalizzatore',
  withdrawn: 'ritirata',
}

const STANDINGS = Object.keys(LABELS) as LetterStanding[]

/** `in-bundle` for `in_bundle`. */
export const LETTER_STATES = STANDINGS.map((state) => state.replaceAll('_', '-'))

/** For who typed none of them. */
export const LETTER_STATES_TOLD = STANDINGS.map(
  (state, index) => `${LETTER_STATES[index]} («${LABELS[state]}»)`,
).join(', ')

export function letterState(typed: string): LetterStanding | undefined {
  return STANDINGS.find((state) => state === typed.trim().toLowerCase().replaceAll('-', '_'))
}

export function letterStateLabel(state: LetterStanding): string {
  return LABELS[state]
}
