/**
 * The figures of one pensioner's year, consistent by construction. Only for the sample: it uses the same tables as the
 * checks, so it can witness nothing of them (`domain.md` §2.5 has the golden examples).
 *
 * @module
 */
import type { PensionPeriod } from '../domain/certificates/certificate-data.ts'
import { NEXT_ADVANCE_PERCENT } from '../domain/certificates/certificate-parameters.ts'
import { grossTax } from '../domain/certificates/irpef.ts'
import type { Figure } from '../domain/certificates/meanings.ts'
import { pensionDeduction } from '../domain/certificates/pension-deduction.ts'
import { FIRST_INCOME_YEAR } from './certificate-set.ts'
import type { Pensioner } from './pensioners.ts'
import { daysOf, paidIn } from './pensions.ts'
import type { Comune } from './places.ts'

export type SampleFigures = Partial<Record<Figure, number>>

export interface PensionYear {
  readonly periods: readonly PensionPeriod[]
  readonly figures: SampleFigures
}

/** Undefined for a year without pension. `extraCents` is paid besides, to make other data of the same person. */
export function pensionYear(pensioner: Pensioner, year: number, extraCents = 0): PensionYear | undefined {
  const tax = taxOf(pensioner, year, extraCents)
  if (!tax) return undefined
  const { periods, figures } = tax
  const { home } = pensioner
  const income = figures['income.pension'] ?? 0
  if ((figures['withholding.irpef'] ?? 0) > 0) {
    const municipal = municipalSurtax(home, income)
    const advance = Math.min(municipal, percent(lastMunicipal(pensioner, year), NEXT_ADVANCE_PERCENT))
    figures['surtax.regional'] = Math.round((income * regionalRate(home)) / 10_000)
    figures['surtax.municipal.advance'] = advance
    figures['surtax.municipal.balance'] = municipal - advance
    // The dead owe none.
    const isAlive = !pensioner.diedOn.startsWith(String(year))
    figures['surtax.municipal.next'] = isAlive ? percent(municipal, NEXT_ADVANCE_PERCENT) : 0
  }
  return { periods, figures }
}

/** Total and withholding from the gross tax and the single deductions. */
export function settle(figures: SampleFigures): void {
  const total =
    (figures['deductions.family'] ?? 0) +
    (figures['deductions.pension'] ?? 0) +
    (figures['deductions.expenses'] ?? 0)
  figures['deductions.total'] = total
  const owed = (figures['tax.gross'] ?? 0) - total - (figures['credit.foreignTax'] ?? 0)
  figures['withholding.irpef'] = Math.max(0, owed)
}

function taxOf(
  pensioner: Pensioner,
  year: number,
  extraCents = 0,
): { periods: PensionPeriod[]; figures: SampleFigures } | undefined {
  const periods = paidIn(pensioner.pensions, year, pensioner.diedOn, extraCents)
  if (periods.length === 0) return undefined
  const income = periods.reduce((sum, { cents }) => sum + cents, 0)
  const figures: SampleFigures = { 'income.pension': income, 'days.pension': daysOf(periods) }
  if (pensioner.hasSpouseToSupport) figures['deductions.family'] = spouseDeduction(income, monthsOf(periods))
  computeTax(figures, pensioner, year)
  return { periods, figures }
}

/** What follows from income and days. */
export function computeTax(figures: SampleFigures, { person }: Pensioner, year: number): void {
  const incomeCents = figures['income.pension'] ?? 0
  const pensioner = { incomeCents, days: figures['days.pension'] ?? 0, birthDate: person.birthDate }
  figures['tax.gross'] = grossTax(year, incomeCents) ?? 0
  figures['deductions.pension'] = pensionDeduction(year, pensioner)?.cents ?? 0
  settle(figures)
}

function monthsOf([first]: readonly PensionPeriod[]): number {
  return first ? Number(first.to.slice(5, 7)) - Number(first.from.slice(5, 7)) + 1 : 0
}

/** Art. 12 c. 1 TUIR, without the ten to thirty euros more of incomes round 30,000 [K]. */
function spouseDeduction(incomeCents: number, months: number): number {
  const euros = incomeCents / 100
  const cut = (quotient: number) => Math.floor(quotient * 10_000) / 10_000
  const yearly =
    euros <= 15_000
      ? 800 - 110 * cut(euros / 15_000)
      : euros <= 40_000
        ? 690
        : 690 * cut(Math.max(0, 80_000 - euros) / 40_000)
  return Math.round((yearly * 100 * months) / 12)
}

/** Of the year before; the first of all years is taken as its own. */
function lastMunicipal(pensioner: Pensioner, year: number): number {
  const tax = taxOf(pensioner, Math.max(FIRST_INCOME_YEAR, year - 1))
  const income = tax?.figures['income.pension'] ?? 0
  return (tax?.figures['withholding.irpef'] ?? 0) > 0 ? municipalSurtax(pensioner.home, income) : 0
}

/** Hundredths of a per cent; that each place has one of its own is what matters here, which one it is does not. */
const REGIONAL_RATES = [123, 133, 140, 158, 173, 203]
const MUNICIPAL_RATES = [20, 40, 50, 60, 70, 80, 90]

function regionalRate({ province }: Comune): number {
  return REGIONAL_RATES[letterSum(province) % REGIONAL_RATES.length] ?? 123
}

function municipalSurtax({ belfiore }: Comune, incomeCents: number): number {
  const rate = MUNICIPAL_RATES[letterSum(belfiore) % MUNICIPAL_RATES.length] ?? 20
  return Math.round((incomeCents * rate) / 10_000)
}

function letterSum(text: string): number {
  let sum = 0
  for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at)
  return sum
}

function percent(cents: number, share: number): number {
  return Math.round((cents * share) / 100)
}
