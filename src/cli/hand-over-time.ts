/** @module When a letter was handed over, as staff read it, in Rome's time. */
import { italianDate, italianInstant } from '../domain/civil-date.ts'

/** `il 23/11/2026 alle 09:00`; where the log was purged, only the day is known. */
export function handOverTime(instant: string): string {
  return `il ${instant.length > 10 ? italianInstant(new Date(instant)) : italianDate(instant)}`
}
