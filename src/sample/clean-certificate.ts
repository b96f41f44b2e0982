/**
 * A row of certificate data with which all is well, as the institute's archive writes it: in capitals.
 *
 * @module
 */
import { deliveryDeadline } from '../domain/certificates/deadlines.ts'
import { FIGURES, type Figure } from '../domain/certificates/meanings.ts'
import { FIGURE_COLUMNS } from '../feeds/columns.ts'
import { pensionYear, type PensionYear, type SampleFigures } from './certificate-figures.ts'
import type { CertificateRow } from './feed-rows.ts'
import { stateCodeOf } from './foreign-tax-codes.ts'
import type { Pensioner } from './pensioners.ts'

/** A certificate before it is written down: what a trouble may still change in numbers. */
export interface CleanCertificate {
  readonly pensioner: Pensioner
  readonly year: number
  readonly periods: PensionYear['periods']
  readonly figures: SampleFigures
  /** As the feed writes them: `AN`, `ZZ(testo=…)`. */
  readonly notes: string[]
}

/** Undefined for a year in which the person drew no pension. */
export function cleanCertificate(
  pensioner: Pensioner,
  year: number,
  extraCents = 0,
): CleanCertificate | undefined {
  const paid = pensionYear(pensioner, year, extraCents)
  if (!paid) return undefined
  const { figures, periods } = paid
  const notes: string[] = []
  const isPart = (figures['days.pension'] ?? 0) < 365
  if (isPart && (figures['deductions.pension'] ?? 0) > 0) notes.push('AN')
  if (isPart && (figures['deductions.family'] ?? 0) > 0) notes.push('AC')
  return { pensioner, year, periods, figures, notes }
}

/** Figures without a column of their own stand in `other_figures`; zero is empty. */
export function rowOf(clean: CleanCertificate, recordId: string): CertificateRow {
  const { pensioner, year, periods, figures } = clean
  const { person, address, country, home, formerHome, movedIn } = pensioner
  const atStart = movedIn >= year ? formerHome : home
  const atEnd = movedIn > year ? formerHome : home
  const lines = [
    address.address_line_1,
    address.address_line_2,
    address.address_line_3,
    address.address_line_4,
  ]
  const abroad = country ? lines.filter((line) => line !== '') : []
  const row: CertificateRow = {
    ...NO_FIGURES,
    ...address,
    record_id: recordId,
    operation: 'O',
    income_year: String(year),
    issued_on: issuedOn(year),
    codice_fiscale: person.codiceFiscale,
    surname: person.surname.toUpperCase(),
    name: person.name.toUpperCase(),
    postal_name: person.postalName.toUpperCase(),
    sex: person.sex,
    birth_date: person.birthDate,
    birth_place: person.birthPlace,
    birth_comune: pensioner.birthComune,
    birth_province: pensioner.birthProvince,
    beneficiary_role: roleOf(pensioner, year),
    deceased_on: pensioner.diedOn.startsWith(String(year)) ? pensioner.diedOn : '',
    domicile_start_comune: atStart.name.toUpperCase(),
    domicile_start_province: atStart.province,
    domicile_start_code: atStart.belfiore,
    domicile_end_comune: atEnd.name.toUpperCase(),
    domicile_end_province: atEnd.province,
    domicile_next_comune: atEnd.name.toUpperCase(),
    domicile_next_province: atEnd.province,
    domicile_next_code: atEnd.belfiore,
    representative_codice_fiscale: pensioner.representative,
    abroad_fiscal_id: pensioner.fiscalIdAbroad,
    abroad_locality: abroad.at(-1)?.toUpperCase() ?? '',
    abroad_street: abroad.at(-2)?.toUpperCase() ?? '',
    abroad_state: country ? stateCodeOf(country.iso2) : '',
    merged_payer: '',
    pensions: periods
      .map(({ pension, from, to, cents }) => `${pension}:${from}:${to}:${amount(cents)}`)
      .join('|'),
    other_figures: '',
    notes: clean.notes.join('|'),
    pec: pensioner.pec,
    care_allowance: pensioner.hasCareAllowance ? 'S' : 'N',
  }
  for (const column of WRITTEN_IN_CAPITALS) row[column] = row[column].toUpperCase()
  for (const name in figures) {
    const figure = name as Figure
    const written = writtenFigure(figure, figures[figure] ?? 0)
    if (written === '') continue
    if (COLUMNS.has(figure)) row[figure as keyof typeof NO_FIGURES] = written
    else row.other_figures += `${row.other_figures === '' ? '' : '|'}${figure}=${written}`
  }
  return row
}

const COLUMNS: ReadonlySet<string> = new Set(FIGURE_COLUMNS)
const NO_FIGURES = Object.fromEntries(FIGURE_COLUMNS.map((column) => [column, ''])) as Record<
  (typeof FIGURE_COLUMNS)[number],
  string
>
const WRITTEN_IN_CAPITALS = [
  'presso',
  'street',
  'civic',
  'details',
  'po_box_office',
  'frazione',
  'locality',
] as const

function writtenFigure(figure: Figure, value: number): string {
  if (value === 0) return ''
  switch (FIGURES[figure]) {
    case 'days':
      return String(value)
    case 'flag':
      return 'S'
    default:
      return amount(value)
  }
}

/** `1234.56` */
function amount(cents: number): string {
  const sum = Math.abs(cents)
  const rest = sum % 100
  return `${cents < 0 ? '-' : ''}${(sum - rest) / 100}.${rest < 10 ? '0' : ''}${rest}`
}

const issueDates = new Map<number, string>()

/** On the last good day of the law; a year without one is left to the day of the feed. */
function issuedOn(year: number): string {
  const known = issueDates.get(year)
  if (known !== undefined) return known
  const date = deliveryDeadline(year) ?? ''
  issueDates.set(year, date)
  return date
}

const GROWN_UP = 26

function roleOf({ pensions, person }: Pensioner, year: number): string {
  if (pensions.some(({ isSurvivors }) => !isSurvivors)) return 'TITOLARE'
  return year - Number(person.birthDate.slice(0, 4)) < GROWN_UP ? 'ALTRO_SUPERSTITE' : 'CONIUGE_SUPERSTITE'
}
