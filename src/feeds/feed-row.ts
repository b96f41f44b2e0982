/** @module The cells of one record, by column. Not an object by column: making those is a third of reading a feed. */

export const PRINTABLE_ASCII = /^[\x20-\x7e]*$/

export class FeedRow<Column extends string> {
  /** True if the whole record is {@link PRINTABLE_ASCII}: then nobody need look at each cell. */
  readonly isPlain: boolean
  readonly #cells: readonly string[]
  readonly #places: ReadonlyMap<Column, number>

  /** `places` says which cell belongs to each column; all rows of a page share it. */
  constructor(cells: readonly string[], places: ReadonlyMap<Column, number>, isPlain = false) {
    this.isPlain = isPlain
    this.#cells = cells
    this.#places = places
  }

  /** As it stands in the file; `''` for a column that the feed has not. */
  cell(column: Column): string {
    const place = this.#places.get(column)
    return place === undefined ? '' : (this.#cells[place] ?? '')
  }

  /** Of all these columns, trimmed: what tells a row that came before from a corrected one. */
  content(columns: readonly Column[]): string {
    return columns.map((column) => this.cell(column).trim()).join('\u001f')
  }
}
