/**
 * Feeds for tests: rows that are right unless the test says otherwise, each about a person of its own.
 *
 * @module
 */
import { computeCodiceFiscale } from '../../src/domain/codice-fiscale-computed.ts'
import { PIN_EVENT_COLUMNS, PIN_REQUEST_COLUMNS } from '../../src/feeds/columns.ts'
import { type AddressFields, NO_ADDRESS } from '../../src/sample/feed-rows.ts'

export type RequestCells = Readonly<Record<(typeof PIN_REQUEST_COLUMNS)[number], string>>
export type EventCells = Readonly<Record<(typeof PIN_EVENT_COLUMNS)[number], string>>
type Address = Readonly<AddressFields>

export const IN_ROME: Address = {
  ...NO_ADDRESS,
  residence: 'ITALIA',
  street: 'Via Garibaldi',
  civic: '16',
  locality: 'Roma',
  cap: '00184',
  province: 'RM',
}

export const IN_PARIS: Address = {
  ...NO_ADDRESS,
  residence: 'ESTERO',
  country: 'FR',
  address_line_1: '12 rue de Rivoli',
  address_line_2: '75004 Paris',
}

const CONSONANTS = 'BCDFGLMNPRSTVZ'
let people = 0

/** Somebody whom no other row names: surname, codice fiscale and all. */
export function newPerson(): Pick<
  RequestCells,
  'codice_fiscale' | 'surname' | 'name' | 'sex' | 'birth_date' | 'birth_place'
> {
  const number = people++
  const letter = (place: number) =>
    CONSONANTS.charAt(Math.floor(number / CONSONANTS.length ** place) % CONSONANTS.length)
  const person = {
    surname: `${letter(2)}A${letter(1)}E${letter(0)}I`,
    name: 'ANNA',
    sex: 'F' as const,
    birthDate: '1950-03-12',
    birthPlace: 'H501',
  }
  return {
    codice_fiscale: computeCodiceFiscale(person),
    surname: person.surname,
    name: person.name,
    sex: person.sex,
    birth_date: person.birthDate,
    birth_place: person.birthPlace,
  }
}

let requests = 0

/** A web request from Rome that the archive confirms: it gets its PIN in the night that reads it. */
export function requestCells(changes: Partial<RequestCells> = {}): RequestCells {
  return {
    ...IN_ROME,
    request_id: `R-${++requests}`,
    submitted_at: '2026-11-18',
    channel: 'WEB',
    ...newPerson(),
    postal_name: '',
    phone: '',
    mobile: '3331234567',
    email: 'anna@example.com',
    email_2: '',
    pec: '',
    language: 'it',
    requester_role: 'TITOLARE',
    requester_codice_fiscale: '',
    legal_status: 'PIENA',
    has_italian_id: 'S',
    user_class: 'CITTADINO',
    archive_match: 'MATCH',
    operator_validated: 'N',
    ...changes,
  }
}

let events = 0

export function eventCells(changes: Partial<EventCells> & Pick<EventCells, 'type'>): EventCells {
  return {
    ...NO_ADDRESS,
    event_id: `E-${++events}`,
    occurred_at: '2026-11-19',
    codice_fiscale: '',
    request_id: '',
    operator: '',
    reason: '',
    ...changes,
  }
}

/** A line of `pin-requests-*.csv`, without its end. */
export function requestRow(changes: Partial<RequestCells> = {}): string {
  return lineOf(requestCells(changes), PIN_REQUEST_COLUMNS)
}

/** A line of `pin-events-*.csv`, without its end. */
export function eventRow(changes: Partial<EventCells> & Pick<EventCells, 'type'>): string {
  return lineOf(eventCells(changes), PIN_EVENT_COLUMNS)
}

/** A whole file: row `i` stands on line `i + 2`. */
export function requestsFeed(rows: readonly string[]): string {
  return [csvLine(PIN_REQUEST_COLUMNS), ...rows].map((line) => `${line}\n`).join('')
}

export function eventsFeed(rows: readonly string[]): string {
  return [csvLine(PIN_EVENT_COLUMNS), ...rows].map((line) => `${line}\n`).join('')
}

export function lineOf<Column extends string>(
  cells: Readonly<Record<Column, string>>,
  columns: readonly Column[],
  delimiter = ';',
): string {
  return csvLine(
    columns.map((column) => cells[column]),
    delimiter,
  )
}

/** Quotes where a reader of CSV needs them. */
export function csvLine(cells: readonly string[], delimiter = ';'): string {
  return cells
    .map((cell) =>
      cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(delimiter)
}
