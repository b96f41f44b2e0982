/** @module Gross IRPEF by the slices of a year, in whole cents. */
import { IRPEF_RATES, ofIncomeYear } from './certificate-parameters.ts'

/** One slice of an income and what it is charged. */
export interface IrpefStep {
  readonly percent: number
  readonly taxedCents: number
  /** Hundredths of a cent, exact: the tax of a slice may be a fraction of a cent. */
  readonly taxHundredths: number
}

/** Slice by slice; undefined for a year without rates. */
export function grossTaxSteps(incomeYear: number, incomeCents: number): IrpefStep[] | undefined {
  const rates = ofIncomeYear(IRPEF_RATES, incomeYear)
  if (!rates) return undefined
  const steps: IrpefStep[] = []
  let from = 0
  for (const { upTo, percent } of rates.slices) {
    if (incomeCents <= from) break
    const taxedCents = Math.min(incomeCents, upTo * 100) - from
    steps.push({ percent, taxedCents, taxHundredths: taxedCents * percent })
    from = upTo * 100
  }
  return steps
}

/**
 * Gross tax of an income in cents; undefined for a year without rates. Rounded once, at the end, half a cent up (as
 * Reg. CE 1103/97 art. 5 rounds euro sums).
 */
export function grossTax(incomeYear: number, incomeCents: number): number | undefined {
  const steps = grossTaxSteps(incomeYear, incomeCents)
  if (!steps) return undefined
  const hundredths = steps.reduce((sum, step) => sum + step.taxHundredths, 0)
  return Math.floor((hundredths + 50) / 100)
}
