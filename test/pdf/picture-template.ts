/** @module A sheet of stationery drawn with pdf-lib, a logo in SVG, and a template that shows both. */
import * as fontkit from 'fontkit'
import { PDFDocument, rgb } from 'pdf-lib'
import { svgAsPdf } from '../../src/pdf/compile-picture.ts'
import { type CompiledTemplate, compileTemplate } from '../../src/pdf/compile-template.ts'
import type { TemplateDescription } from '../../src/pdf/template.ts'
import { ASCII, fontBytes } from './typefaces.ts'

export const LOGO_BOX = { x: 20, y: 10, width: 30, height: 20 }
/** Twice as wide as high. */
export const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0 L40 0 L20 20 Z" fill="#1a4f8f"/></svg>'

/** Its second page must not be seen. */
export async function stationery(): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.registerFontkit(fontkit as never)
  const font = await document.embedFont(fontBytes('noto'), { subset: true, customName: 'ABCDEF+NotoSans' })
  const page = document.addPage([595.28, 841.89])
  page.drawText('Carta intestata', { x: 300, y: 800, size: 12, font, color: rgb(0.1, 0.3, 0.6) })
  page.drawRectangle({ x: 20, y: 20, width: 10, height: 10, color: rgb(0.8, 0, 0) })
  document.addPage().drawText('Seconda pagina', { x: 300, y: 400, size: 12, font })
  return document.save()
}

export async function pictureDescription(): Promise<TemplateDescription> {
  return {
    page: { width: 210, height: 297 },
    typefaces: { text: { file: fontBytes('titillium'), alphabets: [ASCII] } },
    pictures: { background: await stationery(), logo: await svgAsPdf(LOGO) },
    slots: { name: 'piece' },
    variants: {
      sheet: {
        title: 'Carta intestata',
        language: 'it-IT',
        pages: 2,
        content: [0, 1].flatMap((page) => [
          {
            kind: 'picture',
            page,
            box: { x: 0, y: 0, width: 210, height: 297 },
            picture: 'background',
            tag: 'artifact',
          } as const,
          {
            kind: 'picture',
            page,
            box: LOGO_BOX,
            picture: 'logo',
            tag: page === 0 ? { role: 'Figure', alternative: 'Il logo dell’istituto' } : 'artifact',
          } as const,
          {
            kind: 'line',
            page,
            field: 'name',
            tag: { role: 'P' },
            box: { x: 20, y: 60, width: 100, height: 10 },
            align: 'left',
            size: 12,
            runs: [{ typeface: 'text', text: '{{name}}' }],
          } as const,
        ]),
      },
    },
  }
}

let compiling: Promise<CompiledTemplate> | undefined

export function compiledPicture(): Promise<CompiledTemplate> {
  compiling ??= pictureDescription().then(compileTemplate)
  return compiling
}
