/** @module The parts of an explanation that compute: income, gross tax, deductions, net tax, surtaxes. */
import { amountOf, netTax, totalDeductions, totalIncome } from '../domain/certificates/amount-of.ts'
import { NEXT_ADVANCE_PERCENT } from '../domain/certificates/certificate-parameters.ts'
import { isDayCount } from '../domain/certificates/figure-rules.ts'
import { grossTax, grossTaxSteps } from '../domain/certificates/irpef.ts'
import { italianAmount } from '../domain/certificates/italian-amount.ts'
import type { PensionDeduction } from '../domain/certificates/pension-deduction.ts'
import { deductionDue, hasEmployment, nextAdvance } from '../domain/certificates/tax-rules.ts'
import {
  certifiedLines,
  type Explained,
  exactAmount,
  line,
  pointOf,
  verdictLine,
  wholeEuros,
} from './explain-lines.ts'

const INCOMES = [
  ['income.pension', 'Redditi di pensione'],
  ['income.employment', 'Redditi di lavoro dipendente'],
  ['income.other', 'Altri redditi assimilati'],
  ['income.alimony', 'Assegni periodici del coniuge'],
] as const

export function incomeLines(explained: Explained): string[] {
  const { data } = explained
  const merged = amountOf(data, 'merged.income')
  return [
    'Reddito',
    ...certifiedLines(explained, INCOMES),
    line('Reddito complessivo', italianAmount(totalIncome(data))),
    ...(merged === 0
      ? []
      : [line(`  di cui di altri sostituti${pointOf(explained, 'merged.income')}`, italianAmount(merged))]),
  ]
}

export function grossTaxLines(explained: Explained): string[] {
  const { incomeYear } = explained.data
  const income = totalIncome(explained.data)
  const expected = grossTax(incomeYear, income)
  const title = `Imposta lorda, scaglioni del ${incomeYear}`
  if (expected === undefined) {
    return [title, '  Per quest’anno non c’è una tabella delle aliquote: l’imposta non si ricalcola (R6).']
  }
  return [
    title,
    ...(grossTaxSteps(incomeYear, income) ?? []).map(({ percent, taxedCents, taxHundredths }) =>
      line(`${percent}% di ${italianAmount(taxedCents)}`, exactAmount(taxHundredths)),
    ),
    line('Imposta lorda calcolata', italianAmount(expected)),
    verdictLine(explained, { figure: 'tax.gross', name: 'Imposta lorda certificata', expected, rule: 'R6' }),
  ]
}

export function pensionDeductionLines(explained: Explained): string[] {
  const title = 'Detrazione per redditi di pensione, art. 13 TUIR'
  const due = deductionDue(explained.data)
  if (!due) return [title, `  ${whyNoDeduction(explained)}`]
  const compared = { figure: 'deductions.pension', name: 'Detrazione certificata', rule: 'R7' } as const
  return [
    title,
    due.ages === 'FROM_75'
      ? `  Età: 75 anni compiuti entro il ${explained.data.incomeYear}`
      : `  Età: meno di 75 anni in tutto il ${explained.data.incomeYear}`,
    ...yearlyLines(due, totalIncome(explained.data)),
    ...daysLines(due),
    line('Detrazione teorica', italianAmount(due.cents)),
    verdictLine(explained, { ...compared, expected: due.cents }),
  ]
}

function whyNoDeduction({ data }: Explained): string {
  if (hasEmployment(data))
    return 'Lo stesso punto comprende la detrazione per lavoro dipendente: non si ricalcola (R7).'
  if (!isDayCount(amountOf(data, 'days.pension')))
    return 'I giorni di pensione non sono possibili: non si ricalcola (R2).'
  return 'Per quest’anno non c’è una tabella delle detrazioni: non si ricalcola (R7).'
}

function yearlyLines({ table, band, quotient = 0, yearly }: PensionDeduction, income: number): string[] {
  if (band === 'above')
    return [line(`Reddito oltre ${wholeEuros(table.falling.upTo)}: nessuna detrazione`, '0,00')]
  if (band === 'flat') {
    return [
      line(`Reddito fino a ${wholeEuros(table.flat.upTo)}: misura fissa`, wholeEuros(table.flat.amount)),
    ]
  }
  const part = table[band]
  const cut = `0,${String(quotient).padStart(4, '0')}`
  const product =
    band === 'middle'
      ? `${wholeEuros(table.middle.base)} + ${wholeEuros(table.middle.addition)} × ${cut}`
      : `${wholeEuros(table.falling.base)} × ${cut}`
  return [
    line(
      `(${wholeEuros(part.upTo)} − ${italianAmount(income)}) : ${wholeEuros(part.divisor)}, troncato a 4 decimali`,
      cut,
    ),
    line(product, exactAmount(yearly / 100)),
  ]
}

function daysLines({ table, band, yearly, days, proratedCents, cents }: PensionDeduction): string[] {
  if (band === 'above') return []
  const full = exactAmount(yearly / 100)
  return [
    line(`Per i giorni di pensione: ${full} × ${days} : 365`, italianAmount(proratedCents)),
    ...(cents > proratedCents
      ? [line('Non può essere inferiore al minimo', wholeEuros(table.flat.minimum))]
      : []),
  ]
}

const DEDUCTIONS = [
  ['deductions.family', 'Carichi di famiglia'],
  ['deductions.largeFamily', 'Famiglie numerose'],
  ['deductions.pension', 'Lavoro dipendente, pensioni e redditi assimilati'],
  ['deductions.expenses', 'Oneri'],
  ['deductions.rent', 'Canoni di locazione'],
] as const

export function totalDeductionLines(explained: Explained): string[] {
  const expected = totalDeductions(explained.data)
  return [
    'Totale delle detrazioni certificate',
    ...certifiedLines(explained, DEDUCTIONS),
    line('Somma', italianAmount(expected)),
    verdictLine(explained, { figure: 'deductions.total', name: 'Totale certificato', expected, rule: 'R4' }),
  ]
}

export function netTaxLines(explained: Explained): string[] {
  const { data } = explained
  const expected = netTax(data)
  const less = (figure: 'deductions.total' | 'credit.foreignTax', name: string) =>
    line(`− ${name}${pointOf(explained, figure)}`, italianAmount(amountOf(data, figure)))
  return [
    'Imposta netta e ritenute',
    line(`Imposta lorda${pointOf(explained, 'tax.gross')}`, italianAmount(amountOf(data, 'tax.gross'))),
    less('deductions.total', 'totale delle detrazioni'),
    ...(amountOf(data, 'credit.foreignTax') === 0
      ? []
      : [less('credit.foreignTax', 'credito per le imposte pagate all’estero')]),
    line('Imposta netta, mai sotto lo zero', italianAmount(expected)),
    verdictLine(explained, {
      figure: 'withholding.irpef',
      name: 'Ritenute certificate',
      expected,
      rule: 'R5',
    }),
  ]
}

const SURTAXES = [
  ['surtax.regional', 'Addizionale regionale'],
  ['surtax.municipal.advance', 'Addizionale comunale, acconto dell’anno'],
  ['surtax.municipal.balance', 'Addizionale comunale, saldo dell’anno'],
] as const

export function surtaxLines(explained: Explained): string[] {
  const { data } = explained
  const certified = certifiedLines(explained, SURTAXES)
  const next = amountOf(data, 'surtax.municipal.next')
  if (certified.length === 0 && next === 0) return ['Addizionali', '  Nessuna.']
  const amounts = ['surtax.municipal.advance', 'surtax.municipal.balance'] as const
  const sum = amounts.map((figure) => italianAmount(amountOf(data, figure))).join(' + ')
  const compared = { figure: 'surtax.municipal.next', name: 'Acconto certificato', rule: 'R10' } as const
  const expected = nextAdvance(data)
  return [
    'Addizionali',
    ...certified,
    line(`Acconto comunale dell’anno dopo: ${NEXT_ADVANCE_PERCENT}% di (${sum})`, italianAmount(expected)),
    verdictLine(explained, { ...compared, expected }),
  ]
}
