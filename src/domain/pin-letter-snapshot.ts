/** @module All that printing a PIN letter reads, taken when the letter is created, so that no later change alters it. */
import type { CivilDate } from './civil-date.ts'
import type { FirstHalfChannel } from './contacts.ts'
import type { PrintableAddress } from './postal-address.ts'

export interface PinLetterSnapshot {
  /** The window's lines, character by character what the vendor's CSV says. */
  readonly addressLines: readonly string[]
  readonly requestedOn: CivilDate
  readonly firstHalfSentOn: CivilDate
  readonly firstHalfChannel: FirstHalfChannel
  readonly residence: 'ITALIA' | 'ESTERO'
  /** As the person declared it; which languages are printed is decided when the letter is measured. */
  readonly language: string
  /** Copies for the vendor's sorting. */
  readonly place: Omit<PrintableAddress, 'lines'>
}

export function snapshotOf(
  address: PrintableAddress,
  facts: Omit<PinLetterSnapshot, 'addressLines' | 'place'>,
): PinLetterSnapshot {
  const { lines, ...place } = address
  return { ...facts, addressLines: lines, place }
}

/** Reads a stored snapshot; one from before languages were kept is of a letter in Italian. */
export function parseSnapshot(json: string): PinLetterSnapshot {
  return { language: 'it', ...(JSON.parse(json) as Omit<PinLetterSnapshot, 'language'>) }
}

export const TEST_PREFIX = 'TEST_'

/** Domestic and foreign letters never share a bundle; trial runs carry `TEST_` for ever (`mail.md` §2.11). */
export function productOf(address: Pick<PrintableAddress, 'zone'>, test: boolean): string {
  return `${test ? TEST_PREFIX : ''}PIN_${address.zone === 'IT' ? 'IT' : 'EXT'}`
}

export function isTestProduct(product: string): boolean {
  return product.startsWith(TEST_PREFIX)
}
