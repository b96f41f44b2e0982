/** @module Which cell of a CSV a byte stands in: rows end with CRLF, every cell is quoted, none holds a quote or `;`. */

/** «riga 12, colonna row2»; the headings are row 1. */
export function cellAt(csv: Buffer, at: number): string {
  const before = csv.toString('latin1', 0, at).split('\r\n')
  const headings = csv.toString('latin1', 0, Math.max(csv.indexOf('\r\n'), 0)).split(';')
  const column = (before.at(-1) ?? '').split('";"').length
  const heading = (headings[column - 1] ?? '').replaceAll('"', '')
  // The headings are bytes of the file too: what is none of ours could be the very secret.
  return `riga ${before.length}, colonna ${/^[a-z][a-z0-9_]*$/.test(heading) ? heading : column}`
}
