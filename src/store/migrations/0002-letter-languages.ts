/** @module In which languages a letter is printed, and which it should have had. */
import type { Knex } from 'knex'
import { columnTypes } from '../dialect.ts'

const COLUMNS = ['languages', 'fell_back'] as const

export async function up(db: Knex): Promise<void> {
  const { text } = columnTypes(db)
  for (const column of COLUMNS) await db.raw(`alter table letter add column ${column} ${text}`)
  // There was no other language; one in a bundle whose address was corrected since is not measured, and yet printed.
  await db.raw(
    `update letter set languages = 'it', fell_back = '' where measured_with is not null or state <> 'pending'`,
  )
}

export async function down(db: Knex): Promise<void> {
  for (const column of COLUMNS) await db.raw(`alter table letter drop column ${column}`)
}
