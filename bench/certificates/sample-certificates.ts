/**
 * Certificates as an institute has them: figures that agree, some with two pensions or a note, a few with letters that
 * need a font of their own.
 *
 * @module
 */
import type { CertificateData, IssuedCertificate } from '../../src/domain/certificates/certificate-data.ts'
import { grossTax } from '../../src/domain/certificates/irpef.ts'
import { computeCodiceFiscale } from '../../src/domain/codice-fiscale-computed.ts'
import { pensionDeduction } from '../../src/domain/certificates/pension-deduction.ts'

const SURNAMES = ['ROSSI', 'RUSSO', 'FERRARI', 'ESPOSITO', 'D’ANGELO', 'DE LUCA', 'COLOMBO', 'MANCINI']
const NAMES = ['MARIA', 'GIUSEPPE', 'ANNA ROSA', 'GIOVANNI', 'LUIGIA', 'PIER PAOLO']
const PLACES = [
  ['ROMA', 'RM', 'H501'],
  ['FORLÌ', 'FC', 'D704'],
  ['SANT’ANGELO LODIGIANO', 'LO', 'I274'],
  ['REGGIO DI CALABRIA', 'RC', 'H224'],
] as const
/** One in so many. */
const SECOND_PENSION = 6
const NOTE = 9
const FOREIGN_LETTERS = 250

/** The certificate number `index` of an income year, of somebody born on `birthDate`; the same every time. */
export function sampleCertificate(
  index: number,
  incomeYear: number,
  birthDate = birthDateOf(index),
): IssuedCertificate {
  const pick = <T>(list: readonly T[], step: number): T => list[(index * step) % list.length] as T
  const [comune, province, code] = pick(PLACES, 3)
  const days = index % 5 === 0 ? 100 + (index % 200) : 365
  const income = 600_000 + ((index * 7919) % 3_400_000)
  const gross = grossTax(incomeYear, income) ?? 0
  const deduction = pensionDeduction(incomeYear, { incomeCents: income, days, birthDate })?.cents ?? 0
  const net = Math.max(0, gross - deduction)
  const regional = net === 0 ? 0 : Math.round(income * 0.0173)
  const municipal = net === 0 ? 0 : Math.round(income * 0.0027)
  const second = index % SECOND_PENSION === 0 ? Math.round(income / 3) : 0
  const from = `${incomeYear}-01-01`
  const to = `${incomeYear}-12-31`
  const person = {
    surname: index % FOREIGN_LETTERS === 0 ? 'ŁUKASZ' : pick(SURNAMES, 5),
    name: pick(NAMES, 7),
    sex: index % 2 === 0 ? ('F' as const) : ('M' as const),
    birthDate,
    birthPlace: code,
  }
  const data: CertificateData = {
    incomeYear,
    codiceFiscale: computeCodiceFiscale(person),
    ...person,
    birthComune: comune,
    birthProvince: province,
    beneficiaryRole: 'TITOLARE',
    deceasedOn: '',
    domicileStart: { comune, province, code },
    domicileEnd: { comune, province },
    domicileNext: { comune, province, code },
    representative: '',
    abroad: { fiscalId: '', locality: '', street: '', state: '' },
    mergedPayer: '',
    figures: {
      'income.pension': income,
      'days.pension': days,
      'withholding.irpef': net,
      'surtax.regional': regional,
      'surtax.municipal.advance': Math.round(municipal * 0.3),
      'surtax.municipal.balance': municipal - Math.round(municipal * 0.3),
      'surtax.municipal.next': Math.round(municipal * 0.3),
      'tax.gross': gross,
      'deductions.pension': deduction,
      'deductions.total': deduction,
    },
    pensions: [
      { pension: `VO ${10_000_000 + index}`, from, to, cents: income - second },
      ...(second > 0 ? [{ pension: `SO ${20_000_000 + index}`, from, to, cents: second }] : []),
    ],
    notes: index % NOTE === 0 ? [{ code: 'AN', slots: {} }] : [],
  }
  return { data, version: 1, kind: 'ORIGINAL', issuedOn: `${incomeYear + 1}-02-28` }
}

function birthDateOf(index: number): string {
  return `${1925 + (index % 25)}-0${1 + (index % 9)}-1${index % 10}`
}
