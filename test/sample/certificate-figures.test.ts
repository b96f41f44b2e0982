import { describe, expect, test } from 'vitest'
import { pensionYear, type SampleFigures } from '../../src/sample/certificate-figures.ts'
import { NO_ADDRESS } from '../../src/sample/feed-rows.ts'
import type { Pensioner } from '../../src/sample/pensioners.ts'

const ROME = { name: 'Roma', province: 'RM', belfiore: 'H501', caps: [] }

/** Paid thirteen times `monthlyCents` in 2012. */
function pensioner(born: string, monthlyCents: number, from = '2005-06-01'): Pensioner {
  return {
    person: {
      surname: 'ROSSI',
      name: 'ANNA',
      postalName: '',
      sex: 'F',
      birthDate: born,
      birthPlace: 'H501',
      codiceFiscale: '',
    },
    birthComune: 'ROMA',
    birthProvince: 'RM',
    address: NO_ADDRESS,
    country: undefined,
    home: ROME,
    formerHome: ROME,
    movedIn: 0,
    pensions: [{ label: 'VO 12345678', isSurvivors: false, from, yearlyCents: 13 * monthlyCents }],
    hasSpouseToSupport: false,
    diedOn: '',
    pec: '',
    hasCareAllowance: false,
    representative: '',
    fiscalIdAbroad: '',
    reported: '',
  }
}

const YOUNG = '1945-03-01'
const OLD = '1930-03-01'

/** The golden examples of `domain.md` §2.5 for 2012: written there by hand, computed by nobody here. */
describe('golden examples of 2012', () => {
  test.each([
    // income, born, gross tax, deduction, withheld
    ['6500.00', YOUNG, '1495.00', '1725.00', '0.00'],
    ['7500.00', YOUNG, '1725.00', '1725.00', '0.00'],
    ['7750.00', OLD, '1782.50', '1783.00', '0.00'],
    ['12000.00', YOUNG, '2760.00', '1443.00', '1317.00'],
    ['12000.00', OLD, '2760.00', '1498.06', '1261.94'],
    ['23456.78', OLD, '5733.33', '1022.68', '4710.65'],
    ['60000.00', YOUNG, '19270.00', '0.00', '19270.00'],
  ])('%s born %s', (income, born, gross, deduction, withheld) => {
    const monthly = 50_000
    const figures = pensionYear(pensioner(born, monthly), 2012, cents(income) - 13 * monthly)?.figures
    expect(figures).toMatchObject({
      'income.pension': cents(income),
      'days.pension': 365,
      'tax.gross': cents(gross),
      'deductions.pension': cents(deduction),
      'deductions.total': cents(deduction),
      'withholding.irpef': cents(withheld),
    })
  })

  test('18500.00 in the 122 days from September', () => {
    const since = pensioner(YOUNG, 100_000, '2012-09-01')
    const first = pensionYear(since, 2012)?.figures['income.pension'] ?? 0
    expect(pensionYear(since, 2012, cents('18500.00') - first)?.figures).toMatchObject({
      'income.pension': cents('18500.00'),
      'days.pension': 122,
      'deductions.total': cents('382.78'),
      'withholding.irpef': cents('4012.22'),
    })
  })
})

/** By hand, for somebody in Rome: 1.58 % regional and 0.8 % municipal are the sample's own rates for it. */
test('surtaxes: 12,000 in 2012', () => {
  const figures = pensionYear(pensioner(YOUNG, 92_300), 2012, 100)?.figures
  // 11,999.00 the year before, 95.99 of surtax, of which 30 % is 28.80.
  expect(surtaxesOf(figures)).toEqual([18_960, 2_880, 6_720, 2_880])
})

test('no surtax where there is no tax', () => {
  expect(surtaxesOf(pensionYear(pensioner(YOUNG, 50_000), 2012)?.figures)).toEqual([0, 0, 0, 0])
})

test('the dead owe no advance, and have the days they lived', () => {
  const died = { ...pensioner(YOUNG, 92_300), diedOn: '2016-03-01' }
  const { figures, periods } = pensionYear(died, 2016) ?? { figures: {}, periods: [] }
  // 31 + 29 + 1
  expect(figures['days.pension']).toBe(61)
  expect(figures['surtax.municipal.next']).toBe(0)
  expect(periods.map(({ to }) => to)).toEqual(['2016-03-01'])
  expect(pensionYear(died, 2017)).toBeUndefined()
})

test('a leap year has 365 days', () => {
  expect(pensionYear(pensioner(YOUNG, 92_300), 2016)?.figures['days.pension']).toBe(365)
})

test('two pensions that overlap count their days once', () => {
  const [own] = pensioner(YOUNG, 92_300).pensions
  const both = { ...pensioner(YOUNG, 92_300), pensions: own ? [own, { ...own, from: '2013-07-01' }] : [] }
  const year = pensionYear(both, 2013)
  expect(year?.periods).toHaveLength(2)
  expect(year?.figures['days.pension']).toBe(365)
})

function cents(amount: string): number {
  return Math.round(Number(amount) * 100)
}

function surtaxesOf(figures: SampleFigures = {}): (number | undefined)[] {
  return [
    figures['surtax.regional'] ?? 0,
    figures['surtax.municipal.advance'] ?? 0,
    figures['surtax.municipal.balance'] ?? 0,
    figures['surtax.municipal.next'] ?? 0,
  ]
}
