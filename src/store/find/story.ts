/** @module All that the ledger knows of one person's PINs: rows as they stand, and what befell them. No sealed half. */
import type { RequestState } from '../../domain/request-state.ts'
import { rowsOf, valuesTable } from '../bulk.ts'
import type { Credential } from '../credential.ts'
import { credentialsOf } from '../credential.ts'
import type { Executor } from '../dialect.ts'
import type { ObjectType } from '../event.ts'
import { deathsAmong, type PersonDeath } from '../person.ts'
import { type CertificateStory, certificateStoryOf } from './certificate-story.ts'
import { type RejectedRow, rejectionsOfKey } from './people.ts'
import type { StoryAsked } from './story-asked.ts'

export interface StoryRequest extends StoryAsked {
  readonly surname: string
  readonly name: string
  readonly postal_name: string
  readonly printable: string | null
  readonly mobile: string
  readonly email: string
  readonly pec: string
  readonly phone: string
  readonly state: RequestState
}

export interface StoryMessage {
  readonly credential_id: number
  readonly channel: 'SMS' | 'EMAIL' | 'PEC'
  readonly state: string
  readonly planned_on: string
  readonly sent_on: string | null
}

export interface StoryLetter {
  readonly id: number
  readonly public_id: string
  readonly kind: string
  readonly source_id: number
  readonly snapshot: string
  readonly state: string
  readonly state_on: string
  readonly created_on: string
  readonly recalled_from: string | null
  readonly hold: string | null
  readonly hold_field: string | null
  readonly hold_detail: string | null
  readonly hold_on: string | null
  readonly bundle: string | null
  readonly posting_on: string | null
}

export interface StoryEvent {
  readonly id: number
  readonly occurred_on: string
  readonly type: string
  readonly request_key: string
  readonly operator: string
  readonly state: string
  readonly outcome: string | null
}

/** One row of the event log, with the business date and, of a manual act, what, who and why. */
export interface HistoryRow {
  readonly id: number
  readonly run_id: number | null
  readonly object_type: ObjectType
  readonly object_id: number
  readonly action: string
  readonly from_state: string | null
  readonly to_state: string | null
  readonly code: string | null
  readonly on_date: string
  readonly verb: string | null
  readonly by_whom: string | null
  readonly why: string | null
}

export interface Story extends CertificateStory {
  readonly codiceFiscale: string
  readonly requests: readonly StoryRequest[]
  readonly credentials: readonly Credential[]
  readonly messages: readonly StoryMessage[]
  readonly letters: readonly StoryLetter[]
  readonly pinEvents: readonly StoryEvent[]
  readonly death: PersonDeath | undefined
  readonly rejections: readonly RejectedRow[]
  /** Oldest first. */
  readonly history: readonly HistoryRow[]
}

export async function storyOf(db: Executor, codiceFiscale: string): Promise<Story> {
  const requests = await requestsOf(db, codiceFiscale)
  const credentials = await credentialsOf(db, [codiceFiscale])
  const certificates = await certificateStoryOf(db, codiceFiscale)
  const letters = await lettersOf(db, idsOf(credentials), idsOf(certificates.releases))
  const keys = [
    ...requests.map((row) => row.request_key),
    ...certificates.certificateRequests.map((row) => row.request_key),
  ]
  const rejections: RejectedRow[] = []
  for (const key of new Set(keys)) rejections.push(...(await rejectionsOfKey(db, key)))
  return {
    ...certificates,
    codiceFiscale,
    requests,
    credentials,
    messages: await messagesOf(db, idsOf(credentials)),
    letters,
    pinEvents: await pinEventsOf(db, codiceFiscale, keys),
    death: (await deathsAmong(db, [codiceFiscale])).get(codiceFiscale),
    rejections,
    history: await historyOf(db, {
      request: idsOf(requests),
      credential: idsOf(credentials),
      letter: idsOf(letters),
      certificate: idsOf(certificates.certificates),
      certificate_request: idsOf(certificates.certificateRequests),
      certificate_release: idsOf(certificates.releases),
    }),
  }
}

function idsOf(rows: readonly { readonly id: number }[]): number[] {
  return rows.map(({ id }) => id)
}

function requestsOf(db: Executor, codiceFiscale: string): Promise<StoryRequest[]> {
  return rowsOf(
    db,
    `select q.id, q.request_key, f.file_name, q.line, q.submitted_on, q.received_on, q.channel, q.surname, q.name,
       q.postal_name, q.printable, q.mobile, q.email, q.pec, q.phone, q.state, q.state_on, q.reason, q.hold,
       q.hold_field, q.hold_detail, q.hold_on
     from request q join feed f on f.id = q.feed_id
     where q.codice_fiscale = ? and f.state = 'accepted' order by q.id`,
    [codiceFiscale],
  )
}

function messagesOf(db: Executor, credentialIds: readonly number[]): Promise<StoryMessage[]> {
  return rowsOf(
    db,
    `select credential_id, channel, state, planned_on, sent_on from message
     where credential_id in (select v from ${valuesTable(db, 'integer')} as t) order by id`,
    [JSON.stringify(credentialIds)],
  )
}

/** Letters with the PINs of these credentials, or whose first certificate is one of these releases. */
function lettersOf(
  db: Executor,
  credentialIds: readonly number[],
  releaseIds: readonly number[],
): Promise<StoryLetter[]> {
  const among = `in (select v from ${valuesTable(db, 'integer')} as t)`
  return rowsOf(
    db,
    `select l.id, l.public_id, l.kind, l.source_id, l.snapshot, l.state, l.state_on, l.created_on, l.recalled_from,
       l.hold, l.hold_field, l.hold_detail, l.hold_on, b.name as bundle, b.posting_on
     from letter l left join bundle_item i on i.letter_id = l.id left join bundle b on b.id = i.bundle_id
     where l.id in (select id from letter where kind = 'PIN_HALF2' and source_id ${among}
       union all select id from letter where kind = 'CERTIFICATE' and source_id ${among})
     order by l.id`,
    [JSON.stringify(credentialIds), JSON.stringify(releaseIds)],
  )
}

/** What other systems reported of the person, or of one of these requests. */
function pinEventsOf(db: Executor, codiceFiscale: string, keys: readonly string[]): Promise<StoryEvent[]> {
  return rowsOf(
    db,
    `select e.id, e.occurred_on, e.type, e.request_key, e.operator, e.state, e.outcome from pin_event e
       join feed f on f.id = e.feed_id
     where f.state = 'accepted' and e.id in (
       select id from pin_event where codice_fiscale = ? and codice_fiscale <> ''
       union select id from pin_event where request_key <> ''
         and request_key in (select v from ${valuesTable(db, 'text')} as t))
     order by e.occurred_on, e.id`,
    [codiceFiscale, JSON.stringify(keys)],
  )
}

function historyOf(
  db: Executor,
  objects: Readonly<Partial<Record<ObjectType, readonly number[]>>>,
): Promise<HistoryRow[]> {
  const types = Object.entries(objects)
  const selects = types.map(
    ([type]) =>
      `select id from event where object_type = '${type}' and object_id in (select v from ${valuesTable(db, 'integer')} as t)`,
  )
  return rowsOf(
    db,
    `select e.id, e.run_id, e.object_type, e.object_id, e.action, e.from_state, e.to_state, e.code,
       coalesce(r.business_date, a.on_date, substr(e.at, 1, 10)) as on_date, a.verb, a.by_whom, a.reason as why
     from event e left join run r on r.id = e.run_id left join manual_act a on a.id = e.run_id
     where e.id in (${selects.join(' union all ')}) order by e.id`,
    types.map(([, ids]) => JSON.stringify(ids)),
  )
}
