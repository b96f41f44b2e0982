/**
 * Every period, deadline and eligibility rule, each with the days it holds for and where it comes from: the one
 * file to read, and to correct when a circular changes something (`domain.md` §1.7, §1.8). Rules of the request
 * and of the PIN; what certificates need joins here.
 *
 * @module
 */
import type { CivilDate } from './civil-date.ts'

/** Who may be issued a PIN. `NO_SPID`: those who cannot get a digital identity of their own (`domain.md` §1.8). */
export type IssueRule = 'ANYONE' | 'NO_SPID' | 'ABROAD_WITHOUT_ID'

/** What a setting may change: assumptions, and periods on which the sources disagree. */
export interface Periods {
  firstHalfSlaHours: number
  letterExpectedDaysItaly: number
  letterExpectedDaysAbroad: number
  callbackMaxAgeDays: number
  maxReissuesPerMonth: number
  initialUnusedValidityDaysItaly: number
  initialUnusedValidityDaysAbroad: number
  changePeriodCitizenMonths: number
  changePeriodIntermediaryMonths: number
  /** `null`: credentials are never deactivated for lack of use. */
  inactivityDeactivationMonths: number | null
  suspendedRevokeDays: number
  lockoutAttempts: number
  lockoutMinutes: number
  /** Switches on the legal end of the PIN, `issueRule`. */
  phaseOut: boolean
}

/** What the law or a circular fixed for everybody, and no setting changes. */
export interface LegalRules {
  delegatesAdmitted: boolean
  issueRule: IssueRule
}

export type ParameterValues = Periods & LegalRules
export type ParameterKey = keyof ParameterValues

/** One value and the days it holds for, both included; `null` is open. */
export interface Parameter<Key extends ParameterKey = ParameterKey> {
  readonly key: Key
  readonly value: ParameterValues[Key]
  readonly validFrom: CivilDate | null
  readonly validTo: CivilDate | null
  readonly source: string
}

type AnyParameter = { [Key in ParameterKey]: Parameter<Key> }[ParameterKey]

/** The value of a parameter on a day. */
export type ParameterReader = <Key extends ParameterKey>(key: Key, on: CivilDate) => ParameterValues[Key]

/** Values from the settings, in force on every day. */
export type ParameterOverrides = { readonly [Key in keyof Periods]?: Periods[Key] | undefined }

/** `[K]` marks an assumption with no source, `[D]` a choice among sources that disagree. */
export const PARAMETERS: readonly AnyParameter[] = [
  always('firstHalfSlaHours', 12, 'INPS, March 2020 (confartigianatoparma.it, pensionioggi.it)'),
  always('letterExpectedDaysItaly', 15, '[K] businessonline.it has "some days"'),
  always('letterExpectedDaysAbroad', 45, '[K] computereweb.eu has "several weeks"'),
  always('callbackMaxAgeDays', 30, '[K]'),
  always('maxReissuesPerMonth', 3, '[K]'),
  always('initialUnusedValidityDaysItaly', 180, '[K] mirrors the six months of D.Lgs. 196/2003, annex B'),
  always('initialUnusedValidityDaysAbroad', 180, '[K] as in Italy'),
  always(
    'changePeriodCitizenMonths',
    6,
    '[D] inps.it and press of 2019; fiscoetributi.com has three for all',
  ),
  always('changePeriodIntermediaryMonths', 3, 'inps.it; press of 2019'),
  always('inactivityDeactivationMonths', null, '[D] fiscoetributi.com has 6, La Stampa of 12-03-2013 has 12'),
  always('suspendedRevokeDays', 60, '[K]'),
  always('lockoutAttempts', 10, 'INPS messaggio 11837 of 23-07-2013'),
  always('lockoutMinutes', 5, 'INPS messaggio 11837 of 23-07-2013'),
  always('phaseOut', false, 'default: as the source documents of 2013–2019, anyone may hold a PIN'),

  between(null, '2016-11-15', 'delegatesAdmitted', true, 'practice before messaggio 4590/2016'),
  between('2016-11-16', null, 'delegatesAdmitted', false, 'INPS messaggio 4590 of 16-11-2016'),

  between(null, '2020-09-30', 'issueRule', 'ANYONE', 'practice before circolare 87/2020'),
  between('2020-10-01', '2021-09-30', 'issueRule', 'NO_SPID', 'INPS circolare 87 of 17-07-2020'),
  between('2021-10-01', null, 'issueRule', 'ABROAD_WITHOUT_ID', 'INPS circolare 127 of 12-08-2021'),
]

/** The value of a parameter on a day, as the table has it; throws when no value covers the day. */
export const parameter: ParameterReader = (key, on) => {
  const found = PARAMETERS.find((row) => row.key === key && covers(row, on))
  if (!found) throw new RangeError(`expected a value of the parameter ${key} on ${on}, found none`)
  // The table pairs each key with its own type; `find` cannot see that.
  return found.value as ParameterValues[typeof key]
}

/**
 * A reader in which the settings' values come first. Throws a RangeError on a validity that could end before a letter
 * is known to arrive: a first half of 5 August 2010 still served on 12 November, 99 days on (`domain.md` §1.7).
 */
export function withOverrides(overrides: ParameterOverrides): ParameterReader {
  const values: Partial<ParameterValues> = Object.fromEntries(
    Object.entries(overrides).filter(([, value]) => value !== undefined),
  )
  const read: ParameterReader = (key, on) => {
    const value = values[key]
    return value === undefined ? parameter(key, on) : value
  }
  checkInitialValidity(read)
  return read
}

const SHORTEST_INITIAL_VALIDITY_DAYS = 100

function checkInitialValidity(read: ParameterReader): void {
  const anyDay = '2013-01-01'
  const italy = read('initialUnusedValidityDaysItaly', anyDay)
  const abroad = read('initialUnusedValidityDaysAbroad', anyDay)
  if (italy < SHORTEST_INITIAL_VALIDITY_DAYS) {
    throw new RangeError(
      `initialUnusedValidityDaysItaly: ci vogliono almeno ${SHORTEST_INITIAL_VALIDITY_DAYS} giorni, non ${italy}`,
    )
  }
  if (abroad < italy) {
    throw new RangeError(
      `initialUnusedValidityDaysAbroad: ci vogliono almeno i giorni dell’Italia (${italy}), non ${abroad}`,
    )
  }
}

function covers(row: AnyParameter, on: CivilDate): boolean {
  return (row.validFrom === null || row.validFrom <= on) && (row.validTo === null || on <= row.validTo)
}

function always<Key extends ParameterKey>(
  key: Key,
  value: ParameterValues[Key],
  source: string,
): Parameter<Key> {
  return { key, value, validFrom: null, validTo: null, source }
}

function between<Key extends ParameterKey>(
  validFrom: CivilDate | null,
  validTo: CivilDate | null,
  key: Key,
  value: ParameterValues[Key],
  source: string,
): Parameter<Key> {
  return { key, value, validFrom, validTo, source }
}
