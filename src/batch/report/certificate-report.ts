/** @module What the report says of certificates, as data: no person and no sum of a person is in it. */
import { type CivilDate, daysBetween } from '../../domain/civil-date.ts'
import { lateDaysOf, lateSanction } from '../../domain/certificates/late-sanction.ts'
import type { Executor } from '../../store/dialect.ts'
import {
  type ChannelCount,
  certificateRequestsByChannel,
  certificatesByStanding,
  certificatesEnteredOn,
  certificatesIssuedLate,
  certificateWarnings,
  formsOfYears,
  type HeldCertificates,
  heldCertificatesByYear,
  type LateCount,
  type MissingYears,
  requestsMissingYears,
  releasesByChannel,
} from '../../store/report/certificates.ts'
import { reasonSentence } from './labels.ts'
import { type CodeCount, heap, type StateTotals, totalsBy, type Waiting } from './report-parts.ts'

export interface CertificateYear {
  readonly incomeYear: number
  /** `CUD 2013`; null where there is none yet. */
  readonly form: string | null
  /** By when people must have theirs; null where it is not known. */
  readonly deadline: CivilDate | null
  /** Negative when it has passed. */
  readonly daysLeft: number | null
  /** In force, annulments aside. */
  readonly ready: number
  readonly held: number
  readonly annulments: number
  readonly corrected: number
  readonly annulled: number
  readonly superseded: number
  /** What the day's feeds brought, held ones too. */
  readonly entered: { readonly originals: number; readonly corrections: number; readonly annulments: number }
  readonly late: {
    /** Issued after the deadline. */
    readonly originals: number
    /** Put right after it. */
    readonly corrections: number
    /** Held, of people who have no other, once the deadline has passed. */
    readonly held: number
    /** What all of these may cost, in cents, with the caps of a year. */
    readonly sanctionCents: number
  }
}

export interface CertificateHolds extends CodeCount, Waiting {
  readonly incomeYear: number
  readonly deadline: CivilDate | null
  readonly daysLeft: number | null
  /** Of these, people who have no other certificate of the year. */
  readonly withoutValid: number
}

export interface CertificateReport {
  readonly years: readonly CertificateYear[]
  readonly holds: readonly CertificateHolds[]
  /** On what the day's feeds brought. */
  readonly warnings: readonly CodeCount[]
  /** Channel → state → requests. */
  readonly requests: Readonly<Record<string, StateTotals>>
  /** Requests that wait for certificates, by what they lack: `2012|2013`, or `TUTTI` where there is none at all. */
  readonly missing: readonly (Waiting & { readonly incomeYears: string })[]
  /** Channel → state → rows of the register. */
  readonly releases: Readonly<Record<string, StateTotals>>
  /** Prepared and not confirmed. */
  readonly unconfirmed: readonly (Waiting & { readonly channel: string; readonly isPaper: boolean })[]
}

export async function collectCertificates(db: Executor, on: CivilDate): Promise<CertificateReport> {
  const releases = await releasesByChannel(db)
  const holds = await heldCertificatesByYear(db)
  const warnings = await certificateWarnings(db, on)
  return {
    years: await collectYears(db, on, holds),
    holds: holds.map((row) => holdsOf(row, on)),
    warnings: warnings.map(({ code, n }) => ({ code, field: '', sentence: reasonSentence(code), count: n })),
    requests: byChannel(await certificateRequestsByChannel(db)),
    missing: (await requestsMissingYears(db)).map((row) => missingOf(row, on)),
    releases: byChannel(releases),
    unconfirmed: releases
      .filter(({ state }) => state === 'PREPARED')
      .map((row) => ({ channel: row.channel, isPaper: row.paper === 1, ...heap(row, on) })),
  }
}

async function collectYears(
  db: Executor,
  on: CivilDate,
  holds: readonly HeldCertificates[],
): Promise<CertificateYear[]> {
  const standing = Map.groupBy(await certificatesByStanding(db), (row) => row.income_year)
  const incomeYears = [...standing.keys()]
  const forms = await formsOfYears(db, incomeYears)
  const entered = await certificatesEnteredOn(db, on)
  const stretches = incomeYears.flatMap((incomeYear) => lateDaysOf(incomeYear) ?? [])
  const late = await certificatesIssuedLate(db, stretches)
  return incomeYears.map((incomeYear) => {
    const own = <Row extends { readonly income_year: number }>(rows: readonly Row[]) =>
      rows.filter((row) => row.income_year === incomeYear)
    const counts = new Map(standing.get(incomeYear)?.map((row) => [row.state, row.n]))
    const came = new Map(own(entered).map(({ kind, n }) => [kind, n]))
    return {
      incomeYear,
      form: forms.get(incomeYear) ?? null,
      ...dueOf(incomeYear, on),
      ready: counts.get('READY') ?? 0,
      held: counts.get('HELD') ?? 0,
      annulments: counts.get('ANNULMENT') ?? 0,
      corrected: counts.get('CORRECTED') ?? 0,
      annulled: counts.get('ANNULLED') ?? 0,
      superseded: counts.get('SUPERSEDED') ?? 0,
      entered: {
        originals: came.get('ORIGINAL') ?? 0,
        corrections: came.get('CORRECTION') ?? 0,
        annulments: came.get('ANNULMENT') ?? 0,
      },
      late: lateOf(incomeYear, on, own(late), own(holds)),
    }
  })
}

function lateOf(
  incomeYear: number,
  on: CivilDate,
  issued: readonly LateCount[],
  holds: readonly HeldCertificates[],
): CertificateYear['late'] {
  const stretch = lateDaysOf(incomeYear)
  const held = !stretch || on <= stretch.deadline ? 0 : sum(holds.map((row) => row.without_valid))
  const heldCosts =
    !stretch || on <= stretch.freeUntil ? 'free' : on <= stretch.reducedUntil ? 'reduced' : 'full'
  const counts = { free: 0, reduced: 0, full: 0, [heldCosts]: held }
  for (const row of issued) for (const name of ['free', 'reduced', 'full'] as const) counts[name] += row[name]
  const ofKind = (kind: string) =>
    sum(issued.filter((row) => row.kind === kind).map(({ free, reduced, full }) => free + reduced + full))
  return {
    originals: ofKind('ORIGINAL'),
    corrections: ofKind('CORRECTION'),
    held,
    sanctionCents: lateSanction(incomeYear, counts),
  }
}

function dueOf(incomeYear: number, on: CivilDate): { deadline: CivilDate | null; daysLeft: number | null } {
  const deadline = lateDaysOf(incomeYear)?.deadline
  return deadline === undefined
    ? { deadline: null, daysLeft: null }
    : { deadline, daysLeft: daysBetween(on, deadline) }
}

function holdsOf(row: HeldCertificates, on: CivilDate): CertificateHolds {
  const field = row.field ?? ''
  return {
    incomeYear: row.income_year,
    code: row.code,
    field,
    sentence: reasonSentence(row.code, field),
    ...heap(row, on),
    ...dueOf(row.income_year, on),
    withoutValid: row.without_valid,
  }
}

function missingOf(row: MissingYears, on: CivilDate): CertificateReport['missing'][number] {
  return { incomeYears: row.missing, ...heap(row, on) }
}

/** A channel's paper and files together. */
function byChannel(rows: readonly ChannelCount[]): Record<string, StateTotals> {
  return totalsBy(rows, ({ channel }) => channel)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}
