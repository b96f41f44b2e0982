import { describe, expect, it } from 'vitest'
import { bundleFile } from '../../src/pdf/bundle-file.ts'
import { svgAsPdf } from '../../src/pdf/compile-picture.ts'
import { compileTemplate, templateHash } from '../../src/pdf/compile-template.ts'
import { SingleFiles } from '../../src/pdf/single-file.ts'
import { openStamper } from '../../src/pdf/stamper.ts'
import { readContent } from '../support/pdf/content-stream.ts'
import { documentFaults } from '../support/pdf/document-faults.ts'
import { readDrawn } from '../support/pdf/drawn.ts'
import { readObjects } from '../support/pdf/pdf-objects.ts'
import { elementsOf, readStructure } from '../support/pdf/structure-faults.ts'
import { compiledPicture, LOGO, LOGO_BOX, pictureDescription } from './picture-template.ts'
import { readBytes, readPages, whole } from './read-pdf.ts'

const MM = 25.4 / 72

describe('a template with stationery and a logo', async () => {
  const compiled = await compiledPicture()
  const edition = openStamper(compiled).edition({})
  const made = new SingleFiles(edition, 'sheet').make({ name: 'MARIA ROSSI' })
  if ('code' in made) throw new Error(made.code)
  const single = made.bytes
  const pieces = ['A', 'B', 'C'].map((label) => ({
    parts: [{ variant: 'sheet', values: { name: label } }],
    label,
  }))
  const options = { title: 'Carta', language: 'it-IT' }
  const bundle = whole(bundleFile(edition, pieces, options))

  it.each([
    ['single', single],
    ['bundle', bundle],
  ] as const)('makes a %s file without a fault', async (kind, bytes) => {
    expect(await documentFaults(bytes, kind)).toEqual([])
  })

  it('shows the stationery’s first page where it stood, behind every page’s own text', async () => {
    for (const page of await readPages(bundle)) {
      const [background, own] = page
      expect(background?.text).toBe('Carta intestata')
      expect(background?.left).toBeCloseTo(300 * MM, 1)
      expect(background?.baseline).toBeCloseTo(297 - 800 * MM, 1)
      expect(own?.text).toMatch(/^[ABC]$/)
      expect(page).toHaveLength(2)
    }
    expect(await readBytes(bundle)).not.toContain('Seconda pagina')
  })

  it('keeps each picture once', async () => {
    const file = await readObjects(bundle)
    const forms = [...file.all.values()].filter(
      (value) =>
        typeof value === 'object' &&
        value !== null &&
        'dict' in value &&
        value.dict.get('Subtype') === '/Form',
    )
    // Two pictures, and what never changes on each page.
    expect(forms).toHaveLength(4)
  })

  it('fits the logo into its box with its proportions', async () => {
    const file = await readObjects(single)
    const [page] = file.pages()
    const content = readContent(file.content(page ?? null))
    const [, matrix] = content
      .filter(({ operator }) => operator === 'cm')
      .map(({ operands }) => operands.map(Number))
    const [scale = 0, , , scaleY, x = 0, y = 0] = matrix ?? []
    expect(scaleY).toBe(scale)
    expect(40 * scale * MM).toBeCloseTo(LOGO_BOX.width, 1)
    expect(x * MM).toBeCloseTo(LOGO_BOX.x, 1)
    expect(297 - y * MM - 20 * scale * MM).toBeCloseTo(LOGO_BOX.y, 1)
  })

  it('says what a figure shows, and passes over decoration', async () => {
    const file = await readObjects(single)
    const { root } = readStructure(
      file,
      file.pages().map((page) => readDrawn(file, page)),
    )
    const figures = elementsOf(root).filter(({ role }) => role === 'Figure')
    expect(figures.map(({ alternative }) => alternative)).toEqual(['Il logo dell’istituto'])
  })

  it('compiles to the same objects again, and to another hash with another picture', async () => {
    const description = await pictureDescription()
    const again = await compileTemplate(description)
    expect(again.pictures).toEqual(compiled.pictures)
    expect(again.hash).toBe(compiled.hash)
    const other = {
      ...description,
      pictures: { ...description.pictures, logo: await svgAsPdf(LOGO.replace('20 20', '9 9')) },
    }
    expect(templateHash(other)).not.toBe(compiled.hash)
  })

  it.each([
    ['not a PDF', Buffer.from('GIF89a')],
    ['an empty file', new Uint8Array()],
  ])('is not compiled when its picture is %s', async (_, picture) => {
    const description = await pictureDescription()
    await expect(compileTemplate({ ...description, pictures: { background: picture } })).rejects.toThrow()
  })

  it('is not compiled from a drawing without a size', async () => {
    await expect(svgAsPdf('<svg xmlns="http://www.w3.org/2000/svg"/>')).rejects.toThrow('viewBox')
  })
})
