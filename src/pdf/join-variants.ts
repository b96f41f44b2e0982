/**
 * Several pieces as one document: pages one after the other, the slots of the n-th piece named `slot#n`.
 *
 * @module
 */
import type { Leaf, Node, Run, TemplateDescription, Values, Variant } from './template.ts'

/** A variant whose pieces are `variants`, each in a section of its own language. */
export function joinVariants(variants: readonly Variant[], slots: TemplateDescription['slots']): Variant {
  let pages = 0
  const content = variants.map((variant, index): Node => {
    const children = shifted(variant.content, pages, (text) => numbered(text, index, slots))
    pages += variant.pages
    return { kind: 'group', role: 'Sect', language: variant.language, children }
  })
  const [first] = variants
  if (!first) throw new RangeError('a document has at least one piece')
  return { title: first.title, language: first.language, pages, content }
}

export function joinValues(values: readonly Values[]): Values {
  return Object.fromEntries(
    values.flatMap((one, index) => Object.entries(one).map(([slot, value]) => [`${slot}#${index}`, value])),
  )
}

type Renamed = (text: string) => string

function shifted(nodes: readonly Node[], pages: number, renamed: Renamed): Node[] {
  return nodes.map((node) =>
    node.kind === 'group'
      ? { ...node, children: shifted(node.children, pages, renamed) }
      : { ...withSlots(node, renamed), page: node.page + pages },
  )
}

function withSlots(leaf: Leaf, renamed: Renamed): Leaf {
  const run = (one: Run): Run => ({ ...one, text: renamed(one.text) })
  switch (leaf.kind) {
    case 'flow':
      return {
        ...leaf,
        blocks: leaf.blocks.map((block) => ({
          ...block,
          runs: block.runs.map(run),
          ...(block.label ? { label: { ...block.label, run: run(block.label.run) } } : {}),
        })),
      }
    case 'line':
      return { ...leaf, runs: leaf.runs.map(run) }
    case 'lines':
      return { ...leaf, slot: renamed(`{{${leaf.slot}}}`).slice(2, -2) }
    case 'matrix':
      return { ...leaf, text: renamed(leaf.text) }
    default:
      return leaf
  }
}

function numbered(text: string, index: number, slots: TemplateDescription['slots']): string {
  return text.replace(/\{\{([^{}]*)\}\}/g, (whole, slot: string) =>
    slots[slot] === 'piece' ? `{{${slot}#${index}}}` : whole,
  )
}
