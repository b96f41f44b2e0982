/** @module People of whom nothing is purged. */
import { omocodesOf } from '../domain/codice-fiscale.ts'
import { rowsOf } from './bulk.ts'
import type { Executor } from './dialect.ts'

export interface LegalHold {
  readonly codice_fiscale: string
  readonly reason: string
  readonly by_whom: string
  readonly since: string
}

export async function legalHoldOf(db: Executor, codiceFiscale: string): Promise<LegalHold | undefined> {
  const [hold] = await rowsOf<LegalHold>(
    db,
    'select codice_fiscale, reason, by_whom, since from legal_hold where codice_fiscale = ?',
    [codiceFiscale],
  )
  return hold
}

export async function startLegalHold(trx: Executor, hold: LegalHold): Promise<void> {
  await trx('legal_hold').insert(hold)
}

export async function endLegalHold(trx: Executor, codiceFiscale: string): Promise<void> {
  await trx('legal_hold').where({ codice_fiscale: codiceFiscale }).delete()
}

/**
 * Codes of all people under legal hold, those that differ by omocodia alone included: to keep too much harms nobody.
 */
export async function heldPeople(db: Executor): Promise<string[]> {
  const rows = await rowsOf<{ codice_fiscale: string }>(db, 'select codice_fiscale from legal_hold')
  return [...new Set(rows.flatMap(({ codice_fiscale: code }) => [code, ...omocodesOf(code)]))].sort()
}
