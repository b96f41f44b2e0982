/**
 * DataMatrix ECC 200 of 18 × 18 modules for up to 18 ASCII characters.
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
  checkText(text)
  rows.set(blank)
  for (let place = 0; place < CODEWORDS; place++) {
    const from = (place * 256 + codewordAt(text, place)) * SIDE
    for (let row = 0; row < SIDE; row++) rows[row] = (rows[row] as number) ^ (changes[from + row] as number)
  }
  return rows
}

const rows = new Int32Array(SIDE)

function checkText(text: string): void {
  if (text.length > CODEWORDS || !/^[ -~]*$/.test(text)) {
    throw new RangeError(`expected at most ${CODEWORDS} ASCII characters, found ${text.length} characters`)
  }
}

/** ASCII encodation and padding (ISO/IEC 16022, 5.2.3). */
function codewordAt(text: string, place: number): number {
  if (place < text.length) return text.charCodeAt(place) + 1
  if (place === text.length) return 129
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
