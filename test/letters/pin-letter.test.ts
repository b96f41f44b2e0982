import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseGeometry } from '../../src/letters/geometry.ts'
import {
  loadPinLetterTemplate,
  type PinLetterData,
  type PinLetterTemplate,
} from '../../src/letters/pin-letter.ts'
import type { Box } from '../../src/pdf/content.ts'
import { type FoundText, readBytes, readFonts, readPages, textOf } from '../pdf/read-pdf.ts'

const sender = { institute: 'INPS', returnAddress: ['Casella Postale 10000', '00144 Roma RM'] }
const options = { templatesFolder: 'templates', profile: 'it-dx', language: 'it', sender } as const
const issue = { datedOn: '2026-11-22', expiresOn: '2027-05-21', test: false }
const geometry = parseGeometry(readFileSync('templates/geometry/it-dx.yaml', 'utf8'), 'it-dx.yaml')

function letter(publicId: string, addressLines: string[], more: Partial<PinLetterData> = {}): PinLetterData {
  return {
    publicId,
    addressLines,
    requestedOn: '2026-11-16',
    firstHalfSentOn: '2026-11-21',
    firstHalfChannel: 'SMS',
    residence: 'ITALIA',
    ...more,
  }
}

const LETTERS: PinLetterData[] = [
  letter('R3K7Q-9TX2M-C', ['MARIA D’ANNUNZIO', 'VIA GARIBALDI 16/A', '00144 ROMA RM']),
  letter(
    'A1B2C-3D4E5-F',
    [
      'ŁUKASZ ȘTEFĂNESCU-ĐORĐEVIĆ ERDŐS',
      'AĞA ŞAHİN',
      'Αλέξανδρος Σόλων',
      'Щербаков',
      '00-116 WARSZAWA',
      'POLONIA',
    ],
    { residence: 'ESTERO', firstHalfChannel: 'PEC' },
  ),
  // Forty-four characters a line, the most there can be.
  letter(
    'Z9Y8X-7W6V5-T',
    [
      'FRANCESCA MARIA IMMACOLATA CACCIAPUOTI DELLA',
      'PRESSO COMUNITÀ MONTANA DEI MONTI DAUNI MERI',
      'PALAZZINA B SCALA SINISTRA INTERNO 12 P. QUI',
      'VIA DELLE MEDAGLIE D’ORO AL VALORE MILITARE1',
      '98100 SAN BARTOLOMEO IN GALDO MARITTIMO WWMM',
    ],
    { firstHalfChannel: 'EMAIL' },
  ),
]
const HALVES = ['0B8D5A1F', 'B8008B0D', '1234ABCD']

function inside(text: FoundText, box: Box, shift = 0): boolean {
  return (
    text.left >= box.x + shift &&
    text.right <= box.x + box.width - shift &&
    text.top >= box.y + shift &&
    text.bottom <= box.y + box.height - shift
  )
}

function touches(text: FoundText, box: Box, shift = 0): boolean {
  return (
    text.left < box.x + box.width + shift &&
    text.right > box.x - shift &&
    text.top < box.y + box.height + shift &&
    text.bottom > box.y - shift
  )
}

describe('PIN letters', () => {
  let template: PinLetterTemplate
  let pdf: Uint8Array
  let pageCounts: number[]
  let pages: FoundText[][]

  const render = (test = false) =>
    template.render(
      { ...issue, test },
      LETTERS.map((data, index) => ({ ...data, half: HALVES[index] ?? '' })),
    )

  beforeAll(async () => {
    template = await loadPinLetterTemplate(options)
    const rendered = await render()
    pdf = rendered.pdf
    pageCounts = rendered.pages
    pages = await readPages(pdf)
  })

  it('are one page each, in their order', () => {
    expect(pageCounts).toEqual([1, 1, 1])
    expect(pages).toHaveLength(3)
    pages.forEach((page, index) => {
      expect(textOf(page)).toContain(LETTERS[index]?.publicId)
    })
  })

  it('are the same bytes when rendered again, also by a template loaded anew', async () => {
    expect(Buffer.compare(pdf, (await render()).pdf)).toBe(0)
    template = await loadPinLetterTemplate(options)
    expect(Buffer.compare(pdf, (await render()).pdf)).toBe(0)
  })

  it('show the address in the window and nothing else, wherever the sheet slides', () => {
    pages.forEach((page, index) => {
      const lines = LETTERS[index]?.addressLines ?? []
      const inWindow = page.filter((text) => touches(text, geometry.window, geometry.shift))
      expect(inWindow.map(({ text }) => text)).toEqual(lines)
      for (const text of inWindow) expect(inside(text, geometry.window, geometry.shift)).toBe(true)
    })
  })

  it('show the code in its zone, away from folds and window, and nowhere else', async () => {
    const bytes = await readBytes(pdf)
    pages.forEach((page, index) => {
      const half = HALVES[index] ?? ''
      const shown = `${half.slice(0, 4)} ${half.slice(4)}`
      const found = page.filter(({ text }) => text.replaceAll(' ', '').includes(half))
      expect(found.map(({ text }) => text)).toEqual([shown])
      const [code] = found
      if (!code) return
      expect(inside(code, geometry.code)).toBe(true)
      expect(touches(code, geometry.window, geometry.shift)).toBe(false)
      for (const fold of geometry.folds) {
        expect(code.top - geometry.shift > fold || code.bottom + geometry.shift < fold).toBe(true)
      }
      expect(code.size).toBeGreaterThan(24)
      for (const written of [half, shown]) expect(bytes).not.toContain(written)
    })
  })

  it('keep the folds, the marks zone and the edges free of text', () => {
    for (const text of pages.flat()) {
      expect(touches(text, geometry.insertionMarks)).toBe(false)
      for (const fold of geometry.folds) expect(text.top < fold && text.bottom > fold).toBe(false)
      expect(inside(text, { x: 0, y: 0, ...geometry.page }, geometry.page.border)).toBe(true)
    }
  })

  it('give back every name letter by letter', () => {
    const lines = LETTERS[1]?.addressLines ?? []
    for (const line of lines) expect(textOf(pages[1] ?? [])).toContain(line)
  })

  it('say what the citizen must know', () => {
    const [italy, abroad] = pages.map((page) => textOf(page).replaceAll('\n', ' ').replace(/\s+/g, ' '))
    for (const said of [
      '22 novembre 2026',
      'R3K7Q-9TX2M-C',
      'chiesto il 16 novembre 2026',
      'prima parte inviata il 21 novembre 2026 con un SMS',
      'da usare entro il 21 maggio 2027',
      'è sempre il numero zero, mai la lettera O',
      'cifre da 0 a 9 e lettere da A a F',
      'non è un errore',
      '8 caratteri',
      'Dopo 10 tentativi sbagliati bisogna aspettare cinque minuti',
      'Indichi un secondo recapito',
      'non le comunichi a nessuno',
      '803 164',
      '06 164164',
      'dalle 8 alle 20 e il sabato dalle 8 alle 14',
    ]) {
      expect(italy).toContain(said)
    }
    expect(italy).not.toContain('+39')
    for (const said of ['per posta elettronica certificata (PEC)', '+39 06 164164', 'ora italiana']) {
      expect(abroad).toContain(said)
    }
    expect(abroad).not.toContain('803 164')
  })

  it('are set large enough for older eyes', () => {
    for (const text of pages
      .flat()
      .filter(({ top }) => top > geometry.opening.y && top < geometry.instructions.y + 79)) {
      expect(text.size).toBeGreaterThanOrEqual(10.5)
    }
    for (const page of pages) {
      for (const text of page.filter((found) => touches(found, geometry.window))) {
        expect(text.size).toBeGreaterThanOrEqual(9)
      }
    }
  })

  it('embed a subset of every typeface', async () => {
    const fonts = await readFonts(pdf)
    expect(fonts).toHaveLength(5)
    for (const font of fonts) {
      expect(font).toMatchObject({ embedded: true, toUnicode: true })
      expect(font.name).toMatch(/^[A-Z]{6}\+/)
    }
  })

  it('are marked PROVA on every page of a test, outside the window', async () => {
    for (const page of await readPages((await render(true)).pdf)) {
      const marks = page.filter(({ text }) => text === 'PROVA')
      expect(marks).toHaveLength(2)
      for (const mark of marks) expect(touches(mark, geometry.window, geometry.shift)).toBe(false)
    }
    expect(pages.map(textOf).join()).not.toContain('PROVA')
  })

  it('have specimens without the code, marked FAC-SIMILE on every page', async () => {
    const specimen = await template.specimen(issue, LETTERS)
    for (const page of await readPages(specimen)) {
      expect(textOf(page)).toContain('•••• ••••')
      expect(page.filter(({ text }) => text === 'FAC-SIMILE')).toHaveLength(2)
    }
    // A half given by mistake does not show either.
    const careless = await template.specimen(
      issue,
      LETTERS.map((data, index) => ({ ...data, half: HALVES[index] })),
    )
    expect(Buffer.compare(specimen, careless)).toBe(0)
  })

  it.each(['1234ABC', '1234ABCDE', '1234ABCO', '1234abcd', '', '1234ABCD\n'])(
    'are refused with a half of the wrong form, which the error does not show: %j',
    async (half) => {
      const wrong = template.render(issue, [{ ...(LETTERS[0] as PinLetterData), half }])
      await expect(wrong).rejects.toMatchObject({ name: 'LetterRefused', publicId: 'R3K7Q-9TX2M-C' })
      if (half !== '') await expect(wrong).rejects.not.toThrow(half.trim())
    },
  )

  describe('measured beforehand', () => {
    it('accept everything that is printed here', () => {
      for (const data of LETTERS) expect(template.measure(data)).toEqual({ ok: true })
    })

    it.each([
      [
        'a CJK name',
        ['ROSSI 漢字', 'VIA ROMA 1', '00144 ROMA RM'],
        'GLIFO_MANCANTE',
        'riga 1 dell’indirizzo',
        'U+6F22',
      ],
      [
        'an Arabic street',
        ['ROSSI', 'شارع', 'CAIRO', 'EGITTO'],
        'GLIFO_MANCANTE',
        'riga 2 dell’indirizzo',
        'U+0634',
      ],
      [
        'six lines of 44 W',
        Array(6).fill('W'.repeat(44)),
        'TESTO_TROPPO_LUNGO',
        'riga 1 dell’indirizzo',
        '111 mm invece di 92',
      ],
      ['seven lines', Array(7).fill('A'), 'TESTO_TROPPO_LUNGO', 'indirizzo', '7 righe'],
    ])('hold %s', (_, addressLines, code, field, detail) => {
      const data = letter('R3K7Q-9TX2M-C', addressLines as string[], { residence: 'ESTERO' })
      expect(template.measure(data)).toEqual({ ok: false, code, field, detail })
    })

    it('are refused when rendered all the same', async () => {
      const data = letter('R3K7Q-9TX2M-C', ['漢字'])
      await expect(template.render(issue, [{ ...data, half: '0B8D5A1F' }])).rejects.toThrow(
        'letter R3K7Q-9TX2M-C: GLIFO_MANCANTE, riga 1 dell’indirizzo: U+6F22',
      )
    })
  })

  describe('from templates that staff edited', () => {
    const folder = mkdtempSync(join(tmpdir(), 'recapito-templates-'))
    afterAll(() => rmSync(folder, { recursive: true }))

    function edited(file: string, from: string, to: string): typeof options {
      cpSync('templates', folder, { recursive: true })
      const path = join(folder, file)
      writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
      return { ...options, templatesFolder: folder as 'templates' }
    }

    it('have another version', async () => {
      const changed = await loadPinLetterTemplate(edited('pin-letter/it.md', 'subito', 'presto'))
      expect(changed.version).not.toBe(template.version)
    })

    it.each([
      [
        'a text too long for its zone',
        'pin-letter/it.md',
        'Gentile Signora',
        'Molto '.repeat(200),
        'mm longer than its zone',
      ],
      [
        'a character the typeface lacks',
        'pin-letter/it.md',
        'Gentile Signora',
        'Gentile Ж',
        'has no glyph for U+0416',
      ],
      [
        'a secret zone too small for the code',
        'geometry/it-dx.yaml',
        'width: 80, height: 14',
        'width: 30, height: 14',
        'too small',
      ],
    ])('are refused at the start with %s', async (_, file, from, to, fault) => {
      await expect(loadPinLetterTemplate(edited(file, from, to))).rejects.toThrow(fault)
    })

    it('fit an institute with a long name, and refuse an endless one', async () => {
      const named = (institute: string) =>
        loadPinLetterTemplate({ ...options, sender: { ...sender, institute } })
      expect((await named('Istituto Previdenza')).version).not.toBe(template.version)
      await expect(named('Istituto Nazionale '.repeat(6))).rejects.toThrow('is wider than 66 mm')
    })

    it('are refused with a profile that is not there', async () => {
      const missing = loadPinLetterTemplate({ ...options, profile: 'none' })
      await expect(missing).rejects.toMatchObject({ name: 'TemplateFault', exitCode: 2 })
    })
  })
})
