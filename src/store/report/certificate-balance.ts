/** @module Both sides of the equations about certificates: versions, the register of releases, and their letters. */
import { STAFF_HOLD } from '../../domain/step-in.ts'
import { rowsOf } from '../bulk.ts'
import { type Executor, jsonLength } from '../dialect.ts'
import { VISIBLE } from '../request.ts'
import { numberOf } from './balance.ts'
import type { StateCount } from './totals.ts'

/** Letters that have not left. */
const LEAVING = `l.kind = 'CERTIFICATE' and l.state in ('pending', 'in_bundle', 'published')`
const LEFT = `l.kind = 'CERTIFICATE' and l.state in ('handed_over', 'acknowledged')`

/**
 * People who have two versions of one year in force, or two that wait; what staff hold is in force. Later versions are
 * few, and the index alone tells which they are.
 */
export function peopleWithTwoVersions(db: Executor): Promise<number> {
  const sameYear =
    'o.codice_fiscale = c.codice_fiscale and +o.income_year = c.income_year and o.version < c.version'
  const fault = (certificate: string) => `nullif(${certificate}.hold, '${STAFF_HOLD}')`
  const twice = (hold: string) =>
    `(${fault('c')} is ${hold} and exists (select 1 from certificate o where ${sameYear} and o.state = 'READY'
       and ${fault('o')} is ${hold} and o.first_release_on is null and +o.${VISIBLE}))`
  return numberOf(
    db,
    `select count(*) as n from certificate c where c.id in (select id from certificate where version > 1)
       and c.state = 'READY' and +c.${VISIBLE} and (${twice('null')} or ${twice('not null')})`,
  )
}

/** Certificates that were taken out of force by nothing. */
export function replacedByNothing(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from certificate c where c.state in ('CORRECTED', 'ANNULLED') and not exists (
       select 1 from certificate o where o.codice_fiscale = c.codice_fiscale and o.income_year = c.income_year
         and o.version > c.version and o.state <> 'SUPERSEDED' and coalesce(o.hold, '${STAFF_HOLD}') = '${STAFF_HOLD}')`,
  )
}

export interface ReleaseFaults {
  /** Of certificates that do not know when or with what they were first printed. */
  readonly unprinted: number
  /** Of another file than the certificate's first. */
  readonly different: number
  /** Of versions that nobody should ever have seen. */
  readonly unseen: number
}

export async function releaseFaults(db: Executor): Promise<ReleaseFaults> {
  const count = (fault: string) => `coalesce(sum(case when ${fault} then 1 else 0 end), 0)`
  const [row] = await rowsOf<ReleaseFaults>(
    db,
    `select
       ${count('c.first_release_on is null or c.template_version is null or c.pdf_sha256 is null')} as unprinted,
       ${count(`coalesce(r.sha256, '') <> coalesce(c.pdf_sha256, '')`)} as different,
       ${count(`c.state = 'SUPERSEDED'`)} as unseen
     from certificate_release r join certificate c on c.id = r.certificate_id where r.state <> 'WITHDRAWN'`,
  )
  return row as ReleaseFaults
}

export function servedWithoutRelease(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from certificate_request q where q.state = 'SERVED' and not exists (
       select 1 from certificate_release r where r.request_id = q.id and r.state <> 'WITHDRAWN')`,
  )
}

export function allReleases(db: Executor): Promise<number> {
  return numberOf(db, 'select count(*) as n from certificate_release')
}

export function releasesByState(db: Executor): Promise<StateCount[]> {
  return rowsOf(db, 'select state, count(*) as n from certificate_release group by state order by state')
}

/** Letters whose first release, which they are there for, is not in the register. */
export function lettersWithoutRelease(db: Executor): Promise<number> {
  return numberOf(
    db,
    `select count(*) as n from letter l where l.kind = 'CERTIFICATE' and not exists (
       select 1 from certificate_release r where r.id = l.source_id and r.file_name is null)`,
  )
}

/** What will be printed, by the letters themselves and by the register. */
export async function leavingCertificates(db: Executor): Promise<{ enclosed: number; registered: number }> {
  const enclosed = jsonLength(db, 'l.snapshot', 'certificateIds')
  return {
    enclosed: await numberOf(db, `select sum(${enclosed}) as n from letter l where ${LEAVING}`),
    registered: await numberOf(
      db,
      `select count(*) as n from certificate_release r join letter l on l.id = r.letter_id where ${LEAVING}`,
    ),
  }
}

/** Paper that is with the mail vendor, by its letters and by the register. */
export async function paperReleases(db: Executor): Promise<{ left: number; confirmed: number }> {
  return {
    left: await numberOf(
      db,
      `select count(*) as n from certificate_release r join letter l on l.id = r.letter_id where ${LEFT}`,
    ),
    confirmed: await numberOf(
      db,
      `select count(*) as n from certificate_release where state = 'CONFIRMED' and file_name is null`,
    ),
  }
}
