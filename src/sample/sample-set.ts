/**
 * One sample: so many requests of one day and seed. Everything about request `index` follows from these numbers, so
 * that a later sample can speak of the people of an earlier one without having kept them.
 *
 * @module
 */
import { type CivilDate, daysBetween } from '../domain/civil-date.ts'
import { Random, shuffledPlace } from './random.ts'
import type { Trouble } from './trouble.ts'
import { NO_TROUBLE, ROUND, troubleAtPlace } from './troubles.ts'

export interface SampleSet {
  readonly seed: number
  readonly date: CivilDate
  readonly requests: number
  /** The date as a number. */
  readonly day: number
  /** The date in names: `20261120`. */
  readonly stamp: string
}

/** Independent sources of chance for one index. */
export const STREAM = {
  trouble: 1,
  residence: 2,
  person: 3,
  spoil: 4,
  repeat: 5,
  fate: 6,
  event: 7,
  style: 8,
  home: 9,
  pensioner: 10,
  career: 11,
  death: 12,
  certificateTrouble: 13,
  certificateSpoil: 14,
  revision: 15,
  certificateRequest: 16,
} as const

export function sampleSet(seed: number, date: CivilDate, requests: number): SampleSet {
  return { seed, date, requests, day: daysBetween('2000-01-01', date), stamp: date.replaceAll('-', '') }
}

export function randomFor(set: SampleSet, index: number, stream: number): Random {
  return new Random(set.seed, set.day, index, stream)
}

/** The trouble that falls on an index, whether or not there is an earlier sample to repeat somebody from. */
export function troubleOf(set: SampleSet, index: number): Trouble {
  return troubleAtPlace(shuffledPlace(set.seed, set.day, STREAM.trouble, index, ROUND))
}

/** The same, with what needs an earlier sample taken out where there is none. */
export function troubleMet(set: SampleSet, index: number, earlier: SampleSet | undefined): Trouble {
  const trouble = troubleOf(set, index)
  return trouble.later && !earlier ? NO_TROUBLE : trouble
}

const ABROAD_OF_ROUND = 147

/** True for 147 indexes of a thousand; the troubles that only happen abroad bring it above 15 %. */
export function livesAbroad(set: SampleSet, index: number): boolean {
  return shuffledPlace(set.seed, set.day, STREAM.residence, index, ROUND) < ABROAD_OF_ROUND
}
