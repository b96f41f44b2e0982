/** @module Drawing a code: generator contract of `domain.md` §1.5, verifier of `design.md` §8. */
import { createHmac } from 'node:crypto'
import { HALF_LENGTH, isAcceptablePin, PIN_LENGTH, toPin } from '../domain/pin-code.ts'
import { type Keys, keyBytes } from './keyring.ts'

/** Bytes from a cryptographic source; tests pass a repeatable one. */
export type RandomBytes = (count: number) => Uint8Array

export interface DrawnCode {
  readonly halves: readonly [string, string]
  readonly verifier: string
}

/**
 * Draws until the contract is met: nothing of the person in it, and never a code that this person had before, which
 * only the verifiers can tell, since halves are erased.
 */
export function drawCode(
  pepper: Keys,
  random: RandomBytes,
  person: { codiceFiscale: string; birthDate: string; earlierVerifiers: ReadonlySet<string> },
): DrawnCode {
  for (;;) {
    const pin = toPin(random(PIN_LENGTH / 2))
    if (!isAcceptablePin(pin, person)) continue
    const verifier = verifierOf(pepper, pepper.current, person.codiceFiscale, pin)
    if (person.earlierVerifiers.has(verifier)) continue
    return { halves: [pin.slice(0, HALF_LENGTH), pin.slice(HALF_LENGTH)], verifier }
  }
}

/** A keyed hash: without the pepper, which is not in the database, a code of 64 bits cannot be guessed from it. */
export function verifierOf(pepper: Keys, keyId: string, codiceFiscale: string, pin: string): string {
  const hash = createHmac('sha256', keyBytes(pepper, keyId))
    .update(`${codiceFiscale}/${pin}`)
    .digest('base64url')
  return `${keyId}.${hash}`
}
