/**
 * The structure tree: how a screen reader walks through a document (ISO 32000-1, 14.7; ISO 14289-1).
 *
 * Ids of marked content do not depend on what a piece says, so one tree serves every piece of a variant.
 *
 * @module
 */
import { type ObjectSet, textString } from './pdf-object.ts'
import type { StructureNode } from './prepare-variant.ts'

/** Puts the tree into `set` and answers the number of its root. `pages` are the page objects. */
export function addStructureTree(
  set: ObjectSet,
  nodes: readonly StructureNode[],
  pages: readonly number[],
  language: string,
): number {
  const root = set.reserve()
  const document = set.reserve()
  const owners: string[][] = pages.map(() => [])
  const kids = nodes.map((node) => addElement(node, document))
  set.put(
    document,
    `<</Type/StructElem/S/Document/P ${root} 0 R/Lang${textString(language)}/K[${kids.join(' ')}]>>`,
  )
  const parents = set.add(`<</Nums[${owners.map((refs, page) => `${page}[${refs.join(' ')}]`).join('')}]>>`)
  set.put(
    root,
    `<</Type/StructTreeRoot/K[${document} 0 R]/ParentTree ${parents} 0 R/ParentTreeNextKey ${pages.length}>>`,
  )
  return root

  function addElement(node: StructureNode, parent: number): string {
    const number = set.reserve()
    const inner = node.kids.map((kid) => addElement(kid, number))
    if (node.content) {
      inner.push(String(node.content.id))
      const refs = owners[node.content.page] as string[]
      refs[node.content.id] = `${number} 0 R`
    }
    const page = node.content ? `/Pg ${pages[node.content.page]} 0 R` : ''
    const language = node.language ? `/Lang${textString(node.language)}` : ''
    const alternative = node.alternative ? `/Alt${textString(node.alternative)}` : ''
    set.put(
      number,
      `<</Type/StructElem/S/${node.role}/P ${parent} 0 R${page}${language}${alternative}${attributesOf(node)}/K[${inner.join(' ')}]>>`,
    )
    return `${number} 0 R`
  }
}

function attributesOf(node: StructureNode): string {
  if (node.role === 'TH') return `/A<</O/Table/Scope/${node.scope ?? 'Row'}>>`
  const numbered = node.role === 'L' && node.kids.some((item) => item.kids.some((kid) => kid.role === 'Lbl'))
  return numbered ? '/A<</O/List/ListNumbering/Decimal>>' : ''
}
