import { expect, test } from 'vitest'
import { count, counted } from '../../src/domain/counted.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1_234, '1.234'],
  [1_234_567, '1.234.567'],
])('%i is written %s', (n, written) => {
  expect(count(n)).toBe(written)
})

test.each([
  [0, '0 lotti'],
  [1, '1 lotto'],
  [1_200, '1.200 lotti'],
])('%i bundles are %s', (n, written) => {
  expect(counted(n, 'lotto', 'lotti')).toBe(written)
})
