/**
 * The deduction for pensions of art. 13 TUIR as the law computes it: the quotient of incomes cut to four decimals
 * (c. 6), the days over 365 not cut, the minimum after the days (`domain.md` §2.5).
 *
 * @module
 */
import type { CivilDate } from '../civil-date.ts'
import {
  type AgeGroup,
  ofIncomeYear,
  PENSION_DEDUCTIONS,
  type PensionDeductions,
} from './certificate-parameters.ts'

/** How a deduction came about; each step is exact up to `cents`. */
export interface PensionDeduction {
  readonly cents: number
  readonly ages: AgeGroup
  readonly table: PensionDeductions
  /** Which part of the table the income falls in; `above` has no deduction. */
  readonly band: 'flat' | 'middle' | 'falling' | 'above'
  /** Ten-thousandths, cut; absent where the band has no quotient. */
  readonly quotient?: number
  /** For 365 days, in ten-thousandths of a cent. */
  readonly yearly: number
  readonly days: number
  /** By days, before the minimum. */
  readonly proratedCents: number
}

const YEAR_DAYS = 365
const AGE = 75

/** Who reaches 75 within the income year counts as that old for all of it. */
export function ageGroup(birthDate: CivilDate, incomeYear: number): AgeGroup {
  return incomeYear - Number(birthDate.slice(0, 4)) >= AGE ? 'FROM_75' : 'UNDER_75'
}

/**
 * The deduction due on a total income for some days of pension; undefined for a year without a table. Half a cent is
 * rounded up, once, after the days (as Reg. CE 1103/97 art. 5 rounds euro sums).
 */
export function pensionDeduction(
  incomeYear: number,
  pensioner: { readonly incomeCents: number; readonly days: number; readonly birthDate: CivilDate },
): PensionDeduction | undefined {
  const ages = ageGroup(pensioner.birthDate, incomeYear)
  const tables = ages === 'UNDER_75' ? TABLES_UNDER_75 : TABLES_FROM_75
  const table = ofIncomeYear(tables, incomeYear)
  if (!table) return undefined
  const { days } = pensioner
  const full = yearlyDeduction(table, pensioner.incomeCents)
  const denominator = 10_000 * YEAR_DAYS
  const proratedCents = Math.floor((2 * full.yearly * days + denominator) / (2 * denominator))
  const minimum = full.band === 'flat' && days > 0 ? table.flat.minimum * 100 : 0
  return { ...full, ages, table, days, proratedCents, cents: Math.max(proratedCents, minimum) }
}

const TABLES_UNDER_75 = PENSION_DEDUCTIONS.filter(({ ages }) => ages.includes('UNDER_75'))
const TABLES_FROM_75 = PENSION_DEDUCTIONS.filter(({ ages }) => ages.includes('FROM_75'))

function yearlyDeduction(
  { flat, middle, falling }: PensionDeductions,
  incomeCents: number,
): Pick<PensionDeduction, 'band' | 'quotient' | 'yearly'> {
  if (incomeCents <= flat.upTo * 100) return { band: 'flat', yearly: flat.amount * 1_000_000 }
  if (incomeCents <= middle.upTo * 100) {
    const quotient = cutQuotient(middle, incomeCents)
    return { band: 'middle', quotient, yearly: (middle.base * 10_000 + middle.addition * quotient) * 100 }
  }
  if (incomeCents <= falling.upTo * 100) {
    const quotient = cutQuotient(falling, incomeCents)
    return { band: 'falling', quotient, yearly: falling.base * quotient * 100 }
  }
  return { band: 'above', yearly: 0 }
}

function cutQuotient(band: { readonly upTo: number; readonly divisor: number }, incomeCents: number): number {
  return Math.floor(((band.upTo * 100 - incomeCents) * 10_000) / (band.divisor * 100))
}
