/**
 * The values that take most room in a language: what fits with these fits with any.
 *
 * Lines are as few as they can be, so a wider word never makes fewer of them.
 *
 * @module
 */
import type { CivilDate } from '../domain/civil-date.ts'
import type { FirstHalfChannel } from '../domain/contacts.ts'
import type { Stamper } from '../pdf/stamper.ts'
import type { LetterText } from './letter-text.ts'
import { strongOf } from './letter-typefaces.ts'
import { dateInSentence, printedDate } from './printed-date.ts'

export interface WidestValues {
  /** By itself. */
  readonly date: CivilDate
  readonly dateInSentence: CivilDate
  readonly channel: FirstHalfChannel
}

/** Digits are of one width in every text typeface, so one year stands for all. */
const YEAR = 2028
const DAYS = Array.from({ length: 366 }, (_, day) =>
  new Date(Date.UTC(YEAR, 0, 1 + day)).toISOString().slice(0, 10),
)
const CHANNELS = ['SMS', 'EMAIL', 'PEC'] as const

export function widestValues(text: LetterText, fonts: Stamper['fonts']): WidestValues {
  const widthOf = (printed: string) =>
    [text.typeface, strongOf(text.typeface)].reduce((sum, typeface) => {
      const font = fonts.get(typeface)
      return sum + (font ? font.width(font.joined(printed)) : 0)
    }, 0)
  return {
    date: widest(DAYS, (day) => widthOf(printedDate(text, day))),
    dateInSentence: widest(DAYS, (day) => widthOf(dateInSentence(text, day))),
    channel: widest(CHANNELS, (channel) => widthOf(text.via[channel])),
  }
}

function widest<T>(values: readonly T[], widthOf: (value: T) => number): T {
  let most = -1
  let found = values[0] as T
  for (const value of values) {
    const width = widthOf(value)
    if (width > most) [most, found] = [width, value]
  }
  return found
}
