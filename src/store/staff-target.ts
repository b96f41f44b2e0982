/** @module All that a staff verb may concern: letters, and requests for PINs or certificates that have no letter yet. */
import type { CredentialState } from '../domain/credential-state.ts'
import { ENDED_REQUEST_STATES, OPEN_REQUEST_STATES, type RequestState } from '../domain/request-state.ts'
import { STAFF_HOLD, type Standing } from '../domain/step-in.ts'
import { rowsOf, sqlList, valuesTable } from './bulk.ts'
import { type Executor, jsonMember } from './dialect.ts'
import { lettersNamed, type Named, type SelectedLetter } from './letter-selection.ts'
import { VISIBLE } from './request.ts'
import type { Stoppable } from './staff-hold.ts'

export interface NamedTargets extends Named {
  /** The senders' own ids of requests. */
  readonly requestKeys: readonly string[]
}

export interface Target extends Standing {
  readonly table: Stoppable
  readonly id: number
  /** Of what: a PIN, or certificates. */
  readonly about: 'PIN' | 'CERTIFICATE'
  /** The letter's public id, or the request's number. */
  readonly name: string
  readonly requestId: number
  readonly requestKey: string
  readonly requestState: string
  readonly codiceFiscale: string
  /** Surname and name; `''` where no certificate tells whose they are. */
  readonly person: string
  readonly country: string
  /** State of the letter or of the request. */
  readonly state: string
  readonly holdDetail: string | null
  readonly isDeceased: boolean
  readonly credential: { readonly id: number; readonly state: CredentialState } | undefined
  readonly isFirstHalfSent: boolean
  readonly bundle: string | null
  readonly handedOverAt: string | null
}

/** Everything that was named, in every state; requests only as long as no letter stands for them. */
export async function targetsNamed(db: Executor, named: NamedTargets): Promise<Target[]> {
  const requests = [...(await pinRequests(db, named)), ...(await certificateRequests(db, named))]
  const letterIds = [...named.letterIds, ...(await lettersOfRequests(db, named.requestKeys))]
  const letters = await lettersNamed(db, { ...named, letterIds })
  return [...(await standings(db, letters)), ...requests]
}

/** The letters that these requests brought. */
async function lettersOfRequests(db: Executor, requestKeys: readonly string[]): Promise<string[]> {
  if (requestKeys.length === 0) return []
  const keys = JSON.stringify(requestKeys)
  const named = `request_key in (select v from ${valuesTable(db, 'text')} as t)`
  const rows = await rowsOf<{ public_id: string }>(
    db,
    `select l.public_id from request q cross join credential c cross join letter l
     where c.request_id = q.id and l.kind = 'PIN_HALF2' and l.source_id = c.id and q.${named}
     union
     select l.public_id from certificate_request q cross join certificate_release r cross join letter l
     where r.request_id = q.id and l.kind = 'CERTIFICATE' and l.source_id = r.id and q.${named}`,
    [keys, keys],
  )
  return rows.map((row) => row.public_id)
}

interface Behind {
  readonly letter_id: number
  readonly person: string
  readonly request_key: string
  readonly request_state: string
  readonly credential_id: number | null
  readonly credential_state: CredentialState | null
  readonly first_used_on: string | null
  readonly deceased: number
}

const DECEASED = `(select count(*) from person d where d.codice_fiscale = q.codice_fiscale and d.deceased_on is not null)`

async function standings(db: Executor, letters: readonly SelectedLetter[]): Promise<Target[]> {
  const ids = JSON.stringify(letters.map(({ id }) => id))
  const among = `l.id in (select v from ${valuesTable(db, 'integer')} as t)`
  const rows = await rowsOf<Behind>(
    db,
    `select l.id as letter_id, q.surname || ' ' || q.name as person, q.request_key, q.state as request_state, c.id as credential_id,
       c.state as credential_state, c.first_used_on, ${DECEASED} as deceased
     from letter l join credential c on l.kind = 'PIN_HALF2' and c.id = l.source_id
       join request q on q.id = c.request_id where ${among}
     union all
     select l.id, ${personIn(db, 't.data')}, q.request_key, q.state, cast(null as bigint), cast(null as text), cast(null as text),
       case r.channel when 'EREDE' then 0 else ${DECEASED} end
     from letter l join certificate_release r on l.kind = 'CERTIFICATE' and r.id = l.source_id
       join certificate t on t.id = r.certificate_id join certificate_request q on q.id = r.request_id
     where ${among}`,
    [ids, ids],
  )
  const behind = new Map(rows.map((row) => [row.letter_id, row]))
  return letters.map((letter) => {
    const row = behind.get(letter.id)
    if (!row) throw new Error(`letter ${letter.public_id} belongs to no request`)
    const isPin = letter.kind === 'PIN_HALF2'
    return {
      table: 'letter',
      id: letter.id,
      about: isPin ? 'PIN' : 'CERTIFICATE',
      name: letter.public_id,
      requestId: letter.request_id,
      requestKey: row.request_key,
      requestState: row.request_state,
      codiceFiscale: letter.codice_fiscale,
      person: row.person,
      country: letter.country,
      state: letter.state,
      place: PLACES[letter.state],
      hold: letter.hold,
      holdDetail: letter.hold_detail,
      isPinInUse: row.first_used_on !== null,
      isDeceased: row.deceased > 0,
      credential: credentialOf(row),
      isFirstHalfSent: isPin,
      bundle: letter.bundle,
      handedOverAt: letter.handed_over_at,
    }
  })
}

const PLACES: Readonly<Record<SelectedLetter['state'], Standing['place']>> = {
  pending: 'HERE',
  in_bundle: 'HERE',
  published: 'HERE',
  handed_over: 'LEFT',
  acknowledged: 'LEFT',
  withdrawn: 'ENDED',
}

function credentialOf({
  credential_id,
  credential_state,
}: Pick<Behind, 'credential_id' | 'credential_state'>) {
  return credential_id === null || credential_state === null
    ? undefined
    : { id: credential_id, state: credential_state }
}

function personIn(db: Executor, data: string): string {
  return `${jsonMember(db, data, 'surname')} || ' ' || ${jsonMember(db, data, 'name')}`
}

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
async function pinRequests(db: Executor, named: NamedTargets): Promise<Target[]> {
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
async function certificateRequests(db: Executor, named: NamedTargets): Promise<Target[]> {
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
    handedOverAt: null,
  }
}
