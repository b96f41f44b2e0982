/** @module Letters of a run, in a state, of a day: what staff ask where nobody is named. */
import type { CivilDate } from '../../domain/civil-date.ts'
import { type Cell, rowsOf } from '../bulk.ts'
import type { Executor } from '../dialect.ts'
import type { LetterState } from '../letter-selection.ts'

/** A letter's state as staff speak of it: what is held, wherever it stands, is held. */
export type LetterStanding = LetterState | 'held'

/** What is left out does not narrow. */
export interface LetterFilter {
  readonly run?: number | undefined
  /** How it stands now; together with `date`, what it came to on that day. */
  readonly state?: LetterStanding | undefined
  /** Something befell it on that business date. */
  readonly date?: CivilDate | undefined
}

export interface FoundLetter {
  readonly letter: string
  readonly request: string
  readonly state: LetterStanding
  /** What holds it. */
  readonly hold: string | null
  /** The day from which it has been so. */
  readonly since: CivilDate
  readonly bundle: string | null
}

export interface FoundLetters {
  readonly total: number
  /** The oldest, up to the limit. */
  readonly letters: readonly FoundLetter[]
}

export async function lettersWhere(db: Executor, filter: LetterFilter, limit: number): Promise<FoundLetters> {
  const { sql, bindings } = conditionsOf(filter)
  const [all] = await rowsOf<{ n: number }>(db, `select count(*) as n from letter l where ${sql}`, bindings)
  const letters = await rowsOf<FoundLetter>(
    db,
    `select l.public_id as letter, coalesce(q.request_key, a.request_key, '') as request,
       case when l.hold is null then l.state else 'held' end as state, l.hold,
       case when l.hold is null then l.state_on else coalesce(l.hold_on, l.state_on) end as since, b.name as bundle
     from letter l
       left join credential c on l.kind = 'PIN_HALF2' and c.id = l.source_id
       left join request q on q.id = c.request_id
       left join certificate_release r on l.kind = 'CERTIFICATE' and r.id = l.source_id
       left join certificate_request a on a.id = r.request_id
       left join bundle_item i on i.letter_id = l.id left join bundle b on b.id = i.bundle_id
     where ${sql} order by l.id limit ?`,
    [...bindings, limit],
  )
  return { total: all?.n ?? 0, letters }
}

interface Condition {
  readonly sql: string
  readonly bindings: readonly Cell[]
}

function conditionsOf({ run, state, date }: LetterFilter): Condition {
  const conditions = [
    ...(run === undefined ? [] : [ofRun(run)]),
    ...(date === undefined ? [] : [onDay(date, state)]),
    ...(state === undefined || date !== undefined ? [] : [standing(state)]),
  ]
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' and '),
    bindings: conditions.flatMap(({ bindings }) => bindings),
  }
}

function standing(state: LetterStanding): Condition {
  return state === 'held'
    ? { sql: 'l.hold is not null', bindings: [] }
    : { sql: 'l.state = ? and l.hold is null', bindings: [state] }
}

/** Written so that SQLite, which has no statistics, begins with the events of a run, not with those of all letters. */
const about = (type: string) => `e.object_type || '' = '${type}'`

/** What a run did to letters, to the PINs or certificates in them, or to rows that became letters. */
function ofRun(run: number): Condition {
  const events = 'from event e cross join'
  const sql = `l.id in (
    select e.object_id from event e where e.run_id = ? and ${about('letter')}
    union select p.id ${events} letter p
      where e.run_id = ? and ${about('credential')} and p.kind = 'PIN_HALF2' and p.source_id = e.object_id
    union select r.letter_id ${events} certificate_release r
      where e.run_id = ? and ${about('certificate_release')} and r.id = e.object_id
    union select p.id from feed f cross join request q cross join credential c cross join letter p
      where f.run_id = ? and q.feed_id = f.id and c.request_id = q.id and p.kind = 'PIN_HALF2' and p.source_id = c.id
    union select r.letter_id from feed f cross join certificate_request q cross join certificate_release r
      where f.run_id = ? and q.feed_id = f.id and r.request_id = q.id)`
  return { sql, bindings: [run, run, run, run, run] }
}

/** Letters that came to a state on a day, or to which anything happened. That one was made has no event of its own. */
function onDay(date: CivilDate, state: LetterStanding | undefined): Condition {
  const came = state === 'held' ? `and e.action = 'held'` : state === undefined ? '' : 'and e.to_state = ?'
  const happened = `l.id in (select e.object_id from (
      select id from run where business_date = ? union all select id from manual_act where on_date = ?
    ) as d cross join event e where e.run_id = d.id and ${about('letter')} ${came})`
  const bindings = [date, date, ...(state === undefined || state === 'held' ? [] : [state])]
  return state === undefined || state === 'pending'
    ? { sql: `l.created_on = ? or ${happened}`, bindings: [date, ...bindings] }
    : { sql: happened, bindings }
}
