/** @module R13–R15: whether the figures go with the person and with the date on the certificate. */
import { type CivilDate, daysBetween, isCivilDate, italianDate } from '../civil-date.ts'
import { matchPerson } from '../codice-fiscale-match.ts'
import { amountOf } from './amount-of.ts'
import { MOST_DAYS } from './figure-rules.ts'
import { NO_BREACH, type Rule } from './rule.ts'

/** R13: nobody has days after death. */
export const daysWereLived: Rule = (data) => {
  const { deceasedOn, incomeYear } = data
  if (deceasedOn === '') return NO_BREACH
  const sinceNewYear = daysBetween(`${incomeYear}-01-01`, deceasedOn) + 1
  const lived = Math.min(MOST_DAYS, Math.max(0, sinceNewYear))
  const found = amountOf(data, 'days.pension') + amountOf(data, 'days.employment')
  if (!(found > lived)) return NO_BREACH
  const detail = `trovati ${found} giorni, attesi al più ${lived}: decesso il ${written(deceasedOn)}`
  return [{ figure: 'days.pension', detail }]
}

/** R14: the codice fiscale says the same of the person as the certificate; a provisional one says nothing. */
export const codiceFiscaleMatches: Rule = (data) => {
  if (data.codiceFiscale.length === 11) return NO_BREACH
  const differences = matchPerson(data.codiceFiscale, data)
  if (differences.length === 0) return NO_BREACH
  return differences.map(({ field, detail = '' }) => ({ column: field, detail }))
}

/** R15: a year is certified when it is over. */
export const issuedAfterTheYear: Rule = ({ incomeYear }, issuedOn) => {
  const first = `${incomeYear + 1}-01-01`
  if (issuedOn >= first) return NO_BREACH
  return [{ column: 'issued_on', detail: `trovata ${written(issuedOn)}, attesa dal ${written(first)}` }]
}

function written(date: CivilDate): string {
  return isCivilDate(date) ? italianDate(date) : date
}
