/**
 * Takes letters with certificates apart into what is printed one after the other, for all letters of one bundle.
 *
 * @module
 */
import type { CertificateData, IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import type { CertificateLetterSnapshot } from '../domain/certificates/certificate-letter.ts'
import type { CivilDate } from '../domain/civil-date.ts'
import { type Misfit, misfitOf } from '../letters/letter-data.ts'
import { dateInSentence, printedDate } from '../letters/printed-date.ts'
import { type Part, type Piece, PieceRefused } from '../pdf/bundle-file.ts'
import type { Edition, Stamper } from '../pdf/stamper.ts'
import type { Refusal, Values, Variant } from '../pdf/template.ts'
import { lineCountIn } from './box-grid.ts'
import { misfitOf as formMisfitOf } from './certificate-press.ts'
import { certificateValues } from './certificate-values.ts'
import { choiceValues } from './choice-sheet.ts'
import type { FormPlace, FormShape, FormSource } from './describe-form.ts'
import {
  closingName,
  closingVariant,
  coverVariant,
  formFrame,
  formSheets,
  listSlot,
  type PaperSources,
  SHEETS_SLOT,
  sheetSlot,
} from './describe-paper.ts'
import { FormShapes, shapeKey } from './form-shapes.ts'

export interface CertificateLetter extends Pick<CertificateLetterSnapshot, 'addressLines' | 'residence'> {
  /** `R3K7Q-9TX2M-C` */
  readonly publicId: string
  /** In the order in which they are printed; at least one. */
  readonly certificates: readonly IssuedCertificate[]
}

/** What the page with the address says of a certificate. */
export interface Listed extends Pick<IssuedCertificate, 'kind' | 'issuedOn'> {
  readonly data: Pick<CertificateData, 'incomeYear' | 'name' | 'surname'>
  readonly replaced?: { readonly issuedOn: CivilDate }
}

export interface CoverLetter extends Pick<CertificateLetter, 'addressLines' | 'residence'> {
  readonly certificates: readonly Listed[]
}

/** What all letters of a bundle share. */
export interface PaperIssue {
  readonly datedOn: CivilDate
  /** Every page is marked PROVA. */
  readonly test: boolean
  /** Across every page with an address, instead of that. */
  readonly mark?: string
}

/** Pages that one variant prints. */
export interface Sheets extends Part {
  readonly pages: number
}

interface FormInPlace {
  readonly source: FormSource
  readonly shapes: FormShapes
}

/** As wide as any: the typeface of ids has one width. */
const MEASURED_ID = '00000-00000-0'

export class PaperEdition {
  readonly edition: Edition
  readonly sources: PaperSources
  readonly #lines: FormPlace['lines']
  readonly #forms = new Map<number, FormInPlace>()
  /** Of variants that were described here, by name. */
  readonly #pages = new Map<string, number>()

  constructor(stamper: Stamper, sources: PaperSources, issue: PaperIssue) {
    const { datedOn, test, mark = test ? 'PROVA' : '' } = issue
    this.sources = sources
    this.#lines = lineCountIn(stamper.fonts)
    this.edition = stamper.edition({ mark, data: printedDate(sources, datedOn) })
  }

  /** How many variants were described so far. */
  get described(): number {
    return this.#pages.size
  }

  /** Throws `PieceRefused` for a letter of which `lay` says that it cannot be printed. */
  *pieces(letters: Iterable<CertificateLetter>): Generator<Piece> {
    for (const letter of letters) {
      const { publicId: label } = letter
      const parts = this.lay(letter)
      if ('code' in parts) {
        const { field, detail } = parts
        throw new PieceRefused(label, { code: 'too-tall', field, found: detail, limit: '' })
      }
      yield { parts, label }
    }
  }

  /** The letter's sheets, numbered through. */
  lay(letter: CertificateLetter): Sheets[] | Misfit {
    const cover = this.#cover(letter)
    const refusal = this.#refusal(cover)
    if (refusal) return misfitOf(refusal)
    const sheets = [cover]
    for (const certificate of letter.certificates) {
      const own = this.layCertificate(certificate)
      if ('code' in own) return own
      sheets.push(...own)
    }
    return numbered(sheets, letter.publicId)
  }

  /** A certificate's own sheets; their numbers are its letter's to say. */
  layCertificate(certificate: IssuedCertificate): Sheets[] | Misfit {
    const { source, shapes } = this.#formOf(certificate)
    const { form } = source
    const values = certificateValues(certificate, form)
    const within = (misfit: Pick<Misfit, 'code' | 'field' | 'detail'>): Misfit => ({
      ...misfit,
      ok: false,
      field: `${form.form}, ${misfit.field}`,
    })
    const inShape = (shape: FormShape) =>
      this.#described(`${form.form} ${shapeKey(shape)}`, values, () =>
        formSheets(this.sources, source, shape, this.#lines),
      )
    const plain = shapes.plain(certificate)
    let sheets = plain && inShape(plain)
    let refusal = sheets && this.#refusal(sheets)
    if (!sheets || refusal?.code === 'too-tall') {
      const shape = shapes.overPages(certificate, values)
      if ('field' in shape) return within({ code: 'TESTO_TROPPO_LUNGO', ...shape })
      sheets = inShape(shape)
      refusal = this.#refusal(sheets)
    }
    if (refusal) return within(formMisfitOf(refusal))
    // What was annulled is declared by nobody.
    if (certificate.kind === 'ANNULMENT') return [sheets]
    const closing = this.closing(source, choiceValues(certificate.data))
    const unfit = this.#refusal(closing)
    return unfit ? within(formMisfitOf(unfit)) : [sheets, closing]
  }

  /** The sheet with the surtaxes and the choices of a form. */
  closing(source: FormSource, values: Values): Sheets {
    return this.#described(closingName(source.form), values, () => closingVariant(this.sources, source))
  }

  /** Why the page with the address would not fit. */
  coverRefusal(letter: CoverLetter): Refusal | undefined {
    return this.#refusal(this.#cover(letter))
  }

  #cover({ residence, addressLines, certificates }: CoverLetter): Sheets {
    const { elenco } = this.sources.texts.cover
    const [first] = certificates
    const values: Record<string, string | readonly string[]> = {
      indirizzo: addressLines,
      intestatario: first ? `${first.data.name} ${first.data.surname}` : '',
    }
    const dated = (text: string, on: CivilDate | undefined) =>
      text.replace('{data}', on === undefined ? '' : dateInSentence(this.sources, on))
    certificates.forEach((certificate, index) => {
      const { data, kind, issuedOn, replaced } = certificate
      const { form } = this.#formOf(certificate).source
      const note = kind === 'CORRECTION' ? elenco.rettifica : kind === 'ANNULMENT' ? elenco.annullamento : ''
      values[listSlot(index, 'voce')] = dated(elenco.voce, issuedOn)
        .replace('{modello}', form.form)
        .replace('{anno}', String(data.incomeYear))
      values[listSlot(index, 'nota')] = dated(note, replaced?.issuedOn)
    })
    const count = certificates.length
    return this.#described(`indirizzo ${residence} ${count}`, values, () =>
      coverVariant(this.sources, residence, count),
    )
  }

  #described(variant: string, values: Values, describe: () => Variant): Sheets {
    let pages = this.#pages.get(variant)
    if (pages === undefined) {
      const described = describe()
      this.edition.include(variant, described)
      pages = described.pages
      this.#pages.set(variant, pages)
    }
    return { variant, values, pages }
  }

  #refusal({ variant, values, pages }: Sheets): Refusal | undefined {
    return this.edition.measure(variant, { ...values, ...marksOf(MEASURED_ID, 88, 88, pages) })
  }

  #formOf({ data: { incomeYear } }: Listed): FormInPlace {
    let form = this.#forms.get(incomeYear)
    if (!form) {
      const source = this.sources.forms.find(({ form }) => form.incomeYear === incomeYear)
      if (!source) throw new RangeError(`there is no form for the income year ${incomeYear}`)
      const place = { frame: formFrame(this.sources), lines: this.#lines }
      form = { source, shapes: new FormShapes(source, place) }
      this.#forms.set(incomeYear, form)
    }
    return form
  }
}

function numbered(sheets: readonly Sheets[], publicId: string): Sheets[] {
  const total = sheets.reduce((sum, { pages }) => sum + pages, 0)
  let first = 1
  return sheets.map(({ variant, values, pages }) => {
    const marks = marksOf(publicId, first, total, pages)
    first += pages
    return { variant, pages, values: { ...values, ...marks } }
  })
}

/** What the marks of so many sheets say, from the letter's `first` on. */
function marksOf(publicId: string, first: number, total: number, pages: number): Values {
  const values: Record<string, string> = { lettera: publicId, [SHEETS_SLOT]: String(total) }
  for (let page = 0; page < pages; page++) values[sheetSlot(page)] = String(first + page)
  return values
}
