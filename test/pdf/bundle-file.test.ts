import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, it } from 'vitest'
import { bundleFile, type Piece, PieceRefused } from '../../src/pdf/bundle-file.ts'
import { compileTemplate } from '../../src/pdf/compile-template.ts'
import { type Edition, openStamper } from '../../src/pdf/stamper.ts'
import type { TemplateDescription } from '../../src/pdf/template.ts'
import { documentFaults } from '../support/pdf/document-faults.ts'
import { layoutFaults, readLayout } from '../support/pdf/file-layout.ts'
import {
  type Dict,
  type PdfObjects,
  readObjects,
  type Reference,
  type Value,
} from '../support/pdf/pdf-objects.ts'
import { compiledForm, formValues } from './form-template.ts'
import { compiledLetter, EDITION, letterValues } from './letter-template.ts'
import { readBytes, readFonts, readPages, textOf, whole } from './read-pdf.ts'
import { fontBytes } from './typefaces.ts'

const OPTIONS = { title: 'Lettere (è così)', language: 'it-IT' }
const NAMES = ['MARIA ROSSI', 'ŁUKASZ ĐORĐEVIĆ', 'AĞA ŞAHİN', 'Αλέξανδρος', 'Щербаков', 'Ð\\óra (D"Angelo)']

const letters = openStamper(await compiledLetter()).edition(EDITION)
const forms = openStamper(await compiledForm()).edition({ year: '2026' })

function bundle(edition: Edition, pieces: Iterable<Piece>): Buffer {
  return whole(bundleFile(edition, pieces, OPTIONS))
}

function letterPieces(count: number, name = (index: number) => NAMES[index % NAMES.length] ?? ''): Piece[] {
  return Array.from({ length: count }, (_, index) => ({
    parts: [{ variant: 'letter', values: letterValues(index, [name(index), '00144 ROMA RM']) }],
    label: `L${index}`,
  }))
}

const formPieces = (count: number): Piece[] =>
  Array.from({ length: count }, (_, index) => ({
    parts: [{ variant: 'form', values: formValues(`N ${index}`) }],
    label: `F${index}`,
  }))

function countOf(file: PdfObjects, wanted: (dict: Dict) => boolean): number {
  return [...file.all.values()].filter((value) => dictOf(value) && wanted(dictOf(value) as Dict)).length
}

function dictOf(value: Value): Dict | undefined {
  if (value instanceof Map) return value as Dict
  return typeof value === 'object' && value !== null && 'dict' in value ? value.dict : undefined
}

describe('a bundle', () => {
  const pdf = bundle(letters, letterPieces(12))

  it.each([
    ['letters of every script', pdf],
    ['forms of two pages', bundle(forms, formPieces(3))],
  ])('of %s is PDF/A-2b as far as can be seen without a validator', async (_, bytes) => {
    expect(await documentFaults(bytes, 'bundle')).toEqual([])
  })

  it('is the same bytes twice, and has another /ID for other pieces', () => {
    expect(Buffer.compare(pdf, bundle(letters, letterPieces(12)))).toBe(0)
    const id = (bytes: Buffer) => /\/ID\[\((.*?)\)/.exec(readLayout(bytes).trailer)?.[1]
    const other = letterPieces(12).with(3, { ...(letterPieces(1)[0] as Piece), label: 'X' })
    expect(id(bundle(letters, other))).not.toBe(id(pdf))
  })

  it('gives every value back, page by page', async () => {
    const pages = await readPages(pdf)
    expect(pages).toHaveLength(12)
    pages.forEach((page, index) => {
      const text = textOf(page).replaceAll('\n', ' ')
      expect(text).toContain(`Gentile Maria D’Annunzio ${index}, le inviamo`)
      expect(page.map((run) => run.text)).toContain(NAMES[index % NAMES.length])
    })
  })

  it('shows no value but through its fonts, so that no scan of its bytes finds one', async () => {
    const bytes = await readBytes(pdf)
    for (const text of ['0B8D', '5A1F', '0B8D 5A1F', 'ROSSI', '00144']) expect(bytes).not.toContain(text)
  })

  it('stores what never changes once', async () => {
    const file = await readObjects(pdf)
    expect(countOf(file, (dict) => dict.get('Subtype') === '/Form')).toBe(1)
    expect(
      countOf(await readObjects(bundle(forms, formPieces(5))), (dict) => dict.get('Subtype') === '/Form'),
    ).toBe(2)
  })

  it('carries the fonts that it uses and no other', async () => {
    const plain = await readFonts(
      bundle(
        letters,
        letterPieces(3, () => 'MARIA ROSSI'),
      ),
    )
    const more = await readFonts(pdf)
    expect(plain.length).toBeLessThan(more.length)
    for (const font of more) {
      expect(font).toMatchObject({ embedded: true, toUnicode: true })
      expect(font.name).toMatch(/^[A-Z]{6}\+/)
    }
  })

  it('has title and language, and neither clock nor author', async () => {
    const file = await readObjects(pdf)
    expect(file.dict(file.trailer.get('Info')).get('Title')).toBe(OPTIONS.title)
    expect(file.catalog.get('Lang')).toBe('it-IT')
    expect(await readBytes(pdf)).not.toMatch(/CreationDate|ModDate|Author/)
  })

  it.each([
    ['a missing glyph', ['ROSSI 漢字'], 'piece L1: missing-glyph in address line 1: found U+6F22'],
    ['a line too wide', ['SECRETNAME'.repeat(8)], /^piece L1: too-wide in address line 1: found \d+ mm$/],
  ])('refuses a piece with %s by its label, and says nothing of its values', (_, address, message) => {
    const pieces = letterPieces(3).with(1, {
      parts: [{ variant: 'letter', values: letterValues(1, address) }],
      label: 'L1',
    })
    try {
      bundle(letters, pieces)
      expect.unreachable()
    } catch (error) {
      if (!(error instanceof PieceRefused)) throw error
      expect(error.label).toBe('L1')
      expect(error.message).toMatch(message)
      expect(JSON.stringify(error) + error.stack).not.toMatch(/SECRETNAME|漢/)
    }
  })
})

describe('finding a piece in a bundle', async () => {
  const pieces = [...formPieces(150)]
  const pdf = bundle(forms, pieces)
  const document = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise

  it('each page is labelled with its piece, and its sheet where there are more', async () => {
    const labels = await document.getPageLabels()
    expect(labels).toHaveLength(300)
    expect(labels?.slice(0, 4)).toEqual(['F0 - 1', 'F0 - 2', 'F1 - 1', 'F1 - 2'])
    expect(labels?.slice(-2)).toEqual(['F149 - 1', 'F149 - 2'])
    const single = getDocument({ data: Uint8Array.from(bundle(letters, letterPieces(70))), verbosity: 0 })
    const plain = await (await single.promise).getPageLabels()
    expect(plain).toEqual(Array.from({ length: 70 }, (_, index) => `L${index}`))
    await single.destroy()
  })

  it('the outline names every piece and leads to its first page', async () => {
    const outline = await document.getOutline()
    expect(outline?.map(({ title }) => title)).toEqual(pieces.map(({ label }) => label))
    for (const index of [0, 1, 77, 149]) {
      const [page] = (outline?.[index]?.dest ?? []) as { num: number; gen: number }[]
      expect(await document.getPageIndex(page ?? { num: 0, gen: 0 })).toBe(index * 2)
    }
    await document.loadingTask.destroy()
  })

  it('pages and labels hang on a tree of narrow nodes', async () => {
    const file = await readObjects(pdf)
    const root = file.catalog.get('Pages') as Reference
    const nodes = file.list(file.dict(root).get('Kids'))
    expect(file.dict(root).get('Count')).toBe(300)
    expect(nodes).toHaveLength(Math.ceil(300 / 64))
    for (const node of nodes) {
      const kids = file.list(file.dict(node).get('Kids'))
      expect(kids.length).toBeLessThanOrEqual(64)
      expect(file.dict(node).get('Count')).toBe(kids.length)
      expect(file.dict(node).get('Parent')).toEqual(root)
      for (const kid of kids) expect(file.dict(kid).get('Parent')).toEqual(node)
    }
    let expected = 0
    for (const leaf of file.list(file.dict(file.catalog.get('PageLabels')).get('Kids'))) {
      const numbers = file.list(file.dict(leaf).get('Nums')).filter((_, index) => index % 2 === 0)
      expect(numbers[0]).toBe(expected)
      expect(file.dict(leaf).get('Limits')).toEqual([numbers[0], numbers.at(-1)])
      expect(numbers.length).toBeLessThanOrEqual(64)
      expected = Number(numbers.at(-1)) + 2
    }
    expect(expected).toBe(300)
  })

  it('a piece costs three objects, and its share of the trees', async () => {
    const size = async (count: number) =>
      (
        await readObjects(
          bundle(
            letters,
            letterPieces(count, () => 'A'),
          ),
        )
      ).all.size
    const [few, many] = [await size(64), await size(256)]
    expect(many - few).toBe(192 * 3 + 2 * 3)
  })
})

describe('a bundle of very many pieces', () => {
  const tiny: TemplateDescription = {
    page: { width: 210, height: 297 },
    typefaces: { code: { file: fontBytes('mono'), alphabets: ['0123456789'] } },
    pictures: {},
    slots: { n: 'piece' },
    variants: {
      tiny: {
        title: '',
        language: 'it',
        pages: 1,
        content: [
          {
            kind: 'line',
            page: 0,
            field: 'n',
            tag: 'artifact',
            box: { x: 20, y: 20, width: 80, height: 10 },
            align: 'left',
            size: 10,
            runs: [{ typeface: 'code', text: '{{n}}' }],
          },
        ],
      },
    },
  }

  it('has every offset right and comes in chunks as it is made', async () => {
    const edition = openStamper(await compileTemplate(tiny)).edition({})
    const count = 23_000
    let asked = 0
    function* pieces(): Generator<Piece> {
      for (; asked < count; asked++)
        yield { parts: [{ variant: 'tiny', values: { n: String(asked) } }], label: `T${asked}` }
    }
    const sizes: number[] = []
    const chunks: Buffer[] = []
    const met: number[] = []
    for (const chunk of bundleFile(edition, pieces(), OPTIONS)) {
      sizes.push(chunk.length)
      met.push(asked)
      chunks.push(Buffer.from(chunk))
    }
    // It does not wait for the last piece before it hands over the first.
    expect(met[0]).toBeLessThan(count)
    expect(Math.max(...sizes)).toBeLessThan(4.1 * 1024 * 1024)
    const layout = readLayout(Buffer.concat(chunks))
    expect(layout.objects.length).toBeGreaterThan(66_000)
    expect(layoutFaults(layout)).toEqual([])
  })
})
