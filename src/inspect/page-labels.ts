/**
 * Page labels that name each piece: what a viewer shows beside a page. They cost little to read for a whole file, so
 * a piece that is missing or stands elsewhere is found though none of its pages is sampled.
 *
 * @module
 */
import { sheetsOn, type Piece } from './expectation.ts'
import type { Fault } from './fault.ts'
import type { PDFDocumentProxy } from './open-pdf.ts'
import { LETTER_ID } from './piece-mark.ts'

/** The first page whose label names another piece than the list. A file whose labels name none has no fault here. */
export async function labelFaults(
  document: PDFDocumentProxy,
  pieces: readonly Piece[] | undefined,
): Promise<Fault[]> {
  const labels = pieces && (await document.getPageLabels())
  if (!labels) return []
  const named = labels.map((label) => LETTER_ID.exec(label)?.[0])
  if (named.every((id) => id === undefined)) return []
  const sheets = sheetsOn(pieces)
  const page = 1 + named.findIndex((id, index) => id !== sheets.get(index + 1)?.piece.publicId)
  if (page === 0) return []
  const expected = sheets.get(page)?.piece.publicId ?? 'nessuna lettera'
  const found = named[page - 1] ?? 'nessuna lettera'
  return [{ page, code: 'PIECE_OTHER', detail: `etichetta della pagina: ${found} invece di ${expected}` }]
}
