/**
 * The codice fiscale of natural persons: form, check letter, date, omocodia (D.M. 23-12-1976 n. 13813;
 * `domain.md` §3.1–3.4). Only the Agenzia delle Entrate assigns one: what fails here is an error, what merely
 * differs from the person's data is a warning of `codice-fiscale-match.ts`.
 *
 * @module
 */

export type CodiceFiscaleKind = 'DEFINITIVO' | 'PROVVISORIO_11' | 'OMOCODICE'

export type CodiceFiscaleVerdict =
  | { readonly ok: true; readonly kind: CodiceFiscaleKind }
  | {
      readonly ok: false
      readonly code: 'CF_FORMA' | 'CF_CARATTERE_CONTROLLO' | 'CF_DATA'
      /** Completes the Italian sentence; never the codice fiscale itself, which reports must not carry. */
      readonly detail: string
    }

export const MONTH_LETTERS = 'ABCDEHLMPRST'

const PERSON = /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/
const FINAL_DIGITS = /^.{6}\d\d.\d\d.\d{3}/
const PROVISIONAL = /^\d{11}$/
const OMOCODE_LETTERS = 'LMNPQRSTUV'
/** Offsets of the seven digits, from the rightmost, which is replaced first. */
const DIGIT_OFFSETS = [14, 13, 12, 10, 9, 7, 6]
/** Values in odd positions of 0–9 and then of A–Z; A–J weigh as 0–9. */
const ODD_VALUES = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
]
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Judges a codice fiscale in capitals; says nothing of whether it was ever assigned (`domain.md` §3.3–3.4). */
export function checkCodiceFiscale(text: string): CodiceFiscaleVerdict {
  if (PROVISIONAL.test(text)) return checkProvisional(text)
  if (!PERSON.test(text)) {
    const detail =
      text.length === 16 ? 'caratteri fuori posto' : `trovati ${text.length} caratteri invece di 16`
    return { ok: false, code: 'CF_FORMA', detail }
  }
  const expected = checkLetter(text)
  if (text[15] !== expected) {
    return { ok: false, code: 'CF_CARATTERE_CONTROLLO', detail: `atteso ${expected}, trovato ${text[15]}` }
  }
  const year = digitAt(text, 6) * 10 + digitAt(text, 7)
  const month = MONTH_LETTERS.indexOf(text.charAt(8))
  const day = digitAt(text, 9) * 10 + digitAt(text, 10)
  // The century is not encoded: 29 February holds if either 19YY or 20YY is a leap year, and 2000 was one.
  const lastDay = month === 1 && year % 4 === 0 ? 29 : (DAYS[month] ?? 0)
  const dayOfMonth = day > 40 ? day - 40 : day
  if (dayOfMonth < 1 || dayOfMonth > lastDay) {
    return { ok: false, code: 'CF_DATA', detail: `giorno ${day}, mese ${month + 1}` }
  }
  return { ok: true, kind: FINAL_DIGITS.test(text) ? 'DEFINITIVO' : 'OMOCODICE' }
}

/** The check letter of the first fifteen characters; whatever follows them is not read (`domain.md` §3.2). */
export function checkLetter(first15: string): string {
  let sum = 0
  for (let offset = 0; offset < 15; offset++) {
    const code = first15.charCodeAt(offset)
    const value = code < 65 ? code - 48 : code - 65
    // Offset 0 is position 1, an odd one.
    sum += offset % 2 === 0 ? (ODD_VALUES[value] ?? 0) : value
  }
  return String.fromCharCode(65 + (sum % 26))
}

/**
 * The same person's code with digits in all seven places and its own check letter: for reading date and place,
 * never as a search key, since it belongs to somebody else (`domain.md` §3.3).
 */
export function decodeOmocodia(cf: string): string {
  if (FINAL_DIGITS.test(cf)) return cf
  const characters = [...cf]
  for (const offset of DIGIT_OFFSETS) characters[offset] = String(digitAt(cf, offset))
  return withCheckLetter(characters)
}

/** The omocode with the `k` (1–7) rightmost digits replaced, as the Agenzia assigns them (`domain.md` §3.3). */
export function omocodeOf(cf: string, k: number): string {
  const characters = [...decodeOmocodia(cf)]
  for (const offset of DIGIT_OFFSETS.slice(0, k)) {
    characters[offset] = OMOCODE_LETTERS.charAt(Number(characters[offset]))
  }
  return withCheckLetter(characters)
}

/** The eight codes that stand for the same data: with digits alone, and every omocode. None of a code of eleven digits. */
export function omocodesOf(cf: string): string[] {
  if (cf.length !== 16) return []
  return [decodeOmocodia(cf), ...DIGIT_OFFSETS.map((_, index) => omocodeOf(cf, index + 1))]
}

function withCheckLetter(characters: readonly string[]): string {
  const first15 = characters.slice(0, 15).join('')
  return first15 + checkLetter(first15)
}

function digitAt(cf: string, offset: number): number {
  const code = cf.charCodeAt(offset)
  return code < 65 ? code - 48 : OMOCODE_LETTERS.indexOf(cf.charAt(offset))
}

/** Eleven digits with the check digit of VAT numbers (`domain.md` §3.4). */
function checkProvisional(text: string): CodiceFiscaleVerdict {
  // A column filled with zeros has a right check digit and is nobody's number.
  if (text.startsWith('0000000')) return { ok: false, code: 'CF_FORMA', detail: 'numero di serie a zero' }
  let sum = 0
  for (let offset = 0; offset < 10; offset++) {
    const digit = text.charCodeAt(offset) - 48
    const value = offset % 2 === 0 ? digit : digit * 2
    sum += value > 9 ? value - 9 : value
  }
  const expected = String((10 - (sum % 10)) % 10)
  if (text[10] === expected) return { ok: true, kind: 'PROVVISORIO_11' }
  return { ok: false, code: 'CF_CARATTERE_CONTROLLO', detail: `attesa ${expected}, trovata ${text[10]}` }
}
