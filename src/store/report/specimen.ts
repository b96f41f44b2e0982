/** @module Letters to show as specimens. */
import { rowsOf } from '../bulk.ts'
import type { Executor } from '../dialect.ts'

export interface DayLetter {
  readonly id: number
  readonly public_id: string
  readonly snapshot: string
  /** Last day of its code: the bundle's, once it is in one. */
  readonly expires_on: string
}

const LETTER = `l.id, l.public_id, l.snapshot, coalesce(b.expires_on, c.expires_on) as expires_on`
const PRINTABLE = `l.kind = 'PIN_HALF2' and l.hold is null`

/** Bundles that a day froze, and that still have letters. */
export async function bundleIdsOf(db: Executor, on: string): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    db,
    `select id from bundle where business_date = ? and state <> 'cancelled' order by id`,
    [on],
  )
  return rows.map((row) => row.id)
}

/** The letters of one bundle; withdrawn and held ones are left out. */
export function lettersOfBundle(db: Executor, bundleId: number): Promise<DayLetter[]> {
  return rowsOf(
    db,
    `select ${LETTER} from bundle_item i join bundle b on b.id = i.bundle_id join letter l on l.id = i.letter_id
       join credential c on c.id = l.source_id
     where i.bundle_id = ? and ${PRINTABLE} and l.state <> 'withdrawn' order by i.seq`,
    [bundleId],
  )
}

/** Letters that a day created and nobody has frozen yet. */
export function pendingLettersOf(db: Executor, on: string, limit: number): Promise<DayLetter[]> {
  return rowsOf(
    db,
    `select ${LETTER} from letter l join credential c on c.id = l.source_id
       left join bundle_item i on i.letter_id = l.id left join bundle b on b.id = i.bundle_id
     where l.state = 'pending' and ${PRINTABLE} and l.created_on = ? order by l.id limit ?`,
    [on, limit],
  )
}

export interface LetterToProve {
  readonly public_id: string
  readonly snapshot: string
  /** That it was printed in; `''` for certificates. */
  readonly languages: string
  /** 1 where it carries certificates of somebody who died. */
  readonly to_heirs: number
}

/** All letters of a bundle of any kind, in the order of its PDF. */
export function lettersToProve(db: Executor, bundleId: number): Promise<LetterToProve[]> {
  return rowsOf(
    db,
    `select l.public_id, l.snapshot, l.languages, case when exists (
         select 1 from certificate_release r where r.letter_id = l.id and r.channel = 'EREDE') then 1 else 0 end as to_heirs
     from bundle_item i join letter l on l.id = i.letter_id where i.bundle_id = ? order by i.seq`,
    [bundleId],
  )
}
