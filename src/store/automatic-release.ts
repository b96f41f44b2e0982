/** @module Certificates that go to a known PEC by themselves, without a request. */
import { STAFF_HOLD } from '../domain/step-in.ts'
import { rowsOf, valuesTable } from './bulk.ts'
import { type Executor, jsonMember } from './dialect.ts'
import { VISIBLE } from './request.ts'
import { CERTIFICATE, CERTIFICATES, CURRENT, type StoredCertificate } from './stored-certificate.ts'

/** A certificate and the PEC to which it goes by itself. */
export interface AutomaticRelease extends StoredCertificate {
  readonly pec: string
}

const UNREGISTERED = `not exists (select 1 from certificate_release r
  where r.certificate_id = c.id and r.request_id is null)`
const OF_THE_LIVING = `not exists (select 1 from person d
  where d.codice_fiscale = c.codice_fiscale and d.deceased_on is not null)`
/** What went there of an earlier version. */
const BEFORE = `from certificate p join certificate_release r on r.certificate_id = p.id and r.request_id is null
  where p.codice_fiscale = c.codice_fiscale and p.income_year = c.income_year and p.version < c.version
    and r.state <> 'WITHDRAWN'`
const TO_ITS_PEC = `c.pec <> '' and (c.kind <> 'ANNULMENT' or exists (select 1 ${BEFORE}))`
const WHERE_IT_WENT = `c.pec = '' and c.replaces_id is not null and exists (select 1 ${BEFORE})`
const PEC_BEFORE = `(select r.pec ${BEFORE} order by r.id desc limit 1)`
/** Where a `certificate c` goes by itself. */
export const KNOWN_PEC = `case c.pec when '' then ${PEC_BEFORE} else c.pec end`

/**
 * Certificates in force of the living that their known PEC has not had, a page after `afterId`; an annulment only where
 * what it annuls went there. One that was corrected goes where it went before when there is no PEC any more.
 */
export function automaticReleases(db: Executor, afterId: number, limit: number): Promise<AutomaticRelease[]> {
  const due = `c.id > ? and ${CURRENT} and +c.${VISIBLE} and ${UNREGISTERED} and ${OF_THE_LIVING}`
  return rowsOf(
    db,
    `select * from (
       select ${CERTIFICATE}, c.pec from ${CERTIFICATES} where ${due} and ${TO_ITS_PEC}
       union all
       select ${CERTIFICATE}, ${PEC_BEFORE} as pec from ${CERTIFICATES} where ${due} and ${WHERE_IT_WENT}
     ) as found order by id limit ?`,
    [afterId, afterId, limit],
  )
}

/** Whether none of these was stopped or cancelled since it was read. */
export async function dueStill(
  db: Executor,
  certificates: readonly { readonly id: number }[],
): Promise<boolean> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from certificate c
     where ${CURRENT} and ${UNREGISTERED} and c.id in (select v from ${valuesTable(db, 'integer')} as t)`,
    [JSON.stringify(certificates.map(({ id }) => id))],
  )
  return row?.n === certificates.length
}

export interface StoppableCertificate {
  readonly id: number
  readonly record_key: string
  readonly codice_fiscale: string
  readonly income_year: number
  readonly person: string
  readonly state: string
  readonly hold: string | null
  readonly hold_detail: string | null
}

/**
 * What staff can stop: of a person all that will go to a PEC, whatever holds it; by the sender's id of its row what
 * staff hold. What they hold is here even if nothing would go any more, so that they can release it.
 */
export function stoppableCertificates(
  db: Executor,
  named: { readonly people: readonly string[]; readonly requestKeys: readonly string[] },
): Promise<StoppableCertificate[]> {
  const data = (member: string) => jsonMember(db, 'c.data', member)
  const among = `in (select v from ${valuesTable(db, 'text')} as t)`
  return rowsOf(
    db,
    `select c.id, c.record_key, c.codice_fiscale, c.income_year, ${data('surname')} || ' ' || ${data('name')} as person,
       c.state, c.hold, c.hold_detail
     from certificate c where c.id in (
       select c.id from certificate c
       where c.codice_fiscale ${among} and c.state = 'READY' and +c.${VISIBLE} and (c.hold = '${STAFF_HOLD}' or (
         ${UNREGISTERED} and ${OF_THE_LIVING} and ((${TO_ITS_PEC}) or (${WHERE_IT_WENT}))
         and coalesce(${data('beneficiaryRole')}, '') <> 'EREDE'))
       union
       select c.id from certificate c where c.hold = '${STAFF_HOLD}' and c.state = 'READY' and c.record_key ${among})
     order by c.id`,
    [JSON.stringify(named.people), JSON.stringify(named.requestKeys)],
  )
}
