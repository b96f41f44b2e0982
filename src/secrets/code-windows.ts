/**
 * Every place in some bytes where eight characters of the code's alphabet follow one another, however they are written:
 * together or in groups, a byte or two each, in a string of a PDF or outside one, as hexadecimal digits of their own
 * bytes. What stands there is answered as a number, never as text.
 *
 * @module
 */
import { HALF_LENGTH, PIN_ALPHABET } from '../domain/pin-code.ts'

/** Half of a PIN as a number: a set of them is quick to ask, and prints no code by mistake. */
export function halfNumber(half: string): number {
  return Number.parseInt(half, 16) | 0
}

/**
 * `at` is the place of the last character. Plain is what stands together, or as two groups of four in one run; the rest
 * is parted in other ways, or over several runs.
 */
export type FoundWindow = (number: number, at: number, isPlain: boolean) => void

export function windowsInText(bytes: Buffer, found: FoundWindow): void {
  new WindowScan(bytes, bytes.length, found).characters(0, false)
}

/** Knows strings, their escapes, and kerning within a run. */
export function windowsInPdf(bytes: Buffer, from: number, to: number, found: FoundWindow): void {
  const scan = new WindowScan(bytes, to, found)
  for (let at = from; at < to; ) {
    const open = scan.nextString(at)
    scan.betweenStrings(at, open)
    at = scan.characters(open + 1, true)
  }
}

/** What a byte is: a digit's value up to 15, or one of these. */
const NOTHING = 16
const SEPARATOR = 17
const OTHER = 18
const KIND = new Uint8Array(256).fill(OTHER)
for (const [value, digit] of [...PIN_ALPHABET].entries()) KIND[digit.charCodeAt(0)] = value
// The high byte of a two-byte character, and the first byte of a no-break space in UTF-8.
for (const byte of [0x00, 0xc2]) KIND[byte] = NOTHING
for (const byte of [0x09, 0x0a, 0x0d, 0x20, 0x2d, 0x2e, 0x2f, 0x3a, 0x5f, 0xa0, 0xad]) KIND[byte] = SEPARATOR

const [OPEN, CLOSE, LESS, MORE, ESCAPE] = [0x28, 0x29, 0x3c, 0x3e, 0x5c]
/** No bracket and no backslash: what they mean depends on what stands before them. */
const IS_WORD = KIND.map((kind, byte) => (kind === OTHER && ![OPEN, CLOSE, ESCAPE].includes(byte) ? 1 : 0))

const GROUP = HALF_LENGTH / 2
/** A character is two hexadecimal digits, or four. */
const HEX_DIGITS = HALF_LENGTH * 2
/** `)-120(` */
const LONGEST_KERN = 6

class WindowScan {
  readonly #bytes: Buffer
  readonly #to: number
  readonly #found: FoundWindow
  #number = 0
  /** Digits since the last separator, in the group before it, and whatever parts them. */
  #together = 0
  #before = 0
  #loose = 0

  constructor(bytes: Buffer, to: number, found: FoundWindow) {
    this.#bytes = bytes
    this.#to = to
    this.#found = found
  }

  /** Where the next string opens, or the end. Kerning is so common and so short that no search is begun for it. */
  nextString(from: number): number {
    const near = Math.min(from + LONGEST_KERN, this.#to)
    for (let at = from; at < near; at++) if (this.#bytes[at] === OPEN) return at
    const open = this.#bytes.indexOf(OPEN, near)
    return open === -1 || open > this.#to ? this.#to : open
  }

  /** Operators and objects. Of any eight digits together one stands at a multiple of eight. */
  betweenStrings(from: number, to: number): void {
    const bytes = this.#bytes
    if (to - from > LONGEST_KERN || !isKerning(bytes, from, to)) this.#together = this.#before = 0
    for (let at = from + HALF_LENGTH - 1; at < to; at += HALF_LENGTH) {
      if ((KIND[bytes[at] as number] as number) >= NOTHING) continue
      let start = at
      while (start > from && (KIND[bytes[start - 1] as number] as number) < NOTHING) start--
      let end = at + 1
      while (end < to && (KIND[bytes[end] as number] as number) < NOTHING) end++
      if (end - start >= HALF_LENGTH) this.#digits(start, end)
      at = Math.max(at, end - HALF_LENGTH)
    }
  }

  /** Of a string, from behind its bracket; answers where it ends. Of text (`isPdf` false), to the end. */
  characters(from: number, isPdf: boolean): number {
    const bytes = this.#bytes
    const to = this.#to
    let depth = 1
    for (let at = from; at < to; at++) {
      let byte = bytes[at] as number
      if (isPdf) {
        if (byte === CLOSE && --depth === 0) return at + 1
        if (byte === OPEN) depth++
        else if (byte === ESCAPE) {
          const escaped = unescaped(bytes, at + 1)
          byte = escaped.byte
          at = escaped.at
        }
      }
      const kind = KIND[byte] as number
      if (kind < NOTHING) this.#digit(kind, at)
      else if (kind === SEPARATOR) {
        this.#before = this.#together
        this.#together = 0
      } else if (kind === OTHER) {
        this.#together = this.#before = this.#loose = 0
        // Most of a letter is words: up to where one goes on, eight bytes away, there is no room for eight characters.
        if (isPdf) while (at + HALF_LENGTH < to && isWordAt(bytes, at + HALF_LENGTH)) at += HALF_LENGTH
      }
    }
    return to
  }

  #digit(value: number, at: number): void {
    this.#number = (this.#number << 4) | value
    this.#together++
    if (++this.#loose < HALF_LENGTH) return
    const isGrouped = this.#together === GROUP && this.#before >= GROUP
    this.#found(this.#number, at, isGrouped || this.#together >= HALF_LENGTH)
    if (this.#together < HEX_DIGITS) return
    const spelt = hexadecimalBefore(this.#bytes, at)
    if (spelt !== undefined) this.#found(spelt, at, true)
  }

  /** Outside strings; `<FEFF00420038…>` is one in hexadecimal. */
  #digits(start: number, end: number): void {
    const bytes = this.#bytes
    let number = 0
    for (let at = start; at < end; at++) {
      number = (number << 4) | (KIND[bytes[at] as number] as number)
      if (at - start >= HALF_LENGTH - 1) this.#found(number, at, true)
    }
    const opened = bytes.lastIndexOf(LESS, start)
    const closed = bytes.indexOf(MORE, end)
    if (opened === -1 || closed - opened <= HEX_DIGITS) return
    const digits = bytes.toString('latin1', opened + 1, closed).replace(/\s/g, '')
    if (!/^[0-9A-Fa-f]*$/.test(digits)) return
    windowsInText(Buffer.from(digits, 'hex'), (found, _, isPlain) => this.#found(found, end - 1, isPlain))
  }
}

function isKerning(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if (byte > 0x39 || byte < 0x2d) return false
  }
  return true
}

/** A character of two bytes, so within a string, that is none of a code's and ends nothing. */
function isWordAt(bytes: Buffer, at: number): boolean {
  return IS_WORD[bytes[at] as number] === 1 && bytes[at - 1] === 0
}

/** The byte that stands behind a backslash, and where it ends. */
function unescaped(bytes: Buffer, from: number): { byte: number; at: number } {
  const octal = /^[0-7]{1,3}/.exec(bytes.toString('latin1', from, from + 3))?.[0]
  if (octal === undefined) return { byte: bytes[from] ?? 0, at: from }
  return { byte: Number.parseInt(octal, 8) & 0xff, at: from + octal.length - 1 }
}

/** The eight characters whose bytes the hexadecimal digits up to here spell, with or without their zero bytes. */
function hexadecimalBefore(bytes: Buffer, at: number): number | undefined {
  let number = 0
  let shift = 0
  let position = at
  const digit = () => {
    while (bytes[position] === 0) position--
    return KIND[bytes[position--] as number] as number
  }
  while (shift < 4 * HALF_LENGTH) {
    const low = digit()
    const high = digit()
    if (low >= NOTHING || high >= NOTHING) return undefined
    const kind = KIND[(high << 4) | low] as number
    if (kind === NOTHING) continue
    if (kind > NOTHING) return undefined
    number |= kind << shift
    shift += 4
  }
  return number
}
