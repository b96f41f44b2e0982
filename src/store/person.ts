/** @module What is known of a person beyond requests and credentials: whether the archive says deceased. */
import { rowsOf, rowsTable, valuesTable } from './bulk.ts'
import type { Executor } from './dialect.ts'

export async function deceasedAmong(db: Executor, codiciFiscali: readonly string[]): Promise<Set<string>> {
  const rows = await rowsOf<{ codice_fiscale: string }>(
    db,
    `select codice_fiscale from person where deceased_on is not null
       and codice_fiscale in (select v from ${valuesTable(db, 'text')} as t)`,
    [JSON.stringify(codiciFiscali)],
  )
  return new Set(rows.map((row) => row.codice_fiscale))
}

export interface PersonDeath {
  readonly codice_fiscale: string
  /** Null once the report was cancelled. */
  readonly deceased_on: string | null
  /** The last cancellation, kept so that a report from before it, told late or again, changes nothing. */
  readonly death_cancelled_on: string | null
}

/** What was ever reported of these people's deaths. */
export async function deathsAmong(
  db: Executor,
  codiciFiscali: readonly string[],
): Promise<Map<string, PersonDeath>> {
  const rows = await rowsOf<PersonDeath>(
    db,
    `select codice_fiscale, deceased_on, death_cancelled_on from person
     where codice_fiscale in (select v from ${valuesTable(db, 'text')} as t)`,
    [JSON.stringify(codiciFiscali)],
  )
  return new Map(rows.map((row) => [row.codice_fiscale, row]))
}

/** Records deaths (`deceasedOn` set) and their cancellation (null): false reports hit pensioners abroad most. */
export async function recordDeaths(
  trx: Executor,
  rows: readonly { codiceFiscale: string; deceasedOn: string | null; cancelledOn: string | null }[],
): Promise<void> {
  if (rows.length === 0) return
  const source = rowsTable(trx, { codice_fiscale: 'text', deceased_on: 'text', death_cancelled_on: 'text' })
  await trx.raw(
    `insert into person (codice_fiscale, deceased_on, death_cancelled_on)
     select codice_fiscale, deceased_on, death_cancelled_on from ${source} as r where true
     on conflict (codice_fiscale) do update
       set deceased_on = excluded.deceased_on, death_cancelled_on = excluded.death_cancelled_on`,
    [JSON.stringify(rows.map((row) => [row.codiceFiscale, row.deceasedOn, row.cancelledOn]))],
  )
}
