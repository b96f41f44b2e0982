/** @module Drawing a code: generator contract of `domain.md` §1.5, verifier of `design.md` §8. */
import { createHmac } from 'node:crypto'
import { HALF_LENGTH, isAcceptablePin, PIN_LENGTH, toPin } from '../domain/pin-code.ts'
import { type Keys, keyOf } from './keyring.ts'
import { seal } from './sealing.ts'

/** Bytes from a cryptographic source; tests pass a repeatable one. */
export type RandomBytes = (count: number) => Uint8Array

/** The keys that issuing needs: one for each half, and the pepper. */
export interface CodeKeys {
  readonly firstHalf: Keys
  readonly secondHalf: Keys
  readonly pepper: Keys
}

export interface SealedCode {
  readonly firstHalf: string
  readonly secondHalf: string
  readonly verifier: string
}

/**
 * Draws until the contract is met: nothing of the person in it, and never a code that this person had before, which
 * only the verifiers can tell, since halves are erased. Each half is sealed under its own key at once; the code in
 * clear does not leave this function.
 */
export function drawSealedCode(
  keys: CodeKeys,
  random: RandomBytes,
  owner: {
    credentialId: number
    codiceFiscale: string
    birthDate: string
    earlierVerifiers: ReadonlySet<string>
  },
): SealedCode {
  const { credentialId, codiceFiscale, earlierVerifiers } = owner
  for (;;) {
    const pin = toPin(random(PIN_LENGTH / 2))
    if (!isAcceptablePin(pin, owner)) continue
    const verifier = verifierOf(keys.pepper, keys.pepper.current, codiceFiscale, pin)
    if (earlierVerifiers.has(verifier)) continue
    return {
      verifier,
      firstHalf: seal(keys.firstHalf, { credentialId, idx: 1 }, pin.slice(0, HALF_LENGTH)),
      secondHalf: seal(keys.secondHalf, { credentialId, idx: 2 }, pin.slice(HALF_LENGTH)),
    }
  }
}

/** A keyed hash: without the pepper, which is not in the database, a code of 64 bits cannot be guessed from it. */
export function verifierOf(pepper: Keys, keyId: string, codiceFiscale: string, pin: string): string {
  const hash = createHmac('sha256', keyOf(pepper, keyId))
    .update(`${codiceFiscale}/${pin}`)
    .digest('base64url')
  return `${keyId}.${hash}`
}
