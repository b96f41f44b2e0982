/**
 * Turns the first page of a PDF, or an SVG drawing, into a form XObject: a letterhead, a logo, an official form that
 * values are printed upon. pdf-lib parses and copies; its objects are numbered for the files that will carry them.
 *
 * @module
 */
import { PDFContext, PDFDocument, PDFObjectCopier, PDFRawStream, type PDFRef, PDFStream } from 'pdf-lib'
import type { ObjectSet, PdfObject } from './pdf-object.ts'

export interface CompiledPicture {
  /** n for `Pn` among a page's resources. */
  readonly resource: number
  readonly number: number
  /** Points. */
  readonly width: number
  readonly height: number
  readonly objects: readonly PdfObject[]
}

export async function compilePicture(
  pdf: Uint8Array,
  set: ObjectSet,
  resource: number,
): Promise<CompiledPicture> {
  const source = await PDFDocument.load(pdf, { updateMetadata: false })
  const holder = await PDFDocument.create({ updateMetadata: false })
  const [embedded] = await holder.embedPdf(source, [0])
  if (!embedded) throw new RangeError('the picture has no page')
  await holder.flush()
  // Copied once more, so that nothing but what the picture needs gets a number, and that number is its last.
  const context = PDFContext.create()
  context.largestObjectNumber = set.next - 1
  const number = (PDFObjectCopier.for(holder.context, context).copy(embedded.ref) as PDFRef).objectNumber
  const objects = context.enumerateIndirectObjects().map(([ref, object]) => {
    const bytes = new Uint8Array(object.sizeInBytes())
    object.copyBytesInto(bytes, 0)
    const isStream = object instanceof PDFStream || object instanceof PDFRawStream
    return { number: ref.objectNumber, bytes, isStream }
  })
  for (const object of objects) set.adopt(object)
  return { resource, number, width: embedded.width, height: embedded.height, objects }
}

/** An SVG drawing as a PDF page of its size. */
export async function svgAsPdf(svg: string): Promise<Uint8Array> {
  const [width, height] = svgSize(svg)
  const document = await PDFDocument.create({ updateMetadata: false })
  const page = document.addPage([width, height])
  page.drawSvg(svg, { x: 0, y: height, width, height })
  return document.save()
}

function svgSize(svg: string): [number, number] {
  const [, , , width, height] = /viewBox="([\d.-]+)[ ,]+([\d.-]+)[ ,]+([\d.]+)[ ,]+([\d.]+)"/.exec(svg) ?? []
  if (width === undefined || height === undefined) throw new RangeError('the SVG names no viewBox')
  return [Number(width), Number(height)]
}
