/**
 * Draws PIN letters into one PDF. The only place that sees a half in clear, and it shows it nowhere but in the code
 * zone: no error text, no log, no other part of the file.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { groupHalf } from '../domain/pin-code.ts'
import { createBundlePdf, type SharedContent } from '../pdf/bundle-pdf.ts'
import { type Content, POINTS_PER_MM } from '../pdf/content.ts'
import { DATA_MATRIX_SIDE, dataMatrix } from '../pdf/data-matrix.ts'
import { fitAddress, LINE_PITCH_MM, measureAddress } from './address-block.ts'
import type { Geometry } from './geometry.ts'
import { type LetterSources, letterValues, type PinLetterData, type PinLetterIssue } from './letter-data.ts'
import { CODE_SIZE, codePlace, type LetterPage, setPage, setSender } from './letter-page.ts'
import { LetterRefused } from './letter-refused.ts'

/** What stands in the code zone of a letter that nobody may use. */
const MASKED = '•••• ••••'
const HALF = /^[0-9A-F]{8}$/
/** A light grey, legible behind text and to a copier. */
const MARK_GREY = 0.88
const MARK_LARGEST = 130
const MARK_WIDTH_MM = 190
const MARK_DEGREES = 50

export interface Rendered {
  readonly pdf: Uint8Array
  /** Pages of each letter, in their order. */
  readonly pages: number[]
}

/** With a `half`, a letter shows it; without, bullets (a specimen). */
export async function renderPinLetters(
  sources: LetterSources,
  issue: PinLetterIssue,
  letters: AsyncIterable<PinLetterData & { half?: string }> | Iterable<PinLetterData & { half?: string }>,
  options: { mark: string; masked: boolean },
): Promise<Rendered> {
  const { text, geometry, typefaces, version } = sources
  const pdf = createBundlePdf({
    title: text.title,
    language: 'it-IT',
    typefaces: Object.values(typefaces),
    pageWidth: geometry.page.width,
    pageHeight: geometry.page.height,
  })
  const sender = setSender(sources.sender, geometry, typefaces)
  const place = codePlace(geometry, typefaces)
  const codeStyle = { typeface: typefaces.code, size: CODE_SIZE }
  const frames = new Map<string, { page: LetterPage; content: SharedContent }>()
  const identity = createHash('sha256').update(JSON.stringify([version, issue, options]))
  const pages: number[] = []

  /** Letters asked for on one day and announced in one way share everything but address, id and code. */
  function frameFor(letter: PinLetterData): { page: LetterPage; content: SharedContent } {
    const key = [letter.residence, letter.requestedOn, letter.firstHalfSentOn, letter.firstHalfChannel].join()
    let frame = frames.get(key)
    if (!frame) {
      const page = setPage(text, geometry, letterValues(sources, issue, letter), letter.residence, typefaces)
      const content = pdf.newContent()
      if (options.mark !== '') drawMark(content, options.mark, sources)
      drawFurniture(content, geometry)
      for (const { style, x, y, text } of [...sender, ...page.texts]) content.text(style, x, y, text)
      frame = { page, content: pdf.share(content) }
      frames.set(key, frame)
    }
    return frame
  }

  for await (const letter of letters) {
    const { publicId } = letter
    const { page, content: frame } = frameFor(letter)
    const own = pdf.newContent()
    drawAddress(own, letter, sources)
    for (const { style, x, y } of page.ids) own.text(style, x, y, publicId)
    const { x, y, width } = geometry.sheetCode
    own.modules(dataMatrix(`${publicId} 1/1`), x, y, width / DATA_MATRIX_SIDE)
    if (!options.masked && !HALF.test(letter.half ?? '')) {
      throw new LetterRefused(publicId, 'its half is not eight characters of 0–9 and A–F')
    }
    own.text(codeStyle, place.x, place.y, options.masked ? MASKED : groupHalf(letter.half ?? ''))
    pdf.addPage([frame, own])
    identity.update(publicId)
    pages.push(1)
  }
  return { pdf: await pdf.finish(identity.digest('hex')), pages }
}

function drawAddress(content: Content, letter: PinLetterData, { geometry, typefaces }: LetterSources): void {
  const lines = letter.addressLines.map((line) => line.normalize('NFC'))
  const measured = measureAddress(lines, typefaces.person, geometry.address)
  if (!measured.ok)
    throw new LetterRefused(letter.publicId, `${measured.code}, ${measured.field}: ${measured.detail}`)
  const { size, stretch } = fitAddress(lines, typefaces.person, geometry.address)
  lines.forEach((line, index) => {
    const baseline = geometry.address.y + LINE_PITCH_MM * (index + 0.77)
    content.text({ typeface: typefaces.person, size, stretch }, geometry.address.x, baseline, line)
  })
}

function drawFurniture(content: Content, { folds, foldMarks, footer, code }: Geometry): void {
  for (const fold of folds) content.rule(foldMarks.x, fold, foldMarks.length, 0.5, 0.4)
  content.rule(footer.x, footer.y - 1, footer.width, 0.5, 0.4)
  content.stroke(code, 1.2, 0)
}

/**
 * PROVA or FAC-SIMILE across the page, behind everything and below the window; and once more on the last line, where
 * a text search finds it: slanted letters come back from an extraction one by one.
 */
function drawMark(content: Content, mark: string, { geometry, typefaces }: LetterSources): void {
  const size = Math.min(MARK_LARGEST, (MARK_WIDTH_MM / typefaces.strong.textWidth(mark, 1)) * POINTS_PER_MM)
  const style = { typeface: typefaces.strong, size, grey: MARK_GREY }
  const { opening, instructions, footer } = geometry
  const middle = (opening.y + instructions.y + instructions.height) / 2
  content.slantedText(style, geometry.page.width / 2, middle, MARK_DEGREES, mark)
  const line = { typeface: typefaces.strong, size: 10.5 }
  const width = line.typeface.textWidth(mark, line.size) / POINTS_PER_MM
  content.text(line, footer.x + footer.width - width, footer.y + footer.height * 0.7, mark)
}
