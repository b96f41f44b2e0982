/** @module Reading the figures of a certificate: what is absent is zero. */
import type { CertificateData } from './certificate-data.ts'
import type { Figure } from './meanings.ts'

/** Cents of a sum, days of a count; 0 where the year has none. */
export function amountOf({ figures }: Pick<CertificateData, 'figures'>, figure: Figure): number {
  const value = figures[figure]
  return typeof value === 'number' ? value : 0
}

/** What the year's IRPEF is computed on: every income that the certificate has under its ordinary points. */
export function totalIncome(data: Pick<CertificateData, 'figures'>): number {
  return (
    amountOf(data, 'income.pension') +
    amountOf(data, 'income.employment') +
    amountOf(data, 'income.other') +
    amountOf(data, 'income.alimony')
  )
}

/** What the law adds up to the total of deductions; the credits for families and rent are no part of it. */
export const DEDUCTIONS = [
  'deductions.family',
  'deductions.largeFamily',
  'deductions.pension',
  'deductions.expenses',
  'deductions.rent',
] as const satisfies readonly Figure[]

export function totalDeductions(data: Pick<CertificateData, 'figures'>): number {
  return DEDUCTIONS.reduce((sum, figure) => sum + amountOf(data, figure), 0)
}

/** Gross tax less deductions less the credit for tax paid abroad, never below zero. */
export function netTax(data: Pick<CertificateData, 'figures'>): number {
  const owed =
    amountOf(data, 'tax.gross') - amountOf(data, 'deductions.total') - amountOf(data, 'credit.foreignTax')
  return Math.max(0, owed)
}
