/** @module All that printing a PIN letter reads, taken when the letter is created, so that no later change alters it. */
import type { CivilDate } from './civil-date.ts'
import type { FirstHalfChannel } from './contacts.ts'
import type { LetterSnapshot } from './letter-snapshot.ts'
import type { PrintableAddress } from './postal-address.ts'

export interface PinLetterSnapshot extends LetterSnapshot {
  readonly requestedOn: CivilDate
  readonly firstHalfSentOn: CivilDate
  readonly firstHalfChannel: FirstHalfChannel
  /** As the person declared it; which languages are printed is decided when the letter is measured. */
  readonly language: string
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
