import { expect, test } from 'vitest'
import { Random, shuffledPlace, WeightedList } from '../../src/sample/random.ts'

test('the same keys give the same numbers, neighbouring keys other ones', () => {
  const numbers = (...keys: [number, number, number, number]) => {
    const random = new Random(...keys)
    return [random.next(), random.next(), random.next()]
  }
  expect(numbers(2026, 9000, 17, 3)).toEqual(numbers(2026, 9000, 17, 3))
  const first = [
    numbers(2026, 9000, 17, 3),
    numbers(2027, 9000, 17, 3),
    numbers(2026, 9001, 17, 3),
    numbers(2026, 9000, 18, 3),
    numbers(2026, 9000, 17, 4),
  ].map(([number]) => number)
  expect(new Set(first).size).toBe(5)
})

test('numbers spread evenly', () => {
  const tenths = new Array<number>(10).fill(0)
  for (let index = 0; index < 20_000; index++) {
    const tenth = new Random(1, 2, index, 3).below(10)
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200)
})

test('every thousand indexes meet every place of the round once', () => {
  for (const [seed, block] of [
    [2026, 0],
    [2026, 7],
    [1, 123],
  ] as const) {
    const places = Array.from({ length: 1000 }, (_, index) =>
      shuffledPlace(seed, 9000, 1, block * 1000 + index, 1000),
    )
    expect(new Set(places).size).toBe(1000)
    expect(places.slice(0, 20)).not.toEqual(places.slice(0, 20).toSorted((a, b) => a - b))
  }
})

test('a weighted list picks in proportion', () => {
  const list = new WeightedList(['seldom', 'often'], (item) => (item === 'often' ? 9 : 1))
  const random = new Random(5)
  const often = Array.from({ length: 5000 }, () => list.pick(random)).filter(
    (item) => item === 'often',
  ).length
  expect(often / 5000).toBeCloseTo(0.9, 1)
})

test('patterns are filled with digits and letters', () => {
  expect(new Random(9).fill('^## MK40 ^?? @')).toMatch(/^[1-9]\d\d MK40 [1-9][A-Z]{2} [A-F]$/)
})
