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
import { LetterChoice } from './choose-letters.ts'
import { ADDRESS_EDGES, OLDEST } from './letter-edges.ts'

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

/** Up to ten letters, one of each language first, that a day froze, or created and left pending; undefined when it did neither. */
export async function chooseSpecimen(db: Executor, on: CivilDate): Promise<Specimen | undefined> {
  const choice = new LetterChoice<SpecimenLetter & { expiresOn: CivilDate }>({
    most: MOST,
    ofEach: MOST,
    edges: [...ADDRESS_EDGES, OLDEST],
    groupsOf: ({ language }) => (language === 'it' ? [] : [language]),
  })
  const look = (rows: readonly DayLetter[]) => {
    for (const { snapshot, public_id: publicId, expires_on: expiresOn } of rows) {
      choice.look({ ...parseSnapshot(snapshot), publicId, expiresOn })
    }
  }
  for (const id of await bundleIdsOf(db, on)) look(await lettersOfBundle(db, id))
  look(await pendingLettersOf(db, on, PENDING))

  const letters = choice.chosen().map(({ letter: { expiresOn, ...letter } }) => ({ letter, expiresOn }))
  const [first] = letters
  if (!first) return undefined
  return { datedOn: on, expiresOn: first.expiresOn, letters: letters.map(({ letter }) => letter) }
}
