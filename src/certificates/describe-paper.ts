/**
 * Describes the sheets that certificates are printed on to the template compiler: the page with the address, the pages
 * of each form within what a sheet leaves free, the sheet that explains the surtaxes and has the choices.
 *
 * @module
 */
import type { CertificateLetterSnapshot } from '../domain/certificates/certificate-letter.ts'
import { sheetArea } from '../letters/geometry.ts'
import type { Block as TextBlock } from '../letters/letter-blocks.ts'
import type { LetterText } from '../letters/letter-text.ts'
import { letterTypefaces, PERSON, strongOf, type TextTypeface } from '../letters/letter-typefaces.ts'
import { dateCharacters } from '../letters/printed-date.ts'
import { BODY, BODY_FITS, setBlocks, type TextSetting } from '../letters/set-blocks.ts'
import {
  addressBlock,
  background,
  FOOTER,
  footerMarks,
  footerWords,
  letterheadLines,
  type Sheet,
  type Stationery,
  senderLines,
  sheetCode,
  sheetRules,
  testMark,
} from '../letters/stationery.ts'
import type { Box } from '../pdf/box.ts'
import type { Block, Flow, Leaf, Node, TemplateDescription, Variant } from '../pdf/template.ts'
import { formDescription, valueText } from './certificate-template.ts'
import { certificateTypefaces } from './certificate-typefaces.ts'
import { choiceHeight, choiceNodes } from './choice-sheet.ts'
import { type FormPlace, type FormShape, type FormSource, formVariant } from './describe-form.ts'
import { fitPages } from './fit-pages.ts'
import { outlineOf } from './form-outline-of.ts'
import { PAGE } from './form-sheets.ts'
import { LIST, SURTAX_POINTS } from './paper-text.ts'
import type { PaperTexts } from './read-paper.ts'

/** All that paper is made from: plain data. */
export interface PaperSources extends Stationery {
  /** Those of the letterhead, and the official pages of forms by `pictureOf`. */
  readonly pictures: Stationery['pictures']
  readonly texts: PaperTexts
  /** How dates are written. */
  readonly date: LetterText['date']
  readonly forms: readonly FormSource[]
}

const TYPEFACE: TextTypeface = 'titillium-web'
const REFERENCE = { size: 11, leading: 15 }
/** Airier than other texts where a form has few choices. */
const SURTAX_FITS: Flow['fits'] = [...[4, 3.2].map((gap) => ({ scale: 1.045, gap })), ...BODY_FITS]
/** A letter of ten sheets and more has two figures more than others. */
const PIECE_MARK_SIZE = 8
const BULLET_COLUMN = 5
/** White between the explanation and the choices. */
const BETWEEN = 4

/** Counts the sheets of a whole letter; a part says which of them its pages are. */
export const SHEETS_SLOT = 'fogli'
export function sheetSlot(page: number): string {
  return `foglio.${page}`
}

export function listSlot(index: number, part: 'voce' | 'nota'): string {
  return `${part}.${index}`
}

/** `chiusura CUD 2013` */
export function closingName({ form }: FormSource['form']): string {
  return `chiusura ${form}`
}

/** What a sheet behind the first leaves to a form. */
export function formFrame({ geometry }: Stationery): Box {
  return sheetArea(geometry)
}

/** Of FAC-SIMILE and PROVA. */
const MARKS = 'FAC-SIMLEPROV·'

/** Every text that paper can print; covers of several certificates and the pages of forms are described when needed. */
export function paperDescription(sources: PaperSources): TemplateDescription {
  const { forms, geometry, pictures, texts, date, sender } = sources
  const { width, height } = geometry.page
  const letters = [
    dateCharacters({ date }),
    ...Object.values(texts.cover.elenco),
    ...forms.map(({ form }) => form.form),
    ...[sender.institute, ...sender.returnAddress, MARKS, '–0123456789'],
  ]
  const values = forms.map(valueText)
  const shapes = forms.flatMap((source) =>
    Object.entries(formDescription(source).variants).map(([name, variant]) => [
      `${source.form.form} ${name}`,
      variant,
    ]),
  )
  const closings = forms.map((source) => [closingName(source.form), closingVariant(sources, source)])
  const covers = (['ITALIA', 'ESTERO'] as const).map((residence) => [
    `indirizzo ${residence}`,
    coverVariant(sources, residence, 1),
  ])
  return {
    page: { width, height },
    typefaces: {
      ...letterTypefaces(new Map([[TYPEFACE, letters.join('')]])),
      ...certificateTypefaces({
        text: values.map(({ text }) => text).join(''),
        strong: MARKS + values.map(({ strong }) => strong).join(''),
      }),
    },
    pictures,
    slots: {},
    variants: Object.fromEntries([...covers, ...closings, ...shapes]),
  }
}

/** The page with the address and the list of what follows. */
export function coverVariant(
  sources: PaperSources,
  residence: CertificateLetterSnapshot['residence'],
  certificates: number,
): Variant {
  const { geometry, texts } = sources
  const { blocks, title } = texts.cover
  const sheet = sheetOf(0)
  const setting: TextSetting = {
    typeface: TYPEFACE,
    typefaces: { intestatario: PERSON },
    placed: (name) => furniturePlaced(sources, sheet, name),
  }
  const visible = (zone: readonly TextBlock[]) =>
    zone.filter((block) => (block.residence ?? residence) === residence)
  const text = visible(blocks.text)
  const place = text.findIndex((block) => block.text === LIST)
  // One list, so that its blocks know which title is the first.
  const body = setBlocks(text, setting, BODY, 'H1').toSpliced(place, 1, ...listBlocks(certificates))
  return {
    title,
    language: 'it-IT',
    pages: 1,
    content: [
      ...background(sources, 0),
      testMark(geometry, TYPEFACE, 0, middleOf(geometry.continuation)),
      { kind: 'vector', page: 0, shapes: sheetRules(geometry) },
      sheetCode(geometry, sheet),
      ...letterheadLines(sources, TYPEFACE, 0, { role: 'P' }),
      ...senderLines(sources, TYPEFACE),
      addressBlock(geometry),
      flow('Riferimenti', geometry.reference, setBlocks(visible(blocks.reference), setting, REFERENCE), [
        { scale: 1, gap: 0.6 },
        { scale: 0.91, gap: 0.3 },
      ]),
      flow('Testo', geometry.continuation, body, BODY_FITS),
      ...footer(sources, sheet),
    ],
  }
}

function listBlocks(certificates: number): Block[] {
  return Array.from({ length: certificates }, (_, index) => ({
    role: 'LI',
    ...BODY,
    gapAbove: 0.6,
    label: { run: { typeface: TYPEFACE, text: '–' }, column: BULLET_COLUMN },
    runs: [
      { typeface: TYPEFACE, text: `{{${listSlot(index, 'voce')}}} ` },
      { typeface: strongOf(TYPEFACE), text: `{{${listSlot(index, 'nota')}}}` },
    ],
  }))
}

/** The explanation of the surtaxes above, the choices below. */
export function closingVariant(sources: PaperSources, { form }: FormSource): Variant {
  const { geometry, texts } = sources
  const area = sheetArea(geometry)
  const chosen = choiceHeight(texts.choices, form)
  const above = { ...area, height: area.height - chosen - (chosen > 0 ? BETWEEN : 0) }
  const { numbers } = outlineOf(form)
  const setting: TextSetting = {
    typeface: TYPEFACE,
    placed(name) {
      if (name === 'modello') return form.form
      if (name === 'anno') return String(form.incomeYear)
      if (name === 'anno_dopo') return String(form.incomeYear + 1)
      return numbers[SURTAX_POINTS[name as keyof typeof SURTAX_POINTS]] ?? '–'
    },
  }
  const sheet = sheetOf(0)
  const explanation = setBlocks(texts.surtaxes.blocks.text, setting, BODY, 'H1')
  const below = { ...area, y: area.y + area.height - chosen, height: chosen }
  return {
    title: texts.surtaxes.title,
    language: 'it-IT',
    pages: 1,
    content: [
      testMark(geometry, TYPEFACE, 0, middleOf(area)),
      { kind: 'vector', page: 0, shapes: sheetRules(geometry) },
      sheetCode(geometry, sheet),
      flow('Addizionali', above, explanation, SURTAX_FITS),
      ...choiceNodes(texts.choices, form, below),
      ...footer(sources, sheet),
    ],
  }
}

/** The pages of a certificate of this shape, each with the marks of its sheet. */
export function formSheets(
  sources: PaperSources,
  source: FormSource,
  shape: FormShape,
  lines: FormPlace['lines'],
): Variant {
  const into = formFrame(sources)
  const variant = formVariant(source, shape, { frame: into, lines })
  // An official page is made for a whole sheet.
  const content = fitPages(variant.content, { pages: source.backgroundPages ?? 0, from: PAGE, into })
  const sheets = Array.from({ length: variant.pages }, (_, page) => sheetOf(page))
  const marks = sheets.flatMap((sheet): Leaf[] => [
    { kind: 'vector', page: sheet.page, shapes: sheetRules(sources.geometry) },
    sheetCode(sources.geometry, sheet),
    ...footer(sources, sheet),
  ])
  return { ...variant, content: [...withPicturesOf(source, content), ...marks] }
}

/** Official pages of all forms lie in one file. */
export function pictureOf({ form }: FormSource['form'], picture: string): string {
  return `${form} ${picture}`
}

function withPicturesOf({ form }: FormSource, content: readonly Node[]): Node[] {
  return content.map((node) =>
    node.kind === 'picture' ? { ...node, picture: pictureOf(form, node.picture) } : node,
  )
}

function sheetOf(page: number): Sheet {
  return { page, count: `{{${sheetSlot(page)}}}/{{${SHEETS_SLOT}}}` }
}

function footer(sources: PaperSources, sheet: Sheet): Leaf[] {
  const { geometry, texts } = sources
  const setting: TextSetting = {
    typeface: TYPEFACE,
    placed: (name) => furniturePlaced(sources, sheet, name),
  }
  const words = setBlocks(texts.cover.blocks.footer, setting, FOOTER)
  const fits = [1, 0.9, 0.8].map((scale) => ({ scale, gap: 0 }))
  return [
    { ...flow('Piede', footerWords(geometry), words, fits), page: sheet.page },
    ...footerMarks(geometry, TYPEFACE, sheet, PIECE_MARK_SIZE),
  ]
}

function furniturePlaced({ sender }: PaperSources, { page }: Sheet, name: string): string {
  if (name === 'istituto') return sender.institute
  return name === 'foglio' ? `{{${sheetSlot(page)}}}` : `{{${name}}}`
}

function middleOf({ y, height }: Box): number {
  return y + height / 2
}

function flow(field: string, box: Box, blocks: readonly Block[], fits: Flow['fits']): Flow {
  return { kind: 'flow', page: 0, box, direction: 'ltr', align: 'start', fits, field, blocks }
}
