/** @module R4–R8, R10: whether taxes, deductions and surtaxes follow from the income and from each other. */
import { amountOf, netTax, totalDeductions, totalIncome } from './amount-of.ts'
import type { CertificateData } from './certificate-data.ts'
import {
  NEXT_ADVANCE_PERCENT,
  NEXT_ADVANCE_TOLERANCE_PERCENT,
  TOLERANCE_CENTS,
} from './certificate-parameters.ts'
import { isDayCount } from './figure-rules.ts'
import { grossTax } from './irpef.ts'
import type { Figure } from './meanings.ts'
import { type PensionDeduction, pensionDeduction } from './pension-deduction.ts'
import { differ, foundAndExpected, foundAndLimit, NO_BREACH, type Rule } from './rule.ts'

/** R4: the total of the deductions is their sum. */
export const deductionsAddUp: Rule = (data) => {
  const found = amountOf(data, 'deductions.total')
  const expected = totalDeductions(data)
  if (!differ(found, expected)) return NO_BREACH
  return [{ figure: 'deductions.total', detail: foundAndExpected(found, expected) }]
}

/**
 * R5: what was withheld is the net tax. Only a warning where another payer's income or a suspension has a part in it;
 * a person who asked for a higher rate may have paid more.
 */
export const withheldIsNetTax: Rule = (data) => {
  const found = amountOf(data, 'withholding.irpef')
  const expected = netTax(data)
  if (!differ(found, expected) || mayExceed(data, found, expected)) return NO_BREACH
  const onlyWarns = hasOtherPayer(data) || SUSPENSIONS.some((figure) => amountOf(data, figure) > 0)
  return [{ figure: 'withholding.irpef', detail: foundAndExpected(found, expected), onlyWarns }]
}

const SUSPENSIONS: readonly Figure[] = [
  'suspended.irpef',
  'suspended.regional',
  'suspended.municipal.advance',
  'suspended.municipal.balance',
]

function hasOtherPayer(data: CertificateData): boolean {
  return (
    data.mergedPayer !== '' || amountOf(data, 'merged.income') > 0 || amountOf(data, 'merged.withholding') > 0
  )
}

function mayExceed(data: CertificateData, found: number, expected: number): boolean {
  return found > expected && amountOf(data, 'withholding.higher') > 0
}

/** R6: the gross tax is that of the year's rates. Says nothing for a year without rates. */
export const grossTaxFollowsRates: Rule = (data) => {
  const expected = grossTax(data.incomeYear, totalIncome(data))
  if (expected === undefined) return NO_BREACH
  const found = amountOf(data, 'tax.gross')
  if (!differ(found, expected) || mayExceed(data, found, expected)) return NO_BREACH
  return [{ figure: 'tax.gross', detail: foundAndExpected(found, expected) }]
}

/**
 * R7: the deduction is the one due; where there is income of another kind or payer, at most that. Says nothing where
 * days of employment share the point, for impossible days, and for a year without a table.
 */
export const deductionIsDue: Rule = (data) => {
  const due = deductionDue(data)?.cents
  if (due === undefined) return NO_BREACH
  const found = amountOf(data, 'deductions.pension')
  if (!differ(found, due)) return NO_BREACH
  const figure = 'deductions.pension'
  if (!hasOtherIncome(data)) return [{ figure, detail: foundAndExpected(found, due) }]
  return found > due ? [{ figure, detail: foundAndLimit(found, due) }] : NO_BREACH
}

/** What R7 compares with; without a pension there are no days of it. */
export function deductionDue(data: CertificateData): PensionDeduction | undefined {
  const days = amountOf(data, 'days.pension')
  if (hasEmployment(data) || !isDayCount(days)) return undefined
  return pensionDeduction(data.incomeYear, {
    incomeCents: totalIncome(data),
    days: amountOf(data, 'income.pension') > 0 ? days : 0,
    birthDate: data.birthDate,
  })
}

/** The deduction for employment then shares the point of the one for pensions. */
export function hasEmployment(data: CertificateData): boolean {
  return amountOf(data, 'income.employment') > 0 || amountOf(data, 'days.employment') > 0
}

function hasOtherIncome(data: CertificateData): boolean {
  return hasOtherPayer(data) || amountOf(data, 'income.other') > 0 || amountOf(data, 'income.alimony') > 0
}

const SURTAXES: readonly Figure[] = [
  'surtax.regional',
  'surtax.municipal.advance',
  'surtax.municipal.balance',
  'surtax.municipal.next',
]

/** R8: who owes no IRPEF owes no surtax [K]. */
export const noSurtaxWithoutTax: Rule = (data) => {
  if (amountOf(data, 'withholding.irpef') !== 0) return NO_BREACH
  const figure = SURTAXES.find((surtax) => amountOf(data, surtax) > 0)
  return figure ? [{ figure, detail: foundAndExpected(amountOf(data, figure), 0) }] : NO_BREACH
}

/** R10: the advance for next year is about 30 % of this year's municipal surtax [K]; the dead owe none. */
export const nextAdvanceFollows: Rule = (data) => {
  const found = amountOf(data, 'surtax.municipal.next')
  if (found === 0 && data.deceasedOn !== '') return NO_BREACH
  const expected = nextAdvance(data)
  const tolerance = Math.max(TOLERANCE_CENTS, (municipalSurtax(data) * NEXT_ADVANCE_TOLERANCE_PERCENT) / 100)
  if (Math.abs(found - expected) <= tolerance) return NO_BREACH
  return [{ figure: 'surtax.municipal.next', detail: foundAndExpected(found, expected) }]
}

export function nextAdvance(data: CertificateData): number {
  return Math.floor((municipalSurtax(data) * NEXT_ADVANCE_PERCENT + 50) / 100)
}

function municipalSurtax(data: CertificateData): number {
  return amountOf(data, 'surtax.municipal.advance') + amountOf(data, 'surtax.municipal.balance')
}
