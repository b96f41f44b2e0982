/**
 * The golden examples of `domain.md` §2.5, computed there twice and apart from this program. Columns: income, days,
 * age at the end of the year, then gross tax, deduction, net tax, in cents.
 */
import { expect, test } from 'vitest'
import { grossTax } from '../../../src/domain/certificates/irpef.ts'
import { judgeCertificate } from '../../../src/domain/certificates/judge-certificate.ts'
import { pensionDeduction } from '../../../src/domain/certificates/pension-deduction.ts'
import { severityReader } from '../../../src/domain/certificates/severity.ts'
import { CU_2020, CUD_2013, withFigures } from './people.ts'

const OF_2012 = [
  [6_500_00, 365, 'under 75', 1_495_00, 1_725_00, 0],
  [7_500_00, 365, 'under 75', 1_725_00, 1_725_00, 0],
  [7_750_00, 365, '75', 1_782_50, 1_783_00, 0],
  [12_000_00, 365, 'under 75', 2_760_00, 1_443_00, 1_317_00],
  [12_000_00, 365, '75', 2_760_00, 1_498_06, 1_261_94],
  [18_500_00, 365, 'under 75', 4_395_00, 1_145_19, 3_249_81],
  [18_500_00, 122, 'under 75', 4_395_00, 382_78, 4_012_22],
  [23_456_78, 365, '75', 5_733_33, 1_022_68, 4_710_65],
  [30_000_00, 365, '75', 7_720_00, 810_63, 6_909_37],
  [60_000_00, 365, 'under 75', 19_270_00, 0, 19_270_00],
  [6_500_00, 100, 'under 75', 1_495_00, 690_00, 805_00],
  [6_500_00, 100, '75', 1_495_00, 713_00, 782_00],
] as const

const OF_2017_TO_2021 = [
  [8_000_00, 365, 1_840_00, 1_880_00, 0],
  [8_000_00, 100, 1_840_00, 713_00, 1_127_00],
  [12_000_00, 365, 2_760_00, 1_546_82, 1_213_18],
  [18_500_00, 122, 4_395_00, 395_59, 3_999_41],
  [23_456_78, 365, 5_733_33, 1_022_68, 4_710_65],
] as const

const GOLDEN = [
  ...OF_2012.map(([income, days, age, gross, deduction, net]) => ({
    year: 2012,
    born: age === '75' ? 1937 : 1938,
    ...{ income, days, gross, deduction, net },
  })),
  ...[2017, 2018, 2019, 2020, 2021].flatMap((year) =>
    [year - 60, year - 90].flatMap((born) =>
      OF_2017_TO_2021.map(([income, days, gross, deduction, net]) => ({
        ...{ year, born, income, days, gross, deduction, net },
      })),
    ),
  ),
]

test.each(GOLDEN)('$income cents in $year, $days days, born $born', (golden) => {
  const { year, born, income, days, gross, deduction, net } = golden
  const birthDate = `${born}-12-31`
  expect(grossTax(year, income)).toBe(gross)
  expect(pensionDeduction(year, { incomeCents: income, days, birthDate })?.cents).toBe(deduction)

  const data = withFigures(
    {
      'income.pension': income,
      'days.pension': days,
      'tax.gross': gross,
      'deductions.pension': deduction,
      'deductions.total': deduction,
      'withholding.irpef': net,
      'surtax.regional': 0,
      'surtax.municipal.advance': 0,
      'surtax.municipal.balance': 0,
      'surtax.municipal.next': 0,
    },
    // A provisional codice fiscale, which says nothing of the birth date.
    { incomeYear: year, birthDate, codiceFiscale: '80078750587' },
  )
  const outline = { ...(year === 2012 ? CUD_2013 : CU_2020), incomeYear: year }
  const context = { outline, issuedOn: `${year + 1}-02-28`, severity: severityReader([]) }
  expect(judgeCertificate(data, context)).toEqual({ holds: [], warnings: [] })
})
