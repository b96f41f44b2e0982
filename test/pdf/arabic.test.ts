import { describe, expect, it } from 'vitest'
import { type Atom, tokensOf } from '../../src/pdf/atoms.ts'
import { SingleFiles } from '../../src/pdf/single-file.ts'
import { openStamper } from '../../src/pdf/stamper.ts'
import { visualOrder } from '../../src/pdf/visual-order.ts'
import { ARABIC_TEXT, compiledLetter, EDITION, letterValues } from './letter-template.ts'
import { type FoundText, readPages } from './read-pdf.ts'
import { ARABIC, ASCII, characters, fontFile, fontTable } from './typefaces.ts'

const file = fontFile('vazirmatn')
const table = fontTable('vazirmatn', `${ARABIC}${characters(0x671, 0x6d3)}«»\u00a0${ASCII}`)
const latin = fontTable('titillium', ASCII)

function glyphs(joined: string): number[] {
  return [...joined].map((letter) => file.glyph(letter.charCodeAt(0))?.glyphId ?? 0)
}

/** What fontkit's shaper makes of a word, in reading order. */
function shaped(word: string): number[] {
  return file.font
    .layout(word, undefined, 'arab', undefined, 'rtl')
    .glyphs.map(({ id }) => id)
    .toReversed()
}

/** A line as it stands on paper, from the left, each letter as what it reads as. */
function fromTheLeft(text: string): string {
  const fonts = new Map([
    ['arabic', table],
    ['latin', latin],
  ])
  const runs = text
    .split('|')
    .map((part, index) => ({ typeface: index % 2 === 0 ? 'arabic' : 'latin', text: part }))
  const set = tokensOf(runs, fonts, {})
  if ('code' in set) throw new Error(`${set.code}: ${set.found}`)
  return visualOrder(set.tokens as Atom[], 'rtl')
    .flatMap(({ atom, text }) =>
      [...text].map((letter) =>
        atom.font === table ? (file.glyph(letter.charCodeAt(0))?.unicode ?? '?') : letter,
      ),
    )
    .join('')
}

function reversed(text: string): string {
  return [...text].reverse().join('')
}

describe('joined letters', () => {
  it.each([
    ['all joining', 'محمد'],
    ['some that do not join onwards', 'رؤوس'],
    ['a hamza on its seat', 'شيئا'],
    ['a hamza alone', 'جزءان'],
    ['teh marbuta at the end', 'سرية'],
    ['Persian letters', 'گچ کیک'],
    ['Arabic digits', '٣٤ ۱۲'],
  ])('%s are fontkit’s own shapes', (_, word) => {
    expect(word.split(' ').flatMap((part) => glyphs(table.joined(part)))).toEqual(
      word.split(' ').flatMap((part) => shaped(part)),
    )
  })

  it.each(['لا', 'بلا', 'الآن', 'الإلكترونية', 'لأحد', 'ولٱ'])(
    'of %s, a lam and its alef are one glyph, and two letters to a reader',
    (word) => {
      const joined = table.joined(word)
      const inked = [...joined].filter((letter) => file.glyph(letter.charCodeAt(0))?.advance !== 0)
      expect(glyphs(inked.join(''))).toEqual(shaped(word))
      expect(inked).toHaveLength(joined.length - 1)
      expect([...joined].map((letter) => file.glyph(letter.charCodeAt(0))?.unicode).join('')).toBe(word)
    },
  )

  it.each([
    ['a vowel mark', 'أبداً', 0x64b],
    ['a lengthened stroke', 'مـحمد', 0x640],
    ['a ligature for a whole word', 'ﷺ', 0xfdfa],
  ])('%s would come out wrong, so it counts as missing', (_, word, code) => {
    expect(fontTable('vazirmatn', word).missingGlyph(word)).toBe(code)
  })
})

describe('a right-to-left line', () => {
  it.each([
    ['a number', 'بعد 10 محاولات', '10'],
    ['a telephone number', 'الرقم +39\u00a006\u00a0164164 لا', '+39\u00a006\u00a0164164'],
    ['an id', 'رقم R3K7Q-9TX2M-C هنا', 'R3K7Q-9TX2M-C'],
    ['a date in figures', 'بتاريخ 12/11/2026 وهو', '12/11/2026'],
    ['a web address', 'الموقع www.inps.it واختاروا', 'www.inps.it'],
    ['Latin words', 'واختاروا Servizi per il cittadino هنا', 'Servizi per il cittadino'],
    ['a number in another typeface', 'الرقم |803 164| مجانا', '803'],
  ])('keeps %s as it is written', (_, text, kept) => {
    const line = fromTheLeft(text)
    expect(line).toContain(kept)
    const plain = text.replaceAll('|', '')
    const [before = '', after = ''] = kept === '803' ? plain.split('803 164') : plain.split(kept)
    expect(line.endsWith(reversed(before.trim()))).toBe(true)
    expect(line.startsWith(reversed(after.trim()))).toBe(true)
  })

  it.each([
    ['()', ')('],
    ['[]', ']['],
    ['«»', '»«'],
  ])('turns the brackets %s round, and they read as themselves', (brackets) => {
    const [open = '', close = ''] = brackets
    expect(fromTheLeft(`رمز ${open}سري${close} جديد`)).toBe(reversed(`رمز ${open}سري${close} جديد`))
    const image = file.mirrored.get(open) ?? ''
    expect(file.glyph(image.charCodeAt(0))).toMatchObject({
      glyphId: file.font.glyphForCodePoint(close.charCodeAt(0)).id,
      unicode: open,
    })
  })

  it('leaves brackets inside Latin words as they are', () => {
    expect(fromTheLeft('رمز codice (fiscale) هنا')).toContain('codice (fiscale)')
  })
})

describe('Arabic in a file', async () => {
  const edition = openStamper(await compiledLetter()).edition(EDITION)
  const made = new SingleFiles(edition, 'letter').make(letterValues())
  if ('code' in made) throw new Error(made.code)
  const [page = []] = await readPages(made.bytes)
  const lines = linesFromTheRight(page.filter(({ baseline }) => baseline > 200 && baseline < 240))

  it('is read back in order, every letter of it', () => {
    expect(lines.join(' ').replace(/\s+/g, ' ')).toBe(ARABIC_TEXT.replaceAll('\u00a0', ' '))
  })

  it('begins at the right margin', () => {
    const rightmost = Math.max(...page.filter(({ baseline }) => baseline > 200).map(({ right }) => right))
    expect(rightmost).toBeCloseTo(190, 0)
  })
})

/** Lines from the top, each from its right end: pdf.js turns every run of Arabic round by itself. */
function linesFromTheRight(found: readonly FoundText[]): string[] {
  const lines = Map.groupBy(found, ({ baseline }) => Math.round(baseline))
  return [...lines]
    .sort(([a], [b]) => a - b)
    .map(([, runs]) =>
      runs
        .toSorted((a, b) => b.right - a.right)
        .map(({ text }) => text.trim())
        .join(' '),
    )
}
