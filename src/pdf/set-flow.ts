/**
 * Sets blocks of running text one below the other into their box.
 *
 * What no piece changes is broken into lines once; the rest, for each piece, by the same line breaker.
 *
 * @module
 */
import { Atom, resolve, type Token, tokensOf } from './atoms.ts'
import { type BrokenLine, breakLines } from './break-lines.ts'
import { type Canvas, POINTS_PER_MM } from './canvas.ts'
import type { FontTable } from './font-table.ts'
import type { Block, Flow, Refusal, Values } from './template.ts'

type Fit = Flow['fits'][number]

/** Share of the leading above the baseline. */
const ASCENT = 0.77

interface PreparedBlock {
  readonly block: Block
  readonly label: readonly Atom[] | undefined
  readonly tokens: readonly Token[]
  /** Set once when no piece changes the block: its lines at each fit. */
  readonly fixed: FixedBlock | undefined
  /** Ids of the block's marked content: its label, its text. */
  readonly labelId: number
  readonly textId: number
}

interface FixedBlock {
  readonly atoms: Atom[]
  readonly lines: Map<number, BrokenLine[] | undefined>
  /** What its lines look like in a content stream, from the first line's position on. */
  readonly drawn: Map<number, { bytes: Uint8Array; usedFonts: number }>
}

export interface PreparedFlow {
  readonly flow: Flow
  readonly blocks: readonly PreparedBlock[]
  readonly isFixed: boolean
}

/** Fills in what the edition knows. `nextId` hands out ids of marked content on the flow's page. */
export function prepareFlow(
  flow: Flow,
  fonts: ReadonlyMap<string, FontTable>,
  known: Values,
  nextId: () => number,
): PreparedFlow | Refusal {
  const blocks: PreparedBlock[] = []
  for (const block of flow.blocks) {
    const text = tokensOf(block.runs, fonts, known)
    if ('code' in text) return text
    const label = block.label && tokensOf([block.label.run], fonts, known)
    if (label && 'code' in label) return label
    const { tokens } = text
    const isFixed = tokens.every((token) => token instanceof Atom)
    blocks.push({
      block,
      label: label?.tokens as Atom[] | undefined,
      labelId: block.role === 'LI' && label ? nextId() : -1,
      textId: nextId(),
      tokens,
      fixed: isFixed ? { atoms: tokens as Atom[], lines: new Map(), drawn: new Map() } : undefined,
    })
  }
  return { flow, blocks, isFixed: blocks.every(({ fixed }) => fixed !== undefined) }
}

interface SetBlock {
  readonly atoms: readonly Atom[]
  readonly lines: readonly BrokenLine[]
}

/** Draws the flow, or says why a piece's values do not fit. */
export function drawFlow(canvas: Canvas, prepared: PreparedFlow, values: Values): Refusal | undefined {
  const { flow, blocks } = prepared
  const contents: (readonly Atom[])[] = []
  for (const { fixed, tokens } of blocks) {
    const atoms = fixed?.atoms ?? resolve(tokens, values)
    if (!Array.isArray(atoms)) return atoms as Refusal
    contents.push(atoms)
  }
  let refusal: Refusal | undefined
  for (let index = 0; index < flow.fits.length; index++) {
    const fit = flow.fits[index] as Fit
    const set = setBlocks(prepared, contents, index)
    const excess = Array.isArray(set) ? heightOf(prepared, set, fit) - flow.box.height : undefined
    if (Array.isArray(set) && excess !== undefined && excess <= 0.001) {
      drawBlocks(canvas, prepared, set, index)
      return undefined
    }
    if (!Array.isArray(set)) refusal = set as Refusal
    else {
      const found = `${(flow.box.height + (excess ?? 0)).toFixed(1)} mm`
      refusal = { code: 'too-tall', field: flow.field, found, limit: `${flow.box.height} mm` }
    }
  }
  if (!refusal) throw new RangeError(`the flow ${flow.field} names no fit`)
  return refusal
}

function setBlocks(
  { flow, blocks }: PreparedFlow,
  contents: readonly (readonly Atom[])[],
  fitIndex: number,
): SetBlock[] | Refusal {
  const scale = flow.fits[fitIndex]?.scale ?? 1
  const set: SetBlock[] = []
  for (let index = 0; index < blocks.length; index++) {
    const { block, fixed } = blocks[index] as PreparedBlock
    const atoms = contents[index] as readonly Atom[]
    let lines = fixed?.lines.get(fitIndex)
    if (!lines) {
      const room = flow.box.width - (block.label?.column ?? 0)
      lines = breakLines(atoms, (room * POINTS_PER_MM * 1000) / (block.size * scale))
      fixed?.lines.set(fitIndex, lines)
    }
    if (!lines) {
      const widest = Math.max(...atoms.map((atom) => toMm(atom.width, block.size * scale)))
      return {
        code: 'too-wide',
        field: flow.field,
        found: `${widest.toFixed(1)} mm`,
        limit: `${flow.box.width} mm`,
      }
    }
    set.push({ atoms, lines })
  }
  return set
}

function heightOf({ blocks }: PreparedFlow, set: readonly SetBlock[], fit: Fit): number {
  let height = 0
  for (let index = 0; index < set.length; index++) {
    const { block } = blocks[index] as PreparedBlock
    if (index > 0) height += fit.gap * (block.gapAbove ?? 1)
    height += ((set[index] as SetBlock).lines.length * block.leading * fit.scale) / POINTS_PER_MM
  }
  return height
}

function drawBlocks(
  canvas: Canvas,
  prepared: PreparedFlow,
  set: readonly SetBlock[],
  fitIndex: number,
): void {
  const { flow, blocks } = prepared
  const fit = flow.fits[fitIndex] as Fit
  let top = flow.box.y
  for (let index = 0; index < set.length; index++) {
    const { block } = blocks[index] as PreparedBlock
    if (index > 0) top += fit.gap * (block.gapAbove ?? 1)
    const leading = (block.leading * fit.scale) / POINTS_PER_MM
    const place = {
      fitIndex,
      size: block.size * fit.scale,
      leading,
      column: block.label?.column ?? 0,
      baseline: top + leading * ASCENT,
    }
    drawBlock(canvas, flow, blocks[index] as PreparedBlock, set[index] as SetBlock, place)
    top += leading * (set[index] as SetBlock).lines.length
  }
}

/** Lengths in millimetres, the size in points. */
interface BlockPlace {
  readonly fitIndex: number
  readonly size: number
  readonly leading: number
  readonly column: number
  readonly baseline: number
}

function drawBlock(
  canvas: Canvas,
  flow: Flow,
  prepared: PreparedBlock,
  set: SetBlock,
  place: BlockPlace,
): void {
  const { block, fixed } = prepared
  // A label that is a list item's own is read as such; any other is part of its paragraph.
  if (block.role === 'LI') {
    if (prepared.label) {
      canvas.beginElement('Lbl', prepared.labelId)
      drawLabel(canvas, flow, prepared, place)
      canvas.endTag()
    }
    canvas.beginElement('LBody', prepared.textId)
  } else {
    canvas.beginElement(block.role, prepared.textId)
    drawLabel(canvas, flow, prepared, place)
  }
  const [first] = set.lines
  if (first) {
    canvas.beginText(block, lineStart(flow, first, place), place.baseline)
    if (fixed) drawFixed(canvas, flow, fixed, place)
    else drawLines(canvas, flow, set, place)
    canvas.endText(block)
  }
  canvas.endTag()
}

function drawLabel(
  canvas: Canvas,
  { box, direction }: Flow,
  { label, block }: PreparedBlock,
  place: BlockPlace,
): void {
  if (!label) return
  const line = { from: 0, to: label.length, width: widthOf(label) }
  const x = direction === 'rtl' ? box.x + box.width - toMm(line.width, place.size) : box.x
  canvas.beginText(block, x, place.baseline)
  canvas.showLine(label, line, place.size, direction)
  canvas.endText(block)
}

/** From the position of the first line on. */
function drawLines(canvas: Canvas, flow: Flow, { atoms, lines }: SetBlock, place: BlockPlace): void {
  let previous = 0
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as BrokenLine
    const x = lineStart(flow, line, place)
    if (index > 0) canvas.moveLine(x - previous, place.leading)
    canvas.showLine(atoms, line, place.size, flow.direction)
    previous = x
  }
}

/** The same, drawn once and copied from then on. */
function drawFixed(
  canvas: Canvas,
  flow: Flow,
  { atoms, lines, drawn: kept }: FixedBlock,
  place: BlockPlace,
): void {
  let drawn = kept.get(place.fitIndex)
  if (!drawn) {
    const own = canvas.blank()
    drawLines(own, flow, { atoms, lines: lines.get(place.fitIndex) ?? [] }, place)
    drawn = { bytes: own.toBuffer(), usedFonts: own.usedFonts }
    kept.set(place.fitIndex, drawn)
  }
  canvas.bytes(drawn.bytes)
  canvas.usedFonts |= drawn.usedFonts
}

function lineStart({ box, direction, align }: Flow, line: BrokenLine, { size, column }: BlockPlace): number {
  const slack = box.width - column - toMm(line.width, size)
  const fromStart = align === 'centre' ? slack / 2 : direction === 'rtl' ? slack : 0
  return box.x + (direction === 'rtl' ? 0 : column) + fromStart
}

function widthOf(atoms: readonly Atom[]): number {
  return atoms.reduce(
    (sum, atom, index) => sum + atom.width + (index > 0 && !atom.glued ? atom.font.space : 0),
    0,
  )
}

function toMm(thousandths: number, size: number): number {
  return (thousandths * size) / 1000 / POINTS_PER_MM
}
