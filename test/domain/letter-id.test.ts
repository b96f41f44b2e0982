import { expect, test } from 'vitest'
import { isLetterId, letterIdFrom } from '../../src/domain/letter-id.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SAMPLES = [1, 2, 3, 4, 5].map((seed) =>
  letterIdFrom(Uint8Array.from({ length: 10 }, (_, at) => (at * 37 + seed * 101) % 256)),
)
const PLACES = [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 12]

test.each(SAMPLES)('%s is a letter id', (id) => {
  expect(id).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]$/)
  expect(id).not.toMatch(/[ILOU]/)
  expect(isLetterId(id)).toBe(true)
})

test.each(SAMPLES)('every wrong symbol in %s is caught', (id) => {
  for (const place of PLACES) {
    for (const symbol of ALPHABET) {
      if (symbol !== id[place]) expect(isLetterId(replaced(id, { [place]: symbol }))).toBe(false)
    }
  }
})

test.each(SAMPLES)('every swap of two symbols in %s is caught, neighbours or not', (id) => {
  for (const a of PLACES) {
    for (const b of PLACES) {
      if (id[a] !== id[b])
        expect(isLetterId(replaced(id, { [a]: id.charAt(b), [b]: id.charAt(a) }))).toBe(false)
    }
  }
})

test('every value of a byte is used, each symbol eight times', () => {
  const counts = new Map<string, number>()
  for (let byte = 0; byte < 256; byte++) {
    const symbol = letterIdFrom(new Uint8Array(10).fill(byte)).charAt(0)
    counts.set(symbol, (counts.get(symbol) ?? 0) + 1)
  }
  expect(counts).toEqual(new Map([...ALPHABET].map((symbol) => [symbol, 8])))
})

test.each([
  { title: 'nothing', text: '' },
  { title: 'small letters', text: SAMPLES[0]?.toLowerCase() ?? '' },
  { title: 'no hyphens', text: SAMPLES[0]?.replaceAll('-', '') ?? '' },
  { title: 'something behind', text: `${SAMPLES[0]}\n` },
  { title: 'a codice fiscale', text: 'RSSMRA50B17H501F' },
])('$title is no letter id', ({ text }) => {
  expect(isLetterId(text)).toBe(false)
})

test('refuses fewer than ten random bytes', () => {
  expect(() => letterIdFrom(new Uint8Array(9))).toThrow(RangeError)
})

function replaced(id: string, symbols: Record<number, string>): string {
  return [...id].map((symbol, at) => symbols[at] ?? symbol).join('')
}
