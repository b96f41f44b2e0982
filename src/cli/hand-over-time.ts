/** @module When a letter was handed over, as staff read it, in Rome's time. */

const DAY = new Intl.DateTimeFormat('it-IT', {
  timeZone: 'Europe/Rome',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
})
const TIME = new Intl.DateTimeFormat('it-IT', { timeZone: 'Europe/Rome', timeStyle: 'short' })

/** `il 23/11/26 alle 09:00`; where the log was purged, only the day is known. */
export function handOverTime(instant: string): string {
  const date = new Date(instant)
  return `il ${DAY.format(date)}${instant.length > 10 ? ` alle ${TIME.format(date)}` : ''}`
}
