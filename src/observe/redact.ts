/** @module What a log line must never show, by shape: a codice fiscale and a PIN or half of one (`design.md` §8). */

const CODICE_FISCALE =
  /\b[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]\b/gi
const CODE = /\b(?:[0-9A-F]{4}[ -]?){1,3}[0-9A-F]{4}\b/
const DATE = '(?:18|19|20|21)\\d{2}[01]\\d[0-3]\\d'
const CALENDAR = new RegExp(`^(?:${DATE}|(?:18|19|20|21)\\d{2}-[01]\\d[0-3]\\d)$`)
/**
 * How the name of a feed begins: kind, income year, date, number of the day. Together they look like a code; what
 * follows them is judged by itself.
 */
const FEED = new RegExp(
  `\\b(?:pin|certificate)-[a-z]+-(?:(?:19|20)\\d{2}-)?${DATE}(?![0-9A-F])(?:-\\d{4}(?![0-9A-F]|[ -][0-9A-F]{4}))?`,
)
const CODE_OR_FEED = new RegExp(`(${FEED.source})|${CODE.source}`, 'g')

/** Replaces what has the shape of a secret; dates such as 20261122 stay, and names of feeds. */
export function redactText(text: string): string {
  return text
    .replace(CODICE_FISCALE, '[codice fiscale]')
    .replace(CODE_OR_FEED, (found, feed: string | undefined) =>
      feed !== undefined || CALENDAR.test(found) ? found : '[code]',
    )
}

/** The same for a value of any shape, keys untouched; errors become plain objects, which winston would print as `{}`. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value instanceof Error) return redact(describeError(value))
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redact(inner)]))
  }
  return value
}

export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = (error as { code?: unknown }).code
  return {
    name: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
