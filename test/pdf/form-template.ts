/**
 * A form as tax offices print them, described with the words that describe a letter: label boxes, numbered points, a
 * table, amounts at the right, a header on every page, page x of y.
 *
 * @module
 */
import { type CompiledTemplate, compileTemplate } from '../../src/pdf/compile-template.ts'
import type { Box } from '../../src/pdf/box.ts'
import type { Element, Group, Leaf, Line, Node, TemplateDescription, Values } from '../../src/pdf/template.ts'
import { ASCII, fontBytes, LATIN_1 } from './typefaces.ts'

const PAGES = 2
const POINTS = 12
const ROWS = 5
const LEFT = 20
const WIDTH = 170

const STRONG = 'strong'
const TEXT = 'text'

/** A line in a box; what is filled in may shrink, what is printed on the form may not. */
function line(page: number, box: Box, text: string, more: Partial<Line> = {}): Line {
  const filled = text.includes('{{')
  return {
    kind: 'line',
    page,
    box,
    tag: { role: 'P' },
    align: 'left',
    size: 9,
    field: text,
    runs: [{ typeface: filled ? TEXT : STRONG, text }],
    ...(filled ? { shrink: { smallest: 7, narrowest: 85 } } : {}),
    ...more,
  }
}

/** On every page; read aloud once. */
function header(page: number): Node[] {
  const tag: Element | 'artifact' = page === 0 ? { role: 'H1' } : 'artifact'
  return [
    line(page, { x: LEFT, y: 12, width: 120, height: 8 }, 'Certificazione di prova {{year}}', {
      tag,
      size: 14,
    }),
    line(page, { x: LEFT, y: 20, width: 120, height: 5 }, '{{holder}}', {
      tag: page === 0 ? { role: 'P' } : 'artifact',
    }),
    line(page, { x: 150, y: 12, width: 40, height: 8 }, `Pagina ${page + 1} di ${PAGES}`, {
      tag: 'artifact',
      align: 'right',
    }),
    { kind: 'vector', page, shapes: [{ rule: [LEFT, 27, WIDTH], weight: 0.8, grey: 0 }] },
  ]
}

function heading(page: number, y: number, text: string): Leaf {
  return line(page, { x: LEFT, y, width: WIDTH, height: 7 }, text, { tag: { role: 'H2' }, size: 11 })
}

/** Two columns of boxes: number, label, amount at the right. */
function points(page: number, top: number): Group[] {
  return Array.from({ length: POINTS }, (_, index): Group => {
    const box = { x: LEFT + (index % 2) * 86, y: top + Math.floor(index / 2) * 14, width: 84, height: 12 }
    const upper = { ...box, height: 5 }
    const amount = { x: box.x + 2, y: box.y + 5, width: box.width - 4, height: 6 }
    return {
      kind: 'group',
      role: 'Div',
      children: [
        {
          kind: 'vector',
          page,
          shapes: [
            { fill: upper, grey: 0.9 },
            { frame: box, weight: 0.4, grey: 0 },
          ],
        },
        line(page, { ...upper, x: upper.x + 1, width: 8 }, String(index + 1), {
          tag: { role: 'Lbl' },
          size: 8,
        }),
        line(page, { ...upper, x: upper.x + 10, width: 70 }, `Voce numero ${index + 1}`, { size: 8 }),
        line(page, amount, `{{point ${index + 1}}}`, { align: 'right', size: 10 }),
      ],
    }
  })
}

function table(page: number, top: number): Group {
  const columns = [
    { x: LEFT, width: 70, heading: 'Descrizione' },
    { x: LEFT + 70, width: 50, heading: 'Dal' },
    { x: LEFT + 120, width: 50, heading: 'Importo' },
  ]
  const row = (index: number, cells: readonly [string, string, string], role: 'TH' | 'TD'): Group => ({
    kind: 'group',
    role: 'TR',
    children: [
      {
        kind: 'vector',
        page,
        shapes: [{ rule: [LEFT, top + index * 7 + 7, WIDTH], weight: 0.3, grey: 0.5 }],
      },
      ...cells.map((text, column): Leaf => {
        const { x, width } = columns[column] as (typeof columns)[number]
        const isRowHead = role === 'TD' && column === 0
        const tag: Element =
          role === 'TH'
            ? { role: 'TH', scope: 'Column' }
            : isRowHead
              ? { role: 'TH', scope: 'Row' }
              : { role: 'TD' }
        const box = { x: x + 1, y: top + index * 7, width: width - 2, height: 7 }
        return line(page, box, text, { tag, align: column === 2 ? 'right' : 'left' })
      }),
    ],
  })
  const [first, second, third] = columns.map(({ heading }) => heading)
  return {
    kind: 'group',
    role: 'Table',
    children: [
      {
        kind: 'group',
        role: 'THead',
        children: [row(0, [first ?? '', second ?? '', third ?? ''], 'TH')],
      },
      {
        kind: 'group',
        role: 'TBody',
        children: Array.from({ length: ROWS }, (_, index) =>
          row(index + 1, [`{{what ${index}}}`, `{{from ${index}}}`, `{{amount ${index}}}`], 'TD'),
        ),
      },
    ],
  }
}

function slots(): Record<string, 'edition' | 'piece'> {
  const piece = [
    'holder',
    ...Array.from({ length: POINTS }, (_, index) => `point ${index + 1}`),
    ...Array.from({ length: ROWS }, (_, index) => [
      `what ${index}`,
      `from ${index}`,
      `amount ${index}`,
    ]).flat(),
  ]
  return { year: 'edition', ...Object.fromEntries(piece.map((name) => [name, 'piece' as const])) }
}

export const formDescription: TemplateDescription = {
  page: { width: 210, height: 297 },
  typefaces: {
    [TEXT]: { file: fontBytes('titillium'), alphabets: [ASCII, ASCII + LATIN_1] },
    [STRONG]: { file: fontBytes('titilliumStrong'), alphabets: [ASCII] },
  },
  pictures: {},
  slots: slots(),
  variants: {
    form: {
      title: 'Certificazione di prova',
      language: 'it-IT',
      pages: PAGES,
      content: [
        ...header(0),
        heading(0, 32, 'Dati fiscali'),
        ...points(0, 42),
        ...header(1),
        heading(1, 32, 'Annotazioni'),
        table(1, 42),
        {
          kind: 'flow',
          page: 1,
          field: 'notes',
          box: { x: LEFT, y: 100, width: WIDTH, height: 40 },
          direction: 'ltr',
          align: 'start',
          fits: [{ scale: 1, gap: 1 }],
          blocks: ['Primo', 'Secondo'].map((text, index) => ({
            role: 'LI',
            size: 9,
            leading: 11,
            label: { run: { typeface: STRONG, text: `${index + 1})` }, column: 6 },
            runs: [{ typeface: TEXT, text: `${text} punto delle annotazioni.` }],
          })),
        },
      ],
    },
  },
}

/** Every second point is empty, as forms are. */
export function formValues(holder = 'MARIA ROSSI'): Values {
  const values: Record<string, string> = { holder }
  for (let point = 1; point <= POINTS; point++) values[`point ${point}`] = point % 2 === 1 ? euros(point) : ''
  for (let row = 0; row < ROWS; row++) {
    values[`what ${row}`] = `Ritenuta ${row + 1}`
    values[`from ${row}`] = `0${row + 1}/01/2026`
    values[`amount ${row}`] = euros(row * 1000)
  }
  return values
}

function euros(amount: number): string {
  return `${(amount * 1234.5)
    .toFixed(2)
    .replace('.', ',')
    .replace(/\B(?=(\d{3})+,)/g, '.')}`
}

let compiling: Promise<CompiledTemplate> | undefined

export function compiledForm(): Promise<CompiledTemplate> {
  compiling ??= compileTemplate(formDescription)
  return compiling
}
