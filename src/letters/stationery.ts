/**
 * What every sheet of paper has, whatever it says: stationery, fold marks, the sheet's own code, letterhead, the
 * addressee in the window, the foot with its piece mark.
 *
 * @module
 */
import type { Leaf, Line } from '../pdf/template.ts'
import type { Geometry } from './geometry.ts'
import { ID, PERSON, strongOf, type TextTypeface } from './letter-typefaces.ts'
import type { Letterhead } from './letterhead.ts'

export interface Sender {
  readonly institute: string
  /** Neutral: nothing in it may reveal the matter. */
  readonly returnAddress: readonly string[]
}

export interface Stationery {
  readonly geometry: Geometry
  readonly sender: Sender
  readonly letterhead: Letterhead
  /** Pictures as PDF pages, by the names `logo` and `background`. */
  readonly pictures: Readonly<Record<string, Uint8Array>>
}

/** A sheet of a piece; `count` is how the piece mark and the sheet's code count it, `1/2` or slots for that. */
export interface Sheet {
  /** From 0, of its variant. */
  readonly page: number
  readonly count: string
}

export const FOOTER = { size: 8.5, leading: 11, grey: 0.3 }
const INSTITUTE = { size: 26, smallest: 12, height: 11 }
const RETURN_ADDRESS = { size: 9, pitch: 4.25, grey: 0.3 }
const SENDER_LINE = { size: 8, smallest: 6 }
/** Of the footer's width, for the piece mark at its end and the word PROVA before it. */
const PIECE_MARK_WIDTH = 34
const TEST_MARK_WIDTH = 56
/** A light grey, legible behind text and to a copier. */
const MARK = { grey: 0.88, size: 130, widest: 190, degrees: 50 }

/** `domain.md` §4.1: six lines, the sixth abroad only. */
const MOST_ADDRESS_LINES = 6

/** Below everything. */
export function background({ geometry, pictures }: Stationery, page: number): Leaf[] {
  const { width, height } = geometry.page
  const box = { x: 0, y: 0, width, height }
  return pictures['background']
    ? [{ kind: 'picture', page, box, picture: 'background', tag: 'artifact' }]
    : []
}

/** The mark of a test, across the sheet at the height of `middle`. */
export function testMark(
  { page: { width } }: Geometry,
  typeface: TextTypeface,
  page: number,
  middle: number,
): Leaf {
  const run = { typeface: strongOf(typeface), text: '{{mark}}' }
  return { kind: 'mark', page, run, centre: [width / 2, middle], ...MARK }
}

/** Rules on every sheet: where it is folded, and above the foot. */
export function sheetRules({ folds, foldMarks, footer }: Geometry) {
  const marks =
    foldMarks.length > 0 ? folds.map((fold) => [foldMarks.x, fold, foldMarks.length] as const) : []
  return [...marks, [footer.x, footer.y - 1, footer.width] as const].map((rule) => ({
    rule,
    weight: 0.5,
    grey: 0.4,
  }))
}

/** The sheet's own code, for the vendor's camera. */
export function sheetCode({ sheetCode }: Geometry, { page, count }: Sheet): Leaf {
  return { kind: 'matrix', page, box: sheetCode, text: `{{lettera}} ${count}` }
}

/** Logo, institute, and on the first sheet the return address, at the top left. */
export function letterheadLines(
  { geometry, letterhead, pictures, sender }: Stationery,
  typeface: TextTypeface,
  page: number,
  tag: Line['tag'],
): Leaf[] {
  const { header } = geometry
  const logo = pictures['logo'] ? letterhead.logo : undefined
  const indent = logo ? logo.width + 3 : 0
  const line = { kind: 'line', page, tag, align: 'left' } as const
  const head: Leaf[] = [
    {
      ...line,
      box: {
        x: header.x + indent,
        y: header.y,
        width: header.width - indent,
        height: logo ? logo.height : INSTITUTE.height,
      },
      size: INSTITUTE.size,
      shrink: { smallest: INSTITUTE.smallest, narrowest: 100 },
      runs: [{ typeface: strongOf(typeface), text: sender.institute }],
      field: 'institute.name',
    },
  ]
  if (logo) {
    const { width, height } = logo
    head.unshift({
      kind: 'picture',
      page,
      picture: 'logo',
      tag: 'artifact',
      box: { x: header.x, y: header.y, width, height },
    })
  }
  if (page > 0 || geometry.senderLine) return head
  const top = header.y + (logo ? logo.height : INSTITUTE.height) + 0.5
  sender.returnAddress.forEach((address, index) => {
    head.push({
      ...line,
      box: {
        x: header.x,
        y: top + index * RETURN_ADDRESS.pitch,
        width: header.width,
        height: RETURN_ADDRESS.pitch,
      },
      size: RETURN_ADDRESS.size,
      grey: RETURN_ADDRESS.grey,
      runs: [{ typeface, text: address }],
      field: 'institute.returnAddress',
    })
  })
  return head
}

export function addressBlock({ address, addressText }: Geometry): Leaf {
  const { largest, pitch } = addressText
  return {
    kind: 'lines',
    page: 0,
    box: address,
    tag: { role: 'P' },
    typeface: PERSON,
    slot: 'indirizzo',
    field: 'riga {{line}} dell’indirizzo',
    size: largest,
    pitch,
    most: MOST_ADDRESS_LINES,
    shrink: addressText,
  }
}

/** Where the profile puts the return address into the window, on one line. */
export function senderLines({ geometry, sender }: Stationery, typeface: TextTypeface): Leaf[] {
  if (!geometry.senderLine) return []
  return [
    {
      kind: 'line',
      page: 0,
      box: geometry.senderLine,
      tag: { role: 'P' },
      align: 'left',
      size: SENDER_LINE.size,
      shrink: { smallest: SENDER_LINE.smallest, narrowest: 100 },
      runs: [{ typeface, text: senderLineText(sender) }],
      field: 'institute.returnAddress',
    },
  ]
}

/** As the window shows it where the profile has a sender line. */
export function senderLineText({ institute, returnAddress }: Sender): string {
  return [institute, ...returnAddress].join(' · ')
}

/** Where the staff's words stand at the foot. */
export function footerWords({ footer }: Geometry) {
  return { ...footer, width: footer.width - PIECE_MARK_WIDTH - TEST_MARK_WIDTH }
}

/** At the end of the foot: the mark of a test, and the piece mark. */
export function footerMarks(
  { footer }: Geometry,
  typeface: TextTypeface,
  { page, count }: Sheet,
  size = FOOTER.size,
): Leaf[] {
  const end = footer.x + footer.width
  const line = { kind: 'line', page, tag: 'artifact', align: 'right', size } as const
  return [
    {
      ...line,
      box: { ...footer, x: end - PIECE_MARK_WIDTH - TEST_MARK_WIDTH, width: TEST_MARK_WIDTH - 4 },
      size: 10.5,
      runs: [{ typeface: strongOf(typeface), text: '{{mark}}' }],
      field: 'mark',
    },
    {
      ...line,
      box: { ...footer, x: end - PIECE_MARK_WIDTH, width: PIECE_MARK_WIDTH },
      grey: FOOTER.grey,
      runs: [{ typeface: ID, text: `{{lettera}} ${count}` }],
      field: 'rif. lettera',
    },
  ]
}
