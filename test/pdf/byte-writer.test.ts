import { describe, expect, it } from 'vitest'
import { ByteWriter } from '../../src/pdf/byte-writer.ts'
import { Random } from '../../src/sample/random.ts'

function written(write: (writer: ByteWriter) => unknown, capacity = 1): string {
  const writer = new ByteWriter(capacity)
  write(writer)
  return writer.toBuffer().toString('latin1')
}

describe('bytes written one after the other', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [7, '7'],
    [10, '10'],
    [99, '99'],
    [100, '100'],
    [595.28, '595.28'],
    [0.5, '0.5'],
    [0.05, '0.05'],
    [0.004, '0'],
    [-0.004, '0'],
    [-0.005000001, '-0.01'],
    [12.999, '13'],
    [-3.1, '-3.1'],
    [0.1 + 0.2, '0.3'],
    [1e-9, '0'],
    [1e7, '10000000'],
    [4_294_967_296, '4294967296'],
  ])('the number %d is %s', (value, text) => {
    expect(written((writer) => writer.number(value))).toBe(text)
  })

  it('any number comes back to half a hundredth, with no exponent and no idle zero', () => {
    const random = new Random(1)
    for (let count = 0; count < 2000; count++) {
      const value = (random.next() - 0.5) * 10 ** random.between(0, 7)
      const text = written((writer) => writer.number(value))
      expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d?[1-9])?$/)
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.005 + 1e-9)
    }
  })

  it.each([
    ['short', 'BT'],
    ['long', 'è così che si scrive in Latin-1, un byte a carattere'],
  ])('a %s text is a byte a character, whatever has to grow for it', (_, text) => {
    expect(written((writer) => writer.ascii(text).ascii(text))).toBe(text + text)
    expect(written((writer) => writer.bytes(Buffer.from(text, 'latin1')))).toBe(text)
  })

  it('a number that is known later stands right-aligned in its gap', () => {
    const text = written((writer) => {
      const gap = writer.ascii('<').gap(5)
      writer.ascii('>')
      writer.patch(gap, 5, 1203)
    })
    expect(text).toBe('< 1203>')
  })

  it('a number too long for its gap is no number', () => {
    expect(() => written((writer) => writer.patch(writer.gap(3), 3, 1000))).toThrow(
      'does not fit in 3 places',
    )
  })
})
