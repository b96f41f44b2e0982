/** @module The cells of one record, by column. Not an object by column: making those is a third of reading a feed. */

export class FeedRow<Column extends string> {
  readonly #cells: readonly string[]
  readonly #places: ReadonlyMap<Column, number>

  /** `places` says which cell belongs to each column; all rows of a page share it. */
  constructor(cells: readonly string[], places: ReadonlyMap<Column, number>) {
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
