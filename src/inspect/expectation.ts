/** @module What a PDF should be, as plain data: nothing here knows of letters or certificates. */
import type { Box } from '../pdf/box.ts'

/** One addressee's sheets. */
export interface Piece {
  readonly publicId: string
  /** The lines of the window, from the top; no empty one. */
  readonly rows: readonly string[]
  /** Counted from 1. */
  readonly firstPage: number
  readonly pages: number
}

/** Lengths are millimetres from the top left corner. */
export interface Expectation {
  readonly page: { readonly width: number; readonly height: number }
  /** What the envelope shows. */
  readonly window: Box
  /** How far the sheet may slide in the envelope, in every direction. */
  readonly shift: number
  /** The part of the window where ink may be, on the first sheet of a piece. */
  readonly address: Box
  /** Another such part, where the profile sets the sender above the addressee; the text where it is known. */
  readonly senderLine?: { readonly box: Box; readonly text?: string }
  readonly footer: Box
  /** Nothing is printed nearer to the edge of the sheet. */
  readonly border: number
  /** Further zones without ink. */
  readonly blank: readonly Box[]
  /** Whether every sheet carries its piece mark, `<public id> <n>/<m>`, in the footer. */
  readonly marks: boolean
  /** Whether the window matters on the first sheet of a piece alone: the others lie behind it, and are certificates. */
  readonly coverAlone?: boolean
  /** In the order of the pages. Absent where nobody says what should be in the file: the rest is checked then. */
  readonly pieces?: readonly Piece[]
}

/** The zones of a geometry profile that an inspection looks at. */
export interface Zones {
  readonly page: { readonly width: number; readonly height: number; readonly border: number }
  readonly window: Box
  readonly shift: number
  readonly address: Box
  readonly footer: Box
  readonly insertionMarks: Box
  readonly senderLine?: Box | undefined
  readonly clear?: readonly Box[]
}

/** What letters on sheets of this geometry should be. `senderText` is what the profile's sender line says. */
export function expectLetters(
  zones: Zones,
  pieces: readonly Piece[] | undefined,
  options: { marks?: boolean; senderText?: string; coverAlone?: boolean } = {},
): Expectation {
  const { page, window, shift, address, footer, insertionMarks, senderLine, clear = [] } = zones
  const { marks = true, senderText, coverAlone = false } = options
  const sender = senderText === undefined ? {} : { text: senderText }
  return {
    page,
    window,
    shift,
    address,
    ...(senderLine ? { senderLine: { box: senderLine, ...sender } } : {}),
    footer,
    border: page.border,
    blank: [insertionMarks, ...clear],
    marks,
    coverAlone,
    ...(pieces ? { pieces } : {}),
  }
}

/** A sheet of a piece: the `number`th of its pages. */
export interface Sheet {
  readonly piece: Piece
  readonly number: number
}

/** The sheet that stands on each page, of these pages or of all; a page that no piece claims is left out. */
export function sheetsOn(pieces: readonly Piece[], pages?: readonly number[]): ReadonlyMap<number, Sheet> {
  const wanted = pages && new Set(pages)
  const sheets = new Map<number, Sheet>()
  for (const piece of pieces) {
    for (let number = 1; number <= piece.pages; number++) {
      const page = piece.firstPage + number - 1
      if (!wanted || wanted.has(page)) sheets.set(page, { piece, number })
    }
  }
  return sheets
}
