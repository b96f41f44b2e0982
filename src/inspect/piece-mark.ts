/**
 * The piece mark, `R3K7Q-9TX2M-C 1/2`, at the foot of every sheet: it tells the inserter where a letter begins and how
 * many sheets it has (`mail.md` §1.1, 26).
 *
 * @module
 */
import type { Box } from '../pdf/box.ts'
import { grow, overhang } from './area.ts'
import type { Sheet } from './expectation.ts'
import type { Fault, PageFault } from './fault.ts'
import { phrasesOf, type Run } from './page-runs.ts'

export interface Mark {
  readonly publicId: string
  readonly number: number
  readonly total: number
  readonly boxes: readonly Box[]
}

/** Whatever has the form of a letter id, its check character aside: a misprinted one is to be named. */
const ID = '[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]'
const MARK = new RegExp(`(?<![0-9A-Z-])(${ID}) (\\d+)/(\\d+)(?!\\d)`, 'g')
export const LETTER_ID = new RegExp(`(?<![0-9A-Z-])${ID}(?![0-9A-Z-])`)
const LETTER_IDS = new RegExp(LETTER_ID, 'g')
/** A descender may hang out of its zone so far. */
const TOLERANCE_MM = 1

/** The marks on a page; the words of one stand side by side. */
export function readMarks(runs: readonly Run[]): Mark[] {
  return phrasesOf(runs).flatMap(({ text, runs }) =>
    [...text.matchAll(MARK)].map(([, publicId = '', number, total]) => ({
      publicId,
      number: Number(number),
      total: Number(total),
      boxes: runs.map(({ box }) => box),
    })),
  )
}

/** Exactly one mark, in the footer, and that of the sheet where it is known. */
export function markFaults(marks: readonly Mark[], footer: Box, sheet: Sheet | undefined): PageFault[] {
  const [mark] = marks
  if (!mark) return [{ code: 'MARK_MISSING', detail: '' }]
  if (marks.length > 1) return [{ code: 'MARK_REPEATED', detail: `${marks.length} volte sulla pagina` }]
  const zone = grow(footer, TOLERANCE_MM)
  if (mark.boxes.some((box) => overhang(zone, box) > 0)) {
    return [{ code: 'MARK_MISSING', detail: 'sta fuori dal piè di pagina' }]
  }
  const found = named(mark)
  if (sheet) {
    const expected = named({ publicId: sheet.piece.publicId, number: sheet.number, total: sheet.piece.pages })
    return found === expected ? [] : [{ code: 'MARK_WRONG', detail: `${found} invece di ${expected}` }]
  }
  return mark.number < 1 || mark.number > mark.total ? [{ code: 'MARK_WRONG', detail: found }] : []
}

/** Without a list of pieces: marks of consecutive pages must count each piece's sheets, and begin no piece twice. */
export function sequenceFaults(marks: readonly (Mark | undefined)[]): Fault[] {
  const begun = new Set<string>()
  return marks.flatMap((mark, index): Fault[] => {
    const before = marks[index - 1]
    // A page without its mark has a fault of its own.
    if (!mark || (index > 0 && !before)) return []
    const page = index + 1
    if (mark.number === 1 && begun.has(mark.publicId)) {
      return [{ page, code: 'MARK_REPEATED', detail: `${named(mark)}: la lettera è già cominciata prima` }]
    }
    if (mark.number === 1) begun.add(mark.publicId)
    const open = before && before.number < before.total ? before : undefined
    const follows = open
      ? mark.publicId === open.publicId && mark.number === open.number + 1 && mark.total === open.total
      : mark.number === 1
    return follows
      ? []
      : [{ page, code: 'MARK_WRONG', detail: `${named(mark)} dopo ${before ? named(before) : 'nulla'}` }]
  })
}

/** Numbers of letters on a page, in marks or elsewhere: the own one and no other. */
export function idFaults(runs: readonly Run[], { piece }: Sheet, marked: boolean): PageFault[] {
  const text = runs.map(({ text }) => text).join('\n')
  const ids = [...text.replaceAll(MARK, '').matchAll(LETTER_IDS)].map(([id]) => id)
  const others = new Set(ids.filter((id) => id !== piece.publicId))
  return [
    ...(marked || text.includes(piece.publicId)
      ? []
      : [{ code: 'PIECE_MISSING' as const, detail: piece.publicId }]),
    ...[...others].map((id) => ({
      code: 'PIECE_OTHER' as const,
      detail: `${id} invece di ${piece.publicId}`,
    })),
  ]
}

function named({ publicId, number, total }: Pick<Mark, 'publicId' | 'number' | 'total'>): string {
  return `${publicId} ${number}/${total}`
}
