/**
 * Readies one variant of a template for an edition: fills in what the edition knows, parts what never changes from
 * what each piece brings, and numbers the marked content of every page.
 *
 * @module
 */
import { type Canvas, POINTS_PER_MM } from './canvas.ts'
import { Slot, textParts, tokensOf } from './atoms.ts'
import { DATA_MATRIX_SIDE, dataMatrix } from './data-matrix.ts'
import type { FontTable } from './font-table.ts'
import { drawLine, drawLines, type PreparedLine, prepareLine } from './set-field.ts'
import { remembered } from './remembered-flow.ts'
import { drawFlow, prepareFlow } from './set-flow.ts'
import { isSlotLine, SlotLines } from './slot-lines.ts'
import type {
  Element,
  Group,
  Leaf,
  Mark,
  Matrix,
  Node,
  Picture,
  Refusal,
  Values,
  Variant,
  Vector,
} from './template.ts'

/** An element of the structure tree: with elements inside, or with content on a page. */
export interface StructureNode {
  readonly role: Element['role'] | Group['role']
  readonly alternative?: string | undefined
  readonly language?: string | undefined
  readonly scope?: 'Row' | 'Column' | undefined
  readonly kids: readonly StructureNode[]
  readonly content?: { readonly page: number; readonly id: number }
}

export interface PreparedLeaf {
  readonly page: number
  /** No piece changes it. */
  readonly isFixed: boolean
  readonly layer: 'ground' | 'text'
  /** Of a line that is one value. */
  readonly slotLine?: PreparedLine | undefined
  draw(canvas: Canvas, values: Values): Refusal | undefined
}

export interface PreparedVariant {
  readonly variant: Variant
  readonly leaves: readonly PreparedLeaf[]
  /** What each piece brings to each page. */
  readonly own: readonly (readonly Pick<PreparedLeaf, 'draw'>[])[]
  readonly structure: readonly StructureNode[]
  /** How many ids of marked content each page has. */
  readonly ids: readonly number[]
}

export interface PreparedPicture {
  /** n for `Pn` among a page's resources. */
  readonly resource: number
  /** Points. */
  readonly width: number
  readonly height: number
}

export interface Supplies {
  readonly fonts: ReadonlyMap<string, FontTable>
  readonly pictures: ReadonlyMap<string, PreparedPicture>
  /** Values that the whole edition shares. */
  readonly known: Values
}

/** Throws a `RangeError` where the description contradicts itself; a text that cannot be set is a refusal. */
export function prepareVariant(variant: Variant, supplies: Supplies): PreparedVariant | Refusal {
  const leaves: PreparedLeaf[] = []
  const ids = new Array<number>(variant.pages).fill(0)
  let refusal: Refusal | undefined

  const nextId = (page: number): number => {
    const id = ids[page] as number
    ids[page] = id + 1
    return id
  }
  const walk = (nodes: readonly Node[]): StructureNode[] =>
    nodes.flatMap((node) => {
      if (node.kind === 'group') {
        return [{ role: node.role, language: node.language, kids: walk(node.children) }]
      }
      if (node.page < 0 || node.page >= variant.pages) throw new RangeError(`there is no page ${node.page}`)
      const prepared = prepareLeaf(node, supplies, () => nextId(node.page))
      if ('code' in prepared) {
        refusal ??= prepared
        return []
      }
      const layer = ['picture', 'mark', 'vector'].includes(node.kind) ? 'ground' : 'text'
      const { isFixed, slotLine, draw } = prepared
      leaves.push({ page: node.page, isFixed, layer, slotLine, draw })
      return prepared.structure
    })
  const structure = walk(variant.content)
  const own = ids.map((_, page) => joined(leaves.filter((leaf) => leaf.page === page && !leaf.isFixed)))
  return refusal ?? { variant, leaves, own, structure, ids }
}

/** Lines of one value that follow each other are drawn together. */
function joined(leaves: readonly PreparedLeaf[]): Pick<PreparedLeaf, 'draw'>[] {
  const drawn: Pick<PreparedLeaf, 'draw'>[] = []
  let lines: PreparedLine[] = []
  const flush = () => {
    if (lines.length === 0) return
    const together = new SlotLines(lines)
    drawn.push({ draw: (canvas, values) => together.draw(canvas, values) })
    lines = []
  }
  for (const leaf of leaves) {
    if (leaf.slotLine) lines.push(leaf.slotLine)
    else {
      flush()
      drawn.push(leaf)
    }
  }
  flush()
  return drawn
}

interface Ready {
  readonly isFixed: boolean
  readonly slotLine?: PreparedLine
  readonly structure: StructureNode[]
  readonly draw: PreparedLeaf['draw']
}

function prepareLeaf(leaf: Leaf, supplies: Supplies, nextId: () => number): Ready | Refusal {
  const { fonts, known } = supplies
  switch (leaf.kind) {
    case 'flow':
      return prepareFlowLeaf(leaf, supplies, nextId)
    case 'line': {
      const id = leaf.tag === 'artifact' ? -1 : nextId()
      const line = prepareLine(leaf, fonts, known, id)
      if ('code' in line) return line
      const draw = (canvas: Canvas, values: Values) => drawLine(canvas, line, values)
      const ready = { isFixed: line.isFixed, structure: elementOf(leaf.tag, leaf.page, id), draw }
      return isSlotLine(line) ? { ...ready, slotLine: line } : ready
    }
    case 'lines': {
      const font = fonts.get(leaf.typeface)
      if (!font) throw new RangeError(`the template has no typeface "${leaf.typeface}"`)
      const id = leaf.tag === 'artifact' ? -1 : nextId()
      const draw = (canvas: Canvas, values: Values) => drawLines(canvas, { lines: leaf, font, id }, values)
      return { isFixed: false, structure: elementOf(leaf.tag, leaf.page, id), draw }
    }
    case 'vector':
      return artifact((canvas) => drawVector(canvas, leaf))
    case 'matrix': {
      const text = textParts(leaf.text)
      const isFixed = text.every((part, index) => index % 2 === 0 || known[part] !== undefined)
      const draw = (canvas: Canvas, values: Values) => {
        const filled = text.map((part, index) =>
          index % 2 === 0 ? part : String(known[part] ?? values[part]),
        )
        drawMatrix(canvas, leaf, filled.join(''))
        return undefined
      }
      return { isFixed, structure: [], draw }
    }
    case 'mark':
      return prepareMark(leaf, supplies)
    case 'picture': {
      const id = leaf.tag === 'artifact' ? -1 : nextId()
      const ready = artifact((canvas) => drawPicture(canvas, leaf, id, supplies))
      return { ...ready, structure: elementOf(leaf.tag, leaf.page, id) }
    }
  }
}

function prepareFlowLeaf(leaf: Extract<Leaf, { kind: 'flow' }>, supplies: Supplies, nextId: () => number) {
  const flow = prepareFlow(leaf, supplies.fonts, supplies.known, nextId)
  if ('code' in flow) return flow
  const structure: StructureNode[] = []
  let list: StructureNode[] | undefined
  for (const { block, labelId, textId } of flow.blocks) {
    const content = (id: number) => ({ page: leaf.page, id })
    if (block.role !== 'LI') {
      list = undefined
      structure.push({ role: block.role, language: block.language, kids: [], content: content(textId) })
      continue
    }
    if (!list) {
      list = []
      structure.push({ role: 'L', language: block.language, kids: list })
    }
    const label: StructureNode[] = labelId < 0 ? [] : [{ role: 'Lbl', kids: [], content: content(labelId) }]
    list.push({ role: 'LI', kids: [...label, { role: 'LBody', kids: [], content: content(textId) }] })
  }
  return {
    isFixed: flow.isFixed,
    structure,
    draw: remembered(flow, (canvas, values) => drawFlow(canvas, flow, values)),
  }
}

function elementOf(tag: Element | 'artifact', page: number, id: number): StructureNode[] {
  if (tag === 'artifact') return []
  const { role, alternative, language, scope } = tag
  return [{ role, alternative, language, scope, kids: [], content: { page, id } }]
}

function artifact(draw: (canvas: Canvas) => void): Ready {
  return { isFixed: true, structure: [], draw: (canvas) => void draw(canvas) }
}

function drawVector(canvas: Canvas, { shapes }: Vector): void {
  canvas.beginTag('artifact', -1)
  for (const shape of shapes) {
    if ('rule' in shape) canvas.rule(...shape.rule, shape.weight, shape.grey)
    else if ('frame' in shape) canvas.strokeBox(shape.frame, shape.weight, shape.grey)
    else canvas.fillBox(shape.fill, shape.grey)
  }
  canvas.ascii('0 g 0 G\n')
  canvas.endTag()
}

/** Black squares as runs of a row, in a coordinate system of one unit a module. */
function drawMatrix(canvas: Canvas, { box }: Matrix, text: string): void {
  canvas.beginTag('artifact', -1)
  canvas
    .ascii('q ')
    .number((box.width / DATA_MATRIX_SIDE) * POINTS_PER_MM)
    .ascii(' 0 0 ')
  canvas
    .number((box.width / DATA_MATRIX_SIDE) * POINTS_PER_MM)
    .ascii(' ')
    .point(box.x, box.y)
    .ascii(' cm\n')
  const rows = dataMatrix(text)
  for (let row = 0; row < DATA_MATRIX_SIDE; row++) {
    const modules = rows[row] as number
    for (let from = 0; modules >> from !== 0; ) {
      from += trailingZeros(modules >> from)
      const length = trailingZeros(~(modules >> from))
      canvas.bytes(moduleRun(row, from, length))
      from += length
    }
  }
  canvas.ascii('f Q\n')
  canvas.endTag()
}

/** The rectangle of each run that there can be: `[(row * SIDE + from) * SIDE + length - 1]`. */
const moduleRuns: (Uint8Array | undefined)[] = new Array(DATA_MATRIX_SIDE ** 3).fill(undefined)

function moduleRun(row: number, from: number, length: number): Uint8Array {
  const index = (row * DATA_MATRIX_SIDE + from) * DATA_MATRIX_SIDE + length - 1
  let run = moduleRuns[index]
  if (!run) {
    run = Buffer.from(`${from} ${-row - 1} ${length} 1 re\n`, 'latin1')
    moduleRuns[index] = run
  }
  return run
}

function trailingZeros(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}

function drawPicture(canvas: Canvas, leaf: Picture, id: number, { pictures }: Supplies): void {
  const picture = pictures.get(leaf.picture)
  if (!picture) throw new RangeError(`the template has no picture "${leaf.picture}"`)
  const scale = Math.min(
    (leaf.box.width * POINTS_PER_MM) / picture.width,
    (leaf.box.height * POINTS_PER_MM) / picture.height,
  )
  const height = (picture.height * scale) / POINTS_PER_MM
  canvas.beginTag(leaf.tag, id)
  canvas.ascii(`q ${scale.toFixed(5)} 0 0 ${scale.toFixed(5)} `).point(leaf.box.x, leaf.box.y + height)
  canvas.ascii(` cm /P${picture.resource} Do Q\n`)
  canvas.endTag()
}

/** Centred on a point and turned anti-clockwise. */
function prepareMark(mark: Mark, { fonts, known }: Supplies): Ready | Refusal {
  const set = tokensOf([mark.run], fonts, known)
  if ('code' in set) return set
  const [atom, ...others] = set.tokens
  if (!atom) return artifact(() => {})
  if (others.length > 0 || atom instanceof Slot)
    throw new RangeError('a mark is one word that the edition knows')
  return artifact((canvas) => {
    const size = Math.min(mark.size, (mark.widest * POINTS_PER_MM * 1000) / atom.width)
    const [cos, sin] = [Math.cos((mark.degrees * Math.PI) / 180), Math.sin((mark.degrees * Math.PI) / 180)]
    const across = (atom.width * size) / 2000 / POINTS_PER_MM
    const down = (atom.font.capHeight * size) / 2000 / POINTS_PER_MM
    const [x, y] = mark.centre
    const matrix = [cos, sin, -sin, cos].map((value) => value.toFixed(4)).join(' ')
    canvas.beginTag('artifact', -1)
    canvas.number(mark.grey ?? 0).ascii(` g BT ${matrix} `)
    canvas.point(x - across * cos + down * sin, y + across * sin + down * cos).ascii(' Tm ')
    canvas.showText(atom, atom.text, size)
    canvas.ascii('ET 0 g\n')
    canvas.endTag()
  })
}
