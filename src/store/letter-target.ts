/** @module Letters that staff name, or the requests behind them. */
import type { CredentialState } from '../domain/credential-state.ts'
import type { Standing } from '../domain/step-in.ts'
import { rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import type { SelectedLetter } from './letter-selection.ts'
import { credentialOf, DECEASED, personIn, type Target } from './staff-target.ts'

/** The letters that these requests brought. */
export async function lettersOfRequests(db: Executor, requestKeys: readonly string[]): Promise<string[]> {
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

export async function standings(db: Executor, letters: readonly SelectedLetter[]): Promise<Target[]> {
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
      isRecalled: letter.recalled_from !== null,
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
