import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { PIN_EVENT_COLUMNS, PIN_REQUEST_COLUMNS } from '../../src/feeds/columns.ts'

type Column = (typeof PIN_REQUEST_COLUMNS)[number] | (typeof PIN_EVENT_COLUMNS)[number]

/** A row of either feed by column. */
export type Row = Readonly<Record<Column, string>>

/** All rows of a feed, read as strictly as its dialect allows. */
export async function rowsOf(path: string): Promise<Row[]> {
  const text = await readFile(path, 'utf8')
  const delimiter = text.split('\n', 1)[0]?.includes(';') ? ';' : ','
  return parse(text, { bom: true, columns: true, delimiter, relax_column_count: true })
}

export async function rowsOfAll(files: readonly { readonly path: string }[]): Promise<Row[]> {
  return (await Promise.all(files.map(({ path }) => rowsOf(path)))).flat()
}
