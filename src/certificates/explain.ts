/**
 * How every computed figure of a certificate comes about, line by line, in the words of an Italian tax adviser, and
 * which of them the certificate has otherwise.
 *
 * @module
 */
import type { CertificateData } from '../domain/certificates/certificate-data.ts'
import { deliveryDeadline } from '../domain/certificates/deadlines.ts'
import type { FormOutline } from '../domain/certificates/form-outline.ts'
import type { Judgement } from '../domain/certificates/judge-certificate.ts'
import { type CivilDate, daysBetween, italianDate } from '../domain/civil-date.ts'
import type { Finding } from '../domain/finding.ts'
import { sentenceOf } from '../domain/finding-texts.ts'
import type { Explained } from './explain-lines.ts'
import {
  grossTaxLines,
  incomeLines,
  netTaxLines,
  pensionDeductionLines,
  surtaxLines,
  totalDeductionLines,
} from './explain-tax.ts'

/**
 * `judgement` is that of `judgeCertificate` on the same data. `issuedOn` is the date of one in force, which met its
 * deadline or not; without it the days are counted from `on`.
 */
export function explainCertificate(
  data: CertificateData,
  outline: FormOutline | undefined,
  {
    judgement,
    on,
    issuedOn,
  }: { readonly judgement: Judgement; readonly on: CivilDate; readonly issuedOn?: CivilDate | undefined },
): string[] {
  const explained: Explained = { data, outline, judgement }
  const form = outline?.form ?? 'Senza modello'
  const born = data.sex === 'F' ? 'nata' : 'nato'
  const parts = [
    [
      `${form}, redditi del ${data.incomeYear}: ${data.surname} ${data.name}, ${born} il ${italianDate(data.birthDate)}`,
    ],
    incomeLines(explained),
    grossTaxLines(explained),
    pensionDeductionLines(explained),
    totalDeductionLines(explained),
    netTaxLines(explained),
    surtaxLines(explained),
    outcomeLines(judgement),
    [deadlineLine(data.incomeYear, on, issuedOn)],
  ]
  return parts.flatMap((part, at) => (at === 0 ? part : ['', ...part]))
}

function outcomeLines({ holds, warnings }: Judgement): string[] {
  if (holds.length + warnings.length === 0) return ['Controlli', '  Tutto torna.']
  return [
    'Controlli',
    ...holds.map((finding) => `  Trattiene la certificazione: ${said(finding)}`),
    ...warnings.map((finding) => `  Avviso: ${said(finding)}`),
  ]
}

function said(finding: Finding): string {
  return `${finding.code}, ${finding.field}: ${sentenceOf(finding)}`
}

function deadlineLine(incomeYear: number, on: CivilDate, issuedOn: CivilDate | undefined): string {
  const deadline = deliveryDeadline(incomeYear)
  if (deadline === undefined) return 'Termine di consegna: non previsto per quest’anno.'
  const standing =
    issuedOn === undefined ? remaining(daysBetween(on, deadline)) : met(daysBetween(deadline, issuedOn))
  return `Termine di consegna: ${italianDate(deadline)}, ${standing}.`
}

function met(daysLate: number): string {
  return daysLate <= 0 ? 'rispettato' : `superato di ${counted(daysLate)}`
}

function remaining(days: number): string {
  if (days === 0) return 'scade oggi'
  if (days < 0) return `scaduto da ${counted(-days)}`
  return days === 1 ? `manca ${counted(days)}` : `mancano ${counted(days)}`
}

function counted(days: number): string {
  return `${days} ${days === 1 ? 'giorno' : 'giorni'}`
}
