/**
 * Describes PIN letters to the template compiler: where each part stands and how it is set, for every language, alone
 * or below the Italian, and for each residence.
 *
 * @module
 */
import type { Box } from '../pdf/box.ts'
import type { Block, Flow, Leaf, Line, Node, Run, TemplateDescription, Variant } from '../pdf/template.ts'
import type { Geometry } from './geometry.ts'
import type { Block as TextBlock, LetterText, Residence } from './letter-text.ts'
import { CODE, ID, letterTypefaces, PERSON, strongOf, type TextTypeface } from './letter-typefaces.ts'
import type { Letterhead } from './letterhead.ts'
import { dateCharacters } from './printed-date.ts'

export interface Sender {
  readonly institute: string
  /** Neutral: nothing in it may reveal the matter. */
  readonly returnAddress: readonly string[]
}

/** All that letters are made from. */
export interface LetterSources {
  readonly texts: ReadonlyMap<string, LetterText>
  readonly geometry: Geometry
  readonly sender: Sender
  readonly letterhead: Letterhead
  /** Pictures as PDF pages, by the names `logo` and `background`. */
  readonly pictures: Readonly<Record<string, Uint8Array>>
}

export const MASKED_CODE = '•••• ••••'
/** `R3K7Q-9TX2M-C 1/2`: on every sheet, for the vendor's eyes; the sheet's DataMatrix says the same. */
export const PIECE_MARK = /^([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]) (\d+)\/(\d+)$/

const RESIDENCES: readonly Residence[] = ['ITALIA', 'ESTERO']

/** Body text of 11 points, many who read this letter are past eighty; 10 where a longer language needs it. */
const BODY = { size: 11, leading: 13.4 }
const BODY_FITS: Flow['fits'] = [
  ...[2.4, 1.9, 1.5, 1.2, 1].map((gap) => ({ scale: 1, gap })),
  ...[1.6, 1.2, 0.9].map((gap) => ({ scale: 0.955, gap })),
  ...[1.4, 1, 0.7].map((gap) => ({ scale: 0.91, gap })),
]
const OPENING_TITLE = { size: 16, leading: 20 }
const TITLE = { size: 13.5, leading: 17 }
const REFERENCE = { size: 11, leading: 15 }
const CODE_TEXT = { size: 10.5, leading: 13 }
const FOOTER = { size: 8.5, leading: 11, grey: 0.3 }
const INSTITUTE = { size: 26, smallest: 12, height: 11 }
const RETURN_ADDRESS = { size: 9, pitch: 4.25, grey: 0.3 }
const SENDER_LINE = { size: 8, smallest: 6 }
/** The code itself, in points. */
export const CODE_SIZE = 32
/** White between the frame of the code zone and its text. */
const CODE_PADDING = 2
const STEP_COLUMN = 6
const LABEL_COLUMN = 20
/** Of the footer's width, for the piece mark at its end and the word PROVA before it. */
const PIECE_MARK_WIDTH = 34
const TEST_MARK_WIDTH = 56
/** A light grey, legible behind text and to a copier. */
const MARK = { grey: 0.88, size: 130, widest: 190, degrees: 50 }

/** `domain.md` §4.1: six lines, the sixth abroad only. */
const MOST_ADDRESS_LINES = 6

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
  variants[ADDRESS_ALONE] = { title: '', language: 'it-IT', pages: 1, content: [addressBlock(sources)] }
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
  const sheet = { institute: sources.sender.institute, page: 0, number: 1, sheets }
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
    ...letterhead(sources, text, 0, { role: 'P' }),
    ...senderLine(sources, text),
    addressBlock(sources),
    flow(
      text,
      'Riferimenti',
      geometry.reference,
      [...setBlocks(text, blocksOf('reference'), sheet, REFERENCE), ...pointerBlock],
      {
        fits: [
          { scale: 1, gap: 0.6 },
          { scale: 0.91, gap: 0.3 },
        ],
      },
    ),
    flow(text, 'Apertura', geometry.opening, setBlocks(text, blocksOf('opening'), sheet, BODY, 'H1'), {
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
      setBlocks(text, blocksOf('instructions'), sheet, BODY, 'H2'),
      { fits: BODY_FITS },
    ),
    ...footer(sources, text, blocksOf('footer'), sheet),
  ]

  function codeFlow(field: string, blocks: readonly TextBlock[], box: Box): Leaf[] {
    if (blocks.length === 0) return []
    const fits = [1, 0.955, 0.91, 0.87].map((scale) => ({ scale, gap: 0 }))
    return [flow(text, field, box, setBlocks(text, blocks, sheet, CODE_TEXT), { fits, align: 'centre' })]
  }
}

function secondSheet(sources: LetterSources, text: LetterText, residence: Residence): Node[] {
  const { geometry } = sources
  const sheet = { institute: sources.sender.institute, page: 1, number: 2, sheets: 2 }
  const all = (['opening', 'code', 'instructions'] as const).flatMap((zone) => {
    const blocks = visible(text.blocks[zone], residence).flatMap((block): TextBlock[] => {
      if (block.kind !== 'code') return [block]
      return text.codePointer === undefined ? [] : [{ ...block, kind: 'paragraph', text: text.codePointer }]
    })
    return setBlocks(text, blocks, sheet, BODY, zone === 'opening' ? 'H1' : 'H2')
  })
  return [
    ...sheetFurniture(sources, text, sheet),
    ...letterhead(sources, text, 1, 'artifact'),
    { ...flow(text, 'Foglio 2', geometry.continuation, all, { fits: BODY_FITS }), page: 1 },
    ...footer(sources, text, visible(text.blocks.footer, residence), sheet),
  ]
}

interface Sheet {
  readonly institute: string
  readonly page: number
  readonly number: number
  readonly sheets: number
}

/** What is the same whatever the letter says: stationery, marks, folds, frame, the sheet's own code. */
function sheetFurniture({ geometry, pictures }: LetterSources, text: LetterText, sheet: Sheet): Leaf[] {
  const { page } = sheet
  const { folds, foldMarks, footer, opening, instructions, sheetCode } = geometry
  const rules =
    foldMarks.length > 0 ? folds.map((fold) => [foldMarks.x, fold, foldMarks.length] as const) : []
  const wholePage = { x: 0, y: 0, width: geometry.page.width, height: geometry.page.height }
  const middle = (opening.y + instructions.y + instructions.height) / 2
  return [
    ...(pictures['background']
      ? [{ kind: 'picture', page, box: wholePage, picture: 'background', tag: 'artifact' } as const]
      : []),
    {
      kind: 'mark',
      page,
      run: { typeface: strongOf(text.typeface), text: '{{mark}}' },
      centre: [geometry.page.width / 2, middle],
      ...MARK,
    },
    {
      kind: 'vector',
      page,
      shapes: [
        ...[...rules, [footer.x, footer.y - 1, footer.width] as const].map((rule) => ({
          rule,
          weight: 0.5,
          grey: 0.4,
        })),
        ...(page === 0 ? [{ frame: geometry.code, weight: 1.2, grey: 0 }] : []),
      ],
    },
    { kind: 'matrix', page, box: sheetCode, text: `{{lettera}} ${sheet.number}/${sheet.sheets}` },
  ]
}

/** Logo, institute, and on the first sheet the return address, at the top left. */
function letterhead(
  { geometry, letterhead, pictures, sender }: LetterSources,
  text: LetterText,
  page: number,
  tag: Line['tag'],
): Leaf[] {
  const { header } = geometry
  const logo = pictures['logo'] ? letterhead.logo : undefined
  const indent = logo ? logo.width + 3 : 0
  const typeface = text.typeface
  const line = { kind: 'line', page, tag, align: 'left' } as const
  const head: Leaf[] = [
    {
      ...line,
      box: {
        x: header.x + indent,
        y: header.y,
        width: header.width - indent,
        height: logo ? logo.height : INSTITUTE.height,
      },
      size: INSTITUTE.size,
      shrink: { smallest: INSTITUTE.smallest, narrowest: 100 },
      runs: [{ typeface: strongOf(typeface), text: sender.institute }],
      field: 'institute.name',
    },
  ]
  if (logo) {
    const { width, height } = logo
    head.unshift({
      kind: 'picture',
      page,
      picture: 'logo',
      tag: 'artifact',
      box: { x: header.x, y: header.y, width, height },
    })
  }
  if (page > 0 || geometry.senderLine) return head
  const top = header.y + (logo ? logo.height : INSTITUTE.height) + 0.5
  sender.returnAddress.forEach((address, index) => {
    head.push({
      ...line,
      box: {
        x: header.x,
        y: top + index * RETURN_ADDRESS.pitch,
        width: header.width,
        height: RETURN_ADDRESS.pitch,
      },
      size: RETURN_ADDRESS.size,
      grey: RETURN_ADDRESS.grey,
      runs: [{ typeface, text: address }],
      field: 'institute.returnAddress',
    })
  })
  return head
}

function addressBlock({ geometry }: LetterSources): Leaf {
  const { largest, pitch } = geometry.addressText
  return {
    kind: 'lines',
    page: 0,
    box: geometry.address,
    tag: { role: 'P' },
    typeface: PERSON,
    slot: 'indirizzo',
    field: 'riga {{line}} dell’indirizzo',
    size: largest,
    pitch,
    most: MOST_ADDRESS_LINES,
    shrink: geometry.addressText,
  }
}

/** Where the profile puts the return address into the window, on one line. */
function senderLine({ geometry, sender }: LetterSources, text: LetterText): Leaf[] {
  if (!geometry.senderLine) return []
  return [
    {
      kind: 'line',
      page: 0,
      box: geometry.senderLine,
      tag: { role: 'P' },
      align: 'left',
      size: SENDER_LINE.size,
      shrink: { smallest: SENDER_LINE.smallest, narrowest: 100 },
      runs: [{ typeface: text.typeface, text: senderLineText(sender) }],
      field: 'institute.returnAddress',
    },
  ]
}

/** As the window shows it where the profile has a sender line. */
export function senderLineText({ institute, returnAddress }: Sender): string {
  return [institute, ...returnAddress].join(' · ')
}

/** The staff's words, the mark of a test, and the piece mark. */
function footer(
  { geometry }: LetterSources,
  text: LetterText,
  blocks: readonly TextBlock[],
  sheet: Sheet,
): Leaf[] {
  const { footer } = geometry
  const { page } = sheet
  const end = footer.x + footer.width
  const words = { ...footer, width: footer.width - PIECE_MARK_WIDTH - TEST_MARK_WIDTH }
  const fits = [1, 0.9, 0.8].map((scale) => ({ scale, gap: 0 }))
  const line = { kind: 'line', page, tag: 'artifact', align: 'right', size: FOOTER.size } as const
  return [
    { ...flow(text, 'Piede', words, setBlocks(text, blocks, sheet, FOOTER), { fits }), page },
    {
      ...line,
      box: { ...footer, x: end - PIECE_MARK_WIDTH - TEST_MARK_WIDTH, width: TEST_MARK_WIDTH - 4 },
      size: 10.5,
      runs: [{ typeface: strongOf(text.typeface), text: '{{mark}}' }],
      field: 'mark',
    },
    {
      ...line,
      box: { ...footer, x: end - PIECE_MARK_WIDTH, width: PIECE_MARK_WIDTH },
      grey: FOOTER.grey,
      runs: [{ typeface: ID, text: `{{lettera}} ${sheet.number}/${sheet.sheets}` }],
      field: 'rif. lettera',
    },
  ]
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

function setBlocks(
  text: LetterText,
  blocks: readonly TextBlock[],
  sheet: Sheet,
  style: { size: number; leading: number; grey?: number },
  heading: 'H1' | 'H2' = 'H2',
): Block[] {
  let first = true
  return blocks.map((block): Block => {
    const runs = runsOf(text, block, sheet)
    switch (block.kind) {
      case 'title': {
        const role = first ? heading : 'H2'
        first = false
        return { role, ...(role === 'H1' ? OPENING_TITLE : TITLE), gapAbove: 2, runs }
      }
      case 'step':
        return {
          role: 'LI',
          ...style,
          label: { run: { typeface: strongOf(text.typeface), text: `${block.label}.` }, column: STEP_COLUMN },
          runs,
        }
      case 'entry':
        return {
          role: 'P',
          ...style,
          label: { run: { typeface: text.typeface, text: block.label }, column: LABEL_COLUMN },
          runs,
        }
      default:
        return { role: 'P', ...style, runs }
    }
  })
}

/** Splits a block at `**` and at the letter's id; dates and the like are the language's own. */
function runsOf(text: LetterText, block: TextBlock, sheet: Sheet): Run[] {
  const runs: Run[] = []
  block.text.split('**').forEach((part, index) => {
    const strong = index % 2 === 1 || block.kind === 'title'
    // What the code looks like is shown in its own typeface: «lo **0**, qui con la barra».
    const typeface = strong && part === '0' ? CODE : strong ? strongOf(text.typeface) : text.typeface
    part.split('{{lettera}}').forEach((piece, position) => {
      if (position > 0) runs.push({ typeface: ID, text: '{{lettera}}' })
      if (piece !== '') runs.push({ typeface, text: localised(piece, text, sheet) })
    })
  })
  return runs
}

function localised(piece: string, text: LetterText, { institute, ...sheet }: Sheet): string {
  return piece.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (name === 'foglio') return String(sheet.number)
    if (name === 'fogli') return String(sheet.sheets)
    return name === 'istituto' ? institute : `{{${name}.${text.language}}}`
  })
}

function languageTag(text: LetterText): string {
  return text.language === 'it' ? 'it-IT' : text.language
}
