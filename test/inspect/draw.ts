/** Draws letters with pdf-lib, a writer that is not ours, for the inspection to read. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as fontkit from 'fontkit'
import { PDFDocument, type PDFFont, type PDFPage, rgb } from 'pdf-lib'
import { type Expectation, expectLetters, type Piece } from '../../src/inspect/expectation.ts'

const FONT = readFileSync(
  createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
)
const POINTS = 72 / 25.4

/** A profile of its own, so that no change to the real ones changes these tests. */
export const ZONES = {
  page: { width: 210, height: 297, border: 5 },
  window: { x: 97, y: 40, width: 100, height: 45 },
  shift: 3,
  address: { x: 101, y: 45.5, width: 92.5, height: 36 },
  footer: { x: 25, y: 286, width: 165, height: 5 },
  insertionMarks: { x: 5, y: 106, width: 15, height: 60 },
}

/** A letter of one sheet and one of two. */
export const PIECES = [
  {
    publicId: '0BP1C-Q2DR3-9',
    rows: ['ŁUKASZ ȘTEFĂNESCU-ĐORĐEVIĆ', 'VIA DELL’ORSO 16/A', '00184 ROMA RM'],
    firstPage: 1,
    pages: 1,
  },
  {
    publicId: '5GV6H-W7JX8-2',
    rows: ['ANNA BABEBI', '12 RUE DE RIVOLI', '75004 PARIS', 'FRANCIA'],
    firstPage: 2,
    pages: 2,
  },
] as const satisfies readonly Piece[]

/** `null`: nobody says what should be in the file. */
export function expected(pieces: readonly Piece[] | null = PIECES): Expectation {
  return expectLetters(ZONES, pieces ?? undefined, { marks: true })
}

export interface Pen {
  readonly document: PDFDocument
  readonly font: PDFFont
  /** A line of text; millimetres from the top left corner. */
  text(page: PDFPage, text: string, x: number, y: number, font?: PDFFont): void
  /** A black box. */
  box(page: PDFPage, x: number, y: number, width: number, height: number): void
}

export async function newPen({ subset = true, fontName = 'ABCDEF+NotoSans' } = {}): Promise<Pen> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.registerFontkit(fontkit as never)
  const font = await document.embedFont(FONT, { subset, customName: fontName })
  return {
    document,
    font,
    text(page, text, x, y, other = font) {
      page.drawText(text, { x: x * POINTS, y: page.getHeight() - y * POINTS, size: 10, font: other })
    },
    box(page, x, y, width, height) {
      const bottom = page.getHeight() - (y + height) * POINTS
      const size = { width: width * POINTS, height: height * POINTS }
      page.drawRectangle({ x: x * POINTS, y: bottom, ...size, color: rgb(0, 0, 0) })
    },
  }
}

/** How a sheet departs from what it should be. */
export interface Departure {
  readonly rows?: readonly string[]
  readonly mark?: string
  readonly addressX?: number
}

/** A sheet as it should be, but for its departures. */
export function drawSheet(pen: Pen, piece: Piece, number: number, departure: Departure = {}): PDFPage {
  const { page: paper, address, footer } = ZONES
  const page = pen.document.addPage([paper.width * POINTS, paper.height * POINTS])
  const rows = departure.rows ?? (number === 1 ? piece.rows : [])
  for (const [index, row] of rows.entries()) {
    pen.text(page, row, departure.addressX ?? address.x, address.y + 4 + index * 5.2)
  }
  pen.text(page, 'Gentile signora, il Suo codice è in questa lettera.', 25, 110)
  pen.text(page, departure.mark ?? `${piece.publicId} ${number}/${piece.pages}`, footer.x, footer.y + 4)
  return page
}

/** Every sheet of the pieces; `departures` by page, counted from 1. */
export function drawPieces(pen: Pen, departures: Readonly<Record<number, Departure>> = {}): PDFPage[] {
  return PIECES.flatMap((piece) =>
    Array.from({ length: piece.pages }, (_, index) =>
      drawSheet(pen, piece, index + 1, departures[piece.firstPage + index]),
    ),
  )
}
