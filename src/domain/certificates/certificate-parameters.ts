/**
 * Every rate, deduction and deadline that certificates are judged by, each with the income years it holds for and where
 * it comes from: the one file to read, and to correct when a law changes something (`domain.md` §2.1, §2.5). Sums are
 * whole euros as the laws write them. `[I]` marks an inference, `[K]` an assumption with no source.
 *
 * @module
 */
import type { CertificateRule } from '../finding.ts'

/** Income years, both included; `null` is open. */
interface Dated {
  readonly from: number
  readonly to: number | null
  readonly source: string
}

/** Rates of the IRPEF on the slices of an income; `upTo` in euros, the last slice has none. */
export interface IrpefRates extends Dated {
  readonly slices: readonly { readonly upTo: number; readonly percent: number }[]
}

export const IRPEF_RATES: readonly IrpefRates[] = [
  {
    from: 2012,
    to: 2021,
    slices: [
      { upTo: 15_000, percent: 23 },
      { upTo: 28_000, percent: 27 },
      { upTo: 55_000, percent: 38 },
      { upTo: 75_000, percent: 41 },
      { upTo: Number.POSITIVE_INFINITY, percent: 43 },
    ],
    source:
      'art. 11 TUIR; 2012–2013 quifinanza.it, investireoggi.it, bancait.com; 2014 informazionipertutti.it; ' +
      '2019 burocrazia.net; the same between them [I]; L. 234/2021 changed them from 2022 (mef.gov.it)',
  },
]

/** From 75: who reaches that age within the income year. */
export type AgeGroup = 'UNDER_75' | 'FROM_75'

/**
 * The deduction for pensions by total income R, all in euros: `flat` up to a limit, not below a minimum once prorated;
 * `middle` base + addition × (limit − R) / divisor; `falling` base × (limit − R) / divisor; nothing above.
 */
export interface PensionDeductions extends Dated {
  readonly ages: readonly AgeGroup[]
  readonly flat: { readonly upTo: number; readonly amount: number; readonly minimum: number }
  readonly middle: {
    readonly upTo: number
    readonly base: number
    readonly addition: number
    readonly divisor: number
  }
  readonly falling: { readonly upTo: number; readonly base: number; readonly divisor: number }
}

/** That the age is the one at the end of the income year: calcolo-pensione.com on 2015 incomes. */
export const PENSION_DEDUCTIONS: readonly PensionDeductions[] = [
  {
    from: 2012,
    to: 2015,
    ages: ['UNDER_75'],
    flat: { upTo: 7_500, amount: 1_725, minimum: 690 },
    middle: { upTo: 15_000, base: 1_255, addition: 470, divisor: 7_500 },
    falling: { upTo: 55_000, base: 1_255, divisor: 40_000 },
    source:
      'art. 13 c. 3 TUIR; 2012 lentepubblica.it, impresalavoro.eu; 2013 money.it of 24-04-2014; ' +
      '2014 informazionipertutti.it; 2015 quifinanza.it and pmi.it of 15-03-2016 («fino al 2015»)',
  },
  {
    from: 2012,
    to: 2015,
    ages: ['FROM_75'],
    flat: { upTo: 7_750, amount: 1_783, minimum: 713 },
    middle: { upTo: 15_000, base: 1_297, addition: 486, divisor: 7_250 },
    falling: { upTo: 55_000, base: 1_297, divisor: 40_000 },
    source:
      'art. 13 c. 4 TUIR; investireoggi.it 60489 and pmi.it of 15-03-2016 (486 and 7,250 «fino al 2015»); ' +
      'the minimum: calcolo-pensione.com on 2015, the same before [I]',
  },
  {
    from: 2016,
    to: 2016,
    ages: ['UNDER_75'],
    flat: { upTo: 7_750, amount: 1_783, minimum: 690 },
    middle: { upTo: 15_000, base: 1_255, addition: 528, divisor: 7_250 },
    falling: { upTo: 55_000, base: 1_255, divisor: 40_000 },
    source: 'art. 13 c. 3 TUIR after L. 208/2015; Il Sole 24 Ore of 10-12-2016, quifinanza.it, pmi.it',
  },
  {
    from: 2016,
    to: 2016,
    ages: ['FROM_75'],
    flat: { upTo: 8_000, amount: 1_880, minimum: 713 },
    middle: { upTo: 15_000, base: 1_297, addition: 583, divisor: 7_000 },
    falling: { upTo: 55_000, base: 1_297, divisor: 40_000 },
    source:
      'art. 13 c. 4 TUIR after L. 208/2015; quifinanza.it, pmi.it of 15-03-2016; the minimum: unchanged from ' +
      '2016 to 2017 for these ages (Il Sole 24 Ore of 10-12-2016) [I]',
  },
  {
    from: 2017,
    to: 2021,
    ages: ['UNDER_75', 'FROM_75'],
    flat: { upTo: 8_000, amount: 1_880, minimum: 713 },
    middle: { upTo: 15_000, base: 1_297, addition: 583, divisor: 7_000 },
    falling: { upTo: 55_000, base: 1_297, divisor: 40_000 },
    source:
      'art. 13 c. 3 TUIR after L. 232/2016 art. 1 c. 210; studioassociatodamico.it, Il Sole 24 Ore of 10-12-2016',
  },
]

/** The day of the law, in the year after the income year (`MM-DD`), before the shift to a working day. */
export interface CertificateDeadlines extends Dated {
  readonly delivery: string
}

export const CERTIFICATE_DEADLINES: readonly CertificateDeadlines[] = [
  {
    from: 2011,
    to: 2013,
    delivery: '02-28',
    source: 'CUD 2012–2014: docplayer.it 7764175, studiofalorni-grossi.it, INPS circ. 45 of 28-03-2014',
  },
  {
    from: 2014,
    to: 2015,
    delivery: '02-28',
    source: 'CU 2015 and 2016: D.Lgs. 175/2014; diazilla.com 341198, blastingnews.com 2015/01 and 2016/03',
  },
  {
    from: 2016,
    to: 2018,
    delivery: '03-31',
    source:
      'CU 2017–2019: D.L. 193/2016; confindustriatoscanasud.it, pmi.it of 20-03-2018, readkong.com ANCL 22/2019',
  },
  {
    from: 2019,
    to: 2019,
    delivery: '04-30',
    source: 'CU 2020: D.L. 23/2020 art. 22; directio.it of 16-04-2020, quifinanza.it',
  },
  {
    from: 2020,
    to: null,
    delivery: '03-16',
    source: 'CU 2021 on: D.L. 124/2019; 123dok.com 730/2022, quifinanza.it',
  },
]

/** `E` holds the certificate, `W` prints it and reports. */
export type RuleSeverity = 'E' | 'W'

/**
 * What each rule does where no setting says otherwise. The others rest on inference, and real pensions break them
 * (several payers, treaties, a higher rate asked for): a certificate held by mistake is late and costs 100 €.
 */
export const RULE_SEVERITIES: Readonly<Record<CertificateRule, RuleSeverity>> = {
  R1: 'E',
  R2: 'E',
  R3: 'W',
  R4: 'W',
  R5: 'W',
  R6: 'W',
  R7: 'W',
  R8: 'W',
  R10: 'W',
  R11: 'W',
  R12: 'W',
  R13: 'W',
  R14: 'W',
  R15: 'E',
}

/** Computed and certified sums may differ by so much (`domain.md` §2.5). */
export const TOLERANCE_CENTS = 1

/** Next year's municipal advance in per cent of this year's surtax, and how far it may be from that [K]. */
export const NEXT_ADVANCE_PERCENT = 30
export const NEXT_ADVANCE_TOLERANCE_PERCENT = 1

/** The row of a dated table that holds for an income year. */
export function ofIncomeYear<Row extends { readonly from: number; readonly to: number | null }>(
  rows: readonly Row[],
  incomeYear: number,
): Row | undefined {
  return rows.find(({ from, to }) => from <= incomeYear && (to === null || incomeYear <= to))
}
