/**
 * pdfkit, which writes pages to a stream as they are drawn.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { loadPeer } from '../peers/load-peer.ts'
import type { Engine } from './engine.ts'
import { fontFile, type LetterFont, valuesOf } from './letter.ts'
import { type PageLayout, pageLayout } from './page-layout.ts'

/** As much of a pdfkit document as the letter needs. */
interface Document extends Readable {
  registerFont(name: string, source: unknown): this
  font(name: string): this
  fontSize(size: number): this
  widthOfString(text: string): number
  addPage(): this
  text(text: string, x: number, y: number, options: object): this
  end(): void
}

/** A fontkit font can be shared by documents, so each file is parsed once. */
export async function pdfkit(): Promise<Engine> {
  const { default: PDFDocument } = await loadPeer<{ default: new (options: object) => Document }>('pdfkit')
  const { create } = await loadPeer<{ create(bytes: Buffer): unknown }>('fontkit')
  const fonts = { text: create(fontFile('text')), strong: create(fontFile('strong')) }

  function newDocument(): Document {
    const document = new PDFDocument({ size: 'A4', margin: 0, font: null, autoFirstPage: false })
    return document.registerFont('text', fonts.text).registerFont('strong', fonts.strong)
  }

  const measuring = newDocument().fontSize(1000)
  const layout = pageLayout((font: LetterFont, text) => measuring.font(font).widthOfString(text) / 1000)

  return {
    async bundle(letters, path) {
      const document = newDocument()
      const hash = createHash('sha256')
      document.on('data', (chunk: Buffer) => hash.update(chunk))
      const file = createWriteStream(path, { flush: true })
      document.pipe(file)
      const written = once(file, 'close')
      for (let index = 0; index < letters; index++) {
        draw(document, layout, index)
        if (file.writableNeedDrain) await once(file, 'drain')
        // The file is written in the background: without a pause now and then all pages would wait in memory.
        else if (index % 20 === 19) await setImmediate()
      }
      document.end()
      await written
      hash.digest('hex')
      return file.bytesWritten
    },
    async singles(letters) {
      let bytes = 0
      for (let index = 0; index < letters; index++) {
        const document = newDocument()
        draw(document, layout, index)
        document.end()
        const hash = createHash('sha256')
        const chunks: Buffer[] = []
        for await (const chunk of document) {
          hash.update(chunk)
          chunks.push(chunk)
        }
        hash.digest('hex')
        bytes += Buffer.concat(chunks).length
      }
      return bytes
    },
  }
}

function draw(document: Document, layout: PageLayout, index: number): void {
  document.addPage()
  for (const line of [...layout.fixed, ...layout.varying(valuesOf(index))]) {
    const style = document.font(line.font).fontSize(line.size)
    style.text(line.text, line.x, line.baseline, { lineBreak: false, baseline: 'alphabetic' })
  }
}
