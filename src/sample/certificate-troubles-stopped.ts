/**
 * Rows that are held, since what they say cannot be certified, and rows that do not enter.
 *
 * @module
 */
import { CERTIFICATE_DATA_COLUMNS } from '../feeds/columns.ts'
import type { CertificateTrouble } from './certificate-trouble.ts'

/** Somebody whose every point is filled, so that a fault in one of them is the only one. */
const TAXED = { residence: 'ITALIA', yearly: 21_000, age: 72 } as const
const NOTHING_TO_PAY = { residence: 'ITALIA', yearly: 6_600, age: 70 } as const

export const HELD_CERTIFICATES: readonly CertificateTrouble[] = [
  {
    id: 'negative-amount',
    share: 2,
    outcome: 'held',
    code: 'R1',
    outline: TAXED,
    apply: (row) => {
      row['surtax.regional'] = `-${row['surtax.regional']}`
    },
  },
  {
    // What a leap year tempts into: `domain.md` §6, row 17.
    id: 'days-of-a-leap-year',
    share: 5,
    outcome: 'held',
    code: 'R2',
    outline: NOTHING_TO_PAY,
    apply: (row) => {
      row['days.pension'] = '366'
    },
  },
  {
    id: 'issued-before-the-year-is-over',
    share: 1,
    outcome: 'held',
    code: 'R15',
    outline: TAXED,
    apply: (row, { year }) => {
      row.issued_on = `${year}-12-15`
    },
  },
  {
    id: 'note-unknown',
    share: 2,
    outcome: 'held',
    code: 'NOTA_SCONOSCIUTA',
    outline: TAXED,
    applyToData: ({ notes }) => {
      notes.push('QQ')
    },
  },
  {
    id: 'note-without-its-data',
    share: 1,
    outcome: 'held',
    code: 'NOTA_INCOMPLETA',
    outline: TAXED,
    applyToData: ({ notes }) => {
      notes.push('AB(titolo=eredità)')
    },
  },
  {
    // Point 136 of the CUD went with the CUD.
    id: 'point-of-an-older-form',
    share: 1,
    outcome: 'held',
    code: 'PUNTO_NON_NEL_MODELLO',
    outline: TAXED,
    applyToData: ({ figures }) => {
      figures['solidarity.contribution'] = 10_500
    },
  },
]

const SURNAME = CERTIFICATE_DATA_COLUMNS.indexOf('surname')
const NOTES = CERTIFICATE_DATA_COLUMNS.indexOf('notes')

export const REJECTED_CERTIFICATES: readonly CertificateTrouble[] = [
  {
    id: 'certificate-row-too-short',
    share: 1,
    outcome: 'rejected',
    code: 'NUMERO_COLONNE',
    outline: TAXED,
    applyToCells: (cells) => cells.slice(0, NOTES),
  },
  {
    id: 'certificate-row-too-long',
    share: 1,
    outcome: 'rejected',
    code: 'NUMERO_COLONNE',
    outline: TAXED,
    applyToCells: (cells) => cells.toSpliced(SURNAME, 0, ''),
  },
  {
    id: 'three-decimals',
    share: 1,
    outcome: 'rejected',
    code: 'NUMERO_FORMATO',
    outline: TAXED,
    apply: (row) => {
      row['withholding.irpef'] += '7'
    },
  },
  {
    id: 'comma-in-a-point-feed',
    share: 1,
    outcome: 'rejected',
    code: 'NUMERO_FORMATO',
    outline: TAXED,
    apply: (row) => {
      row['income.pension'] = withThousands(row['income.pension'], '.', ',')
    },
  },
  {
    // The English way: both signs in one amount.
    id: 'both-signs-in-an-amount',
    share: 1,
    outcome: 'rejected',
    code: 'NUMERO_FORMATO',
    outline: TAXED,
    apply: (row) => {
      row['income.pension'] = withThousands(row['income.pension'], ',', '.')
    },
  },
  {
    id: 'figure-unknown',
    share: 1,
    outcome: 'rejected',
    code: 'PUNTO_SCONOSCIUTO',
    outline: TAXED,
    apply: (row) => {
      row.other_figures = 'income.lottery=1000.00'
    },
  },
  {
    id: 'year-of-another-feed',
    share: 1,
    outcome: 'rejected',
    code: 'ANNO_DIVERSO_DAL_FLUSSO',
    outline: TAXED,
    apply: (row, { year }) => {
      row.income_year = String(year - 1)
    },
  },
  {
    id: 'certificate-code-mistyped',
    share: 1,
    outcome: 'rejected',
    code: 'CF_CARATTERE_CONTROLLO',
    outline: TAXED,
    apply: (row) => {
      const cf = row.codice_fiscale
      row.codice_fiscale =
        cf.slice(0, 15) + (cf.endsWith('Z') ? 'A' : String.fromCharCode(cf.charCodeAt(15) + 1))
    },
  },
  {
    id: 'certificate-without-name',
    share: 1,
    outcome: 'rejected',
    code: 'CAMPO_MANCANTE',
    outline: TAXED,
    apply: (row) => {
      row.name = ''
    },
  },
  {
    id: 'certificate-role-unknown',
    share: 1,
    outcome: 'rejected',
    code: 'VALORE_NON_AMMESSO',
    outline: TAXED,
    apply: (row) => {
      row.beneficiary_role = 'VEDOVA'
    },
  },
  {
    id: 'certificate-of-tomorrow',
    share: 1,
    outcome: 'rejected',
    code: 'DATA_NON_VALIDA',
    outline: TAXED,
    apply: (row) => {
      row.issued_on = '2199-02-28'
    },
  },
  {
    id: 'period-turned-round',
    share: 1,
    outcome: 'rejected',
    code: 'DATA_NON_VALIDA',
    outline: TAXED,
    apply: (row, { year }) => {
      row.pensions = row.pensions.replace(`${year}-01-01:${year}-12-31`, `${year}-12-31:${year}-01-01`)
    },
  },
  {
    id: 'annulment-of-nothing',
    share: 1,
    outcome: 'rejected',
    code: 'ANNULLAMENTO_SENZA_CERTIFICAZIONE',
    outline: TAXED,
    apply: (row) => {
      row.operation = 'A'
    },
  },
]

function withThousands(amount: string, group: string, decimal: string): string {
  const [units = '', cents = ''] = amount.split('.')
  return `${units.replace(/\B(?=(\d{3})+$)/g, group)}${decimal}${cents}`
}
