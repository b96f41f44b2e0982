/** @module All certificates in force of an income year, for an export. */
import { rowsOf, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'
import { VISIBLE } from './request.ts'
import {
  CERTIFICATES,
  CURRENT,
  PRINTED,
  type PrintedColumns,
  type StoredCertificate,
} from './stored-certificate.ts'

const EXPORTABLE = `c.income_year = ? and ${CURRENT} and c.kind <> 'ANNULMENT' and +c.${VISIBLE}`

export async function countExportable(db: Executor, incomeYear: number): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    db,
    `select count(*) as n from certificate c where ${EXPORTABLE}`,
    [incomeYear],
  )
  return row?.n ?? 0
}

/** Of these the ones that staff, or anything else, has stopped meanwhile. */
export async function stoppedMeanwhile(db: Executor, ids: readonly number[]): Promise<Set<number>> {
  const rows = await rowsOf<{ id: number }>(
    db,
    `select c.id from certificate c where c.id in (select v from ${valuesTable(db, 'integer')} as t) and not (${CURRENT})`,
    [JSON.stringify(ids)],
  )
  return new Set(rows.map(({ id }) => id))
}

export interface ExportableCertificate
  extends PrintedColumns,
    Pick<StoredCertificate, 'id' | 'template_version' | 'pdf_sha256'> {
  readonly form: string | null
  /** The sender's own id of the row it came with. */
  readonly record_key: string
}

/** What anybody of an income year should hold in hand, a page after `afterId`. */
export function exportableCertificates(
  db: Executor,
  incomeYear: number,
  afterId: number,
  limit: number,
): Promise<ExportableCertificate[]> {
  return rowsOf(
    db,
    `select c.id, ${PRINTED}, c.template_version, c.pdf_sha256, c.form, c.record_key from ${CERTIFICATES} where ${EXPORTABLE} and c.id > ? order by c.id limit ?`,
    [incomeYear, afterId, limit],
  )
}
