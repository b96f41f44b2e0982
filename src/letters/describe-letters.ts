/**
 * Describes PIN letters to the template compiler: where each part stands and how it is set, for every language, alone
 * or below the Italian, and for each residence.
 *
 * @module
 */
import type { Box } from '../pdf/box.ts'
import type { Block, Flow, Leaf, Node, TemplateDescription, Variant } from '../pdf/template.ts'
import type { LetterText, Residence, Block as TextBlock } from './letter-text.ts'
import { CODE, letterTypefaces, strongOf, type TextTypeface } from './letter-typefaces.ts'
import { dateCharacters } from './printed-date.ts'
import { BODY, BODY_FITS, setBlocks, type TextSetting } from './set-blocks.ts'
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
} from './stationery.ts'

/** All that letters are made from. */
export interface LetterSources extends Stationery {
  readonly texts: ReadonlyMap<string, LetterText>
}

export const MASKED_CODE = '•••• ••••'
const RESIDENCES: readonly Residence[] = ['ITALIA', 'ESTERO']

const REFERENCE = { size: 11, leading: 15 }
const CODE_TEXT = { size: 10.5, leading: 13 }
/** The code itself, in points. */
export const CODE_SIZE = 32
/** White between the frame of the code zone and its text. */
const CODE_PADDING = 2
/** The addressee's lines and nothing else: to measure them before there is a letter. */
export const ADDRESS_ALONE = 'address'

/** `it/ITALIA`, `it+de/ESTERO` */
export function variantName(languages: string, residence: Residence): string {
  return `${languages}/${residence}`
}

export function describeLetters(sources: LetterSources): TemplateDescription {
  const { texts, geometry, pictures, sender } = sources
  const slots: Record<string, 'edition' | 'piece'> = {
    mark: 'edition',
    lettera: 'piece',
    codice: 'piece',
    indirizzo: 'piece',
  }
  const valueText = new Map<TextTypeface, string>()
  const variants: Record<string, Variant> = {}
  for (const [language, text] of texts) {
    for (const name of ['data', 'scadenza']) slots[`${name}.${language}`] = 'edition'
    for (const name of ['data_richiesta', 'data_prima_parte', 'via']) slots[`${name}.${language}`] = 'piece'
    const values = [
      dateCharacters(text),
      ...Object.values(text.via),
      sender.institute,
      ...sender.returnAddress,
    ]
    const known = valueText.get(text.typeface) ?? 'PROVAFC-SIMLE·•'
    valueText.set(text.typeface, known + values.join(''))
    for (const residence of RESIDENCES) {
      variants[variantName(language, residence)] = oneLanguage(sources, text, residence)
      const italian = texts.get('it')
      if (italian && language !== 'it') {
        variants[variantName(`it+${language}`, residence)] = twoLanguages(sources, italian, text, residence)
      }
    }
  }
  variants[ADDRESS_ALONE] = { title: '', language: 'it-IT', pages: 1, content: [addressBlock(geometry)] }
  const { width, height } = geometry.page
  return { page: { width, height }, typefaces: letterTypefaces(valueText), pictures, slots, variants }
}

function oneLanguage(sources: LetterSources, text: LetterText, residence: Residence): Variant {
  return {
    title: text.title,
    language: languageTag(text),
    pages: 1,
    content: firstSheet(sources, { text, residence, sheets: 1 }),
  }
}

/** The Italian letter; the other language, without the code, on a second sheet. */
function twoLanguages(
  sources: LetterSources,
  italian: LetterText,
  other: LetterText,
  residence: Residence,
): Variant {
  return {
    title: `${italian.title} – ${other.title}`,
    language: languageTag(italian),
    pages: 2,
    content: [
      ...firstSheet(sources, { text: italian, residence, sheets: 2, pointer: other }),
      {
        kind: 'group',
        role: 'Sect',
        language: languageTag(other),
        children: secondSheet(sources, other, residence),
      },
    ],
  }
}

interface FirstSheet {
  readonly text: LetterText
  readonly residence: Residence
  readonly sheets: number
  /** Whose text stands on the second sheet. */
  readonly pointer?: LetterText
}

function firstSheet(sources: LetterSources, { text, residence, sheets, pointer }: FirstSheet): Node[] {
  const { geometry } = sources
  const blocksOf = (zone: keyof LetterText['blocks']) => visible(text.blocks[zone], residence)
  const code = blocksOf('code')
  const place = code.findIndex((block) => block.kind === 'code')
  const { secret } = geometry
  const inside = { x: geometry.code.x + CODE_PADDING, width: geometry.code.width - 2 * CODE_PADDING }
  const top = geometry.code.y + CODE_PADDING
  const below = secret.y + secret.height
  const bottom = geometry.code.y + geometry.code.height - CODE_PADDING
  const sheet = sheetOf(sources, 1, sheets)
  const setting = settingOf(text, sheet)
  const pointerBlock: Block[] = pointer?.pointer
    ? [
        {
          role: 'P',
          ...CODE_TEXT,
          language: languageTag(pointer),
          runs: [{ typeface: strongOf(pointer.typeface), text: pointer.pointer }],
        },
      ]
    : []
  return [
    ...sheetFurniture(sources, text, sheet),
    ...letterheadLines(sources, text.typeface, 0, { role: 'P' }),
    ...senderLines(sources, text.typeface),
    addressBlock(geometry),
    flow(
      text,
      'Riferimenti',
      geometry.reference,
      [...setBlocks(blocksOf('reference'), setting, REFERENCE), ...pointerBlock],
      {
        fits: [
          { scale: 1, gap: 0.6 },
          { scale: 0.91, gap: 0.3 },
        ],
      },
    ),
    flow(text, 'Apertura', geometry.opening, setBlocks(blocksOf('opening'), setting, BODY, 'H1'), {
      fits: BODY_FITS,
    }),
    ...codeFlow('Codice, sopra il codice', code.slice(0, place), {
      ...inside,
      y: top,
      height: secret.y - top,
    }),
    {
      kind: 'line',
      page: 0,
      box: secret,
      tag: { role: 'P' },
      align: 'centre',
      size: CODE_SIZE,
      runs: [{ typeface: CODE, text: '{{codice}}' }],
      field: 'codice',
    },
    ...codeFlow('Codice, sotto il codice', code.slice(place + 1), {
      ...inside,
      y: below,
      height: bottom - below,
    }),
    flow(
      text,
      'Istruzioni',
      geometry.instructions,
      setBlocks(blocksOf('instructions'), setting, BODY, 'H2'),
      { fits: BODY_FITS },
    ),
    ...footer(sources, text, blocksOf('footer'), sheet),
  ]

  function codeFlow(field: string, blocks: readonly TextBlock[], box: Box): Leaf[] {
    if (blocks.length === 0) return []
    const fits = [1, 0.955, 0.91, 0.87].map((scale) => ({ scale, gap: 0 }))
    return [flow(text, field, box, setBlocks(blocks, setting, CODE_TEXT), { fits, align: 'centre' })]
  }
}

function secondSheet(sources: LetterSources, text: LetterText, residence: Residence): Node[] {
  const { geometry } = sources
  const sheet = sheetOf(sources, 2, 2)
  const setting = settingOf(text, sheet)
  const all = (['opening', 'code', 'instructions'] as const).flatMap((zone) => {
    const blocks = visible(text.blocks[zone], residence).flatMap((block): TextBlock[] => {
      if (block.kind !== 'code') return [block]
      return text.codePointer === undefined ? [] : [{ ...block, kind: 'paragraph', text: text.codePointer }]
    })
    return setBlocks(blocks, setting, BODY, zone === 'opening' ? 'H1' : 'H2')
  })
  return [
    ...sheetFurniture(sources, text, sheet),
    ...letterheadLines(sources, text.typeface, 1, 'artifact'),
    { ...flow(text, 'Foglio 2', geometry.continuation, all, { fits: BODY_FITS }), page: 1 },
    ...footer(sources, text, visible(text.blocks.footer, residence), sheet),
  ]
}

interface LetterSheet extends Sheet {
  readonly institute: string
  readonly number: number
  readonly sheets: number
}

function sheetOf({ sender }: LetterSources, number: number, sheets: number): LetterSheet {
  return { institute: sender.institute, page: number - 1, number, sheets, count: `${number}/${sheets}` }
}

/** What is the same whatever the letter says; the first sheet frames its code. */
function sheetFurniture(sources: LetterSources, text: LetterText, sheet: LetterSheet): Leaf[] {
  const { geometry } = sources
  const { opening, instructions } = geometry
  const { page } = sheet
  const middle = (opening.y + instructions.y + instructions.height) / 2
  const frame = page === 0 ? [{ frame: geometry.code, weight: 1.2, grey: 0 }] : []
  return [
    ...background(sources, page),
    testMark(geometry, text.typeface, page, middle),
    { kind: 'vector', page, shapes: [...sheetRules(geometry), ...frame] },
    sheetCode(geometry, sheet),
  ]
}

/** The staff's words, the mark of a test, and the piece mark. */
function footer(
  { geometry }: LetterSources,
  text: LetterText,
  blocks: readonly TextBlock[],
  sheet: LetterSheet,
): Leaf[] {
  const fits = [1, 0.9, 0.8].map((scale) => ({ scale, gap: 0 }))
  const words = setBlocks(blocks, settingOf(text, sheet), FOOTER)
  return [
    { ...flow(text, 'Piede', footerWords(geometry), words, { fits }), page: sheet.page },
    ...footerMarks(geometry, text.typeface, sheet),
  ]
}

/** Dates and the like are the language's own. */
function settingOf(text: LetterText, { institute, number, sheets }: LetterSheet): TextSetting {
  return {
    typeface: text.typeface,
    placed(name) {
      if (name === 'foglio') return String(number)
      if (name === 'fogli') return String(sheets)
      return name === 'istituto' ? institute : `{{${name}.${text.language}}}`
    },
  }
}

function flow(
  text: LetterText,
  field: string,
  box: Box,
  blocks: readonly Block[],
  { fits, align = 'start' }: { fits: Flow['fits']; align?: Flow['align'] },
): Flow {
  return {
    kind: 'flow',
    page: 0,
    box,
    direction: text.direction,
    align,
    fits,
    field: `${text.language}: ${field}`,
    blocks,
  }
}

function visible(blocks: readonly TextBlock[], residence: Residence): readonly TextBlock[] {
  return blocks.filter((block) => !block.residence || block.residence === residence)
}

function languageTag(text: LetterText): string {
  return text.language === 'it' ? 'it-IT' : text.language
}
