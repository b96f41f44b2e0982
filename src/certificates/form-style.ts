/**
 * How a certificate looks: sizes in points, lengths in millimetres, and the leaves that everything on it is made of.
 *
 * @module
 */
import type { Box } from '../pdf/box.ts'
import { POINTS_PER_MM } from '../pdf/canvas.ts'
import type { Block, Element, Flow, Line, Run, Shrink, TextStyle } from '../pdf/template.ts'
import { STRONG, TEXT } from './certificate-typefaces.ts'

export const TITLE = { size: 13, leading: 15.5 }
export const HEADING = { size: 7.5, leading: 9 }
export const BADGE = { size: 15, width: 36, height: 10 }
export const LEGEND = { size: 9.5, height: 7 }
export const BAR = { size: 9, height: 5.2, grey: 0.84 }
export const GROUP_TITLE = { size: 8, height: 4.8 }
export const LABEL = { size: 7, leading: 8.2 }
/** A value that is too long is set smaller, then narrower, then refused. */
export const VALUE = { size: 10, height: 4.8, shrink: { smallest: 8, narrowest: 75 } }
export const NOTE = { size: 8.5, leading: 10.4, gap: 1 }
export const FOOT = { size: 7.5, height: 4.6, grey: 0.25 }
export const FRAME = { weight: 0.4, grey: 0.3 }
/** White between a frame and its text. */
export const PADDING = 0.9

/** Of so many lines of a style. */
export function heightOf(lines: number, { leading }: { readonly leading: number }): number {
  return (lines * leading) / POINTS_PER_MM
}

export function strong(text: string): Run {
  return { typeface: STRONG, text }
}

export function plain(text: string): Run {
  return { typeface: TEXT, text }
}

interface LineOptions extends TextStyle {
  readonly page: number
  readonly tag: Line['tag']
  readonly align?: Line['align']
  readonly shrink?: Shrink
  readonly field?: string
}

export function line(box: Box, run: Run, { align = 'left', field = '', ...more }: LineOptions): Line {
  return { kind: 'line', box, runs: [run], align, field, ...more }
}

interface FlowOptions {
  readonly page: number
  readonly field?: string
  readonly gap?: number
}

/** Blocks that were measured beforehand: there is but one way to set them. */
export function flow(box: Box, blocks: readonly Block[], { page, field = '', gap = 0 }: FlowOptions): Flow {
  return {
    kind: 'flow',
    page,
    box,
    direction: 'ltr',
    align: 'start',
    fits: [{ scale: 1, gap }],
    field,
    blocks,
  }
}

export const ROW_HEAD: Element = { role: 'TH', scope: 'Row' }
export const COLUMN_HEAD: Element = { role: 'TH', scope: 'Column' }

export function inset(box: Box, by: number): Box {
  return { ...box, x: box.x + by, width: box.width - 2 * by }
}

/** What is free inside a frame, sideways. */
export function padded(box: Box): Box {
  return inset(box, PADDING)
}
