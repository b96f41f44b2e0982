/** @module What other systems report of a request or a credential. */

interface Needs {
  /** Whether the row must name the person (codice fiscale) or the request (the sender's id). */
  readonly names: 'person' | 'request'
  readonly address: 'none' | 'optional' | 'required'
}

export const PIN_EVENT_TYPES = {
  FIRST_ACCESS: { names: 'person', address: 'none' },
  PIN_CHANGED: { names: 'person', address: 'none' },
  LAST_USE: { names: 'person', address: 'none' },
  REVOKED: { names: 'person', address: 'none' },
  RESTORED: { names: 'person', address: 'none' },
  DECEASED: { names: 'person', address: 'none' },
  DEATH_CANCELLED: { names: 'person', address: 'none' },
  ADDRESS_CORRECTED: { names: 'request', address: 'required' },
  CALLBACK_CONFIRMED: { names: 'request', address: 'optional' },
  CALLBACK_REFUSED: { names: 'request', address: 'none' },
  REQUEST_CANCELLED: { names: 'request', address: 'none' },
} as const satisfies Readonly<Record<string, Needs>>

export type PinEventType = keyof typeof PIN_EVENT_TYPES

export function isPinEventType(text: string): text is PinEventType {
  return Object.hasOwn(PIN_EVENT_TYPES, text)
}
