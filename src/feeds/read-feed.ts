/**
 * Reading a feed: lines in, records with their line number out, a page at a time. A record is one line, so that a
 * broken quote spoils its own line and no other.
 *
 * @module
 */
import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse/sync'

/** The file as a whole cannot be read as this feed; the sentence is for staff. */
export class FeedRefused extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'FeedRefused'
  }
}

export type FeedRecord<Column extends string> =
  | { readonly line: number; readonly values: Readonly<Record<Column, string>>; readonly raw: string }
  | { readonly line: number; readonly fault: string }

export type FeedEncoding = 'utf8' | 'latin1'

const PAGE = 2_000

/** Pages of records, in file order. Throws {@link FeedRefused} for an empty file or a header that does not fit. */
export async function* readFeed<Column extends string>(
  path: string,
  columns: readonly Column[],
  encoding: FeedEncoding,
): AsyncGenerator<FeedRecord<Column>[]> {
  let header: Header<Column> | undefined
  let page: { line: number; text: string }[] = []
  for await (const { line, text } of linesOf(path, encoding)) {
    if (header === undefined) {
      if (text.trim() !== '') header = readHeader(text, columns)
    } else if (text !== '') {
      page.push({ line, text })
      if (page.length === PAGE) {
        yield parsePage(page, header)
        page = []
      }
    }
  }
  if (header === undefined)
    throw new FeedRefused('Il file è vuoto: chiedere al mittente di ripetere l’invio.')
  if (page.length > 0) yield parsePage(page, header)
}

interface Header<Column extends string> {
  readonly delimiter: string
  readonly names: readonly Column[]
}

function readHeader<Column extends string>(text: string, columns: readonly Column[]): Header<Column> {
  const delimiter = text.split(';').length >= text.split(',').length ? ';' : ','
  const names = (splitLine(text, delimiter) ?? []).map((name) => name.trim().toLowerCase())
  // A file without its heading begins with somebody's data, which must not be quoted anywhere.
  if (!names.some((name) => (columns as readonly string[]).includes(name))) {
    throw new FeedRefused('La prima riga non è l’intestazione prevista: si veda docs/feeds.md.')
  }
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  const unknown = names.filter((name) => !(columns as readonly string[]).includes(name))
  const missing = columns.filter((name) => !names.includes(name))
  const faults = [
    ...(twice.length > 0 ? [`colonne ripetute: ${twice.join(', ')}`] : []),
    ...(missing.length > 0 ? [`colonne mancanti: ${missing.join(', ')}`] : []),
    ...(unknown.length > 0
      ? [`colonne sconosciute: ${unknown.map((name) => name.slice(0, 40)).join(', ')}`]
      : []),
  ]
  if (faults.length > 0) {
    throw new FeedRefused(
      `L’intestazione non è quella prevista (${faults.join('; ')}): si veda docs/feeds.md.`,
    )
  }
  return { delimiter, names: names as Column[] }
}

function parsePage<Column extends string>(
  page: readonly { line: number; text: string }[],
  header: Header<Column>,
): FeedRecord<Column>[] {
  const rows =
    parseTogether(page, header.delimiter) ?? page.map(({ text }) => splitLine(text, header.delimiter))
  return page.map(({ line, text }, index) => {
    const cells = rows[index]
    if (cells === undefined) return { line, fault: 'virgolette non chiuse' }
    if (cells.length !== header.names.length)
      return { line, fault: `${cells.length} invece di ${header.names.length}` }
    const values = {} as Record<Column, string>
    header.names.forEach((name, column) => {
      values[name] = cells[column] as string
    })
    return { line, values, raw: text }
  })
}

/** Parses a page in one call, which is ten times faster; undefined when some quote reaches beyond its line. */
function parseTogether(page: readonly { text: string }[], delimiter: string): string[][] | undefined {
  try {
    const rows = parse(page.map(({ text }) => text).join('\n'), { ...OPTIONS, delimiter }) as string[][]
    const whole = rows.length === page.length && !rows.some((row) => row.some((cell) => cell.includes('\n')))
    return whole ? rows : undefined
  } catch {
    return undefined
  }
}

function splitLine(text: string, delimiter: string): string[] | undefined {
  try {
    return (parse(text, { ...OPTIONS, delimiter }) as string[][])[0]
  } catch {
    return undefined
  }
}

const OPTIONS = { relax_column_count: true, relax_quotes: true, record_delimiter: '\n' }

/** Lines without their end, which may be LF, CRLF or CR LF mixed; a BOM is dropped. */
async function* linesOf(
  path: string,
  encoding: FeedEncoding,
): AsyncGenerator<{ line: number; text: string }> {
  const decoder = new TextDecoder(encoding === 'latin1' ? 'iso-8859-1' : 'utf-8')
  let rest = ''
  let line = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) yield { line: ++line, text: text.endsWith('\r') ? text.slice(0, -1) : text }
  }
  rest += decoder.decode()
  if (rest !== '') yield { line: line + 1, text: rest.endsWith('\r') ? rest.slice(0, -1) : rest }
}
