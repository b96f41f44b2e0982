/**
 * The last sheets of a correction: what is no longer as the certificate before said.
 *
 * @module
 */
import type { Box } from '../pdf/box.ts'
import type { Block } from '../pdf/template.ts'
import { type FormSheets, REPLACED_SLOT } from './form-sheets.ts'
import { flow, heightOf, padded, plain, strong } from './form-style.ts'

const TITLE = 'Che cosa è cambiato'
const INTRODUCTION = `Questa certificazione prende il posto di quella rilasciata il {{${REPLACED_SLOT}}}, che non va più usata. Sono cambiati i dati elencati qui; tutti gli altri sono rimasti uguali.`
const NOTHING_PRINTED = 'Sono cambiati soltanto dati che il modello non riporta.'
const TEXT = { size: 10, leading: 13 }
export const CHANGE_GAP = 1.6
/** All dates are equally wide. */
const ANY_DATE = { [REPLACED_SLOT]: '28/02/2013' }

export function changeSlot(index: number, part: 'point' | 'text'): string {
  return `change.${index}.${part}`
}

/** How a change is set; its slots are filled with where it is and what it is. */
export function changeBlock(index: number): Block {
  const runs = [strong(`{{${changeSlot(index, 'point')}}}`), plain(` {{${changeSlot(index, 'text')}}}`)]
  return { role: 'LI', ...TEXT, runs }
}

/** One sheet an entry of `counts`. Answers the boxes for the changes. */
export function addChangeSheets(sheets: FormSheets, counts: readonly number[]): Box[] {
  let change = 0
  return counts.map((count, sheet) => {
    sheets.open()
    const { page } = sheets
    const children = [sheets.bar(TITLE, sheet > 0)]
    sheets.y += 2
    if (sheet === 0) {
      const text = count === 0 ? NOTHING_PRINTED : INTRODUCTION
      const height =
        heightOf(sheets.options.lines([plain(text)], TEXT.size, padded(sheets.rest).width, ANY_DATE), TEXT) +
        1
      const block: Block = { role: 'P', ...TEXT, runs: [plain(text)] }
      children.push(flow(padded({ ...sheets.rest, height }), [block], { page }))
      sheets.y += height + 2
    }
    const room = padded(sheets.rest)
    const blocks = Array.from({ length: count }, (_, index) => changeBlock(change + index))
    change += count
    if (count > 0) children.push(flow(room, blocks, { page, field: 'modifiche', gap: CHANGE_GAP }))
    sheets.content.push({ kind: 'group', role: 'Sect', children })
    return room
  })
}
