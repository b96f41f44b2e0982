/**
 * Whether a codice fiscale and the person's data go together. The data may be right and the code old, or assigned
 * from other papers, so that a difference is only ever a warning (`domain.md` §3.1).
 *
 * @module
 */
import { decodeOmocodia, MONTH_LETTERS } from './codice-fiscale.ts'
import { lettersOf, nameCode, type PersonalData, surnameCode } from './codice-fiscale-computed.ts'
import type { Finding, FindingCode } from './finding.ts'

/**
 * Compares a codice fiscale that `checkCodiceFiscale` accepts with the person it came with: one warning a field that
 * differs, its detail what the code says. An empty birth place and a name without Latin letters are not compared.
 */
export function matchPerson(cf: string, person: PersonalData): Finding[] {
  if (cf.length === 11) return [{ code: 'WARN_CF_NUMERICO', field: 'codice_fiscale' }]
  const findings: Finding[] = []
  const warn = (code: FindingCode, field: string, inCode: string): void => {
    findings.push({ code, field, detail: `nel codice: ${inCode}` })
  }
  const digits = decodeOmocodia(cf)

  const [surname, name] = [digits.slice(0, 3), digits.slice(3, 6)]
  if (!spells(surname, person.surname, surnameCode)) warn('WARN_CF_NOME', 'surname', surname)
  if (!spells(name, person.name, nameCode)) warn('WARN_CF_NOME', 'name', name)

  const codedDay = Number(digits.slice(9, 11))
  const sex = codedDay > 40 ? 'F' : 'M'
  const month = twoDigits(MONTH_LETTERS.indexOf(digits.charAt(8)) + 1)
  const day = twoDigits(sex === 'F' ? codedDay - 40 : codedDay)
  const year = digits.slice(6, 8)
  if (person.birthDate.slice(2) !== `${year}-${month}-${day}`) {
    warn('WARN_CF_NASCITA', 'birth_date', `${day}/${month}/${year}`)
  }
  if (person.sex !== sex) warn('WARN_CF_NASCITA', 'sex', sex)

  const place = digits.slice(11, 15)
  if (person.birthPlace !== '' && person.birthPlace !== place) warn('WARN_CF_NASCITA', 'birth_place', place)
  return findings
}

/** True if either transliteration gives the three letters, or the name gives none to compare with. */
function spells(inCode: string, name: string, codeOf: (letters: string) => string): boolean {
  const letters = lettersOf(name, '2011')
  return letters === '' || codeOf(letters) === inCode || codeOf(lettersOf(name, 'BASE')) === inCode
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
