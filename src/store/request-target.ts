/** @module Requests for PINs or certificates that staff name, as long as no letter stands for them. */
import type { CredentialState } from '../domain/credential-state.ts'
import { ENDED_REQUEST_STATES, OPEN_REQUEST_STATES, type RequestState } from '../domain/request-state.ts'
import { STAFF_HOLD } from '../domain/step-in.ts'
import { rowsOf, sqlList, valuesTable } from './bulk.ts'
import { type Executor, jsonMember } from './dialect.ts'
import { VISIBLE } from './request.ts'
import { credentialOf, DECEASED, type NamedTargets, personIn, type Target } from './staff-target.ts'

interface RequestWithoutLetter {
  readonly id: number
  readonly person: string | null
  readonly request_key: string
  readonly codice_fiscale: string
  readonly country: string | null
  readonly state: string
  readonly hold: string | null
  readonly hold_detail: string | null
  readonly deceased: number
  readonly credential_id: number | null
  readonly credential_state: CredentialState | null
  readonly first_used_on: string | null
}

/**
 * The ids of those whose number, person or country was named; of the last two only what is still at work. Asked as
 * `not in`, which no index of states answers, where the person's own index is the better one.
 */
function chosen(
  db: Executor,
  named: NamedTargets,
  from: { table: string; atWork: readonly string[]; ended: readonly string[]; country: string },
) {
  const among = `in (select v from ${valuesTable(db, 'text')} as t)`
  const abroad = named.countries.length > 0
  const select = `select q.id from ${from.table} q where`
  const lists = [named.requestKeys, named.people, ...(abroad ? [named.countries] : [])]
  return {
    ids: `(${select} q.request_key ${among}
       union ${select} q.codice_fiscale ${among} and q.state not in ${sqlList(from.ended)}
       ${abroad ? `union ${select} q.state in ${sqlList(from.atWork)} and ${from.country} ${among}` : ''})`,
    bindings: lists.map((list) => JSON.stringify(list)),
  }
}

/** A counter's PIN was handed over there: nothing of it is printed. */
export async function pinRequests(db: Executor, named: NamedTargets): Promise<Target[]> {
  const country = jsonMember(db, 'q.address', 'country')
  const { ids, bindings } = chosen(db, named, {
    table: 'request',
    atWork: OPEN_REQUEST_STATES,
    ended: ENDED_REQUEST_STATES,
    country,
  })
  const rows = await rowsOf<RequestWithoutLetter & { state: RequestState }>(
    db,
    `select q.id, q.surname || ' ' || q.name as person, q.request_key, q.codice_fiscale, ${country} as country,
       q.state, q.hold, q.hold_detail, ${DECEASED} as deceased, c.id as credential_id, c.state as credential_state, c.first_used_on
     from request q left join credential c on c.request_id = q.id
     where q.id in ${ids} and q.channel <> 'SPORTELLO' and +q.${VISIBLE}
       and not exists (select 1 from letter l where l.kind = 'PIN_HALF2' and l.source_id = c.id)
     order by q.id`,
    bindings,
  )
  return rows.map((row) => ({
    ...common(row),
    table: 'request',
    about: 'PIN',
    place: ENDED_REQUEST_STATES.includes(row.state) ? 'ENDED' : 'HERE',
    isPinInUse: row.first_used_on !== null,
    credential: credentialOf(row),
  }))
}

/** What goes to heirs goes where they say, all else to the address of the newest certificate. */
export async function certificateRequests(db: Executor, named: NamedTargets): Promise<Target[]> {
  const own = jsonMember(db, 'q.address', 'country')
  const archive = jsonMember(db, jsonMember(db, 'o.recipient', 'address'), 'country')
  const newest = (column: string) => `(select ${column} from certificate o
    where o.codice_fiscale = q.codice_fiscale order by o.income_year desc, o.version desc limit 1)`
  const country = `coalesce(${own}, ${newest(archive)})`
  const { ids, bindings } = chosen(db, named, {
    table: 'certificate_request',
    atWork: ['RECEIVED'],
    ended: ['REJECTED', 'CANCELLED'],
    country,
  })
  const rows = await rowsOf<RequestWithoutLetter>(
    db,
    `select q.id, ${newest(personIn(db, 'o.data'))} as person, q.request_key, q.codice_fiscale, ${country} as country,
       q.state, q.hold, q.hold_detail,
       case q.channel when 'EREDE' then 0 else ${DECEASED} end as deceased,
       null as credential_id, null as credential_state, null as first_used_on
     from certificate_request q
     where q.id in ${ids} and +q.${VISIBLE}
       and (q.state = 'RECEIVED' or q.hold = '${STAFF_HOLD}' or not exists (select 1 from certificate_release r
         where r.request_id = q.id and r.letter_id is not null))
     order by q.id`,
    bindings,
  )
  return rows.map((row) => ({
    ...common(row),
    table: 'certificate_request',
    about: 'CERTIFICATE',
    // A served one that staff hold will be opened again: its letter was overtaken by a correction.
    place: row.state === 'RECEIVED' || row.hold === STAFF_HOLD ? 'HERE' : 'ENDED',
    isPinInUse: false,
    credential: undefined,
  }))
}

function common(row: RequestWithoutLetter) {
  return {
    id: row.id,
    name: row.request_key,
    requestId: row.id,
    requestKey: row.request_key,
    requestState: row.state,
    codiceFiscale: row.codice_fiscale,
    person: row.person ?? '',
    country: row.country ?? '',
    state: row.state,
    hold: row.hold,
    holdDetail: row.hold_detail,
    isDeceased: row.deceased > 0,
    isFirstHalfSent: false,
    bundle: null,
    isRecalled: false,
    handedOverAt: null,
  }
}
