/** @module Whom a letter, a row's number or a name belongs to. */
import { rowsOf } from '../bulk.ts'
import { type Executor, jsonMember } from '../dialect.ts'
import { VISIBLE } from '../request.ts'

export interface FoundPerson {
  readonly codice_fiscale: string
  readonly surname: string
  readonly name: string
  readonly postal_name: string
  readonly birth_date: string
}

/** The person whom a letter, or a release of a certificate, with this public id is about. */
export async function personOfPublicId(db: Executor, publicId: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ codice_fiscale: string }>(
    db,
    `select c.codice_fiscale from letter l join credential c on c.id = l.source_id
     where l.public_id = ? and l.kind = 'PIN_HALF2'
     union all
     select c.codice_fiscale from letter l join certificate_release r on r.id = l.source_id
       join certificate c on c.id = r.certificate_id where l.public_id = ? and l.kind = 'CERTIFICATE'
     union all
     select c.codice_fiscale from certificate_release r join certificate c on c.id = r.certificate_id
     where r.public_id = ?`,
    [publicId, publicId, publicId],
  )
  return row?.codice_fiscale
}

/** The people whom rows with this number of the sender are about: mostly one, since senders number their rows. */
export async function peopleOfKey(db: Executor, key: string): Promise<string[]> {
  const rows = await rowsOf<{ codice_fiscale: string }>(
    db,
    ['request', 'certificate_request']
      .map((table) => `select codice_fiscale from ${table} where request_key = ? and +${VISIBLE}`)
      .join(' union '),
    [key, key],
  )
  return rows.map((row) => row.codice_fiscale).sort()
}

export interface RejectedRow {
  readonly file_name: string
  readonly line: number
  readonly received_on: string
  readonly field: string
  readonly code: string
  readonly detail: string
  readonly request_key: string
}

/** What was found wrong with rows of this number, or that they came twice. */
export function rejectionsOfKey(db: Executor, key: string): Promise<RejectedRow[]> {
  return rowsOf(
    db,
    `select f.file_name, r.line, f.received_on, r.field, r.code, r.detail, r.request_key
     from rejection r join feed f on f.id = r.feed_id
     where r.request_key = ? and r.request_key <> '' order by r.feed_id, r.line, r.field, r.code`,
    [key],
  )
}

/** Names of these people, as the newest row about each has them. */
export async function namesOf(db: Executor, codiciFiscali: readonly string[]): Promise<FoundPerson[]> {
  const found: FoundPerson[] = []
  for (const code of codiciFiscali) {
    const [request] = await rowsOf<FoundPerson>(
      db,
      `select codice_fiscale, surname, name, postal_name, birth_date from request
       where codice_fiscale = ? and +${VISIBLE} order by id desc limit 1`,
      [code],
    )
    const [certificate] = request
      ? []
      : await rowsOf<FoundPerson>(
          db,
          `select ${certified(db)} from certificate where codice_fiscale = ? and +${VISIBLE} order by id desc limit 1`,
          [code],
        )
    const nameless = { codice_fiscale: code, surname: '', name: '', postal_name: '', birth_date: '' }
    found.push(request ?? certificate ?? nameless)
  }
  return found
}

const PAGE = 20_000

/** Reads every row, since no index knows names without their accents: seconds on a database of a million. */
export async function peopleNamed(
  db: Executor,
  matches: (names: readonly string[]) => boolean,
): Promise<FoundPerson[]> {
  const people = new Map<string, FoundPerson>()
  for (const [table, columns] of [
    ['certificate', certified(db)],
    ['request', 'codice_fiscale, surname, name, postal_name, birth_date'],
  ] as const) {
    for (let after = 0; ; ) {
      const page = await rowsOf<FoundPerson & { id: number }>(
        db,
        `select id, ${columns} from ${table} where id > ? and +${VISIBLE} order by id limit ${PAGE}`,
        [after],
      )
      for (const { id, ...person } of page) {
        after = id
        if (matches([person.surname, person.name, person.postal_name]))
          people.set(person.codice_fiscale, person)
      }
      if (page.length < PAGE) break
    }
  }
  const key = ({ surname, name, codice_fiscale }: FoundPerson) =>
    `${surname}\0${name}\0${codice_fiscale}`.toUpperCase()
  return [...people.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function certified(db: Executor): string {
  const of = (column: string, member: string, name: string) =>
    `coalesce(${jsonMember(db, column, member)}, '') as ${name}`
  return `codice_fiscale, ${of('data', 'surname', 'surname')}, ${of('data', 'name', 'name')},
    ${of('recipient', 'postalName', 'postal_name')}, ${of('data', 'birthDate', 'birth_date')}`
}
