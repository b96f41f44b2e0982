/**
 * Pages that were described for a whole sheet, made smaller to stand within a part of it.
 *
 * @module
 */
import type { Box } from '../pdf/box.ts'
import type { Leaf, Node, Vector } from '../pdf/template.ts'

export interface Fitting {
  /** The first so many pages; others stay as they are. */
  readonly pages: number
  readonly from: { readonly width: number; readonly height: number }
  /** Proportions are kept, and what is left over is shared by both sides. */
  readonly into: Box
}

export function fitPages(content: readonly Node[], { pages, from, into }: Fitting): Node[] {
  const scale = Math.min(into.width / from.width, into.height / from.height)
  const left = into.x + (into.width - from.width * scale) / 2
  const top = into.y + (into.height - from.height * scale) / 2
  const length = (value: number) => value * scale
  const box = ({ x, y, width, height }: Box): Box => ({
    x: left + length(x),
    y: top + length(y),
    width: length(width),
    height: length(height),
  })
  return content.map(fitted)

  function fitted(node: Node): Node {
    if (node.kind === 'group') return { ...node, children: node.children.map(fitted) }
    return node.page < pages ? leaf(node) : node
  }

  function leaf(one: Leaf): Leaf {
    switch (one.kind) {
      case 'vector':
        return { ...one, shapes: one.shapes.map(shape) }
      case 'mark': {
        const [x, y] = one.centre
        return { ...one, centre: [left + length(x), top + length(y)], widest: length(one.widest) }
      }
      case 'line':
        return { ...one, box: box(one.box), size: length(one.size), ...shrunk(one) }
      case 'lines':
        return { ...one, box: box(one.box), size: length(one.size), pitch: length(one.pitch), ...shrunk(one) }
      case 'flow': {
        const fits = one.fits.map(({ scale, gap }) => ({ scale, gap: length(gap) }))
        const blocks = one.blocks.map((block) => ({
          ...block,
          size: length(block.size),
          leading: length(block.leading),
          ...(block.label ? { label: { ...block.label, column: length(block.label.column) } } : {}),
        }))
        return { ...one, box: box(one.box), fits, blocks }
      }
      default:
        return { ...one, box: box(one.box) }
    }
  }

  function shrunk<Shrink extends { readonly smallest: number }>({ shrink }: { readonly shrink?: Shrink }) {
    return shrink ? { shrink: { ...shrink, smallest: length(shrink.smallest) } } : {}
  }

  function shape(one: Vector['shapes'][number]): Vector['shapes'][number] {
    if ('rule' in one) {
      const [x, y, width] = one.rule
      return { ...one, rule: [left + length(x), top + length(y), length(width)] }
    }
    if ('frame' in one) return { ...one, frame: box(one.frame) }
    return { ...one, fill: box(one.fill) }
  }
}
