/**
 * Whether a certificate may go out: everything on it has a place on the year's form, its notes are complete, and its
 * figures agree (`domain.md` §2.5, §2.6).
 *
 * @module
 */
import type { CivilDate } from '../civil-date.ts'
import type { Finding } from '../finding.ts'
import type { CertificateData } from './certificate-data.ts'
import type { FormOutline } from './form-outline.ts'
import { italianAmount } from './italian-amount.ts'
import { FIGURES, type Figure } from './meanings.ts'
import type { Breach } from './rule.ts'
import { RULES } from './rules.ts'
import type { SeverityReader } from './severity.ts'

export interface Judgement {
  /** Any of them keeps the certificate back. */
  readonly holds: Finding[]
  readonly warnings: Finding[]
}

/** The note made from the pensions themselves: no feed gives it. */
const DERIVED_NOTE = 'AI'

/** Pure, total and quick: it runs for every row of a year. Without an outline of the year nothing else is judged. */
export function judgeCertificate(
  data: CertificateData,
  context: {
    readonly outline: FormOutline | undefined
    readonly issuedOn: CivilDate
    readonly severity: SeverityReader
  },
): Judgement {
  const { outline, issuedOn, severity } = context
  const judgement: Judgement = { holds: [], warnings: [] }
  if (!outline) {
    const detail = String(data.incomeYear)
    judgement.holds.push({ code: 'MODELLO_NON_DISPONIBILE', field: 'income_year', detail })
    return judgement
  }
  findMissingPoints(data, outline, judgement.holds)
  findFaultyNotes(data, outline, judgement.holds)
  for (const [rule, breachesOf] of RULES) {
    for (const breach of breachesOf(data, issuedOn)) {
      const holds = !breach.onlyWarns && severity(rule, issuedOn) === 'E'
      const finding = { code: rule, field: fieldOf(breach, outline), detail: breach.detail }
      ;(holds ? judgement.holds : judgement.warnings).push(finding)
    }
  }
  return judgement
}

function findMissingPoints({ figures }: CertificateData, { numbers }: FormOutline, holds: Finding[]): void {
  for (const name in figures) {
    const figure = name as Figure
    const value = figures[figure]
    if (value === undefined || value === 0 || value === '' || numbers[figure] !== undefined) continue
    const isMoney = FIGURES[figure] === 'money' && typeof value === 'number'
    const detail = `trovato ${isMoney ? italianAmount(value) : value}`
    holds.push({ code: 'PUNTO_NON_NEL_MODELLO', field: figure, detail })
  }
}

function findFaultyNotes({ notes }: CertificateData, outline: FormOutline, holds: Finding[]): void {
  for (const { code, slots } of notes) {
    const needed = Object.hasOwn(outline.notes, code) ? outline.notes[code] : undefined
    if (code === DERIVED_NOTE) {
      const detail = `${code}: si ricava dalle pensioni`
      holds.push({ code: 'NOTA_SCONOSCIUTA', field: 'notes', detail })
    } else if (!needed) {
      holds.push({ code: 'NOTA_SCONOSCIUTA', field: 'notes', detail: code })
    } else {
      const missing = needed.filter((slot) => !slots[slot]?.trim())
      if (missing.length === 0) continue
      holds.push({ code: 'NOTA_INCOMPLETA', field: 'notes', detail: `${code}: ${missing.join(', ')}` })
    }
  }
}

/** `punto 113`, by the form's own number. */
function fieldOf({ figure, column }: Breach, { numbers }: FormOutline): string {
  if (figure === undefined) return column ?? ''
  const number = numbers[figure]
  return number === undefined ? figure : `punto ${number}`
}
