/** @module What a log line must never show, by shape: a codice fiscale and a PIN or half of one (`design.md` §8). */

const CODICE_FISCALE =
  /\b[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]\b/gi
const CODE = /\b(?:[0-9A-F]{4}[ -]?){1,3}[0-9A-F]{4}\b/g
const CALENDAR = /^(?:(?:18|19|20|21)\d{2}[01]\d[0-3]\d|(?:18|19|20|21)\d{2}-[01]\d[0-3]\d)$/

/** Replaces what has the shape of a secret; dates such as 20261122 stay. */
export function redactText(text: string): string {
  return text
    .replace(CODICE_FISCALE, '[codice fiscale]')
    .replace(CODE, (found) => (CALENDAR.test(found) ? found : '[code]'))
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
