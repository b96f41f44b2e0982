/** @module What a file says of itself, in its Info dictionary and its XMP: of no person, neither staff nor addressee. */
import { decode } from 'html-entities'
import type { Fault } from './fault.ts'
import type { PDFDocumentProxy } from './open-pdf.ts'

/** A row of one or two letters says nothing of anybody, and the format's own words have them. */
const SHORTEST = 3

/** `rows` are lines of addresses; the detail says how many are found, not which. */
export async function metadataFaults(document: PDFDocumentProxy, rows: Iterable<string>): Promise<Fault[]> {
  const { info, metadata } = await document.getMetadata()
  const { Author } = info as { Author?: string }
  const xmp = metadata ? decode(valuesOf(metadata.getRaw() as string), { level: 'xml' }) : ''
  const said = [...textsIn(info), xmp].join('\n').normalize('NFC').toLowerCase()
  let found = 0
  for (const row of new Set(rows)) {
    if (row.length >= SHORTEST && occurs(row.normalize('NFC').toLowerCase(), said)) found += 1
  }
  return [
    ...(Author || metadata?.get('dc:creator') ? [{ code: 'METADATA_AUTHOR' as const, detail: '' }] : []),
    ...(found > 0
      ? [{ code: 'METADATA_ADDRESS' as const, detail: found === 1 ? 'una riga' : `${found} righe` }]
      : []),
  ]
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** What stands between the tags of an XMP packet and in its attributes, without the vocabulary's own addresses. */
function valuesOf(xmp: string): string {
  return xmp
    .replace(/<\?.*?\?>/gs, ' ')
    .replace(/\sxmlns:\w+="[^"]*"/g, ' ')
    .replace(/<\/?[\w:]+|\s[\w:]+=|>/g, ' ')
}

/** As words of their own: «OMAN» is not in «romano». */
function occurs(row: string, text: string): boolean {
  const letter = /[\p{L}\p{N}]/u
  for (let at = text.indexOf(row); at !== -1; at = text.indexOf(row, at + 1)) {
    if (!letter.test(text.charAt(at - 1)) && !letter.test(text.charAt(at + row.length))) return true
  }
  return false
}
