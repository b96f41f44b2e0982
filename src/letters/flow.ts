/**
 * Sets the blocks of a zone one below the other: where each line of text stands, and where the letter's id goes.
 *
 * @module
 */
import { type Box, POINTS_PER_MM, type TextStyle } from '../pdf/content.ts'
import { breakLines, type Line, type Run } from '../pdf/line-breaking.ts'
import type { Block, Placeholder } from './letter-text.ts'
import type { LetterTypefaces } from './letter-typefaces.ts'

/** Sizes and leadings in points; gaps, indents and columns in millimetres. */
export interface FlowStyle {
  readonly size: number
  readonly leading: number
  /** Between blocks, the airiest first: the first that fits is taken. */
  readonly gaps: readonly number[]
  readonly grey?: number
  readonly align?: 'left' | 'centre'
  readonly title?: { readonly size: number; readonly leading: number }
}

export interface PlacedText {
  readonly style: TextStyle
  readonly x: number
  readonly y: number
  readonly text: string
}

/** A place where each letter writes its own id. */
export type IdPlace = Omit<PlacedText, 'text'>

export interface Flow {
  readonly texts: readonly PlacedText[]
  readonly ids: readonly IdPlace[]
}

export type Values = Readonly<Record<Exclude<Placeholder, 'lettera'>, string>>

/** Letter ids are all of this length, in a typeface of one width: their room is known before they are. */
export const ID_STAND_IN = '00000-00000-0'

const STEP_INDENT = 6
const LABEL_COLUMN = 22
/** Share of the leading above the baseline. */
const ASCENT = 0.77

export class DoesNotFit extends Error {}

/** Throws `DoesNotFit` when the text is longer, or one word wider, than the zone. */
export function setFlow(
  blocks: readonly Block[],
  zone: Box,
  style: FlowStyle,
  values: Values,
  typefaces: LetterTypefaces,
): Flow {
  let excess = 0
  for (const gap of style.gaps) {
    const { bottom, ...flow } = setWithGap(blocks, zone, { ...style, gap }, values, typefaces)
    excess = bottom - zone.y - zone.height
    if (excess <= 0) return flow
  }
  throw new DoesNotFit(`the text is ${excess.toFixed(1)} mm longer than its zone`)
}

function setWithGap(
  blocks: readonly Block[],
  zone: Box,
  style: FlowStyle & { gap: number },
  values: Values,
  typefaces: LetterTypefaces,
): Flow & { bottom: number } {
  const texts: PlacedText[] = []
  const ids: IdPlace[] = []
  let top = zone.y
  for (const [index, block] of blocks.entries()) {
    const title = block.kind === 'title' && style.title
    const { size, leading } = title || style
    const indent = block.kind === 'step' ? STEP_INDENT : block.kind === 'entry' ? LABEL_COLUMN : 0
    const runs = toRuns(block, values, typefaces)
    const lines = breakLines(runs, size, zone.width - indent)
    if (!lines) throw new DoesNotFit(`a word of «${block.text.slice(0, 40)}…» is wider than the zone`)
    if (index > 0) top += title ? style.gap * 2 : style.gap
    if (block.label !== '') {
      const typeface = block.kind === 'step' ? typefaces.strong : typefaces.text
      const y = top + (leading * ASCENT) / POINTS_PER_MM
      const text = block.kind === 'step' ? `${block.label}.` : block.label
      texts.push({ style: styled(typeface, size, style), x: zone.x, y, text })
    }
    for (const line of lines) {
      const y = top + (leading * ASCENT) / POINTS_PER_MM
      const x = zone.x + indent + slack(line, zone.width - indent, style)
      for (const run of line.runs) {
        const placed = { style: styled(run.typeface, size, style), x: x + run.x, y }
        if (run.typeface === typefaces.id) ids.push(placed)
        else texts.push({ ...placed, text: run.text })
      }
      top += leading / POINTS_PER_MM
    }
  }
  return { texts, ids, bottom: top }
}

function styled(typeface: TextStyle['typeface'], size: number, style: FlowStyle): TextStyle {
  return { typeface, size, grey: style.grey ?? 0 }
}

function slack(line: Line, width: number, style: FlowStyle): number {
  return style.align === 'centre' ? (width - line.width) / 2 : 0
}

/** Splits a block at `**` and at the letter's id, and fills in everything else. */
function toRuns(block: Block, values: Values, typefaces: LetterTypefaces): Run[] {
  const runs: Run[] = []
  block.text.split('**').forEach((part, index) => {
    const strong = index % 2 === 1 || block.kind === 'title'
    part.split('{{lettera}}').forEach((piece, position) => {
      if (position > 0) runs.push({ typeface: typefaces.id, text: ID_STAND_IN })
      const text = piece.replace(/\{\{(.*?)\}\}/g, (_, name: string) => values[name as keyof Values])
      if (text !== '') runs.push({ typeface: strong ? typefaces.strong : typefaces.text, text })
    })
  })
  return runs
}
