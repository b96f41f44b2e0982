/** @module pdf.js, loaded when it is first needed: two megabytes that most commands never ask for. */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

export type { PDFDocumentProxy, PDFPageProxy }

/** Opens a file without trusting anything outside it. Throws what pdf.js says of a file that it cannot read. */
export async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  return getDocument({
    // A copy: pdf.js takes the bytes away from whoever hands them over.
    data: new Uint8Array(bytes),
    standardFontDataUrl: standardFonts(),
    useSystemFonts: false,
    // A page that is shown in part must not pass for one that was read.
    stopAtErrors: true,
    verbosity: 0,
  }).promise
}

/** What stands in for fonts that a faulty file does not bring along. */
function standardFonts(): string {
  return new URL('../../standard_fonts/', import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs')).pathname
}
