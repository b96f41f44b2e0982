/**
 * What somebody means who types one text to find a person: a codice fiscale, an id printed on a letter, a bundle, the
 * sender's number of a row, or a name.
 *
 * @module
 */
import { type CodiceFiscaleVerdict, checkCodiceFiscale } from './codice-fiscale.ts'
import { isLetterId } from './letter-id.ts'
import { nameWords } from './name-match.ts'

export type SearchTerm =
  | { readonly kind: 'codice-fiscale'; readonly code: string; readonly verdict: CodiceFiscaleVerdict }
  | { readonly kind: 'letter'; readonly id: string; readonly ok: boolean }
  | { readonly kind: 'bundle'; readonly name: string }
  /** May be a row's number as well as a name: `words` is empty where there are too few letters for a name. */
  | { readonly kind: 'text'; readonly text: string; readonly words: readonly string[] }

const LEAST_LETTERS = 3
const BUNDLE = /^(?:TEST_)?(?:PIN|CUD)_(?:IT|EXT)-\d{8}-\d{3,}-[0-9a-f]{10}$/i
/** The form of a letter id, typed in any case and with or without its hyphens. */
const LETTER = /^([0-9A-Z]{5})-?([0-9A-Z]{5})-?([0-9A-Z])$/
/** Sixteen letters and digits that are not a long surname, or eleven digits. */
const CODICE_FISCALE = /^(?:[A-Z]{6}(?=.*\d)[A-Z0-9]{10}|\d{11})$/

export function readSearchTerm(typed: string): SearchTerm {
  const text = typed.trim().replace(/\s+/g, ' ')
  const compact = text.replaceAll(' ', '').toUpperCase()
  const verdict = checkCodiceFiscale(compact)
  if (verdict.ok || CODICE_FISCALE.test(compact)) return { kind: 'codice-fiscale', code: compact, verdict }
  if (BUNDLE.test(text)) {
    const hash = text.lastIndexOf('-')
    return { kind: 'bundle', name: text.slice(0, hash).toUpperCase() + text.slice(hash).toLowerCase() }
  }
  const letter = /\d|-/.test(text) ? LETTER.exec(compact) : null
  if (letter) {
    const id = `${letter[1]}-${letter[2]}-${letter[3]}`
    // Without hyphens and with a wrong check character it is rather a row's number.
    if (isLetterId(id)) return { kind: 'letter', id, ok: true }
    if (compact.includes('-')) return { kind: 'letter', id, ok: false }
  }
  const words = nameWords(text)
  return { kind: 'text', text, words: words.join('').length < LEAST_LETTERS ? [] : words }
}
