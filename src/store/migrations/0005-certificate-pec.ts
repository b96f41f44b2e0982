/** @module The PEC of a certificate as a column of its own: an index on the JSON of `recipient` reads it for every row. */
import type { Knex } from 'knex'
import { columnTypes, jsonMember } from '../dialect.ts'

export async function up(db: Knex): Promise<void> {
  await db.raw(`alter table certificate add column pec ${columnTypes(db).text} not null default ''`)
  await db.raw(`update certificate set pec = coalesce(${jsonMember(db, 'recipient', 'pec')}, '')`)
  await indexPec(db, 'pec')
}

export async function down(db: Knex): Promise<void> {
  await indexPec(db, jsonMember(db, 'recipient', 'pec'))
  await db.raw('alter table certificate drop column pec')
}

async function indexPec(db: Knex, pec: string): Promise<void> {
  await db.raw('drop index certificate_pec')
  await db.raw(
    `create index certificate_pec on certificate (id) where state = 'READY' and hold is null and ${pec} <> ''`,
  )
}
