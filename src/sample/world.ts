/**
 * Everything read from disk that people are made from. Loaded once, in about a third of a second.
 *
 * @module
 */
import { COMMON_SURNAMES, OLDER_MEN, OLDER_WOMEN, YOUNGER_MEN, YOUNGER_WOMEN } from './name-lists.ts'
import { loadNamesAbroad, type NamesAbroad } from './names-abroad.ts'
import { loadPlaces, type Places } from './places.ts'
import { WeightedList } from './random.ts'

export interface World {
  readonly places: Places
  readonly abroad: NamesAbroad
  readonly surnames: WeightedList<readonly [string, number]>
  readonly given: Readonly<
    Record<'olderM' | 'olderF' | 'youngerM' | 'youngerF', WeightedList<readonly [string, number]>>
  >
}

let loading: Promise<World> | undefined

export function loadWorld(): Promise<World> {
  loading ??= load()
  return loading
}

async function load(): Promise<World> {
  const [places, abroad] = await Promise.all([loadPlaces(), loadNamesAbroad()])
  const list = (names: readonly (readonly [string, number])[]) =>
    new WeightedList(names, ([, weight]) => weight)
  return {
    places,
    abroad,
    surnames: list(COMMON_SURNAMES),
    given: {
      olderM: list(OLDER_MEN),
      olderF: list(OLDER_WOMEN),
      youngerM: list(YOUNGER_MEN),
      youngerF: list(YOUNGER_WOMEN),
    },
  }
}
