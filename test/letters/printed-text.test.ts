import { describe, expect, it } from 'vitest'
import type { LetterText } from '../../src/letters/letter-text.ts'
import { LetterValues } from '../../src/letters/letter-values.ts'
import type { PinLetterData } from '../../src/letters/pin-letter.ts'
import type { Values } from '../../src/pdf/template.ts'
import { type FoundText, readPages } from '../pdf/read-pdf.ts'
import { readDrawn } from '../support/pdf/drawn.ts'
import { readObjects } from '../support/pdf/pdf-objects.ts'
import { bundleOf, halfOf, ISSUE, LANGUAGES, letter, loadTemplate, RESIDENCES, SENDER } from './letters.ts'
import { boxOf, isInside, linesIn } from './zones.ts'
import { fontFile } from '../pdf/typefaces.ts'

const template = await loadTemplate()
const { texts, geometry } = template.parts
type Zone = keyof LetterText['blocks']
const ZONES = ['reference', 'opening', 'code', 'instructions', 'footer'] as const satisfies readonly Zone[]

const LETTERS = LANGUAGES.flatMap((language) =>
  RESIDENCES.flatMap((residence): PinLetterData[] => [
    letter({ languages: language, residence, firstHalfChannel: 'PEC' }),
    ...(language === 'it'
      ? []
      : [letter({ languages: `it+${language}`, residence, firstHalfChannel: 'EMAIL' })]),
  ]),
)
const pages = await readPages(bundleOf(template, LETTERS))

function textIn(language: string): LetterText {
  const text = texts.get(language)
  if (!text) throw new Error(`no text in ${language}`)
  return text
}

/** Pages of a letter, in its languages. */
function sheetsOf(wanted: PinLetterData): (readonly FoundText[])[] {
  const before = LETTERS.slice(0, LETTERS.indexOf(wanted)).reduce(
    (sum, one) => sum + template.pagesOf(one),
    0,
  )
  return pages.slice(before, before + template.pagesOf(wanted))
}

/** What the file says a zone should say, as it should be read. */
function written(text: LetterText, zone: Zone, data: PinLetterData, sheet: number): string {
  const values: Values = {
    ...new LetterValues(texts).ofEdition(ISSUE, ''),
    ...new LetterValues(texts).ofLetter(data, ''),
    istituto: SENDER.institute,
    lettera: data.publicId,
    foglio: String(sheet),
    fogli: String(template.pagesOf(data)),
  }
  return (
    text.blocks[zone]
      .filter(({ residence }) => !residence || residence === data.residence)
      // The code itself is no text; the second sheet says where it is.
      .filter(({ kind }) => kind !== 'code' || sheet === 2)
      .map(({ kind, label, text: said }) =>
        kind === 'code' ? text.codePointer : `${label}${kind === 'step' ? '.' : ''} ${said}`,
      )
      .join(' ')
      .replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
        String(values[`${name}.${text.language}`] ?? values[name]),
      )
      .replaceAll('**', '')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

function read(
  runs: readonly FoundText[],
  box: Parameters<typeof isInside>[1],
  { direction }: LetterText,
): string {
  return linesIn(
    runs.filter((run) => isInside(boxOf(run), box)),
    direction,
  ).join(' ')
}

/** Readers put the words of a right-to-left line in an order of their own, and full stops on either side. */
function words(text: string): string[] {
  return text
    .split(/[\s.,:;()«»،؛؟+/-]+/)
    .filter((word) => word !== '')
    .sort()
}

function expectSame(found: string, expected: string, text: LetterText): void {
  if (text.direction === 'ltr') expect(found).toBe(expected)
  else expect(words(found)).toEqual(words(expected))
}

describe.each(LANGUAGES)('a letter in %s', (language) => {
  const text = textIn(language)

  describe.each(RESIDENCES)('to somebody in %s', (residence) => {
    it.each(ZONES)('says all that its text says in %s, in order', (zone) => {
      const data =
        LETTERS.find((one) => one.languages === language && one.residence === residence) ?? letter()
      const [sheet = []] = sheetsOf(data)
      const runs = sheet.filter(({ text: found }) => found !== code(data))
      const mark = zone === 'footer' ? ` ${data.publicId} 1/1` : ''
      expectSame(read(runs, geometry[zone], text), written(text, zone, data, 1) + mark, text)
    })

    if (language === 'it') return

    it('says it all on a second sheet too, below the Italian', () => {
      const data =
        LETTERS.find((one) => one.languages === `it+${language}` && one.residence === residence) ?? letter()
      const [first = [], second = []] = sheetsOf(data)
      const italian = textIn('it')
      expect(read(first, geometry.opening, italian)).toBe(written(italian, 'opening', data, 1))
      const expected = (['opening', 'code', 'instructions'] as const).map((zone) =>
        written(text, zone, data, 2),
      )
      expectSame(read(second, geometry.continuation, text), expected.join(' '), text)
    })
  })

  function code(data: PinLetterData): string {
    const half = halfOf(LETTERS.indexOf(data))
    return `${half.slice(0, 4)} ${half.slice(4)}`
  }
})

describe('the code', () => {
  it('is set in a face that keeps 0 and O, 8 and B, 1 and I apart', async () => {
    const file = await readObjects(bundleOf(template, [letter()]))
    const [page] = file.pages()
    if (!page) throw new Error('no page')
    const { codes } = readDrawn(file, page)
    const fonts = [...codes].filter(([, shown]) =>
      [...halfOf(0)].every((one) => shown.has(one.charCodeAt(0))),
    )
    const names = fonts.map(([number]) => String(file.dict(file.all.get(number)).get('BaseFont')))
    expect(names.some((name) => name.endsWith('+NotoSansMono-SemiBold'))).toBe(true)

    const { font } = fontFile('mono')
    const outline = (letter: string) => font.glyphForCodePoint(letter.charCodeAt(0)).path.toSVG()
    const contours = (letter: string) => outline(letter).split('M').length - 1
    // The zero is crossed, the one has a foot and a flag.
    expect([contours('0'), contours('O')]).toEqual([3, 2])
    for (const [one = '', other = ''] of ['0O', '8B', '1I', '1l', '5S'])
      expect(outline(one)).not.toBe(outline(other))
  })
})
