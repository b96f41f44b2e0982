/** @module What certificates that come late, or are put right late, may cost the institute (`domain.md` §2.8). */
import { addDays, type CivilDate } from '../civil-date.ts'
import { deliveryDeadline } from './deadlines.ts'

/** studiomeli.it, funzionarioamministrativo.it, of the CU: D.Lgs. 175/2014 art. 2 and D.Lgs. 158/2015 art. 21 [K]. */
const SANCTION = {
  firstIncomeYear: 2014,
  cents: 100_00,
  capCents: 50_000_00,
  /** None when it is right so many days after the deadline. */
  freeDays: 5,
  /** One third within so many. */
  reducedDays: 60,
  reducedCents: 33_33,
  reducedCapCents: 20_000_00,
}

/** The last days of each stretch; undefined where no deadline is known. */
export interface LateDays {
  readonly incomeYear: number
  readonly deadline: CivilDate
  readonly freeUntil: CivilDate
  readonly reducedUntil: CivilDate
}

export function lateDaysOf(incomeYear: number): LateDays | undefined {
  const deadline = deliveryDeadline(incomeYear)
  if (deadline === undefined) return undefined
  return {
    incomeYear,
    deadline,
    freeUntil: addDays(deadline, SANCTION.freeDays),
    reducedUntil: addDays(deadline, SANCTION.reducedDays),
  }
}

/** How many certificates of a year were late, by what each costs. */
export interface LateCertificates {
  readonly free: number
  readonly reduced: number
  readonly full: number
}

/** Cents for all of them, with the caps of a year; 0 for years before the law. */
export function lateSanction(incomeYear: number, { reduced, full }: LateCertificates): number {
  if (incomeYear < SANCTION.firstIncomeYear) return 0
  const less = Math.min(reduced * SANCTION.reducedCents, SANCTION.reducedCapCents)
  return Math.min(less + full * SANCTION.cents, SANCTION.capCents)
}
