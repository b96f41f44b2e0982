/** @module By when a certificate is due: the day of the law, moved to the first working day (`domain.md` §2.1). */
import { type CivilDate, daysBetween } from '../civil-date.ts'
import { nextWorkingDay } from '../working-days.ts'
import { CERTIFICATE_DEADLINES, ofIncomeYear } from './certificate-parameters.ts'

/** When the person must have it; undefined for a year whose deadline is not known. */
export function deliveryDeadline(incomeYear: number): CivilDate | undefined {
  return workingDay(incomeYear, ofIncomeYear(CERTIFICATE_DEADLINES, incomeYear)?.delivery)
}

/** When the Agenzia delle Entrate must have its data; undefined where it asked for none. */
export function filingDeadline(incomeYear: number): CivilDate | undefined {
  return workingDay(incomeYear, ofIncomeYear(CERTIFICATE_DEADLINES, incomeYear)?.filing)
}

/** Days from `on` to the delivery deadline: 0 on the day itself, negative when it is late. */
export function daysLeft(incomeYear: number, on: CivilDate): number | undefined {
  const deadline = deliveryDeadline(incomeYear)
  return deadline === undefined ? undefined : daysBetween(on, deadline)
}

/** National holidays alone: an office's own closures do not move a deadline of the law. */
function workingDay(incomeYear: number, monthAndDay: string | null | undefined): CivilDate | undefined {
  return monthAndDay ? nextWorkingDay(`${incomeYear + 1}-${monthAndDay}`, []) : undefined
}
