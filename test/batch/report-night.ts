/** @module One small night with everything that the report speaks of, played by the real jobs. */

import { expirePins } from '../../jobs/expire-pins.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import type { Job } from '../../jobs/job.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { PIN_EVENT_COLUMNS, PIN_REQUEST_COLUMNS } from '../../src/feeds/columns.ts'
import type { DatabaseKind } from '../support/databases.ts'
import { type Installation, newInstallation } from '../support/night.ts'

export const ON = '2026-11-20'
export const WORK: readonly Job[] = [intake, issuePins, sendFirstHalves, printPinLetters, expirePins]

type RequestColumn = (typeof PIN_REQUEST_COLUMNS)[number]
type EventColumn = (typeof PIN_EVENT_COLUMNS)[number]

const GOOD: Partial<Record<RequestColumn, string>> = {
  submitted_at: '2026-11-19',
  channel: 'WEB',
  residence: 'ITALIA',
  street: 'Via Roma',
  civic: '1',
  locality: 'Stresa',
  cap: '28838',
  province: 'VB',
  mobile: '+39 333 1234567',
  email: 'chi@example.net',
  archive_match: 'MATCH',
}

const PEOPLE = {
  caccamo: person('CCCFBA85D03L219P', 'Caccamo', 'Fabio', 'M', '1985-04-03'),
  martini: person('MRTMRA83T56A269B', 'Martini', 'Maria', 'F', '1983-12-16'),
  rossi: person('RSSMRA50B17A558W', 'Rossi', 'Mario', 'M', '1950-02-17'),
  panella: person('PNLMHL79R27I158P', 'Panella', 'Michele', 'M', '1979-10-27'),
  hadda: person('THDSDA95P08Z330H', 'Ait Hadda', 'Saad', 'M', '1995-09-08'),
  belousovs: person('BLSLGS84C22Z145O', 'Belousovs', 'Olegs', 'M', '1984-03-22'),
  takakura: person('TKKYKU87B68L219F', 'Takakura', 'Yuuki', 'F', '1987-02-28'),
  wall: person('WLLLRY87T18Z404B', 'Wall', 'Larry', 'M', '1987-12-18'),
}

/** Every codice fiscale that the night met, as its rows or inside another column. */
export const CODICI_FISCALI = [
  ...Object.values(PEOPLE).map((one) => one.codice_fiscale as string),
  'RSSMRA50B17H501F',
  'MRNLCU00A01H501J',
]

const OTHER_COLUMN = 'MRNLCU00A01H501J'

/** Line 2 onwards; what becomes of each is asserted in `report-lists.test.ts`. */
const REQUESTS: readonly Partial<Record<RequestColumn, string>>[] = [
  { ...GOOD, ...PEOPLE.caccamo, request_id: 'R-1' },
  { ...GOOD, ...PEOPLE.martini, request_id: 'R-2', civic: '' },
  { ...GOOD, ...PEOPLE.rossi, request_id: 'R-3', archive_match: 'DIFF', phone: '+39 06 1234567' },
  { ...GOOD, ...PEOPLE.panella, request_id: 'R-4', archive_match: 'UNKNOWN', mobile: '' },
  {
    ...GOOD,
    ...PEOPLE.wall,
    request_id: 'R-5',
    birth_date: '1987-02-30',
    codice_fiscale: 'WLLLRY87T18Z404X',
  },
  { ...GOOD, ...PEOPLE.caccamo, request_id: 'R-1' },
  { ...GOOD, ...PEOPLE.hadda, request_id: '=R-7', surname: '=Ait Hadda', mobile: '', email: '' },
  {
    ...GOOD,
    ...PEOPLE.belousovs,
    request_id: 'R-8',
    residence: 'ESTERO',
    street: '',
    civic: '',
    locality: '',
    cap: '',
    province: '',
    country: 'PL',
    address_line_1: 'ul. Łąkowa 12/3',
    address_line_2: '90-001 Łódź',
  },
  { ...GOOD, ...PEOPLE.takakura, request_id: 'RSSMRA50B17H501F', sex: OTHER_COLUMN },
]

const EVENTS: readonly Partial<Record<EventColumn, string>>[] = [
  { event_id: 'E-1', occurred_at: '2026-11-19', type: 'CALLBACK_REFUSED', request_id: 'R-99' },
  { event_id: 'E-2', occurred_at: '2026-11-19', type: 'NONSENSE', codice_fiscale: 'CCCFBA85D03L219P' },
]

/** A live installation with its feeds in the inbox; no job has run. */
export async function newReportNight(kind: DatabaseKind): Promise<Installation> {
  const installation = await newInstallation(kind)
  const requests = feed(PIN_REQUEST_COLUMNS, REQUESTS)
  await installation.putFeed('pin-requests-1.csv', requests)
  await installation.putFeed('pin-requests-2-again.csv', requests)
  await installation.putFeed('pin-requests-3-headless.csv', requests.split('\r\n').slice(1).join('\r\n'))
  await installation.putFeed('pin-events-1.csv', feed(PIN_EVENT_COLUMNS, EVENTS))
  return installation
}

function feed<Column extends string>(
  columns: readonly Column[],
  rows: readonly Partial<Record<Column, string>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join(';'))
  return `${[columns.join(';'), ...lines].join('\r\n')}\r\n`
}

function person(
  codiceFiscale: string,
  ...[surname, name, sex, birthDate]: [string, string, 'M' | 'F', string]
): Partial<Record<RequestColumn, string>> {
  return { codice_fiscale: codiceFiscale, surname, name, sex, birth_date: birthDate }
}
