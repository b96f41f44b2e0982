/**
 * The forms of all years, ready to print.
 *
 * @module
 */
import type { IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import type { FormOutline } from '../domain/certificates/form-outline.ts'
import type { Misfit } from '../letters/letter-data.ts'
import { pack, unpack } from '../pdf/pack.ts'
import { CertificatePress, type SingleCertificate } from './certificate-press.ts'
import type { CompiledForm } from './certificate-template.ts'
import { outlineOf } from './form-outline-of.ts'

export type { Misfit, SingleCertificate }

export interface SingleForm {
  /** Throws a `RangeError` for a year without a form. */
  single(certificate: IssuedCertificate): SingleCertificate | Misfit
}

export interface CertificateForms extends SingleForm {
  /** What the rules need to know of a year's form. */
  outline(incomeYear: number): FormOutline | undefined
  /** Of everything that `single` prints with for that year: equal versions give equal bytes. */
  version(incomeYear: number): string | undefined
  /** For `openForm`, years later or in another thread: memory that threads share. */
  packed(incomeYear: number): Uint8Array
}

export function certificateForms(compiled: readonly CompiledForm[]): CertificateForms {
  const byYear = new Map(compiled.map((one) => [one.source.form.incomeYear, one]))
  const outlines = new Map([...byYear].map(([year, { source }]) => [year, outlineOf(source.form)]))
  const presses = new Map<number, CertificatePress>()
  const formOf = (incomeYear: number): CompiledForm => {
    const form = byYear.get(incomeYear)
    if (!form) throw new RangeError(`there is no form for the income year ${incomeYear}`)
    return form
  }
  return {
    outline: (incomeYear) => outlines.get(incomeYear),
    version: (incomeYear) => byYear.get(incomeYear)?.version,
    packed: (incomeYear) => pack(formOf(incomeYear)),
    single(certificate) {
      const { incomeYear } = certificate.data
      let press = presses.get(incomeYear)
      if (!press) {
        press = new CertificatePress(formOf(incomeYear))
        presses.set(incomeYear, press)
      }
      return press.single(certificate)
    },
  }
}

/** A form as it was packed. */
export function openForm(packed: Uint8Array): SingleForm {
  return new CertificatePress(unpack<CompiledForm>(packed))
}
