/**
 * Everything that must be the same after a disturbed night and an undisturbed one: every row of every table, and every
 * file with its bytes. What may differ is left out or given a name that does not: ids are spent by attempts that died,
 * public ids and codes are drawn anew, instants and run numbers are those of another run.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rowsOf } from '../../src/store/bulk.ts'
import { openStore } from '../../src/store/store.ts'

type Row = Record<string, string | number | null>

/** Tables whose rows have an id that others name, and the name by which they are known here. */
const NAMED: readonly (readonly [table: string, name: (row: Row, names: Names) => string])[] = [
  ['feed', (row) => String(row['file_name'])],
  ['request', rowOfFeed],
  ['pin_event', rowOfFeed],
  ['certificate', rowOfFeed],
  ['certificate_request', rowOfFeed],
  ['credential', (row, names) => `PIN of ${names.of('request', row['request_id'])}`],
  [
    'message',
    (row, names) =>
      `message ${row['idx']}.${row['attempt']} of ${names.of('credential', row['credential_id'])}`,
  ],
  [
    'certificate_release',
    (row, names) => `copy ${row['copy_no']} of ${names.of('certificate', row['certificate_id'])}`,
  ],
  [
    'letter',
    (row, names) =>
      `letter ${row['attempt']} of ${names.of(row['kind'] === 'PIN_HALF2' ? 'credential' : 'certificate_release', row['source_id'])}`,
  ],
  ['bundle', (row) => `${row['product']} ${row['business_date']} ${row['part']}`],
]

/** Tables without an id of their own. */
const UNNAMED = [
  'rejection',
  'half',
  'bundle_item',
  'certificate_change',
  'person',
  'approval',
  'legal_hold',
  'purge',
  'event',
]

/** Columns that name a row of another table. */
const REFERENCES: Readonly<Record<string, string>> = {
  feed_id: 'feed',
  request_id: 'request',
  credential_id: 'credential',
  certificate_id: 'certificate',
  letter_id: 'letter',
  bundle_id: 'bundle',
}

/** What another attempt gives another value. */
const DIFFERENT = new Set(['id', 'run_id', 'at', 'prepared_at', 'approved_at'])

/** Drawn anew: that there is one is all that can be compared. */
const DRAWN = new Set(['verifier', 'sealed_text'])

class Names {
  readonly #names = new Map<string, string>()
  readonly #drawn = new Map<string, string>()

  add(table: string, row: Row, name: string): void {
    this.#names.set(`${table} ${row['id']}`, name)
    const publicId = row['public_id']
    if (typeof publicId === 'string') this.#drawn.set(publicId, `‹${name}›`)
    // A bundle is named after its letters' ids, which are drawn.
    if (table === 'bundle') this.#drawn.set(String(row['name']).slice(-10), `‹${name}›`)
  }

  of(table: string, id: string | number | null | undefined): string {
    return id === null || id === undefined ? '' : (this.#names.get(`${table} ${id}`) ?? `no ${table}`)
  }

  /** The text with public ids and names of bundles replaced by what they stand for. */
  plain(text: string): string {
    return text.replace(
      /[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]|\b[0-9a-f]{10}\b/g,
      (id) => this.#drawn.get(id) ?? id,
    )
  }
}

function rowOfFeed(row: Row, names: Names): string {
  return `${names.of('feed', row['feed_id'])}:${row['line']}`
}

/**
 * Of an installation's root and database. Where codes were drawn anew between the two ends (`'names'`), the bytes of what
 * was printed differ, and the names of files are compared alone.
 */
export async function ledgerState(
  root: string,
  url: string,
  compare: 'bytes' | 'names' = 'bytes',
): Promise<string[]> {
  const store = await openStore({ url })
  const names = new Names()
  const lines: string[] = []
  try {
    const read = async (table: string) => (await rowsOf(store.db, `select * from ${table}`)) as Row[]
    const named = new Map<string, Row[]>()
    for (const [table, nameOf] of NAMED) {
      const rows = await read(table)
      for (const row of rows) names.add(table, row, nameOf(row, names))
      named.set(table, rows)
    }
    for (const [table] of NAMED) {
      for (const row of named.get(table) ?? []) lines.push(lineOf(table, row, names, compare))
    }
    for (const table of UNNAMED) {
      for (const row of await read(table)) lines.push(lineOf(table, row, names, compare))
    }
  } finally {
    await store.close()
  }
  for (const folder of ['data/inbox', 'data/archive', 'data/refused', 'data/forms', 'output']) {
    lines.push(...(await filesBelow(root, folder, names, compare)))
  }
  return lines.sort()
}

function lineOf(table: string, row: Row, names: Names, compare: 'bytes' | 'names'): string {
  const cells = Object.entries(row).flatMap(([column, value]) => {
    if (DIFFERENT.has(column) || (table === 'bundle' && column === 'attempt')) return []
    if (DRAWN.has(column) || (compare === 'names' && column === 'manifest_sha256')) {
      return [`${column}=${value === null ? '' : 'drawn'}`]
    }
    return [`${column}=${nameOfValue(table, row, column, value, names)}`]
  })
  return names.plain(`${table} ${names.of(table, row['id'])}: ${cells.join(' ')}`)
}

function nameOfValue(
  table: string,
  row: Row,
  column: string,
  value: Row[string] | undefined,
  names: Names,
): string {
  const target = targetOf(table, row, column)
  if (target === undefined) return String(value)
  return names.of(target, value)
}

function targetOf(table: string, row: Row, column: string): string | undefined {
  if (column === 'replaces_id') return table
  if (table === 'letter' && column === 'source_id') {
    return row['kind'] === 'PIN_HALF2' ? 'credential' : 'certificate_release'
  }
  if (table === 'event' && column === 'object_id') return String(row['object_type'])
  if (table === 'certificate_release' && column === 'request_id') return 'certificate_request'
  return REFERENCES[column]
}

/** These tell of attempts, durations and instants: that they are there is what can be compared. */
const TELLS_OF_RUNS = /^output\/reports\/.*\.(html|json|txt)$/

/** These tell of what went wrong on the way, which is what differs. */
const TELLS_OF_FAULTS = /^output\/(metrics|alerts)\//

async function filesBelow(
  root: string,
  folder: string,
  names: Names,
  compare: 'bytes' | 'names',
): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => [])
  const found: string[] = []
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(root.length + 1)
    if (TELLS_OF_FAULTS.test(name)) continue
    const isNameAlone = TELLS_OF_RUNS.test(name) || (compare === 'names' && name.startsWith('output/'))
    const content = isNameAlone ? '' : await readFile(path)
    const bytes = /\.(csv|json)$/.test(name) ? names.plain(content.toString()) : content
    found.push(`file ${names.plain(name)} ${createHash('sha256').update(bytes).digest('hex')}`)
  }
  return found
}
