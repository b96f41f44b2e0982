/**
 * DataMatrix ECC 200 of 18 × 18 modules for up to 18 ASCII characters, more where there are digits among them.
 *
 * bwip-js draws about 900 codes a second, less than a bundle needs letters. But the check words (Reed–Solomon over
 * GF(256)) and the placement are linear over GF(2): a code is the exclusive or of what its codewords draw. So bwip-js
 * draws the 145 codes of single bits once, a table for every codeword at every place is made of them, and a letter's
 * code is put together from that (tested equal to bwip-js's own).
 *
 * @module
 */
import bwip from 'bwip-js'

export const DATA_MATRIX_SIDE = 18
const SIDE = DATA_MATRIX_SIDE
const CODEWORDS = 18

/** Rows from the top; bit `column` of a row is set where its module is black. Valid until the next call. */
export function dataMatrix(text: string): Int32Array {
  tables ??= drawTables()
  const { blank, changes } = tables
  const length = encode(text)
  rows.set(blank)
  for (let place = 0; place < CODEWORDS; place++) {
    const codeword = place < length ? (codewords[place] as number) : paddingAt(place, length)
    const from = (place * 256 + codeword) * SIDE
    for (let row = 0; row < SIDE; row++) rows[row] = (rows[row] as number) ^ (changes[from + row] as number)
  }
  return rows
}

const rows = new Int32Array(SIDE)

const codewords = new Uint8Array(CODEWORDS)

/** ASCII encodation (ISO/IEC 16022, 5.2.3); answers how many codewords the text takes. */
function encode(text: string): number {
  // Two digits may share a codeword: only where there is no room otherwise, so that what fits looks as it always did.
  const pairs = text.length > CODEWORDS
  let length = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    const next = text.charCodeAt(index + 1)
    if (code < 0x20 || code > 0x7e || length === CODEWORDS) {
      throw new RangeError(
        `expected ASCII for at most ${CODEWORDS} codewords, found ${text.length} characters`,
      )
    }
    if (pairs && isDigit(code) && isDigit(next)) {
      codewords[length++] = 130 + 10 * (code - 48) + next - 48
      index++
    } else codewords[length++] = code + 1
  }
  return length
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function paddingAt(place: number, length: number): number {
  if (place === length) return 129
  const randomised = 129 + ((149 * (place + 1)) % 253) + 1
  return randomised > 254 ? randomised - 254 : randomised
}

interface Tables {
  /** What a code of nothing but zero codewords looks like. */
  readonly blank: Int32Array
  /** What each codeword at each place changes: `[(place * 256 + codeword) * SIDE + row]`. */
  readonly changes: Int32Array
}

let tables: Tables | undefined

function drawTables(): Tables {
  const zero = new Array<number>(CODEWORDS).fill(0)
  const blank = draw(zero)
  const changes = new Int32Array(CODEWORDS * 256 * SIDE)
  for (let place = 0; place < CODEWORDS; place++) {
    const singles = Array.from({ length: 8 }, (_, bit) => draw(zero.with(place, 1 << bit)))
    for (let codeword = 0; codeword < 256; codeword++) {
      for (let row = 0; row < SIDE; row++) {
        let change = 0
        for (let bit = 0; bit < 8; bit++) {
          if (codeword & (1 << bit)) change ^= (singles[bit]?.[row] as number) ^ (blank[row] as number)
        }
        changes[(place * 256 + codeword) * SIDE + row] = change
      }
    }
  }
  return { blank, changes }
}

function draw(codewords: readonly number[]): Int32Array {
  const text = codewords.map((codeword) => `^${String(codeword).padStart(3, '0')}`).join('')
  // The named export `raw` is the symbology of that name; the function is on the default export only.
  const [symbol] = bwip.raw('datamatrix', text, { raw: true, version: `${SIDE}x${SIDE}` } as object)
  if (!symbol || !('pixs' in symbol) || symbol.pixx !== SIDE) throw new Error('bwip-js drew another code')
  const drawn = new Int32Array(SIDE)
  symbol.pixs.forEach((black, module) => {
    const row = Math.floor(module / SIDE)
    if (black) drawn[row] = (drawn[row] as number) | (1 << (module % SIDE))
  })
  return drawn
}
