/** @module The vendor's CSV: one row a mailpiece, in the order of the PDF. Layout: `docs/vendor-interface.md`. */
import { stringify } from 'csv-stringify'
import type { PinLetterSnapshot } from '../domain/pin-letter-snapshot.ts'

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
}

export interface Mailpiece {
  readonly publicId: string
  readonly snapshot: PinLetterSnapshot
  /** Pages in the rendered file, not in the template. */
  readonly pages: number
}

/** A4 at 80 g/m² and a C6/5 envelope [K]: what a piece of n sheets weighs. */
const SHEET_G = 5
const ENVELOPE_G = 5

/** Sheets of a piece that is printed on one side. */
export function sheetsOf(piece: Pick<Mailpiece, 'pages'>): number {
  return piece.pages
}

/**
 * The file as chunks of text. Every field is quoted: an unquoted one with a bare line feed would break the vendor's
 * import, and every id and CAP must stay text (`mail.md` §2.2).
 */
export function mailingCsv(
  bundle: MailingBundle,
  pieces: Iterable<Mailpiece>,
  pdf: { name: string; sha256: string },
): AsyncIterable<string> {
  const rows = stringify({
    delimiter: ';',
    record_delimiter: '\r\n',
    quoted: true,
    quoted_empty: true,
    header: true,
    columns: [...MAILING_COLUMNS],
    encoding: 'utf8',
  })
  void feed()
  return rows

  async function feed(): Promise<void> {
    let seq = 0
    let firstPage = 1
    for (const piece of pieces) {
      seq += 1
      if (!rows.write(cells(bundle, piece, seq, firstPage, pdf)))
        await new Promise((done) => rows.once('drain', done))
      firstPage += piece.pages
    }
    rows.end()
  }
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
  const values = [
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
    'C65',
    pdf.name,
    pdf.sha256,
    'SEALED',
  ]
  return values.map(refuseDangerous)
}

/** Such a cell never gets this far: intake holds it. Were it to, the bundle must stop rather than hurt an import. */
function refuseDangerous(value: string): string {
  if (/[\p{Cc}]/u.test(value) || /^[=+\-@]/.test(value)) {
    throw new Error(
      'a cell of the vendor CSV holds a control character or begins like a formula: the bundle is stopped',
    )
  }
  return value
}
