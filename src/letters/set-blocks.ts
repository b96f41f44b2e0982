/**
 * Sets the blocks of a text that staff edit: titles, paragraphs, steps, entries, with their bold words and data.
 *
 * @module
 */
import type { Block, Flow, Run } from '../pdf/template.ts'
import type { Block as TextBlock } from './letter-blocks.ts'
import { CODE, ID, strongOf, type TextTypeface } from './letter-typefaces.ts'

/** Body text of 11 points, many who read this letter are past eighty; 10 where a longer language needs it. */
export const BODY = { size: 11, leading: 13.4 }
export const BODY_FITS: Flow['fits'] = [
  ...[2.4, 1.9, 1.5, 1.2, 1].map((gap) => ({ scale: 1, gap })),
  ...[1.6, 1.2, 0.9].map((gap) => ({ scale: 0.955, gap })),
  ...[1.4, 1, 0.7].map((gap) => ({ scale: 0.91, gap })),
]
const OPENING_TITLE = { size: 16, leading: 20 }
const TITLE = { size: 13.5, leading: 17 }
const STEP_COLUMN = 6
const LABEL_COLUMN = 20

export interface TextSetting {
  readonly typeface: TextTypeface
  /** What stands for `{{name}}`: a text, or a slot that is filled later. */
  placed(name: string): string
  /** Data that are set in a typeface of their own, beside the letter's id. */
  readonly typefaces?: Readonly<Record<string, string>>
}

export function setBlocks(
  blocks: readonly TextBlock[],
  setting: TextSetting,
  style: { size: number; leading: number; grey?: number },
  heading: 'H1' | 'H2' = 'H2',
): Block[] {
  let first = true
  const { typeface } = setting
  return blocks.map((block): Block => {
    const runs = runsOf(block, setting)
    switch (block.kind) {
      case 'title': {
        const role = first ? heading : 'H2'
        first = false
        return { role, ...(role === 'H1' ? OPENING_TITLE : TITLE), gapAbove: 2, runs }
      }
      case 'step': {
        const run = { typeface: strongOf(typeface), text: `${block.label}.` }
        return { role: 'LI', ...style, label: { run, column: STEP_COLUMN }, runs }
      }
      case 'entry': {
        const run = { typeface, text: block.label }
        return { role: 'P', ...style, label: { run, column: LABEL_COLUMN }, runs }
      }
      default:
        return { role: 'P', ...style, runs }
    }
  })
}

/** Splits a block at `**` and at the data that have a typeface of their own. */
function runsOf(block: TextBlock, { typeface: own, placed, typefaces = {} }: TextSetting): Run[] {
  const runs: Run[] = []
  const apart: Readonly<Record<string, string>> = { ...typefaces, lettera: ID }
  const names = new RegExp(`\\{\\{(${Object.keys(apart).join('|')})\\}\\}`)
  block.text.split('**').forEach((part, index) => {
    const strong = index % 2 === 1 || block.kind === 'title'
    // What the code looks like is shown in its own typeface: «lo **0**, qui con la barra».
    const typeface = strong && part === '0' ? CODE : strong ? strongOf(own) : own
    part.split(names).forEach((piece, position) => {
      if (position % 2 === 1) runs.push({ typeface: apart[piece] ?? own, text: `{{${piece}}}` })
      else if (piece !== '') {
        runs.push({ typeface, text: piece.replace(/\{\{([^{}]*)\}\}/g, (_, name: string) => placed(name)) })
      }
    })
  })
  return runs
}
