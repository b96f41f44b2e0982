import { createHash } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openForm } from '../../src/certificates/certificate-forms.ts'
import { loadCertificateForms } from '../../src/certificates/load-certificate-forms.ts'
import { FIGURES, isFigure, type Meaning } from '../../src/domain/certificates/meanings.ts'
import { readPages, textOf } from '../pdf/read-pdf.ts'
import { documentFaults } from '../support/pdf/document-faults.ts'
import { readOutline } from '../support/pdf/outline.ts'
import { tableRows } from '../support/pdf/table-rows.ts'
import {
  asItWas,
  certificate,
  certificateData,
  everyCertificate,
  everyFigure,
  formOf,
  KINDS,
  loadForms,
  longNotes,
  onBackground,
  printed,
  SENTENCE,
  YEARS,
} from './certificates.ts'

/** Written by another hand than the printer's. */
function euros(cents: number): string {
  const digits = { minimumFractionDigits: 2, useGrouping: 'always' } as const
  return (cents / 100).toLocaleString('it-IT', digits)
}

const PARTICULARS: Partial<Record<Meaning, string>> = {
  'agent.codiceFiscale': '80078750587',
  'person.codiceFiscale': 'DNNMRA40A41H501Z',
  'person.surname': 'D’ANNUNZIO',
  'person.name': 'MARIA',
  'person.sex': 'F',
  'person.birthDate': '01/01/1940',
  'person.birthComune': 'ROMA',
  'person.birthProvince': 'RM',
  'domicile.start.comune': 'ROMA',
  'domicile.start.province': 'RM',
  'domicile.start.code': 'H501',
  'domicile.end.comune': 'FORLÌ',
  'domicile.end.province': 'FC',
  'domicile.next.comune': 'FORLÌ',
  'domicile.next.province': 'FC',
  'domicile.next.code': 'D704',
  'representative.codiceFiscale': 'RSSGNN70A01H501K',
  'abroad.fiscalId': 'AB-123 (7)',
  'abroad.locality': 'PARIS',
  'abroad.street': '12 RUE DE RIVOLI',
  'abroad.state': '029',
  'merged.payer': '00488410010',
}

function expectedText(means: Meaning | readonly Meaning[] | undefined): string | undefined {
  const meanings = means === undefined ? [] : typeof means === 'string' ? [means] : means
  const [first] = meanings
  if (first === undefined) return ''
  if (!isFigure(first)) return PARTICULARS[first]
  const values = everyFigure()
  switch (FIGURES[first]) {
    case 'money':
      return euros(meanings.reduce((sum, one) => sum + Number(values[one as keyof typeof values]), 0))
    case 'flag':
      return 'X'
    default:
      return String(values[first])
  }
}

describe.each(YEARS)('the form for the income of %i', (incomeYear) => {
  it('shows each value at its point, and nothing at the others', async () => {
    const form = await formOf(incomeYear)
    const { bytes } = printed(await loadForms(), certificate(certificateData({ incomeYear })))
    const rows = await tableRows(bytes)
    const points = form.sections.flatMap(({ groups }) => groups.flatMap((group) => group.points))
    expect(points.length).toBeGreaterThan(50)
    for (const [index, { number, label, means }] of points.entries()) {
      const expected = expectedText(means)
      expect(rows[index]?.[0]).toBe(`${number} ${label}`)
      if (expected !== undefined)
        expect(rows[index], `${number} ${label}`).toEqual([rows[index]?.[0], expected])
    }
    expect(rows).toContainEqual(['Data', `28/02/${incomeYear + 1}`])
  })

  it('gives the same bytes twice, and again from the archive', async () => {
    const forms = await loadForms()
    const archived = openForm(Uint8Array.from(forms.packed(incomeYear)))
    for (const kind of KINDS) {
      const one = certificate(certificateData({ incomeYear }), kind, asItWas(certificateData({ incomeYear })))
      const first = printed(forms, one)
      expect(first.sha256).toBe(createHash('sha256').update(first.bytes).digest('hex'))
      expect(first.templateVersion).toBe(forms.version(incomeYear))
      expect(printed(forms, one).bytes.equals(first.bytes)).toBe(true)
      expect(printed(archived, one).bytes.equals(first.bytes)).toBe(true)
    }
  })

  it('is on two pages where there is little to say, in at most 32 kB', async () => {
    const figures = { 'income.pension': 1_850_000, 'days.pension': 365, 'withholding.irpef': 324_981 }
    const data = certificateData({ incomeYear, figures, notes: [{ code: 'AN', slots: {} }] })
    const made = printed(await loadForms(), certificate(data))
    expect(made.pages).toBe(2)
    expect(made.bytes.length).toBeLessThan(32_000)
  })
})

it('puts one datum at three numbers', async () => {
  const forms = await loadForms()
  for (const [incomeYear, number] of [
    [2012, '5'],
    [2014, '11'],
    [2019, '21'],
  ] as const) {
    const figures = { 'withholding.irpef': 123_456 }
    const { bytes } = printed(forms, certificate(certificateData({ incomeYear, figures })))
    const filled = (await tableRows(bytes)).filter(([, value]) => value === '1.234,56')
    expect(filled).toEqual([[`${number} Ritenute Irpef`, '1.234,56']])
  }
})

it('is sound as far as can be seen without a validator, in every form, kind and length', async () => {
  for await (const { name, bytes } of everyCertificate()) {
    expect(await documentFaults(bytes, 'single'), name).toEqual([])
  }
})

describe('notes', () => {
  it('are all there, over as many pages as they take', async () => {
    const notes = longNotes(60)
    const pensions = Array.from({ length: 30 }, (_, index) => ({
      pension: `VO ${index + 1000}`,
      from: '2012-01-01',
      to: '2012-12-31',
      cents: index * 100 + 1,
    }))
    const made = printed(await loadForms(), certificate(certificateData({ notes, pensions })))
    const pages = await readPages(made.bytes)
    const text = pages.map(textOf).join(' ').replace(/\s+/g, ' ')
    for (const [index] of notes.entries()) expect(text).toContain(`ZZ ${index + 1}. ${SENTENCE.slice(0, 40)}`)
    expect(text.split(SENTENCE.slice(0, 30)).length - 1).toBe(60 * 7)
    for (const { pension } of pensions) expect(text).toContain(pension)
    expect(pages.length).toBe(made.pages)
    expect(made.pages).toBeGreaterThan(3)
    pages.forEach((page, index) => {
      expect(textOf(page)).toContain(`Pagina ${index + 1} di ${made.pages}`)
      expect(Math.max(...page.map(({ bottom }) => bottom))).toBeLessThan(292)
    })
  })

  it('say what they were given, as it was given', async () => {
    const { bytes } = printed(await loadForms(), certificate(certificateData()))
    const outline = await readOutline(bytes)
    expect(outline).toContain('P ZZ Vedi il cedolino (dicembre) \\ gennaio, {{così}}.')
    expect(outline).toContain('(eredità) della persona deceduta con codice fiscale RSSMRA30A01H501W')
    expect(outline).toMatch(/TH VO 12345678\s+TD 01\/01\/2012\s+TD 31\/12\/2012\s+TD 12\.500,00/)
  })
})

describe('a correction', () => {
  const data = certificateData()
  const corrected = certificate(data, 'CORRECTION', asItWas(data))

  it('says on every page what it takes the place of', async () => {
    const pages = await readPages(printed(await loadForms(), corrected).bytes)
    for (const page of pages) {
      expect(textOf(page)).toContain(
        'Questa certificazione annulla e sostituisce la precedente, rilasciata il 28/02/2013',
      )
    }
  })

  it('lists on its last sheet what changed, and nothing else', async () => {
    const outline = await readOutline(printed(await loadForms(), corrected).bytes)
    const items = outline.split('\n').filter((line) => line.includes('LBody'))
    const withheld = everyFigure()['withholding.irpef'] as number
    expect(items.map((line) => line.trim().slice('LBody '.length))).toEqual([
      'Punto 2 Cognome (Parte A – Dati generali): prima DANNUNZIO; adesso D’ANNUNZIO',
      `Punto 5 Ritenute Irpef (Parte B – Dati fiscali): prima 1,00; adesso ${euros(withheld)}`,
      `Punto 101 Imposta lorda (Parte B – Altri dati fiscali): prima non c’era; adesso ${euros(everyFigure()['tax.gross'] as number)}`,
      expect.stringContaining('Annotazione AN prima non c’era; adesso «'),
    ])
  })

  it('that changes nothing on the form says so', async () => {
    const one = certificate(data, 'CORRECTION', { ...data, birthPlace: 'F205' })
    expect(await readOutline(printed(await loadForms(), one).bytes)).toContain(
      'Sono cambiati soltanto dati che il modello non riporta.',
    )
  })
})

it('an annulment says so on every page', async () => {
  const pages = await readPages(printed(await loadForms(), certificate(certificateData(), 'ANNULMENT')).bytes)
  expect(pages.length).toBe(2)
  for (const page of pages) expect(textOf(page)).toContain('Questa certificazione è annullata')
})

it('a trial is marked across every page and at its foot', async () => {
  const pages = await readPages(printed(await loadForms(true), certificate(certificateData())).bytes)
  for (const page of pages) expect(page.filter(({ text }) => text === 'PROVA')).toHaveLength(2)
  expect((await loadForms(true)).version(2012)).not.toBe((await loadForms()).version(2012))
})

it('on an official sheet each value stands in its box, and is read aloud with its label', async () => {
  const forms = await onBackground(2012)
  const form = await formOf(2012)
  const { bytes } = printed(forms, certificate(certificateData()))
  const means = form.sections.flatMap(({ groups }) =>
    groups.flatMap(({ points }) => points.filter((point) => point.means !== undefined)),
  )
  const rows = await tableRows(bytes)
  means.forEach(({ number, label, means: meaning }, index) => {
    const expected = expectedText(meaning)
    expect(rows[index]?.[0]).toBe(`${number} ${label}`)
    if (expected !== undefined) expect(rows[index]?.[1]).toBe(expected)
  })
  const [first = []] = await readPages(bytes)
  const sum = first.find(({ text }) => text === euros(Number(everyFigure()['surtax.regional'])))
  // Its box begins at one of three columns and is 58 mm wide; a little white is left in it.
  expect([15, 77, 139].some((x) => Math.abs((sum?.right ?? 0) - (x + 57.4)) < 0.2)).toBe(true)
})

describe('what cannot be printed', () => {
  it.each([
    ['a letter that no font has', { surname: '漢字' }, 'GLIFO_MANCANTE', 'punto 2, Cognome', 'U+6F22'],
    ['a name wider than its box', { name: 'W'.repeat(90) }, 'TESTO_TROPPO_LUNGO', 'punto 3, Nome', 'mm'],
    [
      'a letter that no font has in a note',
      { notes: [{ code: 'ZZ', slots: { testo: 'a 漢' } }] },
      'GLIFO_MANCANTE',
      'annotazione 1',
      'U+6F22',
    ],
    [
      'a note longer than a page',
      { notes: [{ code: 'ZZ', slots: { testo: SENTENCE.repeat(200) } }] },
      'TESTO_TROPPO_LUNGO',
      'annotazioni',
      'pagina',
    ],
  ])('%s is refused with its place', async (_, more, code, field, detail) => {
    const forms = await loadForms()
    const refused = forms.single(certificate(certificateData(more)))
    expect(refused).toMatchObject({ ok: false, code, field, detail: expect.stringContaining(detail) })
    expect('code' in forms.single(certificate(certificateData()))).toBe(false)
  })

  it('a year without a form is an error', async () => {
    const forms = await loadForms()
    expect(forms.outline(2011)).toBeUndefined()
    expect(forms.version(2011)).toBeUndefined()
    expect(() => forms.single(certificate(certificateData({ incomeYear: 2011 })))).toThrow('2011')
  })
})

it('another year changes no byte of those before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recapito-forms-'))
  try {
    await cp('templates', folder, { recursive: true })
    await rm(join(folder, 'certificates/cu-2020'), { recursive: true })
    const without = await loadCertificateForms({ templatesFolder: folder, test: false })
    const forms = await loadForms()
    expect(without.version(2019)).toBeUndefined()
    for (const incomeYear of YEARS.filter((year) => year !== 2019)) {
      const one = certificate(certificateData({ incomeYear }))
      expect(printed(without, one).sha256).toBe(printed(forms, one).sha256)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})
