/**
 * A feed file on disk, written a few thousand rows at a time, with its empty `.done` last of all.
 *
 * @module
 */
import { appendFile, rm, writeFile } from 'node:fs/promises'

/** How a system writes CSV; all of them are good. */
export interface Dialect {
  readonly delimiter: ';' | ','
  readonly lineEnd: '\n' | '\r\n'
  readonly bom: boolean
  readonly quoteAll: boolean
}

export const PLAIN: Dialect = { delimiter: ';', lineEnd: '\n', bom: false, quoteAll: false }
/** A spreadsheet outside Italy. */
export const COMMAS: Dialect = { delimiter: ',', lineEnd: '\n', bom: false, quoteAll: false }
/** A spreadsheet on Windows. */
export const WINDOWS: Dialect = { delimiter: ';', lineEnd: '\r\n', bom: true, quoteAll: true }

const ROWS_AT_ONCE = 2000

export class FeedFile {
  readonly path: string
  readonly #dialect: Dialect
  #waiting: (readonly string[])[]
  #rows = 0

  private constructor(path: string, dialect: Dialect, columns: readonly string[]) {
    this.path = path
    this.#dialect = dialect
    this.#waiting = [columns]
  }

  /** Makes the file, or empties the one that was there and takes its `.done` away first. */
  static async create(path: string, dialect: Dialect, columns: readonly string[]): Promise<FeedFile> {
    await rm(`${path}.done`, { force: true })
    await writeFile(path, '')
    return new FeedFile(path, dialect, columns)
  }

  async add(cells: readonly string[]): Promise<void> {
    this.#waiting.push(cells)
    this.#rows++
    if (this.#waiting.length >= ROWS_AT_ONCE) await this.#flush()
  }

  async close(): Promise<{ path: string; rows: number }> {
    await this.#flush()
    await writeFile(`${this.path}.done`, '')
    return { path: this.path, rows: this.#rows }
  }

  async #flush(): Promise<void> {
    const first = this.#rows + 1 === this.#waiting.length
    const lines = this.#waiting.map((cells) => lineOf(cells, this.#dialect))
    this.#waiting = []
    await appendFile(this.path, (this.#dialect.bom && first ? '\uFEFF' : '') + lines.join(''))
  }
}

const NEEDS_QUOTES: Readonly<Record<Dialect['delimiter'], RegExp>> = { ';': /[;"\r\n]/, ',': /[,"\r\n]/ }

/** By hand, since csv-stringify takes several times as long: half of all the time of a sample. */
function lineOf(cells: readonly string[], { delimiter, lineEnd, quoteAll }: Dialect): string {
  const needsQuotes = NEEDS_QUOTES[delimiter]
  const written = cells.map((cell) =>
    quoteAll || (cell !== '' && needsQuotes.test(cell)) ? `"${cell.replaceAll('"', '""')}"` : cell,
  )
  return written.join(delimiter) + lineEnd
}
