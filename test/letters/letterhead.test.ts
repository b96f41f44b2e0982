import { rm, writeFile } from 'node:fs/promises'
import { cmyk, degrees, PDFDocument, StandardFonts } from 'pdf-lib'
import { describe, expect, it } from 'vitest'
import { faultSentence } from '../../src/letters/file-fault.ts'
import { readTemplates } from '../../src/letters/read-templates.ts'
import { EditedTemplates, told } from './edited-templates.ts'

const templates = EditedTemplates.forEachTest()

describe('the letterhead', () => {
  /** A one-page PDF of A4, changed by `draw`. */
  async function stationery(draw: (pdf: PDFDocument) => void | Promise<void>): Promise<string[]> {
    const pdf = await PDFDocument.create()
    pdf.addPage([595.28, 841.89]).drawLine({ start: { x: 60, y: 30 }, end: { x: 500, y: 30 } })
    await draw(pdf)
    await writeFile(templates.path('letterhead/carta.pdf'), await pdf.save())
    await templates.edit('letterhead/letterhead.yaml', /^# background: .*$/m, 'background: carta.pdf')
    const { faults } = await readTemplates(templates.folder, ['it-dx'])
    expect(new Set(faults.map(({ file }) => file)).size).toBeLessThan(2)
    return faults.map(faultSentence)
  }

  it('may be a sheet of stationery', async () => {
    expect(await stationery(() => {})).toEqual([])
  })

  it.each<[title: string, draw: (pdf: PDFDocument) => void | Promise<void>, fault: string]>([
    ['two pages', (pdf) => void pdf.addPage([595.28, 841.89]).drawCircle({}), 'ha 2 pagine'],
    [
      'a page of another size',
      (pdf) => pdf.getPage(0).setSize(612, 858),
      'la pagina è di 215,9 × 302,7 mm, il foglio del profilo it-dx di 210 × 297 mm',
    ],
    ['a page on its side', (pdf) => pdf.getPage(0).setRotation(degrees(90)), 'ruotata'],
    [
      'a font that is not embedded',
      async (pdf) => pdf.getPage(0).drawText('INPS', { font: await pdf.embedFont(StandardFonts.Helvetica) }),
      'il carattere Helvetica non è incorporato',
    ],
    ['CMYK', (pdf) => pdf.getPage(0).drawRectangle({ width: 9, height: 9, color: cmyk(1, 0, 0, 0) }), 'CMYK'],
    [
      'CMYK in a form',
      async (pdf) => {
        const other = await PDFDocument.create()
        other
          .addPage([50, 50])
          .drawRectangle({ width: 9, height: 9, borderColor: cmyk(1, 0, 0, 0), borderWidth: 1 })
        const [form] = await pdf.embedPdf(await other.save())
        if (form) pdf.getPage(0).drawPage(form)
      },
      'CMYK',
    ],
    ['JavaScript', (pdf) => pdf.addJavaScript('hello', 'app.alert(1)'), 'JavaScript'],
    ['encryption', (pdf) => pdf.encrypt({ userPassword: 'a', ownerPassword: 'b' }), 'cifrato'],
  ])('with %s', async (_title, draw, fault) => {
    const faults = await stationery(draw)
    expect(faults).toEqual([expect.stringContaining(fault)])
    expect(faults[0]).toMatch(/^letterhead\/carta\.pdf: /)
  })

  it.each([
    ['no PDF', 'logo.pdf', 'hello', 'letterhead/logo.pdf: non si legge come PDF'],
    [
      'half a PDF',
      'logo.pdf',
      '%PDF-1.7\n1 0 obj <</Type /Catalog',
      'letterhead/logo.pdf: non si legge come PDF',
    ],
    [
      'an SVG without a viewBox',
      'logo.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>',
      'letterhead/logo.svg: manca viewBox',
    ],
    [
      'an SVG with text',
      'logo.svg',
      '<svg viewBox="0 0 48 48"><text x="1" y="9">INPS</text></svg>',
      'non è incorporato',
    ],
    ['no SVG', 'logo.svg', 'hello', 'letterhead/logo.svg: non è un disegno SVG'],
  ])('with a logo that is %s', async (_title, name, content, fault) => {
    await writeFile(templates.path(`letterhead/${name}`), content)
    await templates.edit('letterhead/letterhead.yaml', 'logo.svg', name)
    expect(told(await readTemplates(templates.folder, ['it-dx']))).toContain(fault)
  })

  it('with a logo that is not there', async () => {
    await rm(templates.path('letterhead/logo.svg'))
    expect(told(await readTemplates(templates.folder, []))).toBe('letterhead/logo.svg: non c’è')
  })

  it('higher than its zone', async () => {
    await templates.edit('letterhead/letterhead.yaml', 'height: 13', 'height: 20')
    expect(told(await templates.check('it-dx'))).toMatch(
      /^letterhead\/letterhead.yaml: quello che sta in testa esce di 2 mm dalla zona header \(intestazione\)/,
    )
  })
})
