/**
 * The pensions of one person and what they pay in a year: thirteen equal instalments, the thirteenth for the months
 * of the year, raised a little from one year to the next.
 *
 * @module
 */
import { type CivilDate, daysBetween } from '../domain/civil-date.ts'
import type { PensionPeriod } from '../domain/certificates/certificate-data.ts'
import type { Random } from './random.ts'

export interface Pension {
  /** As the institute calls it: `VO 12345678`. */
  readonly label: string
  readonly isSurvivors: boolean
  /** The first of a month. */
  readonly from: CivilDate
  /** Cents for a whole year at the level of 2012. */
  readonly yearlyCents: number
}

interface Pensionable {
  readonly sex: 'M' | 'F'
  readonly birthYear: number
  /** Euros a year, for somebody whose row needs them; then one pension, drawn for long. */
  readonly yearly: number | undefined
  readonly isOrphan: boolean
}

const OLD_AGE = ['VO', 'VO', 'VO', 'VOCOM', 'VOART', 'VR', 'VDAI', 'IO'] as const
const SURVIVORS = ['SO', 'SO', 'SOCOM', 'SOART', 'SR'] as const
const PAID_FOR_LONG = '2005-06-01'

export function pensionsOf(who: Pensionable, lastYear: number, random: Random): Pension[] {
  const number = () => random.fill('########')
  if (who.yearly !== undefined) {
    const label = `${who.isOrphan ? 'SO' : 'VO'} ${number()}`
    return [{ label, isSurvivors: who.isOrphan, from: PAID_FOR_LONG, yearlyCents: who.yearly * 100 }]
  }
  const own = { yearlyCents: yearlyCents(random), from: firstOfMonth(who.birthYear, lastYear, random) }
  const survivors = {
    yearlyCents: Math.round(yearlyCents(random) * 0.6),
    from: firstOfMonth(who.birthYear + 4, lastYear, random),
  }
  const share = random.next()
  const [onlySurvivors, both] = who.sex === 'F' ? [0.22, 0.44] : [0.02, 0.06]
  const pensions: Pension[] = []
  if (share >= onlySurvivors)
    pensions.push({ ...own, label: `${random.pick(OLD_AGE)} ${number()}`, isSurvivors: false })
  if (share < both)
    pensions.push({ ...survivors, label: `${random.pick(SURVIVORS)} ${number()}`, isSurvivors: true })
  return pensions
}

/** A third at the minimum, half below 14,000 euros, a few very high. */
function yearlyCents(random: Random): number {
  const share = random.next()
  const euros = () => {
    if (share < 0.3) return random.between(6_250, 7_800)
    if (share < 0.62) return random.between(7_800, 15_000)
    if (share < 0.85) return random.between(15_000, 25_000)
    if (share < 0.97) return random.between(25_000, 44_000)
    return share < 0.996 ? random.between(44_000, 78_000) : random.between(78_000, 190_000)
  }
  return euros() * 100 + random.below(100)
}

/** At 57 to 66, and never so late that the last year has none of it. */
function firstOfMonth(birthYear: number, lastYear: number, random: Random): CivilDate {
  const year = Math.min(birthYear + random.between(57, 66), lastYear - 1)
  return `${year}-${String(random.between(1, 12)).padStart(2, '0')}-01`
}

/** How much of the level of 2012 each year pays, in thousandths. */
const LEVELS: Readonly<Record<number, number>> = {
  2012: 1000,
  2013: 1028,
  2014: 1040,
  2015: 1042,
  2016: 1042,
  2017: 1042,
  2018: 1053,
  2019: 1064,
}

/** What was paid in a year, up to a death within it; nothing after one. */
export function paidIn(
  pensions: readonly Pension[],
  year: number,
  diedOn: CivilDate,
  extraCents = 0,
): PensionPeriod[] {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`]
  if (diedOn !== '' && diedOn < first) return []
  const to = diedOn !== '' && diedOn < last ? diedOn : last
  const paid: PensionPeriod[] = []
  for (const { label, from: start, yearlyCents: level } of pensions) {
    if (start > to) continue
    const from = start > first ? start : first
    const monthly = Math.round((level * (LEVELS[year] ?? 1000)) / 13_000)
    const months = Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1
    const cents = monthly * months + Math.round((monthly * months) / 12)
    paid.push({ pension: label, from, to, cents: cents + (paid.length === 0 ? extraCents : 0) })
  }
  return paid
}

const YEAR_DAYS = 365

/** Days that a deduction is due for: those of the law's year, overlapping ones once (AdE circ. 15/E of 2007). */
export function daysOf(periods: readonly PensionPeriod[]): number {
  // All end on the same day, so the earliest contains the others.
  let from = '9999'
  for (const period of periods) if (period.from < from) from = period.from
  const [first] = periods
  if (!first) return 0
  if (from.endsWith('-01-01') && first.to.endsWith('-12-31')) return YEAR_DAYS
  return Math.min(YEAR_DAYS, daysBetween(from, first.to) + 1)
}
