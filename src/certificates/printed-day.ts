/** @module A date as Italian forms print it. */
import type { CivilDate } from '../domain/civil-date.ts'

/** `28/02/2013`; `''` where there is none. */
export function printedDay(on: CivilDate | ''): string {
  return on === '' ? '' : `${on.slice(8)}/${on.slice(5, 7)}/${on.slice(0, 4)}`
}
