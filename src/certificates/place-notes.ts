/**
 * Over which pages notes and changes go when they do not all fit on the first.
 *
 * @module
 */
import type { Block } from '../pdf/template.ts'
import type { Values } from '../pdf/template.ts'
import { CHANGE_GAP, changeBlock } from './change-sheet.ts'
import type { Described } from './describe-form.ts'
import { type NoteCounts, noteBlock, pensionTableHeight } from './form-annotations.ts'
import type { Form } from './form.ts'
import { heightOf, NOTE } from './form-style.ts'

/** More pages than that, and something is wrong with the data. */
const MOST_PAGES = 20

/** `described` has two pages for notes, so that every room is known. Undefined where one note alone fills a page. */
export function placeNotes(
  { sheets, notes: rooms }: Described,
  form: Form,
  { pensions, notes, values }: { readonly pensions: number; readonly notes: number; readonly values: Values },
): NoteCounts | undefined {
  const width = rooms[0]?.width ?? 0
  const lines = (block: Block) => heightOf(sheets.options.lines(block.runs, block.size, width, values), block)
  const placed = { pensions: [] as number[], notes: [] as number[] }
  let [pension, note] = [0, 0]
  for (let page = 0; page === 0 || pension < pensions || note < notes; page++) {
    if (page === MOST_PAGES) return undefined
    let room = rooms[Math.min(page, 1)]?.height ?? 0
    const firstPension = pension
    while (
      pension < pensions &&
      pensionTableHeight(sheets, form, pension + 1 - firstPension, width) <= room
    ) {
      pension++
    }
    room -= pensionTableHeight(sheets, form, pension - firstPension, width)
    const firstNote = note
    for (let gap = 0; pension === pensions && note < notes; gap = NOTE.gap) {
      const height = gap + lines(noteBlock(note))
      if (height > room) break
      room -= height
      note++
    }
    placed.pensions.push(pension - firstPension)
    placed.notes.push(note - firstNote)
  }
  return placed
}

/** `described` has two sheets of changes. Undefined where one change alone fills a sheet. */
export function placeChanges(
  { sheets, changes: rooms }: Described,
  { changes, values }: { readonly changes: number; readonly values: Values },
): number[] | undefined {
  const placed: number[] = []
  let change = 0
  for (let sheet = 0; sheet === 0 || change < changes; sheet++) {
    if (sheet === MOST_PAGES) return undefined
    const room = rooms[Math.min(sheet, 1)]
    let rest = room?.height ?? 0
    const first = change
    for (let gap = 0; change < changes; gap = CHANGE_GAP) {
      const block = changeBlock(change)
      const height =
        gap + heightOf(sheets.options.lines(block.runs, block.size, room?.width ?? 0, values), block)
      if (height > rest) break
      rest -= height
      change++
    }
    placed.push(change - first)
  }
  return placed
}
