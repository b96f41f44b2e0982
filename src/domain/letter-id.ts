/**
 * The id that is printed on a letter and that vendor and staff type back: random, so that it says nothing of the
 * person, and with a check character that catches a slip of the hand.
 *
 * Fifty random bits: two of a million letters share one with odds of about 1 in 2,000, two of ten million 1 in 20.
 * The ledger's unique key decides; whoever stores a letter draws again when it objects.
 *
 * @module
 */

/** Digits and capitals without I, L, O, U: nothing to confuse with 1, 0 or V. Thirty-two, five bits each. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SHAPE = /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$/
const SYMBOLS = 10

/** `R3K7Q-9TX2M-C` from ten random bytes or more; each byte gives one symbol, all equally likely. */
export function letterIdFrom(random: Uint8Array): string {
  if (random.length < SYMBOLS) {
    throw new RangeError(`a letter id is drawn from ${SYMBOLS} random bytes, found ${random.length}`)
  }
  let symbols = ''
  let remainder = 0
  for (const byte of random.subarray(0, SYMBOLS)) {
    symbols += ALPHABET.charAt(byte & 31)
    remainder = timesAlpha(remainder) ^ (byte & 31)
  }
  return `${symbols.slice(0, 5)}-${symbols.slice(5)}-${ALPHABET.charAt(timesAlpha(remainder))}`
}

/**
 * As many random ids that nobody has: at ten million letters two draws in a hundred nights would meet. `takenAmong`
 * answers those of the drawn that are taken.
 */
export async function drawLetterIds(
  count: number,
  random: (bytes: number) => Uint8Array,
  takenAmong: (ids: readonly string[]) => Promise<readonly string[]>,
): Promise<string[]> {
  const ids = new Set<string>()
  while (ids.size < count) {
    while (ids.size < count) ids.add(letterIdFrom(random(SYMBOLS)))
    for (const taken of await takenAmong([...ids])) ids.delete(taken)
  }
  return [...ids]
}

/** True for the exact form of a letter id, capitals and hyphens included, whose check character is right. */
export function isLetterId(text: string): boolean {
  if (!SHAPE.test(text)) return false
  let remainder = 0
  for (const symbol of text.replaceAll('-', '')) {
    remainder = timesAlpha(remainder) ^ ALPHABET.indexOf(symbol)
  }
  return remainder === 0
}

/**
 * Multiplies by a primitive element of GF(32) (x⁵ + x² + 1). Each of the eleven symbols so has its own non-zero
 * weight, which is why no single substitution and no swap of two symbols leaves the remainder zero. Chosen over
 * ISO 7064 MOD 37,36, whose check character may be one of the letters left out above.
 */
function timesAlpha(value: number): number {
  return value & 16 ? (value << 1) ^ 37 : value << 1
}
