/**
 * An independent reading of a PDF for the printer: what pdf.js and a plain scan of the bytes see, never what our own
 * writer meant to write. It repairs nothing and repeats nothing of what it reads.
 *
 * @module
 */
import { type Expectation, type Piece, type Sheet, sheetsOn } from './expectation.ts'
import { type Fault, mm, type PageFault } from './fault.ts'
import { inkFaults } from './ink.ts'
import { metadataFaults } from './metadata.ts'
import { openPdf, type PDFDocumentProxy, type PDFPageProxy } from './open-pdf.ts'
import { labelFaults } from './page-labels.ts'
import { readRuns } from './page-runs.ts'
import { idFaults, type Mark, markFaults, readMarks, sequenceFaults } from './piece-mark.ts'
import { type Sample, type Sampling, samplePages } from './sampling.ts'
import { wholeFileFaults } from './whole-file.ts'
import { type WindowText, windowText, windowTextFaults } from './window-text.ts'

export interface Inspection {
  /** Of the file. */
  readonly pages: number
  /** Read; what concerns the whole file was looked at beside them. */
  readonly inspectedPages: readonly number[]
  /** Drawn and looked at as an image. */
  readonly renderedPages: readonly number[]
  /** The whole file's first, then page by page. */
  readonly faults: readonly Fault[]
}

/** Never throws for what is wrong with the file: that is a fault. The bytes stay the caller's. */
export async function inspectPdf(
  bytes: Uint8Array,
  expectation: Expectation,
  sampling: Sampling,
): Promise<Inspection> {
  const faults = wholeFileFaults(bytes)
  let document: PDFDocumentProxy
  try {
    document = await openPdf(bytes)
  } catch {
    const unreadable: Fault[] = faults.some(({ code }) => code === 'ENCRYPTED')
      ? []
      : [{ code: 'UNREADABLE', detail: 'il file non si apre' }]
    return { pages: 0, inspectedPages: [], renderedPages: [], faults: [...faults, ...unreadable] }
  }
  try {
    const pages = document.numPages
    const sample = samplePages(pages, sampling, oddPages(expectation.pieces ?? []))
    const read = await readPages(document, expectation, sample)
    const rows = expectation.pieces?.flatMap((piece) => piece.rows) ?? read.rows
    return {
      pages,
      inspectedPages: sample.read,
      renderedPages: [...sample.drawn],
      faults: [
        ...faults,
        ...(await documentFaults(document, expectation.pieces, rows)),
        ...countFaults(pages, expectation.pieces),
        ...read.faults,
      ],
    }
  } finally {
    await document.loadingTask.destroy()
  }
}

async function documentFaults(
  document: PDFDocumentProxy,
  pieces: readonly Piece[] | undefined,
  rows: Iterable<string>,
): Promise<Fault[]> {
  try {
    return [...(await metadataFaults(document, rows)), ...(await labelFaults(document, pieces))]
  } catch {
    return [{ code: 'UNREADABLE', detail: 'le proprietà o le etichette delle pagine' }]
  }
}

/** Letters of more than one sheet are few and stand together: an even spread would pass them by. */
function oddPages(pieces: readonly Piece[]): number[] {
  const long = pieces.find(({ pages }) => pages > 1)
  return long ? Array.from({ length: long.pages }, (_, index) => long.firstPage + index) : []
}

async function readPages(document: PDFDocumentProxy, expectation: Expectation, sample: Sample) {
  const sheets = sheetsOn(expectation.pieces ?? [], sample.read)
  const faults: Fault[] = []
  const marks: (Mark | undefined)[] = []
  const rows = new Set<string>()
  for (const number of sample.read) {
    try {
      const page = await document.getPage(number)
      const drawn = sample.drawn.has(number)
      const found = await readPage(page, expectation, sheets.get(number), drawn)
      faults.push(...found.faults.map((fault) => ({ page: number, ...fault })))
      marks.push(found.mark)
      for (const row of found.rows) rows.add(row)
    } catch {
      faults.push({ page: number, code: 'UNREADABLE', detail: '' })
      marks.push(undefined)
    }
  }
  const whole = sample.read.length === document.numPages
  if (expectation.marks && !expectation.pieces && whole) faults.push(...sequenceFaults(marks))
  return { faults, rows }
}

async function readPage(
  page: PDFPageProxy,
  expectation: Expectation,
  sheet: Sheet | undefined,
  drawn: boolean,
): Promise<{ faults: PageFault[]; mark: Mark | undefined; rows: readonly string[] }> {
  const runs = await readRuns(page)
  const marks = readMarks(runs)
  const continues = sheet ? sheet.number > 1 : marks.length === 1 && (marks[0]?.number ?? 1) > 1
  const covered = continues && expectation.coverAlone === true
  const shown: WindowText = covered ? { address: [] } : windowText(runs, expectation, !continues)
  const size = sizeFaults(page, expectation)
  const faults = [
    ...size,
    ...windowTextFaults(shown, expectation, continues ? [] : sheet?.piece.rows),
    ...(expectation.marks ? markFaults(marks, expectation.footer, sheet) : []),
    ...(sheet ? idFaults(runs, sheet, expectation.marks) : []),
    // On other paper the zones mean nothing, and the image could be of any size.
    ...(drawn && size.length === 0
      ? await inkFaults(page, expectation, covered ? 'covered' : continues ? 'empty' : 'address')
      : []),
  ]
  return {
    faults,
    mark: marks.length === 1 ? marks[0] : undefined,
    rows: shown.address.map(({ text }) => text),
  }
}

/** A4 is cut to within two millimetres (`mail.md` §4.3, P1). */
const SIZE_TOLERANCE_MM = 2

function sizeFaults(page: PDFPageProxy, expectation: Expectation): PageFault[] {
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view
  const unit = (page.userUnit * 25.4) / 72
  const [width, height] = [(right - left) * unit, (top - bottom) * unit]
  const { page: expected } = expectation
  const fits =
    Math.abs(width - expected.width) <= SIZE_TOLERANCE_MM &&
    Math.abs(height - expected.height) <= SIZE_TOLERANCE_MM
  if (fits && page.rotate === 0) return []
  const turned = page.rotate === 0 ? '' : `, ruotata di ${page.rotate}°`
  return [{ code: 'PAGE_SIZE', detail: `${mm(width)} × ${mm(height)} mm${turned}` }]
}

/** The list must claim every page once, in order, for pieces that are all different. */
function countFaults(pages: number, pieces: readonly Piece[] | undefined): Fault[] {
  if (!pieces) return []
  const faults: Fault[] = []
  let next = 1
  for (const { publicId, firstPage, pages } of pieces) {
    if (firstPage !== next) {
      const detail = `${publicId} comincia a pagina ${firstPage} invece di ${next}`
      return [{ code: 'PAGE_COUNT', detail }]
    }
    next += pages
  }
  if (next - 1 !== pages) faults.push({ code: 'PAGE_COUNT', detail: `${pages} pagine invece di ${next - 1}` })
  const distinct = new Set(pieces.map(({ publicId }) => publicId)).size
  if (distinct !== pieces.length) {
    faults.push({
      code: 'PAGE_COUNT',
      detail: `${pieces.length - distinct} lettere compaiono due volte nel CSV`,
    })
  }
  return faults
}
