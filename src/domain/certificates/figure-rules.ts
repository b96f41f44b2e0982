/** @module R1–R3, R11, R12: whether the figures can be what they say they are. */
import { amountOf } from './amount-of.ts'
import { italianAmount } from './italian-amount.ts'
import { FIGURES, type Figure } from './meanings.ts'
import { type Breach, foundAndLimit, NO_BREACH, type Rule } from './rule.ts'

/** Days of deduction in a year, leap years too (AdE circ. 15/E of 16-03-2007). */
export const MOST_DAYS = 365

/** R1: every sum is at least zero, and a whole number of cents. */
export const amountsAreSums: Rule = ({ figures }) => {
  let breaches: Breach[] | undefined
  for (const name in figures) {
    const figure = name as Figure
    const value = figures[figure]
    if (FIGURES[figure] !== 'money' || value === undefined || isSum(value)) continue
    const found = Number.isSafeInteger(value)
      ? italianAmount(Number(value))
      : 'un valore che non è in centesimi'
    breaches = [...(breaches ?? []), { figure, detail: `trovato ${found}` }]
  }
  return breaches ?? NO_BREACH
}

function isSum(value: number | string): boolean {
  return typeof value === 'number' && value >= 0 && Number.isSafeInteger(value)
}

/** R2: 0–365 days of each kind and together, since days that overlap count once. */
export const daysFitTheYear: Rule = (data) => {
  const employment = amountOf(data, 'days.employment')
  const pension = amountOf(data, 'days.pension')
  if (isDayCount(employment) && isDayCount(pension)) {
    if (employment + pension <= MOST_DAYS) return NO_BREACH
    const detail = `trovati ${employment} + ${pension} = ${employment + pension} giorni, attesi al più ${MOST_DAYS}`
    return [{ figure: 'days.pension', detail }]
  }
  return (['days.employment', 'days.pension'] as const)
    .filter((figure) => !isDayCount(amountOf(data, figure)))
    .map((figure) => ({
      figure,
      detail: `trovati ${amountOf(data, figure)} giorni, attesi da 0 a ${MOST_DAYS}`,
    }))
}

export function isDayCount(days: number): boolean {
  return Number.isInteger(days) && days >= 0 && days <= MOST_DAYS
}

/** R3: an income that deductions go with has days. */
export const incomeHasDays: Rule = (data) => {
  const pension = amountOf(data, 'income.pension')
  const income = pension + amountOf(data, 'income.employment')
  const days = amountOf(data, 'days.pension') + amountOf(data, 'days.employment')
  if (income <= 0 || days >= 1) return NO_BREACH
  const figure = pension > 0 ? 'days.pension' : 'days.employment'
  return [
    { figure, detail: `trovati ${days} giorni con un reddito di ${italianAmount(income)}, atteso almeno 1` },
  ]
}

/** What each suspended sum is a part of. */
const SUSPENDED: readonly (readonly [suspended: Figure, ...of: Figure[]])[] = [
  ['suspended.irpef', 'withholding.irpef'],
  ['suspended.regional', 'surtax.regional'],
  ['suspended.municipal.advance', 'surtax.municipal.advance'],
  ['suspended.municipal.balance', 'surtax.municipal.balance'],
  ['advance.irpef.suspended', 'advance.irpef.first', 'advance.irpef.second'],
  ['advance.municipal.suspended', 'advance.municipal'],
  ['advance.cedolare.suspended', 'advance.cedolare.first', 'advance.cedolare.second'],
  ['solidarity.suspended', 'solidarity.contribution'],
]

/** R11: no more is suspended than there was. */
export const suspendedIsAPart: Rule = (data) => {
  let breaches: Breach[] | undefined
  for (const [figure, ...of] of SUSPENDED) {
    const found = amountOf(data, figure)
    if (found <= 0) continue
    const most = of.reduce((sum, part) => sum + amountOf(data, part), 0)
    if (found > most) breaches = [...(breaches ?? []), { figure, detail: foundAndLimit(found, most) }]
  }
  return breaches ?? NO_BREACH
}

/** What else on a certificate comes from a 730 that the institute settled; note AM are its refunds. */
const OF_A_730: readonly Figure[] = [
  'advance.municipal',
  'advance.cedolare.first',
  'advance.cedolare.second',
  'unrefunded.irpef',
  'unrefunded.regional',
  'unrefunded.municipal',
  'unrefunded.cedolare',
]
const NOTE_OF_REFUNDS = 'AM'

/** R12: IRPEF advances come from a 730, and one leaves other traces too [I]. */
export const advancesComeFromA730: Rule = (data) => {
  const first = amountOf(data, 'advance.irpef.first')
  const second = amountOf(data, 'advance.irpef.second')
  if (first + second <= 0) return NO_BREACH
  if (OF_A_730.some((figure) => amountOf(data, figure) > 0)) return NO_BREACH
  if (data.notes.some(({ code }) => code === NOTE_OF_REFUNDS)) return NO_BREACH
  const figure = first > 0 ? 'advance.irpef.first' : 'advance.irpef.second'
  return [{ figure, detail: `trovato ${italianAmount(first + second)} e nient’altro del modello 730` }]
}
