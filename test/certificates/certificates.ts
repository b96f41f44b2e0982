/** @module Certificates for tests: everything that a form can say, in every kind, short and long, drawn or upon a sheet. */
import { PDFDocument, rgb } from 'pdf-lib'
import type { CertificateForms, SingleForm } from '../../src/certificates/certificate-forms.ts'
import { certificateForms } from '../../src/certificates/certificate-forms.ts'
import { compileForm, formDescription, formVersion } from '../../src/certificates/certificate-template.ts'
import type { Form } from '../../src/certificates/form.ts'
import { splitPages } from '../../src/certificates/form-background.ts'
import { loadCertificateForms } from '../../src/certificates/load-certificate-forms.ts'
import { readForms } from '../../src/certificates/read-forms.ts'
import type {
  CertificateData,
  CertificateKind,
  IssuedCertificate,
} from '../../src/domain/certificates/certificate-data.ts'
import { FIGURES, type Figure } from '../../src/domain/certificates/meanings.ts'

export const YEARS = [2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019] as const
export const KINDS: readonly CertificateKind[] = ['ORIGINAL', 'CORRECTION', 'ANNULMENT']

const loaded = new Map<boolean, Promise<CertificateForms>>()

export function loadForms(test = false): Promise<CertificateForms> {
  const known = loaded.get(test) ?? loadCertificateForms({ templatesFolder: 'templates', test })
  loaded.set(test, known)
  return known
}

export async function formOf(incomeYear: number): Promise<Form> {
  const form = (await readForms('templates')).forms.find((one) => one.incomeYear === incomeYear)
  if (!form) throw new Error(`no form for ${incomeYear}`)
  return form
}

/** A sum, a count or a mark in every figure, each its own: 1.234,01 in the first. */
export function everyFigure(): Record<Figure, number | string> {
  const entries = Object.entries(FIGURES).map(([figure, type], index) => {
    if (type === 'money') return [figure, 123_401 + index * 10_001]
    return [figure, type === 'days' ? 100 + index : type === 'flag' ? 1 : 'A1']
  })
  return Object.fromEntries(entries) as Record<Figure, number | string>
}

export function certificateData(more: Partial<CertificateData> = {}): CertificateData {
  const incomeYear = more.incomeYear ?? 2012
  return {
    incomeYear,
    codiceFiscale: 'DNNMRA40A41H501Z',
    surname: 'D’ANNUNZIO',
    name: 'MARIA',
    sex: 'F',
    birthDate: '1940-01-01',
    birthPlace: 'H501',
    birthComune: 'ROMA',
    birthProvince: 'RM',
    beneficiaryRole: 'TITOLARE',
    deceasedOn: '',
    domicileStart: { comune: 'ROMA', province: 'RM', code: 'H501' },
    domicileEnd: { comune: 'FORLÌ', province: 'FC' },
    domicileNext: { comune: 'FORLÌ', province: 'FC', code: 'D704' },
    representative: 'RSSGNN70A01H501K',
    abroad: { fiscalId: 'AB-123 (7)', locality: 'PARIS', street: '12 RUE DE RIVOLI', state: '029' },
    mergedPayer: '00488410010',
    figures: everyFigure(),
    pensions: [
      { pension: 'VO 12345678', from: `${incomeYear}-01-01`, to: `${incomeYear}-12-31`, cents: 1_250_000 },
      { pension: 'SO 99887766', from: `${incomeYear}-03-01`, to: `${incomeYear}-12-31`, cents: 600_050 },
    ],
    notes: [
      { code: 'AN', slots: {} },
      { code: 'AB', slots: { cf: 'RSSMRA30A01H501W', titolo: 'eredità' } },
      { code: 'ZZ', slots: { testo: 'Vedi il cedolino (dicembre) \\ gennaio, {{così}}.' } },
    ],
    ...more,
  }
}

/** Printed on the last day of February; corrected or annulled in May. */
export function certificate(
  data: CertificateData,
  kind: CertificateKind = 'ORIGINAL',
  replaced: CertificateData = data,
): IssuedCertificate {
  const issuedOn = `${data.incomeYear + 1}-02-28`
  if (kind === 'ORIGINAL') return { data, version: 1, kind, issuedOn }
  const after = `${data.incomeYear + 1}-05-10`
  return { data, version: 2, kind, issuedOn: after, replaced: { data: replaced, issuedOn } }
}

/** Before somebody saw that the surname, a sum and a note were wrong. */
export function asItWas(data: CertificateData): CertificateData {
  const figures = { ...data.figures, 'withholding.irpef': 100, 'tax.gross': 0 }
  return { ...data, surname: 'DANNUNZIO', figures, notes: data.notes.slice(1) }
}

export const SENTENCE = 'Testo libero che da solo prende più di una riga e non può stare nella pagina. '

export function longNotes(count: number): CertificateData['notes'] {
  return Array.from({ length: count }, (_, index) => ({
    code: 'ZZ',
    slots: { testo: `${index + 1}. ${SENTENCE.repeat(7)}` },
  }))
}

/** A copy: what a form gives is valid until the next. */
export function printed(forms: SingleForm, one: IssuedCertificate) {
  const made = forms.single(one)
  if ('code' in made) throw new Error(`${made.code} in ${made.field}: ${made.detail}`)
  return { ...made, bytes: Buffer.from(made.bytes) }
}

/** The same form on an official sheet of two pages: a box on it for each point that means something. */
export async function onBackground(incomeYear: number): Promise<CertificateForms> {
  const form = await formOf(incomeYear)
  const agent = (await readForms('templates')).agent
  if (!agent) throw new Error('no withholding agent')
  const points = form.sections.flatMap((section) =>
    section.groups.flatMap((group) =>
      group.points
        .filter(({ means }) => means !== undefined)
        .map(({ number }) => ({ section: section.id, number })),
    ),
  )
  const half = Math.ceil(points.length / 2)
  const boxes = points.map((point, index) => {
    const [column, row] = [(index % half) % 3, Math.floor((index % half) / 3)]
    const place = { x: 15 + column * 62, y: 30 + row * 14, width: 58, height: 6 }
    return { ...point, page: index < half ? 1 : 2, ...place }
  })
  const document = await PDFDocument.create()
  for (const page of [1, 2]) {
    const sheet = document.addPage([595.28, 841.89])
    for (const box of boxes.filter((one) => one.page === page)) {
      const [x, y, width, height] = [box.x, 297 - box.y - box.height, box.width, box.height].map(
        (mm) => (mm / 25.4) * 72,
      ) as [number, number, number, number]
      sheet.drawRectangle({ x, y, width, height, borderWidth: 0.5, borderColor: rgb(0, 0, 0) })
    }
  }
  const placed: Form = { ...form, background: { file: 'official.pdf', boxes } }
  const source = { form: placed, agent, mark: '', backgroundPages: 2 }
  const description = formDescription(source, await splitPages(await document.save()))
  const version = formVersion(source, description)
  return certificateForms([{ version, source, template: await compileForm(description) }])
}

/** Every form in every kind, short and long. */
export async function* everyCertificate(): AsyncGenerator<{ readonly name: string; readonly bytes: Buffer }> {
  for (const incomeYear of YEARS) {
    const forms = await loadForms()
    const short = certificateData({ incomeYear })
    const long = { ...short, notes: longNotes(24) }
    for (const kind of KINDS) {
      for (const [length, data] of Object.entries({ short, long })) {
        const { bytes } = printed(forms, certificate(data, kind, asItWas(short)))
        yield { name: `certificate-${incomeYear}-${kind}-${length}`, bytes }
      }
    }
    const bare = certificateData({ incomeYear, figures: {}, pensions: [], notes: [], surname: 'ŁUKASZ Щ' })
    yield { name: `certificate-${incomeYear}-bare`, bytes: printed(forms, certificate(bare)).bytes }
  }
  const test = await loadForms(true)
  yield { name: 'certificate-test', bytes: printed(test, certificate(certificateData())).bytes }
  for (const kind of KINDS) {
    const forms = await onBackground(2012)
    const { bytes } = printed(forms, certificate(certificateData(), kind, asItWas(certificateData())))
    yield { name: `certificate-background-${kind}`, bytes }
  }
}
