/**
 * What closes a form: the coded notes, with the pensions of note AI as a table, the date, the signature. Notes for
 * which there is no room go on overleaf.
 *
 * @module
 */
import type { Box } from '../pdf/box.ts'
import type { Block, Group, Leaf, Node } from '../pdf/template.ts'
import { gridRows } from './box-grid.ts'
import type { Form } from './form.ts'
import { type BoxItem, boxRow, rowHeight } from './form-sections.ts'
import { type FormSheets, ISSUED_SLOT } from './form-sheets.ts'
import {
  BAR,
  COLUMN_HEAD,
  FRAME,
  flow,
  heightOf,
  LABEL,
  line,
  NOTE,
  padded,
  plain,
  ROW_HEAD,
  strong,
  VALUE,
} from './form-style.ts'
import { PENSION_NOTE, pensionHeading } from './notes-text.ts'
import type { WithholdingAgent } from './withholding-agent.ts'

const TITLE = 'Annotazioni'
/** What stays free for notes below the last boxes; else they begin a page. */
const LEAST_ROOM = 18
const ROW_HEIGHT = 4.4
const COLUMNS = [
  { name: 'Pensione', slot: 'name', share: 0.4, align: 'left' },
  { name: 'Dal', slot: 'from', share: 0.17, align: 'left' },
  { name: 'Al', slot: 'to', share: 0.17, align: 'left' },
  { name: 'Importo', slot: 'amount', share: 0.26, align: 'right' },
] as const

/** Pensions and notes on each page from the last of the form on. */
export interface NoteCounts {
  readonly pensions: readonly number[]
  readonly notes: readonly number[]
}

export type PensionColumn = (typeof COLUMNS)[number]['slot']

export function pensionSlot(index: number, column: PensionColumn): string {
  return `pension.${index}.${column}`
}

export function noteSlot(index: number, part: 'code' | 'text'): string {
  return `note.${index}.${part}`
}

/** How a note is set; its slots are filled with its code and its text. */
export function noteBlock(index: number): Block {
  const runs = [strong(`{{${noteSlot(index, 'code')}}}`), plain(` {{${noteSlot(index, 'text')}}}`)]
  return { role: 'P', size: NOTE.size, leading: NOTE.leading, runs }
}

/** Answers the boxes for notes, one a page. */
export function addAnnotations(
  sheets: FormSheets,
  { form, agent }: { readonly form: Form; readonly agent: WithholdingAgent },
  counts: NoteCounts,
): Box[] {
  const [signature = []] = gridRows(signatureItems(form, agent), sheets.options.frame.width)
  const signed = rowHeight(sheets, signature) + 2
  sheets.ensure(BAR.height + LEAST_ROOM + signed)
  const rooms: Box[] = []
  let [pension, note] = [0, 0]
  for (let page = 0; page === 0 || page < Math.max(counts.pensions.length, counts.notes.length); page++) {
    if (page > 0) sheets.open()
    const bar = sheets.bar(TITLE, page > 0)
    const rest = { ...sheets.rest, height: sheets.rest.height - (page === 0 ? signed : 1) }
    sheets.shape({ frame: rest, ...FRAME })
    const room = padded({ ...rest, y: rest.y + 0.8, height: rest.height - 1.6 })
    rooms.push(room)
    const pensions = range(pension, counts.pensions[page] ?? 0)
    const notes = range(note, counts.notes[page] ?? 0)
    pension += pensions.length
    note += notes.length
    const children = [bar, ...noteNodes(sheets, form, room, { pensions, notes })]
    sheets.content.push({ kind: 'group', role: 'Sect', children })
    sheets.y = rest.y + rest.height + 1
    if (page === 0) sheets.content.push({ kind: 'group', role: 'Table', children: boxRow(sheets, signature) })
  }
  return rooms
}

/** Of the table of pensions; nothing where there are none. */
export function pensionTableHeight(sheets: FormSheets, form: Form, pensions: number, width: number): number {
  if (pensions === 0) return 0
  return headingHeight(sheets, form, width) + (pensions + 1) * ROW_HEIGHT + NOTE.gap
}

function noteNodes(
  sheets: FormSheets,
  form: Form,
  room: Box,
  { pensions, notes }: { readonly pensions: readonly number[]; readonly notes: readonly number[] },
): Node[] {
  const nodes = pensions.length > 0 ? pensionNodes(sheets, form, room, pensions) : []
  if (notes.length > 0) {
    const above = pensionTableHeight(sheets, form, pensions.length, room.width)
    const box = { ...room, y: room.y + above, height: room.height - above }
    nodes.push(flow(box, notes.map(noteBlock), { page: sheets.page, field: 'annotazioni', gap: NOTE.gap }))
  }
  return nodes
}

function pensionNodes(sheets: FormSheets, form: Form, room: Box, pensions: readonly number[]): Node[] {
  const { page } = sheets
  const heading: Block = { role: 'P', size: NOTE.size, leading: NOTE.leading, runs: headingRuns(form) }
  const height = headingHeight(sheets, form, room.width)
  const row = (index: number, cells: readonly Leaf[]): Group => {
    const y = room.y + height + (index + 1) * ROW_HEIGHT
    sheets.shape({ rule: [room.x, y, room.width], weight: 0.3, grey: 0.5 })
    return { kind: 'group', role: 'TR', children: cells }
  }
  const heads = columnBoxes(room, height).map(({ box, column }) =>
    line(box, plain(column.name), { page, tag: COLUMN_HEAD, align: column.align, size: LABEL.size }),
  )
  const rows = pensions.map((pension, index) => {
    const cells = columnBoxes(room, height + (index + 1) * ROW_HEIGHT).map(({ box, column }, place) =>
      line(box, plain(`{{${pensionSlot(pension, column.slot)}}}`), {
        page,
        tag: place === 0 ? ROW_HEAD : { role: 'TD' },
        align: column.align,
        size: 9,
        shrink: VALUE.shrink,
        field: `annotazione ${PENSION_NOTE}, ${column.name.toLowerCase()}`,
      }),
    )
    return row(index + 1, cells)
  })
  return [
    flow({ ...room, height }, [heading], { page }),
    { kind: 'group', role: 'Table', children: [row(0, heads), ...rows] },
  ]
}

function columnBoxes(room: Box, down: number) {
  let x = room.x
  return COLUMNS.map((column) => {
    const box = { x, y: room.y + down, width: column.share * room.width, height: ROW_HEIGHT }
    x += box.width
    return { column, box }
  })
}

function headingRuns(form: Form) {
  return [strong(PENSION_NOTE), plain(` ${pensionHeading(form)}`)]
}

function headingHeight(sheets: FormSheets, form: Form, width: number): number {
  return heightOf(sheets.options.lines(headingRuns(form), NOTE.size, width), NOTE)
}

function signatureItems(form: Form, agent: WithholdingAgent): BoxItem[] {
  const item = { align: 'left', size: VALUE.size } as const
  return [
    { ...item, width: 3, label: [plain('Data')], value: plain(`{{${ISSUED_SLOT}}}`), field: 'data' },
    {
      ...item,
      width: 9,
      label: [plain(`Firma del sostituto d’imposta – ${form.signature}`)],
      value: plain(agent.signatory),
      field: 'firma',
    },
  ]
}

function range(from: number, length: number): number[] {
  return Array.from({ length }, (_, index) => from + index)
}
