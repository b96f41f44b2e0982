/** @module Letters that somebody wants posted again, with the request that each answered. */
import type { SentLetter } from '../domain/reprint.ts'
import { rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { lettersNamed, type SelectedLetter } from './letter-selection.ts'

export interface AnsweredLetter extends SentLetter, Pick<SelectedLetter, 'public_id' | 'handed_over_at'> {
  /** Undefined for a PIN. */
  readonly request: AnsweredRequest | undefined
}

/** What a request for certificates said. */
export interface AnsweredRequest {
  readonly request_key: string
  readonly submitted_on: string
  readonly channel: string
  readonly codice_fiscale: string
  readonly requester_codice_fiscale: string
  readonly requester_name: string
  readonly evidence: string
  /** `PostalAddress` as JSON. */
  readonly address: string | null
  readonly archive_match: string
}

export async function answeredLetters(db: Executor, publicIds: readonly string[]): Promise<AnsweredLetter[]> {
  const letters = await lettersNamed(db, { letterIds: publicIds, people: [], countries: [] })
  const ids = JSON.stringify(letters.map(({ id }) => id))
  const among = `l.id in (select v from ${valuesTable(db, 'integer')} as t)`
  const used = await rowsOf<{ id: number }>(
    db,
    `select l.id from letter l join credential c on c.id = l.source_id
     where l.kind = 'PIN_HALF2' and c.first_used_on is not null and ${among}`,
    [ids],
  )
  const years = await rowsOf<{ id: number; income_year: number }>(
    db,
    `select l.id, t.income_year from letter l join certificate_release r on r.letter_id = l.id
       join certificate t on t.id = r.certificate_id
     where t.state = 'READY' and t.hold is null and ${among} order by l.id, t.income_year`,
    [ids],
  )
  const requests = await rowsOf<AnsweredRequest & { id: number }>(
    db,
    `select l.id, q.request_key, q.submitted_on, q.channel, q.codice_fiscale, q.requester_codice_fiscale,
       q.requester_name, q.evidence, q.address, q.archive_match
     from letter l join certificate_release r on l.kind = 'CERTIFICATE' and r.id = l.source_id
       join certificate_request q on q.id = r.request_id where ${among}`,
    [ids],
  )
  const inUse = new Set(used.map(({ id }) => id))
  return letters.map(({ id, public_id, kind, state, handed_over_at }) => ({
    public_id,
    kind,
    state,
    handed_over_at,
    isPinInUse: inUse.has(id),
    yearsInForce: years.filter((row) => row.id === id).map((row) => row.income_year),
    request: requests.find((row) => row.id === id),
  }))
}
