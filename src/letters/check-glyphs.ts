/**
 * Characters of the templates' own text that their typeface lacks, each with its line.
 *
 * @module
 */
import type { Stamper } from '../pdf/stamper.ts'
import { unicodeName } from '../pdf/unicode-name.ts'
import type { LetterSources } from './describe-letters.ts'
import { type FileFault, SETTING } from './file-fault.ts'
import type { Block, LetterText, Zone } from './letter-text.ts'
import { strongOf } from './letter-typefaces.ts'
import type { Sender } from './stationery.ts'

type Fonts = Stamper['fonts']

/** Stands for a missing character, so that the rest of its text can be measured: every typeface has it. */
const STAND_IN = '0'
const PLACEHOLDER = /\{\{.*?\}\}/g

interface Printed {
  readonly text: string
  readonly strong: boolean
  readonly line: number
}

interface Missing {
  readonly language: string
  readonly character: string
  readonly fault: FileFault
}

/** Each character once a line. */
export function missingGlyphs({ texts, sender }: LetterSources, fonts: Fonts): Missing[] {
  const found = [...texts.values()].flatMap((text) => [
    ...missingInText(text, texts.has('it') && text.language !== 'it', fonts),
    ...missingInSender(sender, text, fonts),
  ])
  return [...new Map(found.map((missing) => [JSON.stringify(missing.fault), missing])).values()]
}

/** The same letters with a digit in place of what cannot be printed. */
export function withStandIns(sources: LetterSources, missing: readonly Missing[]): LetterSources {
  const mender = (language?: string) => {
    const some = missing.filter((one) => language === undefined || one.language === language)
    const characters = new Set(some.map(({ character }) => character))
    return (value: string) =>
      value
        .normalize('NFC')
        .split(/(\{\{.*?\}\})/)
        .map((part, index) => (index % 2 === 1 ? part : replaced(part, characters)))
        .join('')
  }
  const texts = [...sources.texts].map(
    ([language, text]) => [language, mended(text, mender(language))] as const,
  )
  const mend = mender()
  const { institute, returnAddress } = sources.sender
  const sender = { institute: mend(institute), returnAddress: returnAddress.map(mend) }
  return { ...sources, texts: new Map(texts), sender }
}

function replaced(text: string, characters: ReadonlySet<string>): string {
  return [...text].map((character) => (characters.has(character) ? STAND_IN : character)).join('')
}

function mended(text: LetterText, mend: (value: string) => string): LetterText {
  const { blocks, date, via, pointer, codePointer } = text
  const zone = (name: Zone) =>
    blocks[name].map((block) => ({ ...block, label: mend(block.label), text: mend(block.text) }))
  const values = (record: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, mend(value)]))
  return {
    ...text,
    blocks: {
      reference: zone('reference'),
      opening: zone('opening'),
      code: zone('code'),
      instructions: zone('instructions'),
      footer: zone('footer'),
    },
    date: {
      form: mend(date.form),
      months: date.months.map(mend),
      days: values(date.days),
      articles: values(date.articles),
    },
    via: { SMS: mend(via.SMS), EMAIL: mend(via.EMAIL), PEC: mend(via.PEC) },
    ...(pointer === undefined ? {} : { pointer: mend(pointer) }),
    ...(codePointer === undefined ? {} : { codePointer: mend(codePointer) }),
  }
}

function missingInText(text: LetterText, isSecond: boolean, fonts: Fonts): Missing[] {
  const { language, typeface } = text
  return printedBy(text, isSecond).flatMap(({ text: printed, strong, line }) =>
    missingIn(printed, strong ? strongOf(typeface) : typeface, fonts).map((character) => {
      const what = `${shown(character)} manca nel carattere ${typeface}${near(printed, character)}`
      const message = `${what}: sostituirlo, o cambiare typeface`
      return { language, character, fault: { file: `pin-letter/${language}.md`, line, message } }
    }),
  )
}

/** `isSecond`: whether the text also stands below an Italian one. */
function printedBy(text: LetterText, isSecond: boolean): Printed[] {
  const { blocks, date, via, lines } = text

  const both = (key: string, values: readonly string[]): Printed[] =>
    [true, false].map((strong) => ({ text: values.join(' '), strong, line: lines[key] ?? 1 }))
  return [
    ...both('date', [
      date.form.replace(/\{\w+\}/g, ' '),
      ...date.months,
      ...Object.values(date.days),
      ...Object.values(date.articles),
    ]),
    ...both('via', Object.values(via)),
    ...(['pointer', 'codePointer'] as const).flatMap((key) => {
      const words = isSecond ? text[key] : undefined
      return words === undefined ? [] : [{ text: words, strong: key === 'pointer', line: lines[key] ?? 1 }]
    }),
    ...Object.values(blocks)
      .flat()
      .filter(({ kind }) => kind !== 'code')
      .flatMap((block) => runsOf(block)),
  ]
}

function runsOf({ kind, label, text, line }: Block): Printed[] {
  const runs = text
    .replace(PLACEHOLDER, ' ')
    .split('**')
    .map((part, index) => ({ text: part, strong: kind === 'title' || index % 2 === 1, line }))
  return [{ text: kind === 'step' ? `${label}.` : label, strong: kind === 'step', line }, ...runs]
}

function missingInSender({ institute, returnAddress }: Sender, text: LetterText, fonts: Fonts): Missing[] {
  const { language, typeface } = text
  const settings = [
    ['institute.name', institute, strongOf(typeface)],
    ['institute.returnAddress', returnAddress.join(' '), typeface],
  ] as const
  return settings.flatMap(([setting, value, name]) =>
    missingIn(value, name, fonts).map((character) => {
      const message = `${shown(character)} manca nel carattere ${typeface}, che alcune lettere usano: sostituirlo`
      return { language, character, fault: { file: SETTING + setting, message } }
    }),
  )
}

function missingIn(printed: string, typeface: string, fonts: Fonts): string[] {
  const font = fonts.get(typeface)
  const characters = [...new Set(printed.normalize('NFC'))]
  return characters.filter((character) => font?.missingGlyph(character) !== undefined)
}

/** What cannot be seen by itself is named by its number alone. */
function shown(character: string): string {
  const name = unicodeName(character.codePointAt(0) ?? 0)
  return /[\p{C}\p{M}\p{Z}]/u.test(character)
    ? `il segno invisibile ${name}`
    : `il segno «${character}» (${name})`
}

function near(printed: string, character: string): string {
  const words = printed.normalize('NFC').split(/\s+/)
  const word = words.find((one) => one.includes(character) && one !== character)
  return word === undefined ? '' : `, in «${word}»`
}
