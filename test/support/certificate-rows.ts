/**
 * Feeds of certificates for tests: rows that are right unless the test says otherwise.
 *
 * @module
 */
import { CERTIFICATE_DATA_COLUMNS, CERTIFICATE_REQUEST_COLUMNS } from '../../src/feeds/columns.ts'
import { csvLine, IN_ROME, lineOf, type newPerson } from './feed-rows.ts'

export type DataCells = Readonly<Record<(typeof CERTIFICATE_DATA_COLUMNS)[number], string>>
export type AskingCells = Readonly<Record<(typeof CERTIFICATE_REQUEST_COLUMNS)[number], string>>
export type Pensioner = ReturnType<typeof newPerson>

const NOTHING: DataCells = Object.fromEntries(
  CERTIFICATE_DATA_COLUMNS.map((column) => [column, '']),
) as DataCells
const NOBODY: AskingCells = Object.fromEntries(
  CERTIFICATE_REQUEST_COLUMNS.map((column) => [column, '']),
) as AskingCells

let records = 0

/** A pension of 12,000 euro the whole year, to somebody in Rome without PEC; the figures of `domain.md` §2.5, row 4. */
export function dataCells(
  person: Pensioner,
  incomeYear: number,
  changes: Partial<DataCells> = {},
): DataCells {
  const amount = changes['income.pension'] ?? '12000.00'
  return {
    ...NOTHING,
    ...IN_ROME,
    record_id: `D-${++records}`,
    income_year: String(incomeYear),
    ...person,
    birth_comune: 'ROMA',
    birth_province: 'RM',
    domicile_start_comune: 'ROMA',
    domicile_start_province: 'RM',
    domicile_start_code: 'H501',
    pensions: `VO 12345678:${incomeYear}-01-01:${incomeYear}-12-31:${amount}`,
    'income.pension': amount,
    'days.pension': '365',
    'withholding.irpef': '1317.00',
    'tax.gross': '2760.00',
    'deductions.pension': '1443.00',
    'deductions.total': '1443.00',
    care_allowance: 'N',
    ...changes,
  }
}

export function certificateRow(
  person: Pensioner,
  incomeYear: number,
  changes: Partial<DataCells> = {},
): string {
  return lineOf(dataCells(person, incomeYear, changes), CERTIFICATE_DATA_COLUMNS)
}

/** Takes back what a person is certified for a year. */
export function annulmentRow({ codice_fiscale }: Pensioner, incomeYear: number): string {
  const row = { ...NOTHING, record_id: `D-${++records}`, operation: 'A', codice_fiscale }
  return lineOf({ ...row, income_year: String(incomeYear) }, CERTIFICATE_DATA_COLUMNS)
}

let asked = 0

/** The holder asks on the web. */
export function askingRow(
  { codice_fiscale }: Pick<Pensioner, 'codice_fiscale'>,
  changes: Partial<AskingCells> = {},
): string {
  return lineOf(
    {
      ...NOBODY,
      request_id: `Q-${++asked}`,
      submitted_at: '2019-03-11',
      channel: 'WEB',
      codice_fiscale,
      income_years: '2018',
      ...changes,
    },
    CERTIFICATE_REQUEST_COLUMNS,
  )
}

export function certificatesFeed(rows: readonly string[]): string {
  return [csvLine(CERTIFICATE_DATA_COLUMNS), ...rows].map((line) => `${line}\n`).join('')
}

export function askingFeed(rows: readonly string[]): string {
  return [csvLine(CERTIFICATE_REQUEST_COLUMNS), ...rows].map((line) => `${line}\n`).join('')
}
