/**
 * A form on the institute's official PDF: its pages lie below, values stand in its boxes, and what it says in print is
 * there once more for screen readers, not drawn.
 *
 * @module
 */
import type { Box } from '../pdf/box.ts'
import type { Group, Leaf, Line, Node, Run } from '../pdf/template.ts'
import type { Form, Point, Section } from './form.ts'
import { pointItem } from './form-sections.ts'
import type { FormSheets } from './form-sheets.ts'
import { inset, plain, ROW_HEAD, strong, VALUE } from './form-style.ts'
import { pointSlot } from './point.ts'
import type { WithholdingAgent } from './withholding-agent.ts'

interface Place {
  readonly page: number
  readonly box: Box
}

/** White between the edge of a box and its value, millimetres. */
const INSET = 0.6
/** Whatever its length, it is there. */
const HIDDEN = { isHidden: true, size: 6, shrink: { smallest: 0.5, narrowest: 1 } } as const

function pageOfBackground(page: number): string {
  return `background ${page}`
}

/** Each page as a PDF of its own, by the name of its picture. */
export async function splitPages(pdf: Uint8Array): Promise<Record<string, Uint8Array>> {
  const { PDFDocument } = await import('pdf-lib')
  const whole = await PDFDocument.load(pdf, { updateMetadata: false })
  const pages: Record<string, Uint8Array> = {}
  for (let page = 0; page < whole.getPageCount(); page++) {
    const single = await PDFDocument.create({ updateMetadata: false })
    const [copied] = await single.copyPages(whole, [page])
    if (copied) single.addPage(copied)
    pages[pageOfBackground(page)] = await single.save()
  }
  return pages
}

export function addBackground(
  sheets: FormSheets,
  { form, agent, pages }: { readonly form: Form; readonly agent: WithholdingAgent; readonly pages: number },
): void {
  for (let page = 0; page < pages; page++) sheets.openOn(pageOfBackground(page))
  const places = placesOf(form)
  const [first] = places.values()
  if (first)
    sheets.content.push(hidden('H1', first, strong(form.title)), hidden('P', first, plain(form.heading)))
  for (const section of form.sections) {
    const nodes = section.groups.flatMap(({ title, points }) => groupNodes(section, { title, points }))
    const [start] = section.groups.flatMap(({ points }) =>
      points.flatMap((point) => placeOf(section, point) ?? []),
    )
    if (!start) continue
    sheets.content.push({
      kind: 'group',
      role: 'Sect',
      children: [hidden('H2', start, strong(section.title)), ...nodes],
    })
  }

  function placeOf(section: Section, point: Point): Place | undefined {
    return places.get(pointSlot(section, point))
  }

  function groupNodes(
    section: Section,
    group: { title?: string | undefined; points: readonly Point[] },
  ): Node[] {
    const rows = group.points.flatMap((point): Group[] => {
      const place = placeOf(section, point)
      return place ? [row(section, point, place)] : []
    })
    const [start] = group.points.flatMap((point) => placeOf(section, point) ?? [])
    if (!start) return []
    const title = group.title === undefined ? [] : [hidden('H3', start, strong(group.title))]
    return [...title, { kind: 'group', role: 'Table', children: rows }]
  }

  function row(section: Section, point: Point, place: Place): Group {
    const { label, value, align, field } = pointItem(section, point, agent)
    const head: Line = { ...hidden('P', place, ...label), tag: ROW_HEAD, field }
    const { size, shrink } = VALUE
    const cell: Leaf = {
      kind: 'line',
      page: place.page,
      box: inset(place.box, INSET),
      tag: { role: 'TD' },
      align,
      size,
      shrink,
      runs: [value],
      field,
    }
    return { kind: 'group', role: 'TR', children: [head, cell] }
  }
}

function placesOf({ background }: Form): ReadonlyMap<string, Place> {
  const boxes = background?.boxes ?? []
  return new Map(
    boxes.map(({ section, number, page, ...box }) => [`${section}.${number}`, { page: page - 1, box }]),
  )
}

function hidden(role: 'H1' | 'H2' | 'H3' | 'P', { page, box }: Place, ...runs: readonly Run[]): Line {
  return { kind: 'line', page, box, tag: { role }, align: 'left', runs, field: '', ...HIDDEN }
}
