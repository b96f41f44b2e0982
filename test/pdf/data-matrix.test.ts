import bwip from 'bwip-js'
import { describe, expect, it } from 'vitest'
import { DATA_MATRIX_SIDE, dataMatrix } from '../../src/pdf/data-matrix.ts'

/** bwip-js's own drawing, as rows of 0 and 1. */
function drawn(text: string, options: object = {}): string[] {
  const [symbol] = bwip.raw('datamatrix', text, { version: '18x18', ...options } as object)
  if (!symbol || !('pixs' in symbol)) throw new Error('no symbol')
  const modules = symbol.pixs.join('')
  return Array.from({ length: 18 }, (_, row) => modules.slice(row * 18, row * 18 + 18))
}

function asRows(text: string): string[] {
  return Array.from(dataMatrix(text), (modules) =>
    Array.from({ length: DATA_MATRIX_SIDE }, (_, column) => (modules >> column) & 1).join(''),
  )
}

describe('a DataMatrix put together from its bits', () => {
  // Texts for which bwip-js too finds plain ASCII the shortest; both need padding.
  it.each(['a-1-b-2-c-3-d', 'a-1'])('is the one that bwip-js draws: %s', (text) => {
    expect(asRows(text)).toEqual(drawn(text))
  })

  // A codeword is its character's number plus one; 129 ends a text of seventeen.
  it.each(['R3K7Q-9TX2M-C 1/1', 'AAAAA-AAAAA-A 1/10', 'Z9Z9Z-00000-Z 9/99', '~!@#$%^&*()_+{}|:<'])(
    'is the one that bwip-js draws from its codewords: %s',
    (text) => {
      const codewords = [...text].map((character) => character.charCodeAt(0) + 1)
      if (codewords.length < 18) codewords.push(129)
      const written = codewords.map((codeword) => `^${String(codeword).padStart(3, '0')}`).join('')
      expect(asRows(text)).toEqual(drawn(written, { raw: true }))
    },
  )

  // For a text of digits in pairs bwip-js too finds plain ASCII the shortest.
  it.each(['12345678901234567890', '00-99-00-99-00-99-00'])(
    'has room for more where digits stand in pairs: %s',
    (text) => {
      expect(asRows(text)).toEqual(drawn(text))
    },
  )

  it('pairs the digits of the sheets of a thick letter', () => {
    const id = [...'R3K7Q-9TX2M-C '].map((character) => character.charCodeAt(0) + 1)
    const written = [...id, 130 + 10, 47 + 1, 130 + 12, 129]
      .map((codeword) => `^${String(codeword).padStart(3, '0')}`)
      .join('')
    expect(asRows('R3K7Q-9TX2M-C 10/12')).toEqual(drawn(written, { raw: true }))
  })

  it('refuses what does not fit and what is not ASCII', () => {
    expect(() => dataMatrix('ABCDEFGHIJKLMNOPQRS')).toThrow('at most 18')
    expect(() => dataMatrix('è')).toThrow('ASCII')
  })
})
