/**
 * The pensioners of one sample. Everything about number `index` follows from the set, as with its requests, so that a
 * later sample can certify, correct and speak of the people of an earlier one without having kept them.
 *
 * @module
 */
import { ofIncomeYear, PENSION_DEDUCTIONS } from '../domain/certificates/certificate-parameters.ts'
import type { CivilDate } from '../domain/civil-date.ts'
import { type SampleSet, sampleSet } from './sample-set.ts'

/** The income years that have forms (`domain.md` §2.4). */
export const FIRST_INCOME_YEAR = 2012
const LAST_INCOME_YEAR = 2019

export interface CertificateSet extends SampleSet {
  readonly people: number
  /** What these people are newest to have: the year in which some of them die, and in which rows go wrong. */
  readonly lastYear: number
  /** Whether half of them also asked for a PIN in the sample of the same day. */
  readonly askedForPins: boolean
}

/** One pensioner in so many requests for a PIN, among the first comers and among those who come later. */
const REQUESTS_OF_FIRST = 10
const REQUESTS_OF_LATER = 6

/** A first sample has the archive, up to the year before the last. */
export function firstCertificateSet(set: SampleSet): CertificateSet {
  return certificateSet(set, REQUESTS_OF_FIRST, lastYearBefore(set.date, LAST_INCOME_YEAR - 1))
}

export function laterCertificateSet(set: SampleSet): CertificateSet {
  return certificateSet(set, REQUESTS_OF_LATER, lastYearBefore(set.date, LAST_INCOME_YEAR))
}

/** So many people with one income year, who asked for nothing. */
export function yearlyCertificateSet(seed: number, people: number, incomeYear: number): CertificateSet {
  if (!ofIncomeYear(PENSION_DEDUCTIONS, incomeYear)) {
    throw new RangeError(`expected an income year whose deductions are known, found ${incomeYear}`)
  }
  const set = sampleSet(seed, `${incomeYear + 1}-06-01`, 0)
  return { ...set, people, lastYear: incomeYear, askedForPins: false }
}

function certificateSet(set: SampleSet, requestsOfOne: number, lastYear: number): CertificateSet {
  return { ...set, people: Math.ceil(set.requests / requestsOfOne), lastYear, askedForPins: true }
}

/** Certificates are of years that are over. */
function lastYearBefore(date: CivilDate, most: number): number {
  return Math.min(most, Number(date.slice(0, 4)) - 1)
}
