/** @module What every letter keeps of its addressee, taken when it is created, so that no later change alters it. */
import type { PrintableAddress } from './address-parts.ts'

export interface LetterSnapshot {
  /** The window's lines, character by character what the vendor's CSV says. */
  readonly addressLines: readonly string[]
  readonly residence: 'ITALIA' | 'ESTERO'
  /** Copies for the vendor's sorting. */
  readonly place: Omit<PrintableAddress, 'lines'>
}
