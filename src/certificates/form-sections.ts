/**
 * The sections of a form as rows of numbered boxes, each a row of a table: what it is for, what it says.
 *
 * @module
 */
import type { Box } from '../pdf/box.ts'
import type { Group, Node, Run } from '../pdf/template.ts'
import { type Cell, gridRows } from './box-grid.ts'
import type { Form, Point, Section } from './form.ts'
import type { FormSheets } from './form-sheets.ts'
import {
  BAR,
  FRAME,
  flow,
  GROUP_TITLE,
  HEADING,
  heightOf,
  LABEL,
  line,
  PADDING,
  padded,
  plain,
  ROW_HEAD,
  strong,
  VALUE,
} from './form-style.ts'
import { agentField, fieldOf, pointSlot, pointType } from './point.ts'
import type { WithholdingAgent } from './withholding-agent.ts'

type Aligned = 'left' | 'right' | 'centre'

/** Boxes that stand on a row of their own: the date, the signature. */
export interface BoxItem {
  /** Twelfths. */
  readonly width: number
  readonly label: readonly Run[]
  readonly value: Run
  readonly align: Aligned
  readonly size: number
  readonly field: string
}

export function addSections(sheets: FormSheets, form: Form, agent: WithholdingAgent): void {
  for (const section of form.sections) {
    while (sheets.page < section.page - 1) sheets.open()
    sheets.content.push({ kind: 'group', role: 'Sect', children: sectionNodes(sheets, section, agent) })
    sheets.y += 2
  }
}

function sectionNodes(sheets: FormSheets, section: Section, agent: WithholdingAgent): Node[] {
  const nodes: Node[] = []
  if (section.text !== undefined || section.groups.length === 0) {
    nodes.push(...sectionText(sheets, section))
  }
  section.groups.forEach(({ title, points }) => {
    const rows = gridRows(
      points.map((point) => pointItem(section, point, agent)),
      sheets.options.frame.width,
    )
    const [first] = rows
    const isFirst = nodes.length === 0
    const head =
      (isFirst ? BAR.height : 0) + (title ? GROUP_TITLE.height : 0) + (first ? rowHeight(sheets, first) : 0)
    const turned = sheets.ensure(head)
    if (isFirst || turned) nodes.push(sheets.bar(section.title, !isFirst))
    if (title) {
      const box = { ...sheets.rest, height: GROUP_TITLE.height }
      nodes.push(
        line(padded(box), strong(title), { page: sheets.page, tag: { role: 'H3' }, size: GROUP_TITLE.size }),
      )
      sheets.y += GROUP_TITLE.height
    }
    const table: Group[] = []
    for (const row of rows) {
      if (sheets.ensure(rowHeight(sheets, row))) nodes.push(sheets.bar(section.title, true))
      table.push(...boxRow(sheets, row))
    }
    nodes.push({ kind: 'group', role: 'Table', children: table })
    sheets.y += 0.8
  })
  return nodes
}

/** The bar and the sentence below it. */
function sectionText(sheets: FormSheets, { title, text = '' }: Section): Node[] {
  const runs = [plain(text)]
  const width = sheets.rest.width - 2 * PADDING
  const height = heightOf(sheets.options.lines(runs, HEADING.size, width), HEADING) + 0.2
  sheets.ensure(BAR.height + height + 1)
  const bar = sheets.bar(title)
  if (text === '') return [bar]
  const box = padded({ ...sheets.rest, y: sheets.y + 0.5, height })
  sheets.y += height + 1
  return [bar, flow(box, [{ role: 'P', ...HEADING, runs }], { page: sheets.page })]
}

/** Where a point stands is the form's or its background's; what its box says is the same. */
export function pointItem(section: Section, point: Point, agent: WithholdingAgent): BoxItem {
  const type = pointType(point)
  return {
    width: point.width,
    label: [strong(point.number), plain(` ${point.label}`)],
    value: plain(valueText(section, point, agent)),
    align: type === 'money' || type === 'days' ? 'right' : type === 'flag' ? 'centre' : 'left',
    size: VALUE.size,
    field: fieldOf(point),
  }
}

/** The agent's own is printed with the form; a box without a meaning stays empty. */
function valueText(section: Section, point: Point, agent: WithholdingAgent): string {
  const name = agentField(point)
  if (name) return agent[name]
  return point.means === undefined ? '' : `{{${pointSlot(section, point)}}}`
}

/** Frames, labels and values of one row; all boxes of a row are as high as the highest. */
export function boxRow(sheets: FormSheets, row: readonly Cell<BoxItem>[]): Group[] {
  const height = rowHeight(sheets, row)
  const { page } = sheets
  const cells = row.map(({ item, x, width }): Group => {
    const box: Box = { x: sheets.options.frame.x + x, y: sheets.y, width, height }
    sheets.shape({ frame: box, ...FRAME })
    const inner = padded(box)
    const value = { ...inner, y: box.y + height - VALUE.height - 0.2, height: VALUE.height }
    const label = { ...inner, y: box.y + 0.5, height: value.y - box.y - 0.3 }
    const look = { page, tag: { role: 'TD' }, size: item.size, align: item.align, field: item.field } as const
    return {
      kind: 'group',
      role: 'TR',
      children: [
        flow(label, [{ role: ROW_HEAD.role as 'TH', ...LABEL, runs: item.label }], {
          page,
          field: item.field,
        }),
        line(value, item.value, { ...look, shrink: VALUE.shrink }),
      ],
    }
  })
  sheets.y += height
  return cells
}

export function rowHeight({ options }: FormSheets, row: readonly Cell<BoxItem>[]): number {
  const lines = row.map(({ item, width }) => options.lines(item.label, LABEL.size, width - 2 * PADDING))
  return 0.9 + heightOf(Math.max(...lines), LABEL) + VALUE.height
}
