import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { letterIdFrom } from '../../src/domain/letter-id.ts'
import type { PinLetterTemplate } from '../../src/letters/pin-letter.ts'
import { halfNumber } from '../../src/secrets/code-windows.ts'
import { findLeaks, type Produced } from '../../src/secrets/leak-gate.ts'
import { bundleOf, halfOf, ISSUE, letter, loadTemplate } from '../letters/letters.ts'
import { whole } from '../pdf/read-pdf.ts'

/** Three letters: the second has two sheets, so its pages are 2 and 3. */
const LETTERS = ['it', 'it+de', 'it'].map((languages, index) => letterOf(index, languages))
const [FIRST, SECOND, THIRD] = [halfOf(0), halfOf(1), halfOf(2)] as const
const HOME = 'RSSMRA40A41H501W'

function letterOf(index: number, languages = 'it') {
  const id = new Uint8Array(10).map((_, place) => (index >> (place % 2 === 0 ? 8 : 0)) * 7 + place)
  const addressLines = ['MARIA D’ANNUNZIO', `VIA GARIBALDI ${index} A`, `${10_000 + index} ROMA RM`]
  return letter({ publicId: letterIdFrom(id), languages, addressLines })
}

let template: PinLetterTemplate
let honest: Produced
beforeAll(async () => {
  template = await loadTemplate()
  const csv = ['"seq";"mailpiece_id";"row1";"row2"', ...LETTERS.map(rowOf), ''].join('\r\n')
  honest = {
    pdf: bundleOf(template, LETTERS),
    csv: Buffer.from(csv),
    manifest: '{\n  "bundle": "PIN_IT-20261120-001-92728b9547",\n  "rows": 3\n}\n',
    names: ['PIN_IT-20261120-001-92728b9547.pdf', 'PIN_IT-20261120-001-92728b9547.csv'],
  }
})

function rowOf(
  { publicId, addressLines }: { publicId: string; addressLines: readonly string[] },
  at: number,
) {
  return [String(at + 1), publicId, ...addressLines.slice(0, 2)].map((cell) => `"${cell}"`).join(';')
}

function codeBox() {
  const { geometry } = template.parts
  return { box: geometry.secret, pageHeight: geometry.page.height }
}

function leaksIn(changes: Partial<Produced> = {}) {
  const letters = LETTERS.map(({ languages }, index) => ({
    half: halfNumber(halfOf(index)),
    pages: languages.includes('+') ? 2 : 1,
  }))
  return findLeaks({ ...honest, ...changes }, { letters, code: codeBox() })
}

/** Two bytes a character, as our own strings have them. */
const wide = (text: string) => [...text].map((character) => `\0${character}`).join('')
const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex').toUpperCase()
const percent = (text: string) => hex(text).replace(/../g, '%$&')
const octal = (text: string) => [...text].map((one) => `\\${one.charCodeAt(0).toString(8)}`).join('')
const grouped = (half: string) => `${half.slice(0, 4)} ${half.slice(4)}`

function edited(edit: (pdf: string) => string): Buffer {
  const before = honest.pdf.toString('latin1')
  const after = edit(before)
  expect(after).not.toBe(before)
  return Buffer.from(after, 'latin1')
}

/** Draws more on a page, counted from 1. */
function drawn(page: number, operators: string): Buffer {
  return edited((pdf) => {
    let at = -1
    for (let count = 0; count < page; count++) at = pdf.indexOf('stream\n/S', at + 1)
    const end = pdf.indexOf('\nendstream', at)
    return `${pdf.slice(0, end)}\n${operators}${pdf.slice(end)}`
  })
}

const shown = (string: string, font = 'F10') => `BT 70 300 Td\n/${font} 11 Tf [${string}]TJ\nET`
const replaced = (what: string | RegExp, by: string) => edited((pdf) => pdf.replace(what, () => by))

test('an honest bundle passes', () => {
  expect(leaksIn()).toEqual([])
})

test('and so does one of two thousand, with numbers in its addresses', () => {
  const letters = Array.from({ length: 2_000 }, (_, index) => ({
    ...letterOf(index),
    half: createHash('sha256').update(String(index)).digest('hex').slice(0, 8).toUpperCase(),
  }))
  const guarded = letters.map(({ half }) => ({ half: halfNumber(half), pages: 1 }))
  const pdf = whole(template.bundle(ISSUE, letters))
  const csv = Buffer.from(letters.map(rowOf).join('\r\n'))
  expect(findLeaks({ ...honest, pdf, csv }, { letters: guarded, code: codeBox() })).toEqual([])
})

describe('a half in the text of a page', () => {
  const here = (page: number) => [{ code: 'CODE_LEAKED', page, place: 'testo della pagina' }]
  test.each<[string, number, () => string]>([
    ['together', 1, () => shown(`(${wide(SECOND)})`)],
    ['within a word', 1, () => shown(`(${wide(`rif.X${SECOND}Z`)})`)],
    ['in groups, of another font', 4, () => shown(`(${wide(grouped(FIRST))})`, 'F0')],
    ['in groups with a hyphen', 4, () => shown(`(${wide(`${FIRST.slice(0, 4)}-${FIRST.slice(4)}`)})`)],
    ['kerned', 1, () => shown(`(${wide(THIRD.slice(0, 3))})-20(${wide(THIRD.slice(3))})`)],
    ['a byte a character', 1, () => shown(`(${THIRD})`)],
    ['escaped', 1, () => shown(`(${octal(THIRD)})`)],
    ['as a hexadecimal string', 1, () => shown(`<${hex(wide(THIRD))}>`)],
    ['outside any string', 1, () => `% ${THIRD}`],
    ['its own, outside its box', 1, () => shown(`(${wide(FIRST)})`)],
    ['its own, over two runs', 1, () => shown(`(${wide(FIRST.slice(0, 5))})]TJ\n[(${wide(FIRST.slice(5))})`)],
    [
      'its own, over two lines and fonts',
      4,
      () => `${shown(`(${wide(THIRD.slice(0, 2))})`)}\n${shown(`(${wide(THIRD.slice(2))})`, 'F0')}`,
    ],
    ['its own, on its second sheet', 3, () => shown(`(${wide(SECOND)})`)],
    ['its own, in its box a second time', 1, () => `BT 218.32 330.15 Td\n/F7 32 Tf [(${wide(FIRST)})]TJ\nET`],
  ])('%s', (_title, page, operators) => {
    expect(leaksIn({ pdf: drawn(page, operators()) })).toEqual(here(page))
  })

  test('at any place of any text', () => {
    const pdf = honest.pdf.toString('latin1')
    const start = pdf.indexOf('stream\n/S')
    const content = pdf.slice(start, pdf.indexOf('endstream', start))
    // Behind a character of two bytes that is neither a bracket nor part of the code's own line.
    const places = [...content.matchAll(/\0[a-z,.;: ]/g)].map(({ index }) => start + index + 2)
    expect(places.length).toBeGreaterThan(500)
    for (const at of places.filter((_, index) => index % 29 === 0)) {
      const planted = Buffer.from(pdf.slice(0, at) + wide(THIRD) + pdf.slice(at), 'latin1')
      expect([at, leaksIn({ pdf: planted })]).toEqual([at, here(1)])
    }
  })

  test('in the box of another letter; neither has its own', () => {
    const swapped = edited((pdf) =>
      pdf
        .replace(wide(grouped(FIRST)), wide('________ '))
        .replace(wide(grouped(SECOND)), wide(grouped(FIRST)))
        .replace(wide('________ '), wide(grouped(SECOND))),
    )
    expect(leaksIn({ pdf: swapped })).toEqual([
      ...here(1),
      ...here(2),
      { code: 'CODE_MISSING', page: 1, place: 'riquadro del codice' },
      { code: 'CODE_MISSING', page: 2, place: 'riquadro del codice' },
    ])
  })

  test('beside its box, or behind something else in it', () => {
    const missing = { code: 'CODE_MISSING', page: 1, place: 'riquadro del codice' }
    const moved = replaced('BT 218.32 330.15 Td\n/F7', 'BT 218.32 230.15 Td\n/F7')
    expect(leaksIn({ pdf: moved })).toEqual([...here(1), missing])
    const first = wide(grouped(FIRST))
    expect(leaksIn({ pdf: replaced(first, `\0X)]TJ 0 -300 Td [(${first}`) })).toEqual([...here(1), missing])
  })

  test('a box without a code is one that nobody can read', () => {
    const missing = [{ code: 'CODE_MISSING', page: 1, place: 'riquadro del codice' }]
    expect(leaksIn({ pdf: replaced(wide(grouped(FIRST)), wide('•••• ••••')) })).toEqual(missing)
  })
})

describe('a half elsewhere in the PDF', () => {
  const object = (content: string) => edited((pdf) => `${pdf}\n900 0 obj\n${content}\nendobj\n`)
  const stream = (dictionary: string, content: string) =>
    object(`<<${dictionary}/Length ${content.length}>>stream\n${content}\nendstream`)
  const flate = (content: string) => stream('/Filter/FlateDecode', deflateSync(content).toString('latin1'))
  const xmp = (text: string) => replaced('<dc:language>', `<dc:title>${text}</dc:title><dc:language>`)
  const info = (title: string) => replaced(/\/Title\([^)]*\)\/Producer/, `/Title${title}/Producer`)

  test.each<[string, string, () => Buffer]>([
    ['Info', 'proprietà (Info)', () => info(`(Lettera ${THIRD})`)],
    ['Info, UTF-16', 'proprietà (Info)', () => info(`<FEFF${hex(wide(`è ${THIRD}`))}>`)],
    ['Info, hexadecimal', 'proprietà (Info)', () => info(`<${hex(THIRD)}>`)],
    ['Info, its digits as text', 'proprietà (Info)', () => info(`(${hex(THIRD)})`)],
    ['Info, percent', 'proprietà (Info)', () => info(`(id=${percent(THIRD)})`)],
    ['XMP', 'proprietà XMP', () => xmp(grouped(FIRST))],
    [
      'XMP, entities',
      'proprietà XMP',
      () => xmp([...FIRST].map((one) => `&#${one.charCodeAt(0)};`).join('')),
    ],
    ['XMP, percent', 'proprietà XMP', () => xmp(percent(FIRST))],
    ['XMP, hexadecimal', 'proprietà XMP', () => xmp(hex(FIRST))],
    ['XMP, UTF-16 in hexadecimal', 'proprietà XMP', () => xmp(hex(wide(FIRST)))],
    ['the outline', 'segnalibri', () => replaced(/\/Title\([^)]*\)(?=\/Parent)/, `/Title(${SECOND})`)],
    [
      'a page label',
      'etichette delle pagine',
      () => replaced(/<<\/P\([^)]*\)>>/, `<</P(${grouped(SECOND)})>>`),
    ],
    ['a name', 'oggetti', () => object(`<</${FIRST} true>>`)],
    ['a deflated stream', 'flusso compresso, oggetto 900', () => flate(`BT (${wide(FIRST)})Tj ET`)],
    ['a deflated object stream', 'flusso compresso, oggetto 900', () => flate(`7 0 <</Title(${FIRST})>>`)],
    ['a stream of some other type', 'tabella degli oggetti', () => stream('/Type/XRef', `   ${FIRST}   `)],
  ])('%s', (_title, place, plant) => {
    expect(leaksIn({ pdf: plant() })).toEqual([{ code: 'CODE_LEAKED', place: `PDF, ${place}` }])
  })

  test('a stream that cannot be inflated, a font that hides a digit behind another code', () => {
    const broken = 'PDF, un flusso compresso che non si può leggere'
    expect(leaksIn({ pdf: stream('/Filter/FlateDecode', 'no') })).toEqual([
      { code: 'CODE_LEAKED', place: broken },
    ])
    const map = flate('begincmap 2 beginbfchar\n<0041> <0041>\n<E041> <0042>\nendbfchar')
    expect(leaksIn({ pdf: map })).toEqual([
      { code: 'CODE_LEAKED', place: 'PDF, flusso compresso, oggetto 900' },
    ])
  })
})

describe('beside the PDF', () => {
  const cell = (text: string) => Buffer.from(honest.csv.toString().replace('VIA GARIBALDI 1 A', text))
  const inCell = { code: 'CODE_LEAKED', place: 'CSV, riga 3, colonna row2' }

  test.each<[string, () => string]>([
    ['plain', () => FIRST],
    ['in groups', () => `VIA ${grouped(FIRST)} 3`],
    ['with a no-break space', () => grouped(FIRST).replace(' ', '\u00a0')],
    ['percent', () => percent(FIRST)],
    ['hexadecimal', () => hex(FIRST)],
    ['UTF-16', () => wide(FIRST)],
  ])('a half in a cell of the CSV: %s', (_title, text) => {
    expect(leaksIn({ csv: cell(text()) })).toEqual([inCell])
  })

  test('a codice fiscale in the CSV, the manifest, a name', () => {
    expect(leaksIn({ csv: cell(`C/O ${HOME}`) })).toEqual([
      { code: 'CODICE_FISCALE', place: 'CSV, riga 3, colonna row2' },
    ])
    expect(leaksIn({ manifest: `{\n"of": "${HOME}"\n}` })).toEqual([
      { code: 'CODICE_FISCALE', place: 'manifesto, riga 2' },
    ])
    expect(leaksIn({ names: ['a.pdf', `${HOME}.csv`] })).toEqual([
      { code: 'CODICE_FISCALE', place: 'nome del file 2' },
    ])
  })

  test('a half in the manifest or in a name', () => {
    expect(leaksIn({ manifest: `{\n"of": "${THIRD}"\n}` })).toEqual([
      { code: 'CODE_LEAKED', place: 'manifesto, riga 2' },
    ])
    expect(leaksIn({ names: [`PIN_IT-${THIRD}.pdf`] })).toEqual([
      { code: 'CODE_LEAKED', place: 'nome del file 1' },
    ])
  })

  test('where no codes are guarded only codici fiscali are looked for, and not in the PDF', () => {
    const changed = { ...honest, pdf: drawn(1, shown(`(${HOME})`)), csv: cell(FIRST) }
    expect(findLeaks(changed, undefined)).toEqual([])
    expect(findLeaks({ ...changed, csv: cell(HOME) }, undefined)).toHaveLength(1)
  })
})

test('what is found is named, never repeated', () => {
  const leaks = leaksIn({ csv: Buffer.from([FIRST, grouped(SECOND), HOME].join('\r\n')) })
  expect(leaks).toHaveLength(3)
  for (const secret of [FIRST, SECOND, SECOND.slice(0, 4), HOME]) {
    expect(JSON.stringify(leaks)).not.toContain(secret)
  }
})
