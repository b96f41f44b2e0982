/**
 * Requests that enter and wait for a person: an address that cannot be printed, no way to send the first half, a
 * representative who must come to the counter (`domain.md` §1.2, §4.6).
 *
 * @module
 */
import type { RequestRow } from './feed-rows.ts'
import { landline } from './contacts.ts'
import { foreignFields } from './foreign-addresses.ts'
import type { Trouble } from './trouble.ts'

const IN_ITALY = { residence: 'ITALIA', channel: 'WEB' } as const
const ABROAD = { residence: 'ESTERO', channel: 'WEB' } as const

export const HELD_TROUBLES: readonly Trouble[] = [
  {
    id: 'minor-on-web',
    share: 1,
    outcome: 'held',
    code: 'SOLO_SPORTELLO',
    outline: { ...IN_ITALY, minor: true },
    apply: (row, { random }) => {
      row.legal_status = 'MINORE'
      row.requester_role = random.chance(0.8) ? 'GENITORE' : 'TITOLARE'
    },
  },
  {
    id: 'protected-person-on-web',
    share: 2,
    outcome: 'held',
    code: 'SOLO_SPORTELLO',
    outline: IN_ITALY,
    apply: (row, { random }) => {
      const [status, role] = random.pick([
        ['TUTELA', 'TUTORE'],
        ['CURATELA', 'CURATORE'],
        ['AMM_SOSTEGNO', 'AMMINISTRATORE_SOSTEGNO'],
      ] as const)
      row.legal_status = status
      row.requester_role = role
    },
  },
  {
    id: 'abroad-without-email',
    share: 2,
    outcome: 'held',
    code: 'EMAIL_OBBLIGATORIA',
    outline: ABROAD,
    apply: (row) => clear(row, 'email', 'email_2'),
  },
  {
    id: 'no-contact',
    share: 2,
    outcome: 'held',
    code: 'CONTATTO_MANCANTE',
    outline: IN_ITALY,
    apply: (row, { random }) => {
      clear(row, 'mobile', 'email', 'email_2', 'pec')
      row.phone = landline({ province: row.province, country: undefined }, random)
    },
  },
  {
    id: 'only-contact-invalid',
    share: 1,
    outcome: 'held',
    code: 'CONTATTO_MANCANTE',
    outline: IN_ITALY,
    apply: (row, { random }) => {
      clear(row, 'mobile', 'email_2', 'pec')
      const local = row.surname.toLowerCase().replace(/[^a-z]/g, '')
      row.email = random.pick([
        `${local}.example.com`,
        `${local}@@example.com`,
        `${local}@example`,
        'nessuna',
      ])
    },
  },
  {
    // Empty, or a zero that a spreadsheet ate: `domain.md` §4.2.
    id: 'cap-missing',
    share: 2,
    outcome: 'held',
    code: 'ERR_CAP_MISSING',
    outline: { ...IN_ITALY, place: 'ZERO' },
    correctable: true,
    apply: (row, { random }) => {
      row.cap = random.chance(0.6) ? row.cap.replace(/^0+/, '') : ''
    },
  },
  {
    id: 'campione-swiss-address',
    share: 1,
    outcome: 'held',
    code: 'ERR_COUNTRY_UNKNOWN',
    outline: { ...ABROAD, country: 'CH' },
    correctable: true,
    apply: (row) => {
      Object.assign(row, foreignFields('CH', ['Corso Italia 10', "CH-6911 Campione d'Italia"]))
    },
  },
  {
    id: 'cap-generic',
    share: 2,
    outcome: 'held',
    code: 'ERR_CAP_GENERIC',
    outline: { ...IN_ITALY, place: 'ZONE' },
    correctable: true,
    apply: (row) => {
      row.cap = `${row.cap.slice(0, 3)}00`
    },
  },
  {
    id: 'street-missing',
    share: 1,
    outcome: 'held',
    code: 'ERR_NO_STREET',
    outline: { ...IN_ITALY, place: 'ZONE' },
    correctable: true,
    apply: (row) => clear(row, 'street', 'civic'),
  },
  {
    id: 'civic-missing',
    share: 2,
    outcome: 'held',
    code: 'ERR_NO_CIVIC',
    outline: { ...IN_ITALY, place: 'ZONE' },
    correctable: true,
    apply: (row, { random }) => {
      row.civic = random.chance(0.7) ? '' : '0'
    },
  },
  {
    id: 'locality-missing',
    share: 1,
    outcome: 'held',
    code: 'ERR_NO_LOCALITY',
    outline: IN_ITALY,
    correctable: true,
    apply: (row) => clear(row, 'locality'),
  },
  {
    id: 'line-too-long',
    share: 1,
    outcome: 'held',
    code: 'ERR_LINE_OVERFLOW',
    outline: { ...IN_ITALY, place: 'ZONE' },
    correctable: true,
    apply: (row) => {
      row.street = 'VIALE DEI CADUTI E DISPERSI DELLA SECONDA GUERRA MONDIALE'
    },
  },
  {
    id: 'too-many-lines',
    share: 1,
    outcome: 'held',
    code: 'ERR_TOO_MANY_LINES',
    outline: { ...ABROAD, country: 'GB' },
    correctable: true,
    apply: (row) => {
      row.presso = 'Mrs Angela Whitaker'
      Object.assign(row, {
        address_line_1: 'Flat 3, Albany House',
        address_line_2: '12 Clerkenwell Road',
        address_line_3: 'LONDON',
        address_line_4: 'EC1R 5DL',
      })
    },
  },
  {
    id: 'formula-in-address',
    share: 1,
    outcome: 'held',
    code: 'ERR_LINE_START',
    outline: { ...IN_ITALY, place: 'ZONE' },
    correctable: true,
    apply: (row, { random }) => {
      row.street = random.pick(['=VIA ROMA', '+39 VIA MAZZINI', '-VIA GARIBALDI', '@VIA VERDI'])
    },
  },
  {
    id: 'country-unknown',
    share: 1,
    outcome: 'held',
    code: 'ERR_COUNTRY_UNKNOWN',
    outline: { ...ABROAD, country: 'HR' },
    correctable: true,
    apply: (row, { random }) => {
      row.country = random.pick(['YU', 'XX', 'CS'])
    },
  },
  {
    id: 'province-unknown',
    share: 1,
    outcome: 'held',
    code: 'ERR_PROVINCE_UNKNOWN',
    outline: IN_ITALY,
    correctable: true,
    apply: (row, { random }) => {
      row.province = random.pick(['XX', 'ROMA', 'EE', ''])
    },
  },
  {
    // Pensions abroad with unknown residence: `domain.md` §6, row 15.
    id: 'residence-unknown',
    share: 1,
    outcome: 'held',
    code: 'ERR_NO_STREET',
    outline: ABROAD,
    correctable: true,
    apply: (row) => {
      Object.assign(row, foreignFields(row.country, []))
    },
  },
  {
    // No font of the letter has them.
    id: 'name-in-chinese',
    share: 1,
    outcome: 'held',
    code: 'GLIFO_MANCANTE',
    outline: IN_ITALY,
    apply: (row, { random }) => {
      row.postal_name = random.pick(['陈丽华', '王秀英', '李 MARIA'])
    },
  },
  {
    id: 'name-too-long',
    share: 1,
    outcome: 'held',
    code: 'ERR_LINE_OVERFLOW',
    outline: IN_ITALY,
    apply: (row) => {
      row.postal_name =
        'GIOVANNI BATTISTA FRANCESCO PAOLO MARIA MONTECUCCOLI DEGLI ERRI CARACCIOLO DI SAN VITO'
    },
  },
]

function clear(row: RequestRow, ...columns: readonly (keyof RequestRow)[]): void {
  for (const column of columns) row[column] = ''
}
