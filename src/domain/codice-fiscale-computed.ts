/**
 * The codice fiscale computed from a person's data (D.M. 23-12-1976 n. 13813; `domain.md` §3.1). A plausibility,
 * never a proof: only the Agenzia delle Entrate assigns codes.
 *
 * @module
 */
import { checkLetter, MONTH_LETTERS } from './codice-fiscale.ts'

/** The data that enter a codice fiscale; `birthPlace` is a Belfiore code in capitals, or `''` where unknown. */
export interface PersonalData {
  readonly surname: string
  readonly name: string
  readonly sex: 'M' | 'F'
  readonly birthDate: string
  readonly birthPlace: string
}

/**
 * How letters outside A–Z are written. `2011`: the table of circolare AdE 34/E of 20-07-2011, after the Interior
 * Ministry's circolare 1 of 22-01-2008. `BASE`: the bare letter, as older codes have it.
 */
export type Transliteration = '2011' | 'BASE'

const UMLAUTS: Readonly<Record<string, string>> = { Ä: 'AE', Ö: 'OE', Ü: 'UE' }
/** Letters that Unicode does not decompose. Æ and Œ are in the circular, the rest is common practice [K]. */
const WHOLE_LETTERS: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Œ: 'OE',
  ẞ: 'SS',
  Ø: 'O',
  Ł: 'L',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  Ħ: 'H',
}

/** The sixteen characters, with the transliteration of 2011. `birthPlace` must not be empty. */
export function computeCodiceFiscale(person: PersonalData): string {
  const { birthDate } = person
  const day = Number(birthDate.slice(8, 10)) + (person.sex === 'F' ? 40 : 0)
  const first15 =
    surnameCode(lettersOf(person.surname, '2011')) +
    nameCode(lettersOf(person.name, '2011')) +
    birthDate.slice(2, 4) +
    MONTH_LETTERS.charAt(Number(birthDate.slice(5, 7)) - 1) +
    String(day).padStart(2, '0') +
    person.birthPlace
  return first15 + checkLetter(first15)
}

/** Letters A–Z of a name: spaces, apostrophes and hyphens go; a script other than Latin leaves nothing. */
export function lettersOf(name: string, practice: Transliteration): string {
  let letters = name.toUpperCase()
  if (/[^\0-\x7F]/.test(letters)) {
    letters = letters.normalize('NFC')
    if (practice === '2011') letters = letters.replace(/[ÄÖÜ]/g, (letter) => UMLAUTS[letter] ?? '')
    letters = letters.normalize('NFD').replace(/[ÆŒẞØŁĐÐÞĦ]/g, (letter) => WHOLE_LETTERS[letter] ?? '')
  }
  return /[^A-Z]/.test(letters) ? letters.replace(/[^A-Z]/g, '') : letters
}

/** Consonants, then vowels, then X, to three: ROSSI → RSS, FO → FOX (`domain.md` §3.1). */
export function surnameCode(letters: string): string {
  const consonants = consonantsOf(letters)
  if (consonants.length >= 3) return consonants.slice(0, 3)
  return `${consonants}${letters.replace(/[^AEIOU]/g, '')}XXX`.slice(0, 3)
}

/** As the surname, but of four or more consonants the second is left out: GIANFRANCO → GFR (`domain.md` §3.1). */
export function nameCode(letters: string): string {
  const consonants = consonantsOf(letters)
  if (consonants.length < 4) return surnameCode(letters)
  return consonants.charAt(0) + consonants.slice(2, 4)
}

function consonantsOf(letters: string): string {
  return letters.replace(/[AEIOU]/g, '')
}
