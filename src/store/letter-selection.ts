/** @module The letters that somebody names: by their ids, by the person they are about, by the country they go to. */
import { omocodesOf } from '../domain/codice-fiscale.ts'
import type { LetterKind } from '../domain/products.ts'
import { rowsOf, valuesTable } from './bulk.ts'
import { type Executor, jsonMember } from './dialect.ts'

/** What was named, in capitals. A person is exactly that codice fiscale: see {@link omocodesKnown}. */
export interface Named {
  readonly letterIds: readonly string[]
  readonly people: readonly string[]
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[]
}

export type LetterState = 'pending' | 'in_bundle' | 'published' | 'handed_over' | 'acknowledged' | 'withdrawn'

export interface SelectedLetter {
  readonly id: number
  readonly public_id: string
  readonly kind: LetterKind
  /** Of a PIN letter its credential, of one with certificates the first release in it. */
  readonly source_id: number
  /** The PIN request, or the request for certificates, that it answers. */
  readonly request_id: number
  /** Whose PIN or certificates they are; an heir's letter is about the one who died. */
  readonly codice_fiscale: string
  readonly country: string
  readonly state: LetterState
  readonly state_on: string
  readonly created_on: string
  readonly hold: string | null
  readonly hold_field: string | null
  readonly hold_detail: string | null
  readonly hold_on: string | null
  readonly bundle: string | null
  /** The published bundle that was cancelled and had it last. */
  readonly recalled_from: string | null
  /** Instant of the hand-over, null before it; a day alone where the log was purged. */
  readonly handed_over_at: string | null
}

/**
 * All letters that were named, in every state, oldest first; of a person all that it ever had. The cross joins keep
 * SQLite, which has no statistics, from reading every letter of a kind instead of looking up the person's.
 */
export function lettersNamed(db: Executor, named: Named): Promise<SelectedLetter[]> {
  const among = (type: 'text' | 'integer') => `in (select v from ${valuesTable(db, type)} as t)`
  const country = jsonMember(db, jsonMember(db, 'l.snapshot', 'place'), 'countryIso2')
  const people = JSON.stringify(named.people)
  const abroad =
    named.countries.length === 0 ? '' : `union select l.id from letter l where ${country} ${among('text')}`
  return rowsOf(
    db,
    `select l.id, l.public_id, l.kind, l.source_id, coalesce(c.request_id, r.request_id) as request_id,
       coalesce(c.codice_fiscale, t.codice_fiscale) as codice_fiscale, ${country} as country,
       l.state, l.state_on, l.created_on, l.hold, l.hold_field, l.hold_detail, l.hold_on, b.name as bundle, l.recalled_from,
       case when l.state in ('handed_over', 'acknowledged') then coalesce(
         (select max(e.at) from event e where e.object_type = 'letter' and e.object_id = l.id
            and e.to_state = 'handed_over'), b.delivered_on, l.state_on) end as handed_over_at
     from letter l
       left join credential c on l.kind = 'PIN_HALF2' and c.id = l.source_id
       left join certificate_release r on l.kind = 'CERTIFICATE' and r.id = l.source_id
       left join certificate t on t.id = r.certificate_id
       left join bundle_item i on i.letter_id = l.id left join bundle b on b.id = i.bundle_id
     where l.id in (
       select l.id from letter l where l.public_id ${among('text')}
       union select l.id from credential c cross join letter l
         where l.kind = 'PIN_HALF2' and l.source_id = c.id and c.codice_fiscale ${among('text')}
       union select l.id from certificate t cross join certificate_release r cross join letter l
         where r.certificate_id = t.id and l.kind = 'CERTIFICATE' and l.source_id = r.id
           and t.codice_fiscale ${among('text')}
       ${abroad})
     order by l.id`,
    [
      JSON.stringify(named.letterIds),
      people,
      people,
      ...(named.countries.length === 0 ? [] : [JSON.stringify(named.countries)]),
    ],
  )
}

/**
 * Codes of the ledger that differ from this one by omocodia alone: mostly somebody else, sometimes the same person
 * under an older code. Only a person can tell, so that they are named and never taken for it.
 */
export async function omocodesKnown(db: Executor, codiceFiscale: string): Promise<string[]> {
  const others = omocodesOf(codiceFiscale).filter((other) => other !== codiceFiscale)
  const list = JSON.stringify(others)
  const rows = await rowsOf<{ codice_fiscale: string }>(
    db,
    ['request', 'credential', 'certificate', 'certificate_request']
      .map(
        (table) =>
          `select codice_fiscale from ${table} where codice_fiscale in (select v from ${valuesTable(db, 'text')} as t)`,
      )
      .join(' union '),
    [list, list, list, list],
  )
  return rows.map((row) => row.codice_fiscale).sort()
}
