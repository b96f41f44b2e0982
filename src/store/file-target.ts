/** @module Certificates that go out as files: those that will go to a PEC, and those that are out. */
import { type StoppableCertificate, stoppableCertificates } from './automatic-release.ts'
import { rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type NamedTargets, personIn, type Target } from './staff-target.ts'

/** `isDeceased` is of no concern: nothing goes to the PEC of the dead, and heirs may be given it. */
export async function certificatesToPecs(db: Executor, named: NamedTargets): Promise<Target[]> {
  return (await stoppableCertificates(db, named)).map((row) => ({
    ...ofCertificate(row),
    table: 'certificate',
    name: row.record_key,
    requestKey: row.record_key,
    place: 'HERE',
    hold: row.hold,
    holdDetail: row.hold_detail,
    handedOverAt: null,
  }))
}

export async function filesOut(db: Executor, named: NamedTargets): Promise<Target[]> {
  return (await releasedFilesNamed(db, named)).map((row) => ({
    ...ofCertificate(row),
    table: 'certificate_release',
    name: row.public_id,
    requestKey: row.request_key,
    place: row.state === 'WITHDRAWN' ? 'ENDED' : 'LEFT',
    hold: null,
    holdDetail: null,
    handedOverAt: row.released_at,
  }))
}

function ofCertificate(
  row: Pick<StoppableCertificate, 'id' | 'codice_fiscale' | 'income_year' | 'person' | 'state'>,
) {
  return {
    id: row.id,
    about: 'CERTIFICATE' as const,
    requestId: 0,
    requestState: '',
    codiceFiscale: row.codice_fiscale,
    person: row.person,
    country: '',
    incomeYear: row.income_year,
    state: row.state,
    isPinInUse: false,
    isDeceased: false,
    credential: undefined,
    isFirstHalfSent: false,
    bundle: null,
    isRecalled: false,
  }
}

interface ReleasedFile {
  readonly id: number
  readonly public_id: string
  readonly state: string
  readonly codice_fiscale: string
  readonly income_year: number
  readonly person: string
  /** The number of the request, or of what went to a PEC by itself the sender's id of its row. */
  readonly request_key: string
  /** Instant at which it was registered; a day alone where the log was purged. */
  readonly released_at: string
}

/** By release, by request or by person; what was taken back is among them. */
function releasedFilesNamed(db: Executor, named: NamedTargets): Promise<ReleasedFile[]> {
  const among = `in (select v from ${valuesTable(db, 'text')} as t)`
  return rowsOf(
    db,
    `select r.id, r.public_id, r.state, c.codice_fiscale, c.income_year,
       ${personIn(db, 'c.data')} as person, coalesce(q.request_key, c.record_key) as request_key,
       coalesce((select min(e.at) from event e where e.object_type = 'certificate_release' and e.object_id = r.id),
         r.prepared_on) as released_at
     from certificate_release r join certificate c on c.id = r.certificate_id
       left join certificate_request q on q.id = r.request_id
     where (r.file_name is not null or r.request_id is null) and r.id in (
       select id from certificate_release where public_id ${among}
       union select r.id from certificate_request q cross join certificate_release r
         where r.request_id = q.id and q.request_key ${among}
       union select r.id from certificate c cross join certificate_release r
         where r.certificate_id = c.id and c.codice_fiscale ${among})
     order by r.id`,
    [named.letterIds, named.requestKeys, named.people].map((names) => JSON.stringify(names)),
  )
}
