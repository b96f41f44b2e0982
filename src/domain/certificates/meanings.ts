/**
 * What a certificate can say, by names that every form year shares: `withholding.irpef` is point 5 of the CUD 2013,
 * 11 of the CU 2015 and 21 from the CU 2016 on (`domain.md` §2.4). Which number a form gives to each stands in
 * `templates/certificates/`, never here.
 *
 * @module
 */

/** How a value is kept: `money` in integer cents, `days` 0–365, `flag` 1 or absent, `code` a short text. */
export type PointType = 'money' | 'days' | 'flag' | 'code'

/** Figures of the tax section, in the order in which forms print them. */
export const FIGURES = {
  'income.pension': 'money',
  'income.employment': 'money',
  'income.other': 'money',
  'income.alimony': 'money',
  'days.employment': 'days',
  'days.pension': 'days',
  'withholding.irpef': 'money',
  'surtax.regional': 'money',
  'surtax.municipal.advance': 'money',
  'surtax.municipal.balance': 'money',
  'surtax.municipal.next': 'money',
  'suspended.irpef': 'money',
  'suspended.regional': 'money',
  'suspended.municipal.advance': 'money',
  'suspended.municipal.balance': 'money',
  'advance.irpef.first': 'money',
  'advance.irpef.second': 'money',
  'advance.irpef.suspended': 'money',
  'advance.municipal': 'money',
  'advance.municipal.suspended': 'money',
  'advance.cedolare.first': 'money',
  'advance.cedolare.second': 'money',
  'advance.cedolare.suspended': 'money',
  'unrefunded.irpef': 'money',
  'unrefunded.regional': 'money',
  'unrefunded.municipal': 'money',
  'unrefunded.cedolare': 'money',
  'tax.gross': 'money',
  'deductions.family': 'money',
  'deductions.largeFamily': 'money',
  'credit.largeFamily.granted': 'money',
  'credit.largeFamily.refused': 'money',
  'credit.largeFamily.recovered': 'money',
  'deductions.pension': 'money',
  'deductions.expenses': 'money',
  'deductions.rent': 'money',
  'credit.rent.granted': 'money',
  'credit.rent.refused': 'money',
  'credit.rent.recovered': 'money',
  'deductions.total': 'money',
  'credit.foreignTax': 'money',
  'expenses.excluded': 'money',
  'expenses.included': 'money',
  'expenses.deductible': 'money',
  'contributions.health': 'money',
  'insurance.health': 'flag',
  'withholding.higher': 'flag',
  'case.special': 'code',
  'solidarity.contribution': 'money',
  'solidarity.suspended': 'money',
  'arrears.income': 'money',
  'arrears.withholding': 'money',
  'merged.income': 'money',
  'merged.withholding': 'money',
} as const satisfies Readonly<Record<string, PointType>>

export type Figure = keyof typeof FIGURES

/** What a certificate says in words: who withheld, who received, where they lived. */
export const PARTICULARS = [
  'agent.codiceFiscale',
  'agent.name',
  'agent.comune',
  'agent.province',
  'agent.cap',
  'agent.address',
  'agent.telephone',
  'agent.email',
  'agent.activity',
  'agent.office',
  'person.codiceFiscale',
  'person.surname',
  'person.name',
  'person.sex',
  'person.birthDate',
  'person.birthComune',
  'person.birthProvince',
  'domicile.start.comune',
  'domicile.start.province',
  'domicile.start.code',
  'domicile.end.comune',
  'domicile.end.province',
  'domicile.next.comune',
  'domicile.next.province',
  'domicile.next.code',
  'representative.codiceFiscale',
  'abroad.fiscalId',
  'abroad.locality',
  'abroad.street',
  'abroad.state',
  'period.start',
  'period.end',
  'merged.payer',
] as const

export type Particular = (typeof PARTICULARS)[number]
export type Meaning = Figure | Particular

export function isFigure(name: string): name is Figure {
  return Object.hasOwn(FIGURES, name)
}
