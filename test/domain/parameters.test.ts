import { describe, expect, test } from 'vitest'
import { addDays } from '../../src/domain/civil-date.ts'
import { PARAMETERS, type ParameterKey, parameter, withOverrides } from '../../src/domain/parameters.ts'

const KEYS = [...new Set(PARAMETERS.map(({ key }) => key))]

test.each(KEYS)('%s has one value on every day', (key) => {
  const rows = PARAMETERS.filter((row) => row.key === key)
  expect(rows.at(0)?.validFrom).toBeNull()
  expect(rows.at(-1)?.validTo).toBeNull()
  rows.slice(1).forEach((row, at) => {
    expect(row.validFrom).toBe(addDays(rows[at]?.validTo ?? '', 1))
  })
})

test('every value names its source', () => {
  expect(PARAMETERS.filter(({ source }) => source.trim() === '')).toEqual([])
})

test.each([
  { key: 'changePeriodCitizenMonths', on: '2013-03-01', value: 6 },
  { key: 'changePeriodIntermediaryMonths', on: '2026-11-22', value: 3 },
  { key: 'inactivityDeactivationMonths', on: '2026-11-22', value: null },
  { key: 'delegatesAdmitted', on: '2016-11-15', value: true },
  { key: 'delegatesAdmitted', on: '2016-11-16', value: false },
  { key: 'issueRule', on: '2020-09-30', value: 'ANYONE' },
  { key: 'issueRule', on: '2020-10-01', value: 'NO_SPID' },
  { key: 'issueRule', on: '2021-09-30', value: 'NO_SPID' },
  { key: 'issueRule', on: '2021-10-01', value: 'ABROAD_WITHOUT_ID' },
] as const)('$key is $value on $on', ({ key, on, value }) => {
  expect(parameter(key, on)).toBe(value)
})

test('a parameter without a value on the day is an error that names both', () => {
  expect(() => parameter('noSuchThing' as ParameterKey, '2026-11-22')).toThrow(/noSuchThing on 2026-11-22/)
})

describe('withOverrides', () => {
  test('the settings come first, on every day', () => {
    const read = withOverrides({ changePeriodCitizenMonths: 4, inactivityDeactivationMonths: 12 })
    expect(read('changePeriodCitizenMonths', '2013-03-01')).toBe(4)
    expect(read('inactivityDeactivationMonths', '2026-11-22')).toBe(12)
    expect(read('changePeriodIntermediaryMonths', '2026-11-22')).toBe(3)
  })

  test('an undefined setting is no setting, null is one', () => {
    const read = withOverrides({ callbackMaxAgeDays: undefined, inactivityDeactivationMonths: null })
    expect(read('callbackMaxAgeDays', '2026-11-22')).toBe(30)
    expect(read('inactivityDeactivationMonths', '2026-11-22')).toBeNull()
  })

  test.each([
    { title: 'shorter than the slowest letter', overrides: { initialUnusedValidityDaysItaly: 99 } },
    {
      title: 'shorter abroad than in Italy',
      overrides: { initialUnusedValidityDaysItaly: 120, initialUnusedValidityDaysAbroad: 119 },
    },
  ])('refuses an initial validity $title', ({ overrides }) => {
    expect(() => withOverrides(overrides)).toThrow(/ci vogliono almeno/)
  })
})
