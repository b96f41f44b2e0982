import { expect, test } from 'vitest'
import { RULES } from '../../../src/domain/certificates/rules.ts'
import { severityReader } from '../../../src/domain/certificates/severity.ts'

test('by itself only R1, R2 and R15 hold', () => {
  const read = severityReader([])
  const holding = RULES.map(([rule]) => rule).filter((rule) => read(rule, '2013-02-28') === 'E')
  expect(holding).toEqual(['R1', 'R2', 'R15'])
})

test('there are fourteen rules and no R9', () => {
  expect(RULES.map(([rule]) => rule)).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15].map((number) => `R${number}`),
  )
})

const ROWS = [
  { rule: 'R4', severity: 'E', validFrom: '2014-01-01', validTo: '2014-12-31' },
  { rule: 'R4', severity: 'W', validFrom: '2014-06-01', validTo: '2014-06-30' },
  { rule: 'R1', severity: 'W' },
  { rule: 'R14', severity: 'E' },
  { rule: 'R5', severity: 'E', validFrom: '2014-01-01' },
  { rule: 'R6', severity: 'E', validTo: '2013-12-31' },
] as const

test.each([
  { rule: 'R4', on: '2013-12-31', severity: 'W' },
  { rule: 'R4', on: '2014-01-01', severity: 'E' },
  { rule: 'R4', on: '2014-06-15', severity: 'W' },
  { rule: 'R4', on: '2014-12-31', severity: 'E' },
  { rule: 'R4', on: '2015-01-01', severity: 'W' },
  { rule: 'R1', on: '2013-02-28', severity: 'W' },
  { rule: 'R2', on: '2013-02-28', severity: 'E' },
  { rule: 'R14', on: '2013-02-28', severity: 'W' },
  { rule: 'R5', on: '2013-12-31', severity: 'W' },
  { rule: 'R5', on: '2030-01-01', severity: 'E' },
  { rule: 'R6', on: '2013-12-31', severity: 'E' },
  { rule: 'R6', on: '2014-01-01', severity: 'W' },
] as const)('$rule on $on is $severity', ({ rule, on, severity }) => {
  expect(severityReader(ROWS)(rule, on)).toBe(severity)
})
