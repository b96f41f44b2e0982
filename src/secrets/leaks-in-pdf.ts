/**
 * Halves in a bundle's PDF. It knows how our own files are: pages in the order of the letters, each after its content
 * and not deflated; a character's code is the character. Where a file is otherwise the code's box does not hold what it
 * must, and that is a fault as well: a gate that cannot read does not open.
 *
 * @module
 */
import { windowsInPdf } from './code-windows.ts'
import type { Leak } from './leak.ts'
import { eachHalf, percentEncoded } from './leaks-in-text.ts'
import { type PdfSection, sectionsOf } from './pdf-sections.ts'

export interface GuardedLetter {
  /** As `halfNumber` has it. */
  readonly half: number
  readonly pages: number
}

/** Letters in the order of the PDF, and where on their first page the code stands. */
export interface Guarded {
  readonly letters: readonly GuardedLetter[]
  readonly code: CodeBox
}

/** Millimetres from the top left corner of the sheet. */
export interface CodeBox {
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly pageHeight: number
}

const POINTS_PER_MM = 72 / 25.4
/** From the beginning of its text object to the end of a code. */
const LONGEST_CODE = 160
const ONE_STRING = /^BT (-?[\d.]+) (-?[\d.]+) Td\s+\/F\d+ [\d.]+ Tf \[\([^\]]*$/

export function leaksInPdf(pdf: Buffer, { letters, code }: Guarded, halves: ReadonlySet<number>): Leak[] {
  let sections: PdfSection[]
  try {
    sections = [...sectionsOf(pdf)]
  } catch {
    return [{ code: 'CODE_LEAKED', place: 'PDF, un flusso compresso che non si può leggere' }]
  }
  const pages = new PageCount(pdf, letters)
  const leaks: Leak[] = []
  const seen = new Set<number>()
  for (const section of sections) {
    if (section.dictionary === undefined) pages.countUpTo(section.to)
    if (isContent(section)) onPage(section)
    else elsewhere(section)
  }
  for (const at of percentEncoded(pdf, halves)) {
    leaks.push({
      code: 'CODE_LEAKED',
      place: `PDF, ${placeOf({ bytes: pdf, dictionary: undefined, isInflated: false }, at)}`,
    })
  }
  let page = 1
  for (const [index, letter] of letters.entries()) {
    if (!seen.has(index)) leaks.push({ code: 'CODE_MISSING', page, place: 'riquadro del codice' })
    page += letter.pages
  }
  return leaks

  function onPage({ bytes, from, to }: PdfSection): void {
    const { page, letter, isFirst } = pages.next
    const own = letters[letter]?.half
    windowsInPdf(bytes, from, to, (number, at, isPlain) => {
      // Digits that stand apart are everywhere, so that between them all they would spell somebody's half one day.
      if (isPlain ? !halves.has(number) : number !== own) return
      if (number === own && isFirst && !seen.has(letter) && isInBox(bytes, at, code)) seen.add(letter)
      else leaks.push({ code: 'CODE_LEAKED', page, place: 'testo della pagina' })
    })
  }

  function elsewhere(section: PdfSection): void {
    const place = (at: number) => ({ code: 'CODE_LEAKED' as const, place: `PDF, ${placeOf(section, at)}` })
    const { bytes, from, to, dictionary } = section
    if (isXml(dictionary)) {
      eachHalf(bytes.subarray(from, to), halves, (at) => leaks.push(place(at)))
      return
    }
    windowsInPdf(bytes, from, to, (number, at, isPlain) => {
      if (isPlain && halves.has(number)) leaks.push(place(at))
    })
    if (hasForeignCodes(section)) leaks.push(place(from))
  }
}

/** Which page and letter the next content belongs to. */
class PageCount {
  readonly #pdf: Buffer
  /** Of each page; -1 for a page that is not its letter's first. */
  readonly #letters: { letter: number; isFirst: boolean }[]
  #page = 0
  #nextAt: number

  constructor(pdf: Buffer, letters: readonly GuardedLetter[]) {
    this.#pdf = pdf
    this.#letters = letters.flatMap(({ pages }, letter) =>
      Array.from({ length: pages }, (_, page) => ({ letter, isFirst: page === 0 })),
    )
    this.#nextAt = pdf.indexOf(PAGE)
  }

  countUpTo(end: number): void {
    while (this.#nextAt !== -1 && this.#nextAt < end) {
      const after = this.#nextAt + PAGE.length
      if (this.#pdf[after] !== 0x73) this.#page++
      this.#nextAt = this.#pdf.indexOf(PAGE, after)
    }
  }

  get next(): { page: number; letter: number; isFirst: boolean } {
    return { page: this.#page + 1, ...(this.#letters[this.#page] ?? { letter: -1, isFirst: false }) }
  }
}

const PAGE = '/Type/Page'

/** What a page draws: the only streams without a type that are not deflated. */
function isContent({ dictionary, isInflated }: PdfSection): boolean {
  return dictionary !== undefined && !isInflated && !dictionary.includes('/Type')
}

function isXml(dictionary: string | undefined): boolean {
  return dictionary?.includes('/Subtype/XML') === true
}

/** Nothing but the code is drawn in its text object, which begins in the box. */
function isInBox(bytes: Buffer, at: number, { box, pageHeight }: CodeBox): boolean {
  const start = bytes.lastIndexOf('BT ', at)
  if (start === -1 || at - start > LONGEST_CODE) return false
  const [, left, bottom] = ONE_STRING.exec(bytes.toString('latin1', start, at)) ?? []
  const x = Number(left) / POINTS_PER_MM
  const y = pageHeight - Number(bottom) / POINTS_PER_MM
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height
}

/** A font in which other codes than their own stand for characters of a code would hide one from this reading. */
function hasForeignCodes({ bytes, isInflated }: PdfSection): boolean {
  if (!isInflated || !bytes.includes('begincmap')) return false
  const pairs = bytes.toString('latin1').matchAll(/<([0-9A-F]{4})> <([0-9A-F]{4})>(?! <)/gi)
  return [...pairs].some(([, from, to = '']) => from !== to && /^00(3\d|4[1-6])$/.test(to))
}

function placeOf({ bytes, dictionary, isInflated }: Omit<PdfSection, 'from' | 'to'>, at: number): string {
  if (isXml(dictionary)) return 'proprietà XMP'
  if (isInflated) return `flusso compresso, oggetto ${Number.parseInt(dictionary ?? '', 10)}`
  if (dictionary !== undefined) return 'tabella degli oggetti'
  const start = bytes.lastIndexOf(' obj', at)
  const end = bytes.indexOf('endobj', at)
  const text = bytes.toString('latin1', Math.max(start, 0), end === -1 ? bytes.length : end)
  if (isXml(text)) return 'proprietà XMP'
  if (/\/Producer/.test(text)) return 'proprietà (Info)'
  if (/\/Nums/.test(text)) return 'etichette delle pagine'
  if (/\/Title/.test(text)) return 'segnalibri'
  return 'oggetti'
}
