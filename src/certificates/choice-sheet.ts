/**
 * The sheet on which a taxpayer chooses where eight, five and two per mille of the Irpef go: who chooses, and boxes to
 * sign in.
 *
 * @module
 */
import type { CertificateData } from '../domain/certificates/certificate-data.ts'
import type { Box } from '../pdf/box.ts'
import type { Block, Leaf, Node, Values, Vector } from '../pdf/template.ts'
import { gridRows } from './box-grid.ts'
import { type Choice, type Choices, choicesOf } from './choices.ts'
import type { Form } from './form.ts'
import { BAR, FRAME, flow, LABEL, line, padded, plain, strong, VALUE } from './form-style.ts'
import { printedDay } from './printed-day.ts'

const HEADING_HEIGHT = 6.5
const INTRO_HEIGHT = 9.4
const PERSON_HEIGHT = 8.6
const NOTE_HEIGHT = 6.6
const BOX_HEIGHT = 14.6
/** For what is written beside the signature. */
const CODE_HEIGHT = 5.5
const BOX_TEXT_HEIGHT = 8.8
const GAP = 1.2
const SMALL = { size: 7.5, leading: 8.8 }
const HINT = { size: 6.5, grey: 0.4 }
const FITS = [1, 0.95, 0.9].map((scale) => ({ scale, gap: 0 }))

interface PersonBox {
  readonly slot: string
  readonly label: string
  /** Twelfths of the width. */
  readonly width: number
  read(data: CertificateData): string
}

/** Who chooses, in boxes as wide as those of a form: what fits there fits here. */
const PERSON: readonly PersonBox[] = [
  { slot: 'scelta.cf', label: 'Codice fiscale', width: 3, read: (data) => data.codiceFiscale },
  { slot: 'scelta.cognome', label: 'Cognome', width: 5, read: (data) => data.surname },
  { slot: 'scelta.nome', label: 'Nome', width: 4, read: (data) => data.name },
  { slot: 'scelta.nascita', label: 'Data di nascita', width: 3, read: (data) => printedDay(data.birthDate) },
  {
    slot: 'scelta.luogo',
    label: 'Comune (o Stato estero) di nascita',
    width: 9,
    read: ({ birthComune, birthProvince }) =>
      birthProvince === '' ? birthComune : `${birthComune} (${birthProvince})`,
  },
]
const PERSON_ROWS = gridRows(PERSON, 1).length

export function choiceValues(data: CertificateData): Values {
  return Object.fromEntries(PERSON.map(({ slot, read }) => [slot, read(data)]))
}

/** Millimetres that the choices of a form take; 0 where it has none. */
export function choiceHeight(choices: Choices, form: Form): number {
  const own = choicesOf(choices, form)
  if (own.length === 0) return 0
  const head = HEADING_HEIGHT + INTRO_HEIGHT + PERSON_ROWS * PERSON_HEIGHT + GAP
  return own.reduce((sum, choice) => sum + heightOfChoice(choice) + GAP, head)
}

function heightOfChoice(choice: Choice): number {
  const rows = Math.ceil(choice.boxes.length / choice.columns)
  return BAR.height + (choice.note ? NOTE_HEIGHT : 0) + rows * boxHeight(choice)
}

function boxHeight({ boxes }: Choice): number {
  return BOX_HEIGHT + (boxes.some(({ code }) => code) ? CODE_HEIGHT : 0)
}

/** At the top of `area`, on page 0. */
export function choiceNodes(choices: Choices, form: Form, area: Box): Node[] {
  const own = choicesOf(choices, form)
  if (own.length === 0) return []
  const shapes: Vector['shapes'][number][] = [{ rule: [area.x, area.y, area.width], weight: 1, grey: 0 }]
  const nodes: Leaf[] = []
  let { y } = area
  const heading = choices.heading.replaceAll('{{anno}}', String(form.incomeYear))
  nodes.push(
    text({ ...area, y: y + 1, height: HEADING_HEIGHT - 1 }, 'H2', heading, { size: 11, leading: 13 }, true),
  )
  y += HEADING_HEIGHT
  nodes.push(text({ ...area, y, height: INTRO_HEIGHT }, 'P', choices.intro, SMALL))
  y += INTRO_HEIGHT
  for (const row of gridRows(PERSON, area.width)) {
    for (const { x, width, item } of row) {
      const box = { x: area.x + x, y, width, height: PERSON_HEIGHT }
      shapes.push({ frame: box, ...FRAME })
      const inner = padded(box)
      const value = { ...inner, y: y + 3.6, height: VALUE.height }
      const look = { page: 0, tag: { role: 'P' }, size: VALUE.size, shrink: VALUE.shrink } as const
      nodes.push(text({ ...inner, y: y + 0.4, height: 3.4 }, 'P', item.label, LABEL))
      nodes.push(line(value, plain(`{{${item.slot}}}`), { ...look, field: item.label }))
    }
    y += PERSON_HEIGHT
  }
  y += GAP
  for (const choice of own) {
    const bar = { ...area, y, height: BAR.height }
    shapes.push({ fill: bar, grey: BAR.grey })
    nodes.push(
      line(padded(bar), strong(choice.title), {
        page: 0,
        tag: { role: 'H3' },
        size: BAR.size,
        field: choice.title,
      }),
    )
    y += BAR.height
    if (choice.note) {
      nodes.push(text({ ...area, y: y + 0.2, height: NOTE_HEIGHT - 0.2 }, 'P', choice.note, SMALL))
      y += NOTE_HEIGHT
    }
    const height = boxHeight(choice)
    const width = area.width / choice.columns
    choice.boxes.forEach((box, index) => {
      const x = area.x + (index % choice.columns) * width
      const top = y + Math.floor(index / choice.columns) * height
      const place = { x, y: top, width, height }
      shapes.push({ frame: place, ...FRAME })
      nodes.push(text({ ...padded(place), y: top + 0.5, height: BOX_TEXT_HEIGHT }, 'P', box.text, SMALL))
      const end = top + height
      nodes.push(...written(place, 'Firma', top + BOX_HEIGHT - 1, shapes))
      if (box.code) nodes.push(...written(place, box.code, end - 1, shapes))
    })
    y += Math.ceil(choice.boxes.length / choice.columns) * height + GAP
  }
  return [
    { kind: 'vector', page: 0, shapes },
    { kind: 'group', role: 'Sect', children: nodes },
  ]
}

/** A line to write upon, with what is written there before it. */
function written(box: Box, hint: string, y: number, shapes: Vector['shapes'][number][]): Leaf[] {
  const inner = padded(box)
  const indent = hint.length * 1.15 + 2
  shapes.push({ rule: [inner.x + indent, y, inner.width - indent], weight: 0.5, grey: 0.3 })
  const place = { ...inner, y: y - 2.6, height: 2.6 }
  return [line(place, plain(hint), { page: 0, tag: { role: 'P' }, ...HINT, field: hint })]
}

function text(
  box: Box,
  role: Block['role'],
  words: string,
  style: { readonly size: number; readonly leading: number },
  isStrong = false,
): Leaf {
  const run = isStrong ? strong(words) : plain(words)
  const block: Block = { role, size: style.size, leading: style.leading, runs: [run] }
  return { ...flow(box, [block], { page: 0, field: words }), fits: FITS }
}
