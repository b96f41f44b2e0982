import { describe, expect, test } from 'vitest'
import type { Addressee, PostalAddress } from '../../src/domain/postal-address.ts'
import { composeAddress } from '../../src/domain/postal-address.ts'
import { gazetteer, PARIS, ROMA } from './address-cases.ts'

describe('of 20,000 random addresses', () => {
  const WORDS = [
    'Rossi',
    "D'Angelo",
    'Łukasz',
    'Șerban,',
    'groß',
    'Forlì',
    'S.',
    'di',
    'Anna-Maria',
    'XX',
    '(lato',
    'Montefeltro',
    'Sant’Agata',
    '1°',
    'KM',
    '16/A',
    'Παπάς',
    '"Villa"',
    'Interno;',
  ]
  const SPACES = [' ', '  ', '\u00a0']

  /** mulberry32: a few lines, the same sequence everywhere. */
  function random(seed: number): (below: number) => number {
    let state = seed
    return (below) => {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below
    }
  }

  function randomCase(seed: number): { addressee: Addressee; address: PostalAddress } {
    const next = random(seed)
    const pick = (from: readonly string[]): string => from[next(from.length)] ?? ''
    const text = (atLeast: number, spread: number): string =>
      Array.from({ length: atLeast + next(spread) }, () => pick(WORDS)).join(pick(SPACES))
    const abroad = next(3) === 0
    const address: PostalAddress = {
      ...ROMA,
      presso: text(0, 4),
      details: text(0, 8),
      ...(abroad
        ? {
            ...PARIS,
            details: '',
            country: pick(['FR', 'PE', 'US', 'XK', 'AU']),
            foreignLines: [text(1, 4), text(0, 4), text(1, 3)],
          }
        : {
            street: text(1, 4),
            civic: pick(['1', '16/A', 'SNC', 'KM 12,5']),
            frazione: text(0, 3),
            poBox: pick(['', '', '12']),
            poBoxOffice: text(0, 2),
            locality: text(1, 2),
            cap: pick(['00153', '20121']),
          }),
    }
    return {
      addressee: { name: text(1, 5), surname: text(1, 8), postalName: next(4) ? '' : text(1, 5) },
      address,
    }
  }

  const wordsOf = (text: string): string[] => text.toUpperCase().match(/[\p{L}\p{N}]+/gu) ?? []

  test('each that prints fits the window and loses no word, each that does not says why', () => {
    let printed = 0
    for (let seed = 1; seed <= 20_000; seed++) {
      const { addressee, address } = randomCase(seed)
      const { printable, findings } = composeAddress(addressee, address, gazetteer)
      const held = findings.some(({ code }) => code.startsWith('ERR_'))
      expect(printable === undefined, `seed ${seed}`).toBe(held)
      if (!printable) continue
      printed++
      const { lines } = printable
      const most = address.residence === 'ITALIA' ? 5 : 6
      const fits = lines.length >= 3 && lines.length <= most && lines.every((line) => line.length <= 44)
      const tidy = lines.every(
        (line) => /^[^\s=+\-@]\S*(?: \S+)*$/u.test(line) && line === line.toUpperCase(),
      )
      const { name, surname, postalName } = addressee
      const { residence, country, foreignLines, ...parts } = address
      const given = [postalName || `${name} ${surname}`, ...Object.values(parts), ...foreignLines].flatMap(
        wordsOf,
      )
      const shown = lines.flatMap(wordsOf)
      for (const word of shown) {
        const at = given.indexOf(word)
        if (at >= 0) given.splice(at, 1)
      }
      expect({ seed, fits, tidy, lost: given, lines }).toEqual({
        seed,
        fits: true,
        tidy: true,
        lost: [],
        lines,
      })
    }
    // the sweep says nothing if it holds everything, or nothing
    expect(printed).toBeGreaterThan(4_000)
    expect(printed).toBeLessThan(16_000)
  })
})
