/**
 * Prints a certificate as it was printed the first time: with the form of that day, kept since, and to the same bytes.
 *
 * @module
 */
import type { IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import { type CertificateForms, type Misfit, openForm, type SingleForm } from './certificate-forms.ts'
import type { SingleCertificate } from './certificate-press.ts'

/** The forms that are printed with today. */
export type FormsInUse = Pick<CertificateForms, 'single' | 'version' | 'packed'>

/** Where forms are kept by their version. */
export interface KeptForms {
  get(version: string): Promise<Uint8Array | undefined>
  put(version: string, packed: Uint8Array): Promise<void>
}

/** With what a certificate was printed the first time. */
export type FirstPrint = Pick<SingleCertificate, 'templateVersion' | 'sha256'>

/** `bytes` are valid until the next certificate is printed. */
export interface Printed extends FirstPrint {
  readonly ok: true
  readonly bytes: Uint8Array
  readonly crc32: number
}

/** `COPIA_DIVERSA`: what would come out is not what came out the first time. */
export interface NotPrinted {
  readonly ok: false
  readonly code: Misfit['code'] | 'MODELLO_NON_DISPONIBILE' | 'COPIA_DIVERSA'
  readonly field: string
  readonly detail: string
}

/** Answers at once; what it gives is valid until the next certificate is printed. */
export type Print = (certificate: IssuedCertificate) => Printed | NotPrinted

export class ReleasedForms {
  readonly #inUse: FormsInUse
  readonly #kept: KeptForms
  readonly #opened = new Map<string, SingleForm | undefined>()
  readonly #alreadyKept = new Set<string>()

  constructor(inUse: FormsInUse, kept: KeptForms) {
    this.#inUse = inUse
    this.#kept = kept
  }

  /** {@link printerOf}, and printing. */
  async print(certificate: IssuedCertificate, first: FirstPrint | undefined): Promise<Printed | NotPrinted> {
    const print = await this.printerOf(certificate.data.incomeYear, first)
    return print(certificate)
  }

  /**
   * How a certificate is printed that was printed `first` like that, or never. The form is kept, or opened, before this
   * answers: printing itself waits for nothing.
   */
  async printerOf(incomeYear: number, first: FirstPrint | undefined): Promise<Print> {
    if (first) {
      const form = await this.#formOf(incomeYear, first.templateVersion)
      return (certificate) => printedAgain(form, certificate, first)
    }
    const version = this.#inUse.version(incomeYear)
    if (version === undefined) {
      const detail = String(incomeYear)
      return () => ({ ok: false, code: 'MODELLO_NON_DISPONIBILE', field: 'income_year', detail })
    }
    if (!this.#alreadyKept.has(version)) {
      await this.#kept.put(version, this.#inUse.packed(incomeYear))
      this.#alreadyKept.add(version)
    }
    return (certificate) => printedWith(this.#inUse, certificate)
  }

  async #formOf(incomeYear: number, version: string): Promise<SingleForm | undefined> {
    if (this.#inUse.version(incomeYear) === version) return this.#inUse
    if (!this.#opened.has(version)) {
      const packed = await this.#kept.get(version)
      this.#opened.set(version, packed && openForm(packed))
    }
    return this.#opened.get(version)
  }
}

function printedAgain(
  form: SingleForm | undefined,
  certificate: IssuedCertificate,
  first: FirstPrint,
): Printed | NotPrinted {
  if (!form) return different(`${first.templateVersion}?`)
  const made = printedWith(form, certificate)
  if (!made.ok) return different(made.code)
  return made.sha256 === first.sha256 ? made : different(made.sha256.slice(0, 16))
}

function printedWith(form: SingleForm, certificate: IssuedCertificate): Printed | Misfit {
  const made = form.single(certificate)
  if (!('bytes' in made)) return made
  const { bytes, crc32, sha256, templateVersion } = made
  return { ok: true, bytes, crc32, sha256, templateVersion }
}

function different(detail: string): NotPrinted {
  return { ok: false, code: 'COPIA_DIVERSA', field: 'income_year', detail }
}
