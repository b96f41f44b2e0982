/** @module Letters that carry certificates: what is printed in them, and what becomes of them when it changes. */
import type { IssuedCertificate } from '../domain/certificates/certificate-data.ts'
import type { CertificateLetterSnapshot } from '../domain/certificates/certificate-letter.ts'
import { STAFF_HOLD } from '../domain/step-in.ts'
import { bulkUpdate, rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { type Actor, recordEvents } from './event.ts'
import { type LetterRow, withdrawLetters } from './letter.ts'
import { issuedCertificate, type PrintedColumns } from './stored-certificate.ts'

/** One version as rendering reads it; its row never changes. */
export interface CertificateToPrint extends PrintedColumns {
  readonly id: number
}

export function certificatesToPrint(db: Executor, ids: readonly number[]): Promise<CertificateToPrint[]> {
  return rowsOf(
    db,
    `select c.id, c.version, c.kind, c.issued_on, c.data, r.data as replaced_data, r.issued_on as replaced_issued_on
     from certificate c left join certificate r on r.id = c.replaces_id and c.kind <> 'ORIGINAL'
     where c.id in (select v from ${valuesTable(db, 'integer')} as t)`,
    [JSON.stringify(ids)],
  )
}

/** Answers the certificates of a letter, in their order, from rows that were read for many letters. */
export function certificatesAmong(
  rows: readonly CertificateToPrint[],
): (letter: Pick<CertificateLetterSnapshot, 'certificateIds'>) => IssuedCertificate[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ({ certificateIds }) =>
    certificateIds.map((id) => {
      const row = byId.get(id)
      if (!row) throw new Error(`the ledger has no certificate ${id}, which a letter carries`)
      return issuedCertificate(row)
    })
}

/** Puts releases into a letter. */
export async function assignLetters(
  trx: Executor,
  rows: readonly { readonly releaseId: number; readonly letterId: number }[],
): Promise<void> {
  await bulkUpdate(
    trx,
    'certificate_release',
    { letter_id: 'integer' },
    rows.map((row) => [row.releaseId, row.letterId]),
  )
}

/** How many letters each of these first releases has had. */
export async function letterAttempts(
  db: Executor,
  releaseIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await rowsOf<{ source_id: number; attempts: number }>(
    db,
    `select source_id, max(attempt) as attempts from letter
     where kind = 'CERTIFICATE' and source_id in (select v from ${valuesTable(db, 'integer')} as t) group by source_id`,
    [JSON.stringify(releaseIds)],
  )
  return new Map(rows.map((row) => [row.source_id, row.attempts]))
}

const UNSENT = `kind = 'CERTIFICATE' and state in ('pending', 'in_bundle', 'published')`

export type UnsentLetter = Pick<LetterRow, 'id' | 'state'>

/** Letters that are still here and carry one of these certificates. */
export function unsentLettersWith(db: Executor, certificateIds: readonly number[]): Promise<UnsentLetter[]> {
  return rowsOf(
    db,
    `select id, state from letter where ${UNSENT} and id in (select letter_id from certificate_release
       where certificate_id in (select v from ${valuesTable(db, 'integer')} as t)) order by id`,
    [JSON.stringify(certificateIds)],
  )
}

/** Letters that are still here, to people who were reported dead since: only heirs are sent anything then. */
export function unsentLettersToTheDead(db: Executor): Promise<UnsentLetter[]> {
  return rowsOf(
    db,
    `select id, state from letter where ${UNSENT} and id in (
       select r.letter_id from certificate_release r join certificate c on c.id = r.certificate_id
         join person p on p.codice_fiscale = c.codice_fiscale
       where p.deceased_on is not null and r.channel <> 'EREDE') order by id`,
  )
}

/**
 * For what must not leave as it is: withdraws letters, whose releases stay PREPARED and have none any more. Those that
 * are still good need another one.
 */
export async function withdrawCertificateLetters(
  trx: Executor,
  actor: Actor,
  letters: readonly UnsentLetter[],
): Promise<void> {
  if (letters.length === 0) return
  await passStaffHoldsOn(
    trx,
    letters.map(({ id }) => id),
  )
  await withdrawLetters(trx, actor, letters)
  const released = await rowsOf<{ id: number }>(
    trx,
    `update certificate_release set letter_id = null where state = 'PREPARED'
       and letter_id in (select v from ${valuesTable(trx, 'integer')} as t) returning id`,
    [JSON.stringify(letters.map(({ id }) => id))],
  )
  await recordEvents(
    trx,
    actor,
    'certificate_release',
    'letter-withdrawn',
    released
      .map(({ id }) => ({ id, from: 'PREPARED', to: 'PREPARED' }))
      .sort((one, other) => one.id - other.id),
  )
}

/** What staff stopped stays stopped: the request takes the hold over from a letter that another will replace. */
async function passStaffHoldsOn(trx: Executor, letterIds: readonly number[]): Promise<void> {
  await trx.raw(
    `update certificate_request set hold = l.hold, hold_field = l.hold_field, hold_detail = l.hold_detail,
       hold_on = l.hold_on
     from certificate_release r join letter l on l.id = r.letter_id
     where r.request_id = certificate_request.id and l.hold = '${STAFF_HOLD}'
       and l.id in (select v from ${valuesTable(trx, 'integer')} as t)`,
    [JSON.stringify(letterIds)],
  )
}
