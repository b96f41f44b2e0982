/**
 * Reading a feed: lines in, records with their line number out, a page at a time. A record is one line, so that a
 * broken quote spoils its own line and no other.
 *
 * @module
 */
import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { FeedRow, PRINTABLE_ASCII } from './feed-row.ts'

/** The file as a whole cannot be read as this feed; the sentence is for staff. */
export class FeedRefused extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'FeedRefused'
  }
}

export type FeedRecord<Column extends string> =
  | { readonly line: number; readonly row: FeedRow<Column> }
  | { readonly line: number; readonly fault: string }

export type FeedEncoding = 'utf8' | 'latin1'

/**
 * Lines that one statement stores. It keeps a copy of each page of an index that it changes: of fewer lines there are
 * more copies, of more the copies take more memory.
 */
const PAGE = 5_000
/** Ends a page before that, where lines are longer than those of any feed. */
const PAGE_CHARACTERS = 4_000_000
const LONGEST_LINE_BYTES = 16_000_000

/** Lines that were not parsed yet: plain data, so that it crosses to a thread. */
export interface FeedPage<Column extends string> {
  readonly delimiter: string
  /** In the order of the header. */
  readonly names: readonly Column[]
  readonly lines: readonly { readonly line: number; readonly text: string }[]
}

/** Pages of records, in file order. Throws {@link FeedRefused} for an empty file or a header that does not fit. */
export async function* readFeed<Column extends string>(
  path: string,
  columns: readonly Column[],
  encoding: FeedEncoding,
): AsyncGenerator<FeedRecord<Column>[]> {
  for await (const page of readFeedPages(path, columns, encoding)) yield [...parsePage(page)]
}

/** As {@link readFeed}, for {@link parsePage} to be called elsewhere. */
export async function* readFeedPages<Column extends string>(
  path: string,
  columns: readonly Column[],
  encoding: FeedEncoding,
): AsyncGenerator<FeedPage<Column>> {
  let header: Header<Column> | undefined
  let lines: { line: number; text: string }[] = []
  let line = 0
  let characters = 0
  for await (const texts of linesOf(path, encoding)) {
    for (const text of texts) {
      line += 1
      if (header === undefined) {
        if (text.trim() !== '') header = readHeader(text.replace(BOM, ''), columns)
      } else if (text !== '') {
        lines.push({ line, text })
        characters += text.length
        if (lines.length === PAGE || characters > PAGE_CHARACTERS) {
          yield { ...header, lines }
          lines = []
          characters = 0
        }
      }
    }
  }
  if (header === undefined)
    throw new FeedRefused('Il file è vuoto: chiedere al mittente di ripetere l’invio.')
  if (lines.length > 0) yield { ...header, lines }
}

type Header<Column extends string> = Pick<FeedPage<Column>, 'delimiter' | 'names'>

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

/** One after the other, since what a whole page of cells takes would outlive the row that it is for. */
export function* parsePage<Column extends string>({
  delimiter,
  names,
  lines,
}: FeedPage<Column>): Generator<FeedRecord<Column>> {
  const places = new Map(names.map((name, place) => [name, place]))
  for (const { line, text } of lines) {
    const cells = cellsOf(text, delimiter)
    if (cells === undefined) yield { line, fault: 'virgolette non chiuse' }
    else if (cells.length !== names.length) yield { line, fault: `${cells.length} invece di ${names.length}` }
    else yield { line, row: new FeedRow(cells, places, PRINTABLE_ASCII.test(text)) }
  }
}

/** Undefined where a quote is not closed. Only what neither plain cutting nor whole quoted cells explain needs a parser. */
function cellsOf(text: string, delimiter: string): string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter)
  return splitQuoted(text, delimiter) ?? splitLine(text, delimiter)
}

/** Five times as fast as the parser; undefined where a quote stands anywhere but around a whole cell. */
function splitQuoted(text: string, delimiter: string): string[] | undefined {
  const cells: string[] = []
  for (let start = 0; start <= text.length; ) {
    const quoted = text.startsWith('"', start)
    const closing = quoted ? text.indexOf('"', start + 1) : start
    const next = closing < 0 ? -1 : text.indexOf(delimiter, closing)
    const end = next < 0 ? text.length : next
    const cell = quoted ? text.slice(start + 1, end - 1) : text.slice(start, end)
    if (cell.includes('"') || (quoted && closing !== end - 1)) return undefined
    cells.push(cell)
    start = end + 1
  }
  return cells
}

function splitLine(text: string, delimiter: string): string[] | undefined {
  try {
    return (parse(text, { ...OPTIONS, delimiter }) as string[][])[0]
  } catch {
    return undefined
  }
}

const OPTIONS = { relax_column_count: true, relax_quotes: true, record_delimiter: '\n' }

/** Lines without their end, which may be LF, CRLF or both mixed, a piece of the file at a time. A BOM is part of its line. */
async function* linesOf(path: string, encoding: FeedEncoding): AsyncGenerator<string[]> {
  const decoder = new TextDecoder(encoding === 'latin1' ? 'iso-8859-1' : 'utf-8', { ignoreBOM: true })
  let rest: Buffer[] = []
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(LF) + 1
    if (end > 0) {
      yield [...linesIn(Buffer.concat([...rest, chunk.subarray(0, end)]), decoder)]
      rest = []
    }
    rest.push(chunk.subarray(end))
    if (rest.length * CHUNK_BYTES > LONGEST_LINE_BYTES) {
      throw new FeedRefused(
        `Il file ha una riga di oltre ${LONGEST_LINE_BYTES / 1_000_000} MB, e non è un flusso: si veda docs/feeds.md.`,
      )
    }
  }
  const last = Buffer.concat(rest)
  if (last.length > 0) yield [...linesIn(last, decoder)]
}

const CHUNK_BYTES = 1 << 18
const BOM = /^\uFEFF/
const LF = 10
const CR = 13

/** Decoded one by one: one letter beyond Latin-1 makes a text take two bytes for every letter. */
function* linesIn(bytes: Buffer, decoder: InstanceType<typeof TextDecoder>): Generator<string> {
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LF, start)
    const end = found < 0 ? bytes.length : found
    yield decoder.decode(bytes.subarray(start, bytes[end - 1] === CR ? end - 1 : end))
    start = end + 1
  }
}
