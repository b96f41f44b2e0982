/**
 * pdf-lib and its continuation @cantoo/pdf-lib, which differ in speed and not in how they are used.
 *
 * @module
 */
import type { PDFDocument, PDFFont, PDFPage } from 'pdf-lib'
import { loadPeer } from '../peers/load-peer.ts'
import { type Engine, sha256, writeHashed } from './engine.ts'
import { BLOCKS, fontFile, type LetterFont, type LetterValues, PAGE, valuesOf } from './letter.ts'
import { filler, type PlacedLine, POINTS_PER_MM, pageLayout } from './page-layout.ts'

type Fontkit = Parameters<PDFDocument['registerFontkit']>[0]
type Fonts = Readonly<Record<LetterFont, PDFFont>>

export interface PdfLibOptions {
  /** pdf-lib itself or its continuation. */
  readonly packageName: string
  /** The build of fontkit that it wants. */
  readonly fontkitName: string
  /**
   * False: as its documentation shows, `drawText` with `maxWidth` breaks the lines. True: tuned beyond it; what is the
   * same in every letter is drawn once, as a page that each letter shows, lines are broken by us with remembered
   * widths, and documents share what fontkit made of a font file.
   */
  readonly base: boolean
}

const SIZE: [number, number] = [PAGE.width * POINTS_PER_MM, PAGE.height * POINTS_PER_MM]

export async function pdfLib({ packageName, fontkitName, base }: PdfLibOptions): Promise<Engine> {
  const { PDFDocument } = await loadPeer<typeof import('pdf-lib')>(packageName)
  const fontkit = await (base ? parseOnce : load)(fontkitName)
  const files = { text: fontFile('text'), strong: fontFile('strong') }
  const measuring = await newDocument()
  const layout = pageLayout((font, text) => measuring.fonts[font].widthOfTextAtSize(text, 1))
  const basePage = base ? await drawBase() : undefined

  async function newDocument(): Promise<{ document: PDFDocument; fonts: Fonts }> {
    const document = await PDFDocument.create()
    document.registerFontkit(fontkit)
    const text = await document.embedFont(files.text, { subset: true })
    const strong = await document.embedFont(files.strong, { subset: true })
    return { document, fonts: { text, strong } }
  }

  async function drawBase(): Promise<PDFDocument> {
    const { document, fonts } = await newDocument()
    draw(document.addPage(SIZE), fonts, layout.fixed)
    return await PDFDocument.load(await save(document))
  }

  async function drawAll(from: number, to: number): Promise<Uint8Array> {
    const { document, fonts } = await newDocument()
    const [form] = basePage ? await document.embedPdf(basePage) : []
    for (let index = from; index < to; index++) {
      const page = document.addPage(SIZE)
      if (form) {
        page.drawPage(form)
        draw(page, fonts, layout.varying(valuesOf(index)))
      } else drawBlocks(page, fonts, valuesOf(index))
    }
    return await save(document)
  }

  return {
    bundle: async (letters, path) => await writeHashed(path, await drawAll(0, letters)),
    async singles(letters) {
      let bytes = 0
      for (let index = 0; index < letters; index++) {
        const file = await drawAll(index, index + 1)
        sha256(file)
        bytes += file.length
      }
      return bytes
    },
  }
}

async function load(fontkitName: string): Promise<Fontkit> {
  const loaded = await loadPeer<{ default?: Fontkit } & Fontkit>(fontkitName)
  return loaded.default ?? loaded
}

/** Parsing a font is half the cost of a single letter, so documents share what fontkit made of a file. */
async function parseOnce(fontkitName: string): Promise<Fontkit> {
  const { create } = await load(fontkitName)
  const parsed = new Map<Uint8Array, ReturnType<typeof create>>()
  return {
    create(file) {
      const font = parsed.get(file) ?? create(file)
      parsed.set(file, font)
      return font
    },
  }
}

const FILLED = BLOCKS.map((block) => ({ block, fill: filler(block.text) }))

function drawBlocks(page: PDFPage, fonts: Fonts, values: LetterValues): void {
  for (const { block, fill } of FILLED) {
    const { box, size, leading, align } = block
    const font = fonts[block.font]
    const text = fill(values)
    const width = box.width * POINTS_PER_MM
    const indent = align === 'centre' ? (width - font.widthOfTextAtSize(text, size)) / 2 : 0
    page.drawText(text, {
      x: box.x * POINTS_PER_MM + indent,
      y: SIZE[1] - box.y * POINTS_PER_MM - size,
      size,
      font,
      lineHeight: leading,
      ...(block.wraps ? { maxWidth: width } : {}),
    })
  }
}

/** Font by font: each change of font adds an entry to the page's resources. */
function draw(page: PDFPage, fonts: Fonts, lines: readonly PlacedLine[]): void {
  for (const font of ['text', 'strong'] as const) {
    page.setFont(fonts[font])
    for (const line of lines) {
      if (line.font !== font) continue
      page.drawText(line.text, { x: line.x, y: SIZE[1] - line.baseline, size: line.size })
    }
  }
}

/** Without the pauses that keep a browser responsive. */
function save(document: PDFDocument): Promise<Uint8Array> {
  return document.save({ objectsPerTick: Number.POSITIVE_INFINITY })
}
