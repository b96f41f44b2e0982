/** @module CSV for people: `;`, UTF-8 with BOM, CRLF, every field quoted; nothing that a spreadsheet would run. */
import { stringify } from 'csv-stringify/sync'

export type CsvRow = readonly (string | number)[]

/**
 * `escape_formulas` puts an apostrophe before a leading `=`, `+`, `-` or `@`: nothing of a name or an id is lost, and
 * opening the file runs nothing.
 */
export const CSV_FOR_PEOPLE = {
  delimiter: ';',
  quoted: true,
  quoted_empty: true,
  escape_formulas: true,
  record_delimiter: '\r\n',
} as const

/** The file in chunks, a page of rows at a time, headings first; flat memory whatever the number of rows. */
export async function* csvChunks(
  headings: readonly string[],
  pages: AsyncIterable<readonly CsvRow[]>,
): AsyncGenerator<string> {
  yield stringify([[...headings]], { ...CSV_FOR_PEOPLE, bom: true })
  for await (const page of pages) {
    if (page.length > 0) yield stringify(page.map(cells), CSV_FOR_PEOPLE)
  }
}

function cells(row: CsvRow): string[] {
  return row.map((cell) => (typeof cell === 'number' ? String(cell) : withoutSecrets(cell)))
}

const CODICE_FISCALE =
  /(?<![A-Z0-9])[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z](?![A-Z0-9])/gi
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
const LENGTH = 16

/**
 * One line of text without any codice fiscale. The ledger's own is never asked for; this is for what people wrote
 * elsewhere: a sender's id that is one, a column in the wrong place quoted by a finding.
 */
export function withoutSecrets(text: string): string {
  const line = text.replace(CONTROLS, ' ')
  return line.length < LENGTH ? line : line.replace(CODICE_FISCALE, '[codice fiscale]')
}
