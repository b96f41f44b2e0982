import { describe, expect, it } from 'vitest'
import { describeLetters } from '../../src/letters/describe-letters.ts'
import {
  type PinLetterData,
  type PinLetterTemplate,
  pinLetterTemplate,
} from '../../src/letters/pin-letter.ts'
import { letterSources } from '../../src/letters/print-faults.ts'
import { readTemplates } from '../../src/letters/read-templates.ts'
import { type CompiledTemplate, compileTemplate } from '../../src/pdf/compile-template.ts'
import { pack, unpack } from '../../src/pdf/pack.ts'
import { readBytes, readFonts, readPages, textOf, whole } from '../pdf/read-pdf.ts'
import { documentFaults } from '../support/pdf/document-faults.ts'
import { bundleOf, halfOf, ISSUE, letter, loadTemplate, measured, SENDER, WORST_CASES } from './letters.ts'
import { linesIn } from './zones.ts'

const [LONG = [], SCRIPTS = []] = Object.values(WORST_CASES)
const LETTERS: readonly PinLetterData[] = [
  letter(),
  letter({ publicId: 'A1B2C-3D4E5-F', addressLines: SCRIPTS, residence: 'ESTERO', firstHalfChannel: 'PEC' }),
  letter({ publicId: 'Z9Y8X-7W6V5-T', addressLines: LONG, firstHalfChannel: 'EMAIL', languages: 'it+de' }),
]

const template = await loadTemplate()
const pdf = bundleOf(template, LETTERS)
const pages = await readPages(pdf)

/** Compiled again from the files, whatever this process remembers. */
async function compiledAnew(): Promise<PinLetterTemplate> {
  const templates = await readTemplates('templates', ['it-dx'])
  const [profile] = templates.profiles
  if (!profile) throw new Error('no profile')
  const compiled = await compileTemplate(describeLetters(letterSources(templates, SENDER, profile)))
  return pinLetterTemplate({ ...template.parts, compiled })
}

describe('PIN letters', () => {
  it('are a page each, two in two languages, in their order', () => {
    expect(LETTERS.map((one) => template.pagesOf(one))).toEqual([1, 1, 2])
    expect(pages).toHaveLength(4)
    for (const [page, index] of [0, 1, 2, 2].entries()) {
      expect(textOf(pages[page] ?? [])).toContain(LETTERS[index]?.publicId)
    }
  })

  it('are PDF/A-2b as far as can be seen without a validator', async () => {
    expect(await documentFaults(pdf, 'bundle')).toEqual([])
  })

  it('are the same bytes when rendered again, by a template loaded anew, and by one from another thread’s memory', async () => {
    const again = [
      template,
      await loadTemplate(),
      await compiledAnew(),
      pinLetterTemplate(unpack(pack(template.parts))),
    ]
    for (const one of again) {
      expect(one.version).toBe(template.version)
      expect(Buffer.compare(pdf, bundleOf(one, LETTERS))).toBe(0)
    }
  })

  it('need nothing compiled that a cache has kept, and give it what it has not', async () => {
    const kept = new Map<string, CompiledTemplate>()
    const asked: string[] = []
    const cache = {
      async get(key: string) {
        asked.push(key)
        return kept.get(key)
      },
      async put(key: string, compiled: CompiledTemplate) {
        kept.set(key, compiled)
      },
    }
    const sender = { ...SENDER, institute: 'Istituto Previdenza' }
    const first = await loadTemplate({ sender }, cache)
    expect([...kept.keys()]).toEqual(asked)
    await loadTemplate({ sender }, cache)
    expect(kept.size).toBe(1)
    expect(first.version).not.toBe(template.version)
  })

  it('say what the citizen must know', () => {
    const [italy, abroad] = pages.map((page) => linesIn(page).join(' '))
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

  it('in Italian need no smaller letters than 10.5 points for what matters', () => {
    const { opening, instructions } = template.parts.geometry
    const matters = pages
      .slice(0, 3)
      .flat()
      .filter(({ top, bottom }) => top > opening.y && bottom < instructions.y + instructions.height)
    expect(Math.min(...matters.map(({ size }) => size))).toBeGreaterThanOrEqual(10.5 - 0.001)
  })

  it('of two languages have the code once, on the Italian sheet, and point to the other', () => {
    const [first = '', second = ''] = pages.slice(2).map((page) => linesIn(page).join(' '))
    expect(first).toContain('Der deutsche Text steht auf Blatt 2.')
    expect(first).toContain(`${halfOf(2).slice(0, 4)} ${halfOf(2).slice(4)}`)
    expect(second.replaceAll(' ', '')).not.toContain(halfOf(2))
    expect(second).not.toContain('FRANCESCA')
  })

  it('hold nothing that a scan of their bytes could find: no half, no name', async () => {
    const bytes = await readBytes(pdf)
    for (const [index] of LETTERS.entries()) {
      const half = halfOf(index)
      for (const written of [half, `${half.slice(0, 4)} ${half.slice(4)}`])
        expect(bytes).not.toContain(written)
    }
    expect(bytes).not.toMatch(/D’ANNUNZIO|GARIBALDI|FRANCESCA/)
  })

  it('embed a subset of every typeface that they use', async () => {
    const fonts = await readFonts(pdf)
    expect(new Set(fonts.map(({ name }) => name)).size).toBe(fonts.length)
    for (const font of fonts) {
      expect(font).toMatchObject({ embedded: true, toUnicode: true })
      expect(font.name).toMatch(/^[A-Z]{6}\+/)
    }
    expect(new Set(fonts.map(({ name }) => name.slice(7)))).toEqual(
      new Set([
        'NotoSans-Regular',
        'NotoSansMono-Regular',
        'NotoSansMono-SemiBold',
        'TitilliumWeb-Regular',
        'TitilliumWeb-SemiBold',
      ]),
    )
  })

  it.each(['1234ABC', '1234ABCDE', '1234ABCO', '1234abcd', '', '1234ABCD\n'])(
    'are refused with a half of the wrong form, which the error does not show: %j',
    (half) => {
      try {
        whole(template.bundle(ISSUE, [{ ...letter(), half }]))
        expect.unreachable()
      } catch (error) {
        expect(error).toMatchObject({ name: 'LetterRefused', publicId: 'R3K7Q-9TX2M-C' })
        if (half !== '') expect(String(error)).not.toContain(half.trim())
      }
    },
  )

  it('have another version under other language rules, or where drafts may be printed', async () => {
    const rules = { declaredLanguage: 'below', secondLanguages: {} } as const
    const versions = [
      template.version,
      (await loadTemplate({ test: false })).version,
      (await loadTemplate({ languages: rules })).version,
    ]
    expect(new Set(versions).size).toBe(3)
  })

  it('are refused with a profile that is not there', async () => {
    await expect(loadTemplate({ profile: 'none' })).rejects.toMatchObject({
      name: 'TemplateFault',
      exitCode: 2,
    })
  })

  it('fit an institute with a long name, and refuse an endless one', async () => {
    const named = (institute: string) => loadTemplate({ sender: { ...SENDER, institute } })
    expect((await named('Istituto Previdenza')).version).not.toBe(template.version)
    await expect(named('Istituto Nazionale '.repeat(6))).rejects.toMatchObject({ name: 'TemplateFault' })
  })
})

describe('specimens', () => {
  const specimen = template.specimen(ISSUE, LETTERS)

  it('are one accessible document without the code, marked FAC-SIMILE on every page', async () => {
    expect(await documentFaults(specimen, 'single')).toEqual([])
    const sheets = await readPages(specimen)
    expect(sheets).toHaveLength(4)
    for (const [index, page] of sheets.entries()) {
      expect(page.filter(({ text }) => text === 'FAC-SIMILE')).toHaveLength(2)
      expect(textOf(page).includes('•••• ••••')).toBe(index < 3)
    }
  })

  it('of a test say both', async () => {
    for (const page of await readPages(template.specimen({ ...ISSUE, test: true }, [letter()]))) {
      expect(page.filter(({ text }) => text.replace(/\s+/g, ' ') === 'FAC-SIMILE · PROVA')).toHaveLength(2)
    }
  })

  it('never show a half, even one given by mistake', () => {
    const careless = LETTERS.map((one, index) => ({ ...one, half: halfOf(index) }))
    expect(Buffer.compare(specimen, template.specimen(ISSUE, careless))).toBe(0)
  })
})

describe('measured beforehand', () => {
  it('everything that is printed here is accepted', () => {
    for (const one of LETTERS) expect(template.measure(measured(one))).toMatchObject({ ok: true })
  })

  it('a letter id of another length is not', () => {
    expect(template.measure(measured({ publicId: 'R3K7Q-9TX2M-CC' }))).toEqual({
      ok: false,
      code: 'TESTO_TROPPO_LUNGO',
      field: 'rif. lettera',
      detail: '14 caratteri',
    })
  })

  describe.each([
    ['a real run, where drafts wait', false],
    ['a trial, where drafts may be printed', true],
  ])('in %s', async (_, test) => {
    const rules = { declaredLanguage: 'alone', secondLanguages: { FR: 'fr' } } as const
    const one = await loadTemplate({ test, languages: rules })
    const place = { ...measured().place, province: 'BZ' }
    const abroad = { ...measured().place, countryIso2: 'FR', province: '' }

    it.each([
      ['Italian', {}, 'it', ''],
      ['German', { language: 'de' }, 'de', ''],
      ['Arabic', { language: 'ar' }, 'ar', ''],
      ['a language without a text', { language: 'zh' }, 'it', 'zh'],
      ['Italian in the province of Bolzano', { place }, 'it+de', ''],
      ['Italian in France', { place: abroad, residence: 'ESTERO' as const }, 'it+fr', ''],
    ])('%s', (_, facts, languages, fellBackFrom) => {
      const printed = one.measure(measured(facts))
      const wanted = languages.split('+').find((language) => language !== 'it')
      expect(printed).toEqual(
        test || !wanted
          ? { ok: true, languages, fellBackFrom }
          : { ok: true, languages: 'it', fellBackFrom: wanted },
      )
    })
  })
})
