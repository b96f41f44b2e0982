/** @module How an explanation is set: a text, its amount below the others, and whether the certificate says the same. */
import { amountOf } from '../domain/certificates/amount-of.ts'
import type { CertificateData } from '../domain/certificates/certificate-data.ts'
import type { FormOutline } from '../domain/certificates/form-outline.ts'
import { italianAmount } from '../domain/certificates/italian-amount.ts'
import type { Judgement } from '../domain/certificates/judge-certificate.ts'
import type { Figure } from '../domain/certificates/meanings.ts'
import { differ } from '../domain/certificates/rule.ts'
import type { CertificateRule } from '../domain/finding.ts'

/** What every part of an explanation looks at. */
export interface Explained {
  readonly data: CertificateData
  /** Undefined for a year without a form: then no point has a number. */
  readonly outline: FormOutline | undefined
  readonly judgement: Judgement
}

const TEXT_WIDTH = 62
const AMOUNT_WIDTH = 12

/** `  Imposta lorda                    2.760,00` */
export function line(text: string, amount: string, remark = ''): string {
  const set = `  ${text.padEnd(TEXT_WIDTH)} ${amount.padStart(AMOUNT_WIDTH)}`
  return remark === '' ? set : `${set}  ${remark}`
}

/** ` (punto 113)`, or nothing where the form has none. */
export function pointOf({ outline }: Explained, figure: Figure): string {
  const number = outline?.numbers[figure]
  return number === undefined ? '' : ` (punto ${number})`
}

/** One line a figure that is not zero. */
export function certifiedLines(
  explained: Explained,
  names: readonly (readonly [figure: Figure, name: string])[],
): string[] {
  return names
    .filter(([figure]) => amountOf(explained.data, figure) !== 0)
    .map(([figure, name]) =>
      line(`${name}${pointOf(explained, figure)}`, italianAmount(amountOf(explained.data, figure))),
    )
}

/** The certified sum and whether it is the expected one; a rule that says nothing admits the difference. */
export function verdictLine(
  explained: Explained,
  compared: {
    readonly figure: Figure
    readonly name: string
    readonly expected: number
    readonly rule: CertificateRule
  },
): string {
  const found = amountOf(explained.data, compared.figure)
  const { holds, warnings } = explained.judgement
  const broken = [...holds, ...warnings].some(({ code }) => code === compared.rule)
  const verdict = broken
    ? `non corrisponde (${compared.rule})`
    : differ(found, compared.expected)
      ? `differenza ammessa (${compared.rule})`
      : 'corrisponde'
  return line(`${compared.name}${pointOf(explained, compared.figure)}`, italianAmount(found), verdict)
}

/** Cents with as many more digits as they have, up to four decimals of a euro: `1.145,1875`. */
export function exactAmount(hundredthsOfCents: number): string {
  const rest = hundredthsOfCents % 100
  const cents = italianAmount((hundredthsOfCents - rest) / 100)
  return rest === 0 ? cents : `${cents}${String(rest).padStart(2, '0')}`.replace(/0$/, '')
}

export function wholeEuros(euros: number): string {
  return italianAmount(euros * 100)
}
