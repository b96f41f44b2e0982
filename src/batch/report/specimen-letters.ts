/** @module Which letters of a day to look at: those with the longest and oddest data, where faults show first. */
import type { CivilDate } from '../../domain/civil-date.ts'
import { type PinLetterSnapshot, parseSnapshot } from '../../domain/pin-letter-snapshot.ts'
import type { Executor } from '../../store/dialect.ts'
import {
  bundleIdsOf,
  type DayLetter,
  lettersOfBundle,
  pendingLettersOf,
} from '../../store/report/specimen.ts'

const MOST = 10
/** Letters that no bundle took are an exception: the first ones say enough. */
const PENDING = 5_000

export interface SpecimenLetter extends PinLetterSnapshot {
  readonly publicId: string
}

export interface Specimen {
  /** Dates of the bundle of the first letter. */
  readonly datedOn: CivilDate
  readonly expiresOn: CivilDate
  readonly letters: readonly SpecimenLetter[]
}

/** What makes a letter worth looking at; the higher, the more. Zero is not worth it. */
const ODDITIES: readonly ((letter: PinLetterSnapshot) => number)[] = [
  ({ addressLines }) => addressLines[0]?.length ?? 0,
  ({ addressLines }) => addressLines.length,
  ({ addressLines }) => Math.max(...addressLines.map((line) => line.length)),
  ({ residence, addressLines }) => (residence === 'ESTERO' ? addressLines.join('').length : 0),
  ({ addressLines }) => addressLines.join('').match(/[^\x20-\x7e]/gu)?.length ?? 0,
  ({ requestedOn }) => 1 / Number(requestedOn.replaceAll('-', '')),
]

interface Candidate {
  readonly score: number
  readonly row: DayLetter
  readonly letter: SpecimenLetter
}

/** Up to ten letters, one of each language first, that a day froze, or created and left pending; undefined when it did neither. */
export async function chooseSpecimen(db: Executor, on: CivilDate): Promise<Specimen | undefined> {
  const best: Candidate[][] = ODDITIES.map(() => [])
  const byLanguage = new Map<string, Candidate>()
  const look = (rows: readonly DayLetter[]) => {
    for (const row of rows) {
      const letter = { ...parseSnapshot(row.snapshot), publicId: row.public_id }
      if (letter.language !== 'it' && !byLanguage.has(letter.language)) {
        byLanguage.set(letter.language, { score: 1, row, letter })
      }
      for (const [index, oddity] of ODDITIES.entries()) {
        keepBest(best[index] as Candidate[], { score: oddity(letter), row, letter })
      }
    }
  }
  for (const id of await bundleIdsOf(db, on)) look(await lettersOfBundle(db, id))
  look(await pendingLettersOf(db, on, PENDING))

  const chosen = new Map<string, Candidate>()
  for (const candidate of byLanguage.values()) chosen.set(candidate.letter.publicId, candidate)
  for (let rank = 0; rank < MOST; rank++) {
    for (const ranking of best) {
      const candidate = ranking[rank]
      if (candidate && chosen.size < MOST) chosen.set(candidate.letter.publicId, candidate)
    }
  }
  const [first] = chosen.values()
  if (!first) return undefined
  return {
    datedOn: on,
    expiresOn: first.row.expires_on,
    letters: [...chosen.values()].map((candidate) => candidate.letter),
  }
}

/** The ten highest scores, the earlier letter first among equals. */
function keepBest(ranking: Candidate[], candidate: Candidate): void {
  const lowest = ranking.at(-1)
  if (candidate.score <= 0 || (ranking.length === MOST && lowest && lowest.score >= candidate.score)) return
  const place = ranking.findIndex(({ score }) => score < candidate.score)
  ranking.splice(place < 0 ? ranking.length : place, 0, candidate)
  if (ranking.length > MOST) ranking.pop()
}
