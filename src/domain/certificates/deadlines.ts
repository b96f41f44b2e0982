/** @module By when a certificate is due: the day of the law, moved to the first working day (`domain.md` §2.1). */
import type { CivilDate } from '../civil-date.ts'
import { nextWorkingDay } from '../working-days.ts'
import { CERTIFICATE_DEADLINES, ofIncomeYear } from './certificate-parameters.ts'

/**
 * When the person must have it; undefined for a year whose deadline is not known. National holidays alone: an office's
 * own closures do not move a deadline of the law.
 */
export function deliveryDeadline(incomeYear: number): CivilDate | undefined {
  const day = ofIncomeYear(CERTIFICATE_DEADLINES, incomeYear)?.delivery
  return day === undefined ? undefined : nextWorkingDay(`${incomeYear + 1}-${day}`, [])
}
