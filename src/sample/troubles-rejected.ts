/**
 * Rows that do not enter: broken, impossible, or asked by somebody who may not (`domain.md` §1.3 A2, §3.2–3.4).
 *
 * @module
 */
import { checkLetter } from '../domain/codice-fiscale.ts'
import { PIN_REQUEST_COLUMNS } from '../feeds/columns.ts'
import type { RequestRow } from './feed-rows.ts'
import { numericCode } from './people.ts'
import type { Random } from './random.ts'
import type { Trouble } from './trouble.ts'

const STREET = PIN_REQUEST_COLUMNS.indexOf('street')
const DETAILS = PIN_REQUEST_COLUMNS.indexOf('details')

export const REJECTED_TROUBLES: readonly Trouble[] = [
  {
    id: 'row-too-short',
    share: 1,
    outcome: 'rejected',
    code: 'NUMERO_COLONNE',
    // Cut off, or one empty column forgotten.
    applyToCells: (cells, random) =>
      random.chance(0.5) ? cells.slice(0, STREET + 3) : cells.toSpliced(DETAILS, 1),
  },
  {
    id: 'row-too-long',
    share: 1,
    outcome: 'rejected',
    code: 'NUMERO_COLONNE',
    // What a delimiter inside an address does when nobody quotes it.
    applyToCells: (cells) => cells.toSpliced(STREET, 1, cells[STREET] ?? '', ' scala B'),
  },
  {
    id: 'mandatory-field-empty',
    share: 1,
    outcome: 'rejected',
    code: 'CAMPO_MANCANTE',
    apply: (row, { random }) => {
      row[random.pick(['surname', 'name', 'birth_date', 'codice_fiscale'] as const)] = ''
    },
  },
  {
    id: 'field-too-long',
    share: 1,
    outcome: 'rejected',
    code: 'CAMPO_TROPPO_LUNGO',
    outline: { residence: 'ITALIA' },
    apply: (row) => {
      row.details =
        "NOTA DELL'OPERATORE: IL RICHIEDENTE CHIEDE DI ESSERE RICHIAMATO DOPO LE 17 PERCHE' AL MATTINO NON RISPONDE, " +
        'HA GIA’ CHIAMATO TRE VOLTE E SOSTIENE DI NON AVER MAI RICEVUTO LA SECONDA PARTE DEL CODICE. '.repeat(
          6,
        )
    },
  },
  {
    id: 'control-character',
    share: 1,
    outcome: 'rejected',
    code: 'CARATTERE_DI_CONTROLLO',
    outline: { channel: 'WEB', place: 'ZONE' },
    apply: (row, { random }) => {
      row.street += `${random.pick(['\u000b', '\u0001', '\t', '\u001a'])}int. 3`
    },
  },
  {
    id: 'unknown-value',
    share: 1,
    outcome: 'rejected',
    code: 'VALORE_NON_AMMESSO',
    apply: (row, { random }) => {
      const [column, value] = random.pick([
        ['legal_status', 'INABILITATO'],
        ['archive_match', 'FORSE'],
        ['residence', 'EUROPA'],
        ['language', 'xx'],
        ['has_italian_id', '?'],
        ['channel', 'APP'],
      ] as const)
      row[column] = value
    },
  },
  {
    id: 'impossible-date',
    share: 1,
    outcome: 'rejected',
    code: 'DATA_NON_VALIDA',
    apply: (row, { random }) => {
      if (random.chance(0.3)) row.submitted_at = `${row.submitted_at.slice(0, 4)}-13-01`
      else row.birth_date = `${row.birth_date.slice(0, 4)}-${random.pick(['02-30', '04-31', '00-12'])}`
    },
  },
  {
    id: 'codice-fiscale-malformed',
    share: 1,
    outcome: 'rejected',
    code: 'CF_FORMA',
    apply: (row, { random }) => {
      const cf = row.codice_fiscale
      row.codice_fiscale = random.pick([cf.slice(0, 15), `${cf}K`, `${cf.slice(0, 6)}OO${cf.slice(8)}`])
    },
  },
  {
    id: 'codice-fiscale-check-letter',
    share: 2,
    outcome: 'rejected',
    code: 'CF_CARATTERE_CONTROLLO',
    apply: (row) => {
      const cf = row.codice_fiscale
      row.codice_fiscale =
        cf.slice(0, 15) + (cf.endsWith('Z') ? 'A' : String.fromCharCode(cf.charCodeAt(15) + 1))
    },
  },
  {
    id: 'numeric-code-check-digit',
    share: 1,
    outcome: 'rejected',
    code: 'CF_CARATTERE_CONTROLLO',
    apply: (row, { random }) => {
      const right = numericCode(random)
      row.codice_fiscale = right.slice(0, 10) + String((Number(right.slice(10)) + 1) % 10)
    },
  },
  {
    id: 'codice-fiscale-impossible-date',
    share: 1,
    outcome: 'rejected',
    code: 'CF_DATA',
    apply: (row, { random }) => {
      const cf = row.codice_fiscale
      const first15 = cf.slice(0, 9) + random.pick(['00', '35', '72', '38']) + cf.slice(11, 15)
      row.codice_fiscale = first15 + checkLetter(first15)
    },
  },
  {
    // Since 16-11-2016 (messaggio 4590/2016). The same few agencies ask for everybody: `domain.md` §6, row 12.
    id: 'delegate',
    share: 3,
    outcome: 'rejected',
    code: 'DELEGA_NON_AMMESSA',
    outline: { residence: 'ITALIA', channel: 'SPORTELLO' },
    apply: (row, { random }) => asDelegate(row, random),
  },
]

const AGENCIES = [
  { cf: 'BNCGNN63R49H501J', phone: '06 5550101', email: 'pratiche@agenzia-aurora.example' },
  { cf: 'RSSMRA70B17F205E', phone: '02 5550102', email: 'sportello@centroservizi.example' },
] as const

function asDelegate(row: RequestRow, random: Random): void {
  const agency = random.pick(AGENCIES)
  row.requester_role = 'DELEGATO'
  row.requester_codice_fiscale = agency.cf.slice(0, 15) + checkLetter(agency.cf)
  row.phone = agency.phone
  row.email = agency.email
}
