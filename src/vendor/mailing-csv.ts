/** @module The vendor's CSV: one row a mailpiece, in the order of the PDF. Layout: `docs/vendor-interface.md`. */
import { stringify } from 'csv-stringify/sync'
import type { LetterSnapshot } from '../domain/letter-snapshot.ts'
import { kindOf, type LetterKind } from '../domain/products.ts'

/** Raised with every change to the columns. */
export const SPEC_VERSION = '1'

export const MAILING_COLUMNS = [
  'spec_version',
  'run_id',
  'part',
  'seq',
  'mailpiece_id',
  'product',
  'postal_class',
  'zone',
  'row1',
  'row2',
  'row3',
  'row4',
  'row5',
  'row6',
  'cap',
  'locality',
  'province',
  'country_iso2',
  'country_name',
  'first_page',
  'pages',
  'sheets',
  'duplex',
  'weight_g',
  'envelope',
  'pdf_file',
  'pdf_sha256',
  'stationery',
] as const

export interface MailingBundle {
  readonly name: string
  readonly product: string
  readonly slot: string
  readonly part: number
  /** DL, C65, C5 or C4. */
  readonly envelope: string
}

export interface Mailpiece {
  readonly publicId: string
  readonly snapshot: Pick<LetterSnapshot, 'addressLines' | 'place'>
  /** Pages in the rendered file, not in the template. */
  readonly pages: number
}

/** A4 at 80 g/m² and an envelope [K]: what a piece of n sheets weighs. */
const SHEET_G = 5
const ENVELOPE_G = 5

/** SEALED: what is inside must not be legible through the envelope. */
const STATIONERY: Readonly<Record<LetterKind, string>> = { PIN_HALF2: 'SEALED', CERTIFICATE: 'PLAIN' }

/** Sheets of a piece that is printed on one side. */
export function sheetsOf(piece: Pick<Mailpiece, 'pages'>): number {
  return piece.pages
}

const FORMAT = { delimiter: ';', record_delimiter: '\r\n', quoted: true, quoted_empty: true } as const
const CHUNK = 500

/**
 * The file as chunks of text. Every field is quoted: an unquoted one with a bare line feed would break the vendor's
 * import, and every id and CAP must stay text (`mail.md` §2.2).
 */
export function* mailingCsv(
  bundle: MailingBundle,
  pieces: readonly Mailpiece[],
  pdf: { name: string; sha256: string },
): Generator<string> {
  yield stringify([[...MAILING_COLUMNS]], FORMAT)
  let firstPage = 1
  for (let start = 0; start < pieces.length; start += CHUNK) {
    const rows = pieces.slice(start, start + CHUNK).map((piece, index) => {
      const row = cells(bundle, piece, start + index + 1, firstPage, pdf)
      firstPage += piece.pages
      return row
    })
    yield stringify(rows, FORMAT)
  }
}

/** Whether the vendor's import could take the piece: no control character, no cell that a spreadsheet would run. */
export function isImportable({ addressLines, place }: Mailpiece['snapshot']): boolean {
  const texts = [...addressLines, place.cap, place.locality, place.province, place.countryName]
  return !texts.some((text) => /\p{Cc}|^[=+\-@]/u.test(text))
}

function cells(
  bundle: MailingBundle,
  piece: Mailpiece,
  seq: number,
  firstPage: number,
  pdf: { name: string; sha256: string },
): string[] {
  const { addressLines, place } = piece.snapshot
  const row = (index: number) => addressLines[index] ?? ''
  const sheets = sheetsOf(piece)
  return [
    SPEC_VERSION,
    bundle.slot,
    String(bundle.part),
    String(seq),
    piece.publicId,
    bundle.product,
    'ORDINARIA',
    place.zone,
    row(0),
    row(1),
    row(2),
    row(3),
    row(4),
    row(5),
    place.cap,
    place.locality,
    place.province,
    place.countryIso2,
    place.countryName,
    String(firstPage),
    String(piece.pages),
    String(sheets),
    'N',
    String(ENVELOPE_G + SHEET_G * sheets),
    bundle.envelope,
    pdf.name,
    pdf.sha256,
    STATIONERY[kindOf(bundle.product)],
  ]
}
