import { beforeAll, describe, expect, it } from 'vitest'
import { createBundlePdf } from '../../src/pdf/bundle-pdf.ts'
import { openTypeface } from '../../src/pdf/typeface.ts'
import { readBytes, readFonts, readPages, textOf } from './read-pdf.ts'

const noto = openTypeface('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf')
const titillium = openTypeface('@expo-google-fonts/titillium-web/400Regular/TitilliumWeb_400Regular.ttf')
const unused = openTypeface('@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf')

const NAMES = [
  'Łukasz Đorđević',
  'Ștefan Şahin Ağa',
  'Erdős Őrsi',
  'Αλέξανδρος',
  'Щербаков',
  'Ðóra (\\) D’Angelo',
]

function make(identity: string): Promise<Uint8Array> {
  const options = {
    title: 'Prova di è',
    language: 'it-IT',
    typefaces: [noto, titillium, unused],
    pageWidth: 210,
    pageHeight: 297,
  }
  const pdf = createBundlePdf(options)
  const common = pdf.newContent()
  common.text({ typeface: titillium, size: 12 }, 20, 20, 'Uguale in ogni pagina: AVVOLTO')
  const shared = pdf.share(common)
  for (const name of NAMES) {
    const own = pdf.newContent()
    own.text({ typeface: noto, size: 10, stretch: 90 }, 100, 50, name)
    pdf.addPage([shared, own])
  }
  return pdf.finish(identity)
}

describe('a bundle PDF', () => {
  let pdf: Uint8Array
  let pages: Awaited<ReturnType<typeof readPages>>
  beforeAll(async () => {
    pdf = await make('one')
    pages = await readPages(pdf)
  })

  it('is the same bytes twice, and another file /ID for another identity', async () => {
    expect(Buffer.compare(pdf, await make('one'))).toBe(0)
    expect(Buffer.compare(pdf, await make('two'))).not.toBe(0)
  })

  it('gives every name back as it went in, with what all pages share', () => {
    expect(pages.map(textOf)).toEqual(NAMES.map((name) => `Uguale in ogni pagina: AVVOLTO\n${name}`))
  })

  it('puts text where it was told, as wide as it was measured', () => {
    const [, name] = pages[0] ?? []
    expect(name?.left).toBeCloseTo(100, 1)
    expect(name?.baseline).toBeCloseTo(50, 1)
    const measured = (noto.textWidth(NAMES[0] ?? '', 10) * 0.9 * 25.4) / 72
    expect((name?.right ?? 0) - (name?.left ?? 0)).toBeCloseTo(measured, 1)
  })

  it('embeds a subset of each typeface it uses, and no other', async () => {
    const fonts = await readFonts(pdf)
    expect(fonts.map(({ name }) => name.slice(7)).sort()).toEqual([
      'NotoSans-Regular',
      'TitilliumWeb-Regular',
    ])
    for (const font of fonts) {
      expect(font).toMatchObject({ embedded: true, toUnicode: true })
      expect(font.name).toMatch(/^[A-Z]{6}\+/)
    }
    expect(pdf.length).toBeLessThan(40_000)
  })

  it('has title and language, and neither clock nor author', async () => {
    const bytes = await readBytes(pdf)
    expect(bytes).toContain('/Lang (it-IT)')
    expect(bytes).not.toMatch(/CreationDate|ModDate|Author/)
  })

  it('throws for a character that the typeface lacks instead of printing an empty box', () => {
    const bundle = createBundlePdf({
      title: '',
      language: 'it',
      typefaces: [titillium],
      pageWidth: 210,
      pageHeight: 297,
    })
    expect(() => bundle.newContent().text({ typeface: titillium, size: 10 }, 0, 0, 'Ж')).toThrow('U+0416')
  })
})
