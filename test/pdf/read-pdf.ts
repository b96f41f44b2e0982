/** Reads a PDF back with another program's eyes: pdf.js for text and its place, pdf-lib for the objects. */
import { inflateSync } from 'node:zlib'
import { PDFDict, PDFDocument, PDFName, PDFRawStream, type PDFRef } from 'pdf-lib'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** A file from its chunks, each of which is valid until the next is asked for. */
export function whole(chunks: Iterable<Uint8Array>): Buffer {
  const copies: Buffer[] = []
  for (const chunk of chunks) copies.push(Buffer.from(chunk))
  return Buffer.concat(copies)
}

/** A run of text; millimetres from the top left corner. `top` and `bottom` enclose capitals and descenders. */
export interface FoundText {
  text: string
  left: number
  right: number
  top: number
  bottom: number
  baseline: number
  size: number
}

export async function readPages(pdf: Uint8Array): Promise<FoundText[][]> {
  const task = getDocument({ data: Uint8Array.from(pdf), useSystemFonts: false, verbosity: 0 })
  const document = await task.promise
  const pages: FoundText[][] = []
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const height = page.view[3] as number
    const { items } = await page.getTextContent()
    const found = items.flatMap((item) => {
      if (!('str' in item) || item.str.trim() === '') return []
      const [, b, c, d, x, y] = item.transform as [number, number, number, number, number, number]
      const size = Math.hypot(c, d)
      const mm = 25.4 / 72
      // A slanted run is enclosed whole.
      const rise = b === 0 ? 0 : (item.width * b) / Math.hypot(item.transform[0], b)
      return [
        {
          text: item.str,
          left: x * mm,
          right: (x + item.width) * mm,
          top: (height - y - rise - size * 0.75) * mm,
          bottom: (height - y + size * 0.22) * mm,
          baseline: (height - y) * mm,
          size,
        },
      ]
    })
    pages.push(found)
  }
  await task.destroy()
  return pages
}

/** Text of a page, a line per run. */
export function textOf(page: readonly FoundText[]): string {
  return page.map(({ text }) => text).join('\n')
}

export interface FoundFont {
  name: string
  embedded: boolean
  toUnicode: boolean
}

/** The fonts that pages refer to. */
export async function readFonts(pdf: Uint8Array): Promise<FoundFont[]> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const fonts = document.getPage(0).node.Resources()?.lookup(PDFName.of('Font'), PDFDict)
  return (fonts?.values() ?? []).map((ref) => {
    const font = document.context.lookup(ref, PDFDict)
    const descendants = font.get(PDFName.of('DescendantFonts')) as unknown as { get(index: number): PDFRef }
    const descriptor = document.context
      .lookup(descendants.get(0), PDFDict)
      .lookup(PDFName.of('FontDescriptor'), PDFDict)
    return {
      name: font.get(PDFName.of('BaseFont'))?.toString().slice(1) ?? '',
      embedded: descriptor.lookup(PDFName.of('FontFile2')) instanceof PDFRawStream,
      toUnicode: font.lookup(PDFName.of('ToUnicode')) instanceof PDFRawStream,
    }
  })
}

/** Everything in the file a scan could read: raw bytes and each stream inflated, as Latin-1. */
export async function readBytes(pdf: Uint8Array): Promise<string> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const streams = document.context.enumerateIndirectObjects().flatMap(([, object]) => {
    if (!(object instanceof PDFRawStream)) return []
    const contents = Buffer.from(object.contents)
    const deflated = object.dict.get(PDFName.of('Filter'))?.toString() === '/FlateDecode'
    return [(deflated ? inflateSync(contents) : contents).toString('latin1')]
  })
  return [Buffer.from(pdf).toString('latin1'), ...streams].join('\n')
}
