/**
 * Whether the structure tree and the marked content of the pages say the same: validators pass an element that points
 * at nothing and content that no element names.
 *
 * @module
 */
import type { Drawn } from './drawn.ts'
import { type Dict, type PdfObjects, Reference, type Value } from './pdf-objects.ts'

/** An element of the tree, as it stands there. */
export interface StructureElement {
  readonly role: string
  readonly language: string | undefined
  readonly alternative: string | undefined
  readonly kids: readonly StructureElement[]
  /** Pages from 0. */
  readonly content: readonly { readonly page: number; readonly id: number }[]
}

/** What may stand in each role; roles that are not named hold content alone. */
const KIDS: Readonly<Record<string, readonly string[]>> = {
  Document: ['Sect', 'Div', 'Table', 'L', 'P', 'H1', 'H2', 'H3', 'Figure', 'Span'],
  Sect: ['Sect', 'Div', 'Table', 'L', 'P', 'H1', 'H2', 'H3', 'Figure', 'Span'],
  Div: ['Sect', 'Div', 'Table', 'L', 'P', 'H1', 'H2', 'H3', 'Figure', 'Span', 'Lbl'],
  Table: ['Caption', 'THead', 'TBody', 'TR'],
  THead: ['TR'],
  TBody: ['TR'],
  TR: ['TH', 'TD'],
  L: ['LI', 'L'],
  LI: ['Lbl', 'LBody'],
}

export interface Structure {
  readonly root: StructureElement
  readonly faults: readonly string[]
}

export function readStructure(file: PdfObjects, drawn: readonly Drawn[]): Structure {
  const faults: string[] = []
  const pages = file.pages()
  const pageOf = new Map(pages.map(({ number }, index) => [number, index]))
  const treeRoot = file.catalog.get('StructTreeRoot')
  const tree = file.dict(treeRoot)
  /** Of each id on each page, the element that holds it. */
  const owners = pages.map(() => new Map<number, { number: number; role: string }>())

  const [top, ...others] = file.list(tree.get('K'))
  if (!(top instanceof Reference) || others.length > 0) throw new Error('expected one element at the top')
  const root = read(top, (treeRoot as Reference).number)
  if (root.role !== 'Document') faults.push(`the top is ${root.role}, not Document`)

  drawn.forEach((page, index) => {
    const left = new Map(owners[index])
    for (const { id, role } of page.tagged) {
      const owner = left.get(id)
      if (!owner) faults.push(`page ${index}: content ${id} is in no element, or drawn twice`)
      else if (owner.role !== role)
        faults.push(`page ${index}: content ${id} is ${role}, its element ${owner.role}`)
      left.delete(id)
    }
    for (const id of left.keys())
      faults.push(`page ${index}: an element names content ${id}, which is not drawn`)
  })
  faults.push(...parentTreeFaults(), ...headingFaults(root))
  return { root, faults }

  function read(reference: Reference, parent: number): StructureElement {
    const dict = file.dict(reference)
    const role = String(dict.get('S')).slice(1)
    const above = dict.get('P')
    if (!(above instanceof Reference) || above.number !== parent) faults.push(`${role}: another parent`)
    const kids: StructureElement[] = []
    const content: { page: number; id: number }[] = []
    for (const kid of file.list(dict.get('K'))) {
      if (kid instanceof Reference) kids.push(read(kid, reference.number))
      else if (typeof kid === 'number') content.push(contentOf(dict, kid, { number: reference.number, role }))
      else faults.push(`${role}: holds something else`)
    }
    for (const kid of kids) {
      if (!(KIDS[role] ?? []).includes(kid.role)) faults.push(`${kid.role} inside ${role}`)
    }
    if (kids.length > 0 && content.length > 0) faults.push(`${role}: elements and content side by side`)
    if (kids.length === 0 && content.length === 0) faults.push(`${role}: points at nothing`)
    if (role === 'Figure' && !dict.get('Alt')) faults.push('Figure: no alternative text')
    if (role === 'TH' && !String(dict.get('A') && [...file.dict(dict.get('A'))].join()).includes('Scope'))
      faults.push('TH: heads nobody knows what')
    const text = (name: string) => dict.get(name)?.toString()
    return { role, language: text('Lang'), alternative: text('Alt'), kids, content }
  }

  function contentOf(element: Dict, id: number, owner: { number: number; role: string }) {
    const reference = element.get('Pg')
    const page = reference instanceof Reference ? (pageOf.get(reference.number) ?? -1) : -1
    if (page < 0) faults.push(`${owner.role}: content ${id} of no page`)
    if (owners[page]?.has(id)) faults.push(`page ${page}: content ${id} is in two elements`)
    owners[page]?.set(id, owner)
    return { page, id }
  }

  function parentTreeFaults(): string[] {
    const numbers = file.list(file.dict(tree.get('ParentTree')).get('Nums'))
    const lists = new Map<Value, readonly Value[]>()
    for (let at = 0; at < numbers.length; at += 2) {
      lists.set(numbers[at] ?? null, file.list(numbers[at + 1]))
    }
    const keys = pages.map((page) => file.dict(page).get('StructParents'))
    const found = new Set(keys).size === pages.length ? [] : ['pages share a place in the parent tree']
    if (lists.size !== pages.length) found.push(`${lists.size} lists in the parent tree`)
    if (Number(tree.get('ParentTreeNextKey')) <= Math.max(...keys.map(Number)))
      found.push('the next key of the parent tree is taken')
    return found.concat(
      keys.flatMap((key, page) => {
        const parents = (lists.get(key ?? null) ?? []).map((value) => (value as Reference).number)
        const expected = Array.from(
          { length: owners[page]?.size ?? 0 },
          (_, id) => owners[page]?.get(id)?.number,
        )
        return parents.join() === expected.join() ? [] : [`page ${page}: its parents are ${parents.join()}`]
      }),
    )
  }
}

/** All elements in reading order. */
export function elementsOf(element: StructureElement): StructureElement[] {
  return [element, ...element.kids.flatMap(elementsOf)]
}

/** The first heading of a document, and of each section of its own language, is H1; none skips a level. */
function headingFaults(root: StructureElement): string[] {
  const levels = elementsOf(root).flatMap(({ role }) => (/^H\d$/.test(role) ? [Number(role[1])] : []))
  return levels.flatMap((level, index) =>
    level > (levels[index - 1] ?? 0) + 1 ? [`H${level} after H${levels[index - 1] ?? 0}`] : [],
  )
}
