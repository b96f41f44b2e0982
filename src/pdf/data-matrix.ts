/**
 * DataMatrix ECC 200 of 18 × 18 modules for up to 18 ASCII characters, as runs of black modules.
 *
 * bwip-js draws about 900 codes a second, less than a bundle needs letters. But the check words (Reed–Solomon over
 * GF(256)) and the placement are linear over GF(2): a code is the exclusive or of the codes of its single bits. So
 * bwip-js draws those 145 once, and a letter's code is put together from them (tested equal to bwip-js's own).
 *
 * @module
 */
import bwip from 'bwip-js'

const SIDE = 18
const CODEWORDS = 18
const WORDS = Math.ceil((SIDE * SIDE) / 32)

/** Rows from the top, each as `[from, length]` runs of black modules. */
export type ModuleRows = [number, number][][]

export const DATA_MATRIX_SIDE = SIDE

export function dataMatrix(text: string): ModuleRows {
  const bits = Uint32Array.from(stencil().blank)
  codewordsOf(text).forEach((codeword, position) => {
    for (let bit = 0; bit < 8; bit++) {
      if (codeword & (1 << bit)) xor(bits, stencil().bits[position * 8 + bit] as Uint32Array)
    }
  })
  const rows: ModuleRows = []
  for (let row = 0; row < SIDE; row++) {
    const runs: [number, number][] = []
    for (let column = 0; column < SIDE; column++) {
      const module = row * SIDE + column
      if (!(((bits[module >> 5] as number) >>> (module & 31)) & 1)) continue
      const last = runs.at(-1)
      if (last && last[0] + last[1] === column) last[1]++
      else runs.push([column, 1])
    }
    rows.push(runs)
  }
  return rows
}

/** ASCII encodation and padding (ISO/IEC 16022, 5.2.3). */
function codewordsOf(text: string): number[] {
  if (text.length > CODEWORDS || !/^[ -~]*$/.test(text)) {
    throw new RangeError(`expected at most ${CODEWORDS} ASCII characters, found ${text.length} characters`)
  }
  const codewords = [...text].map((character) => character.charCodeAt(0) + 1)
  while (codewords.length < CODEWORDS) {
    const position = codewords.length + 1
    const randomised = 129 + ((149 * position) % 253) + 1
    codewords.push(position === text.length + 1 ? 129 : randomised > 254 ? randomised - 254 : randomised)
  }
  return codewords
}

interface Stencil {
  readonly blank: Uint32Array
  /** What each bit of each codeword changes. */
  readonly bits: readonly Uint32Array[]
}

let drawn: Stencil | undefined

function stencil(): Stencil {
  if (!drawn) {
    const codewords = new Array<number>(CODEWORDS).fill(0)
    const blank = draw(codewords)
    const bits = Array.from({ length: CODEWORDS * 8 }, (_, index) => {
      const single = draw(codewords.with(index >> 3, 1 << (index & 7)))
      xor(single, blank)
      return single
    })
    drawn = { blank, bits }
  }
  return drawn
}

function draw(codewords: readonly number[]): Uint32Array {
  const text = codewords.map((codeword) => `^${String(codeword).padStart(3, '0')}`).join('')
  // The named export `raw` is the symbology of that name; the function is on the default export only.
  const [symbol] = bwip.raw('datamatrix', text, { raw: true, version: `${SIDE}x${SIDE}` } as object)
  if (!symbol || !('pixs' in symbol) || symbol.pixx !== SIDE) throw new Error('bwip-js drew another code')
  const bits = new Uint32Array(WORDS)
  symbol.pixs.forEach((black, module) => {
    if (black) bits[module >> 5] = (bits[module >> 5] as number) | (1 << (module & 31))
  })
  return bits
}

function xor(into: Uint32Array, other: Uint32Array): void {
  for (let index = 0; index < WORDS; index++) into[index] = (into[index] as number) ^ (other[index] as number)
}
