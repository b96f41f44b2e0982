/** @module What a sample is asked for, and the sets that follow from it. */
import { isCivilDate } from '../domain/civil-date.ts'
import { type SampleSet, sampleSet } from './sample-set.ts'

export interface SampleOptions {
  readonly requests: number
  readonly seed: number
  /** Business date of the feeds, `YYYY-MM-DD`. */
  readonly date: string
  /** An earlier sample of the same seed; a date alone means as many requests. */
  readonly after?: string | { readonly date: string; readonly requests: number }
  /** Folder, made where missing. Files of the same names are replaced. */
  readonly out: string
}

/** Refuses what is no sample. */
export function setsOf(options: SampleOptions): { set: SampleSet; earlier: SampleSet | undefined } {
  const { requests, seed, date, after } = options
  const set = sampleSet(seed, checkedDate(date), checkedCount(requests))
  return { set, earlier: earlierSet(set, after) }
}

function earlierSet(set: SampleSet, after: SampleOptions['after']): SampleSet | undefined {
  if (after === undefined) return undefined
  const { date, requests } = typeof after === 'string' ? { date: after, requests: set.requests } : after
  if (checkedDate(date) >= set.date) {
    throw new RangeError(`expected an earlier sample than that of ${set.date}, found ${date}`)
  }
  return sampleSet(set.seed, date, checkedCount(requests))
}

function checkedDate(date: string): string {
  if (!isCivilDate(date)) throw new RangeError(`expected the date of a sample as YYYY-MM-DD, found "${date}"`)
  return date
}

function checkedCount(requests: number): number {
  if (!Number.isSafeInteger(requests) || requests < 1) {
    throw new RangeError(`expected a number of requests of 1 or more, found ${requests}`)
  }
  return requests
}
