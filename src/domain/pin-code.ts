/**
 * The code itself: sixteen hexadecimal characters in two halves (`domain.md` §1.5; INPS messaggio 3695/2013).
 * Nothing here keeps or prints a code.
 *
 * @module
 */
import type { CivilDate } from './civil-date.ts'

/** A `0` is always zero, never the letter O (calcolocosto.it, quoting the INPS screen). */
export const PIN_ALPHABET = '0123456789ABCDEF'
export const PIN_LENGTH = 16
export const HALF_LENGTH = 8

/** Halves of one repeated character, and of eight in ascending or descending order. */
const RUNS = new Set(plainRuns())

/** Eight random bytes as sixteen characters: two a byte, so each of the sixteen is equally likely. */
export function toPin(randomBytes: Uint8Array): string {
  if (randomBytes.length !== PIN_LENGTH / 2) {
    throw new RangeError(`a PIN is drawn from ${PIN_LENGTH / 2} random bytes, found ${randomBytes.length}`)
  }
  return Buffer.from(randomBytes).toString('hex').toUpperCase()
}

/**
 * Rules (b), (c), (d) of the generator contract of `domain.md` §1.5: nothing that leads back to the person, no code
 * that one would try first. Rule (a), never the same code twice, needs the verifiers and is the issuing job's.
 */
export function isAcceptablePin(
  code: string,
  owner: { codiceFiscale: string; birthDate: CivilDate },
): boolean {
  const halves = [code.slice(0, HALF_LENGTH), code.slice(HALF_LENGTH)]
  const [year = '', month = '', day = ''] = owner.birthDate.split('-')
  const dates = [day + month + year, year + month + day, day + month + year.slice(2)]
  if (halves.some((half) => RUNS.has(half) || dates.some((date) => half.includes(date)))) return false
  return !sharesWindow(code, owner.codiceFiscale)
}

/** `ABCD1234` as it is read aloud and printed: `ABCD 1234` (`domain.md` §1.5). */
export function groupHalf(half: string): string {
  return `${half.slice(0, 4)} ${half.slice(4)}`
}

/** Eight characters in sequence of the holder's own codice fiscale are not allowed (fiscoetributi.com). */
function sharesWindow(code: string, codiceFiscale: string): boolean {
  for (let start = 0; start + HALF_LENGTH <= codiceFiscale.length; start++) {
    if (code.includes(codiceFiscale.slice(start, start + HALF_LENGTH))) return true
  }
  return false
}

function plainRuns(): string[] {
  const repeated = [...PIN_ALPHABET].map((character) => character.repeat(HALF_LENGTH))
  const ascending = repeated
    .slice(HALF_LENGTH - 1)
    .map((_, start) => PIN_ALPHABET.slice(start, start + HALF_LENGTH))
  const descending = ascending.map((run) => [...run].reverse().join(''))
  return [...repeated, ...ascending, ...descending]
}
