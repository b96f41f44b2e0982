/** @module What is wrong with a codice fiscale that was typed. */
import { checkCodiceFiscale } from '../domain/codice-fiscale.ts'

/** Without the code itself: it goes to a terminal that others may read. Undefined where nothing is wrong. */
export function personFault(argument: string, text: string): string | undefined {
  const verdict = checkCodiceFiscale(text)
  if (verdict.ok) return undefined
  const what = verdict.code === 'CF_CARATTERE_CONTROLLO' ? 'ultimo carattere: ' : ''
  return `${argument}: il codice fiscale è sbagliato (${what}${verdict.detail}): ricontrollarlo`
}
