/** @module Where letters differ most: the edges that specimens and proofs are chosen by, in the words of the index. */
import type { LetterSnapshot } from '../../domain/letter-snapshot.ts'
import type { Edge } from './choose-letters.ts'

type Addressed = Pick<LetterSnapshot, 'addressLines' | 'residence'>

/** Of any letter with an address. */
export const ADDRESS_EDGES: readonly Edge<Addressed>[] = [
  { name: 'nome più lungo', score: ({ addressLines }) => addressLines[0]?.length ?? 0 },
  { name: 'più righe di indirizzo', score: ({ addressLines }) => addressLines.length },
  {
    name: 'riga di indirizzo più lunga',
    score: ({ addressLines }) => Math.max(...addressLines.map((line) => line.length)),
  },
  {
    name: 'indirizzo estero più lungo',
    score: ({ residence, addressLines }) => (residence === 'ESTERO' ? addressLines.join('').length : 0),
  },
  {
    name: 'più segni di altri alfabeti',
    score: ({ addressLines }) => addressLines.join('').match(/[^\x20-\x7e]/gu)?.length ?? 0,
  },
]

/** The oldest request. */
export const OLDEST: Edge<{ readonly requestedOn: string }> = {
  name: 'richiesta più vecchia',
  score: ({ requestedOn }) => 1 / Number(requestedOn.replaceAll('-', '')),
}
