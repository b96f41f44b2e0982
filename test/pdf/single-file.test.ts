import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type SingleFile, SingleFiles } from '../../src/pdf/single-file.ts'
import { openStamper } from '../../src/pdf/stamper.ts'
import type { Values } from '../../src/pdf/template.ts'
import { documentFaults } from '../support/pdf/document-faults.ts'
import { readDrawn } from '../support/pdf/drawn.ts'
import { layoutFaults, readLayout } from '../support/pdf/file-layout.ts'
import { readObjects } from '../support/pdf/pdf-objects.ts'
import { elementsOf, readStructure } from '../support/pdf/structure-faults.ts'
import { compiledForm, formValues } from './form-template.ts'
import { ADDRESS, compiledLetter, EDITION, letterValues } from './letter-template.ts'
import { readFonts, readPages, textOf } from './read-pdf.ts'

const letters = openStamper(await compiledLetter())
const forms = openStamper(await compiledForm())

function letterFile(values: Values, edition: Values = EDITION): SingleFile {
  return made(new SingleFiles(letters.edition(edition), 'letter'), values)
}

function formFile(values: Values): SingleFile {
  return made(new SingleFiles(forms.edition({ year: '2026' }), 'form'), values)
}

/** A copy: what a file gives is valid until the next. */
function made(files: SingleFiles, values: Values) {
  const file = files.make(values)
  if ('code' in file) throw new Error(`${file.code} in ${file.field}: ${file.found}`)
  return { ...file, bytes: Buffer.from(file.bytes) }
}

const EMPTY_FORM = Object.fromEntries(Object.keys(formValues()).map((name) => [name, '']))
const FILES: readonly (readonly [string, () => { bytes: Buffer }])[] = [
  ['a letter', () => letterFile(letterValues())],
  [
    'a letter that needs more fonts',
    () => letterFile(letterValues(1, ['ŁUKASZ ĐORĐEVIĆ', 'Αλέξανδρος', 'Щербаков'])),
  ],
  ['a letter with a mark across', () => letterFile(letterValues(), { ...EDITION, mark: 'PROVA' })],
  ['a letter of empty values', () => letterFile({ name: '', address: [], id: '', code: '' })],
  ['a form', () => formFile(formValues())],
  ['an empty form', () => formFile(EMPTY_FORM)],
]

describe.each(FILES)('%s', (_, file) => {
  it('is PDF/A-2a and PDF/UA-1 as far as can be seen without a validator', async () => {
    expect(await documentFaults(file().bytes, 'single')).toEqual([])
  })
})

describe('a single file', () => {
  it('is the same bytes for the same values, from the same stamper or another', async () => {
    const again = openStamper(structuredClone(await compiledLetter())).edition(EDITION)
    const first = letterFile(letterValues())
    expect(Buffer.compare(first.bytes, letterFile(letterValues()).bytes)).toBe(0)
    expect(Buffer.compare(first.bytes, made(new SingleFiles(again, 'letter'), letterValues()).bytes)).toBe(0)
  })

  it('has its own hash and checksum, and its own /ID, wherever it differs', () => {
    const files = [0, 1, 2].map((index) => letterFile(letterValues(index)))
    for (const { bytes, ...file } of files) {
      expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
      expect(file.crc32).toBe(crc32(bytes))
    }
    const ids = files.map(({ bytes }) => /\/ID\[\((.*?)\)/.exec(readLayout(bytes).trailer)?.[1])
    expect(new Set(ids).size).toBe(3)
    // No digit and no capital letter: a scan for eight hexadecimal characters never meets it.
    for (const id of ids) expect(id).toMatch(/^[g-v]{32}$/)
  })

  it('is the same as the first of its maker and after hundreds of others', () => {
    const files = new SingleFiles(letters.edition(EDITION), 'letter')
    const names = ['MARIA ROSSI', 'ŁUKASZ ĐORĐEVIĆ', 'Щербаков']
    for (let index = 0; index < 300; index++) {
      const values = letterValues(index, [names[index % 3] ?? ''])
      const { bytes, sha256 } = made(files, values)
      expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
      if (index % 50 > 2) continue
      expect(layoutFaults(readLayout(bytes))).toEqual([])
      expect(Buffer.compare(bytes, letterFile(values).bytes)).toBe(0)
    }
  })

  it('after a refusal is as if nothing had been refused', () => {
    const files = new SingleFiles(letters.edition(EDITION), 'letter')
    expect(files.make(letterValues(0, ['漢字']))).toMatchObject({ code: 'missing-glyph', found: 'U+6F22' })
    expect(files.make({ ...letterValues(0, ['ŁUKASZ']), code: 'Z' })).toMatchObject({ code: 'missing-glyph' })
    expect(Buffer.compare(made(files, letterValues()).bytes, letterFile(letterValues()).bytes)).toBe(0)
  })

  it('gives every value back as it went in', async () => {
    const address = [
      'Łukasz Đorđević',
      'Ștefan Şahin Ağa',
      'Erdős Őrsi',
      'Ðóra (\\) D"Angelo',
      'Αλέξανδρος',
      'Щербаков',
    ]
    const [page = []] = await readPages(letterFile(letterValues(7, address)).bytes)
    for (const line of [...address, 'R3K7Q-9TX2M-C 1/1', '0B8D 5A1F']) {
      expect(page.map(({ text }) => text)).toContain(line)
    }
    expect(textOf(page).replaceAll('\n', ' ')).toContain(
      'Gentile Maria D’Annunzio 7, le inviamo 12 maggio 2026',
    )
  })

  it('puts text where it was told, as wide as it was measured', async () => {
    const [page = []] = await readPages(letterFile(letterValues(0, ['ŁUKASZ ĐORĐEVIĆ'])).bytes)
    const name = page.find(({ text }) => text === 'ŁUKASZ ĐORĐEVIĆ')
    expect(name?.left).toBeCloseTo(ADDRESS.x, 1)
    expect(name?.baseline).toBeGreaterThan(ADDRESS.y)
    expect(name?.baseline).toBeLessThan(ADDRESS.y + 5.2)
    const measured = ((letters.fonts.get('person')?.width('ŁUKASZ ĐORĐEVIĆ') ?? 0) * 11 * 25.4) / 72_000
    expect((name?.right ?? 0) - (name?.left ?? 0)).toBeCloseTo(measured, 1)
  })

  it('carries the fonts that it uses and no other', async () => {
    const plain = (await readFonts(letterFile(letterValues()).bytes)).map(({ name }) => name)
    const more = (await readFonts(letterFile(letterValues(0, ['ŁUKASZ', 'Щербаков'])).bytes)).map(
      ({ name }) => name,
    )
    expect(plain).toHaveLength(4)
    expect(more).toHaveLength(6)
    expect(new Set(more).size).toBe(6)
    for (const name of more) expect(name).toMatch(/^[A-Z]{6}\+/)
  })

  it('with two fonts is smaller than 25 kB', () => {
    expect(formFile(formValues()).bytes.length).toBeLessThan(25_000)
  })

  it('has its title in the title bar, whatever stands in it', async () => {
    const file = await readObjects(letterFile(letterValues()).bytes)
    expect(file.dict(file.trailer.get('Info')).get('Title')).toBe('Prova (così) <&> \\')
    expect(file.stream(file.catalog.get('Metadata')).bytes.toString()).toContain(
      'Prova (così) &lt;&amp;&gt; \\',
    )
  })
})

describe('how a form is read aloud', async () => {
  const file = await readObjects(formFile(formValues()).bytes)
  const { root } = readStructure(
    file,
    file.pages().map((page) => readDrawn(file, page)),
  )
  const roles = elementsOf(root).map(({ role }) => role)
  const count = (role: string) => roles.filter((one) => one === role).length

  it('has the header once, headings in order, a table of rows and a numbered list', () => {
    expect(roles.filter((role) => role.startsWith('H'))).toEqual(['H1', 'H2', 'H2'])
    expect(['Div', 'TR', 'TH', 'TD', 'LI', 'LBody'].map(count)).toEqual([12, 6, 8, 10, 2, 2])
    const table = elementsOf(root).find(({ role }) => role === 'Table')
    expect(table?.kids.map(({ role }) => role)).toEqual(['THead', 'TBody'])
  })

  it('is the same whatever is filled in', async () => {
    const empty = await readObjects(formFile(EMPTY_FORM).bytes)
    const drawn = empty.pages().map((page) => readDrawn(empty, page))
    expect(readStructure(empty, drawn).root).toEqual(root)
  })

  it('shows the header on every page, with its number', async () => {
    const pages = await readPages(formFile(formValues()).bytes)
    expect(pages).toHaveLength(2)
    pages.forEach((page, index) => {
      const header = page.filter(({ baseline }) => baseline < 28).map(({ text }) => text)
      expect(header.sort()).toEqual([
        'Certificazione di prova 2026',
        'MARIA ROSSI',
        `Pagina ${index + 1} di 2`,
      ])
    })
  })

  it('has the amounts of a column end at one margin', async () => {
    const [, second = []] = await readPages(formFile(formValues()).bytes)
    const amounts = second.filter(({ text }) => /^[\d.]+,\d\d$/.test(text))
    expect(amounts.map(({ text }) => text)).toEqual([
      '0,00',
      '1.234.500,00',
      '2.469.000,00',
      '3.703.500,00',
      '4.938.000,00',
    ])
    for (const { right } of amounts) expect(right).toBeCloseTo(189, 0)
  })
})
