/**
 * A date as a language writes it; its spaces never break over two lines.
 *
 * @module
 */
import type { CivilDate } from '../domain/civil-date.ts'
import type { LetterText } from './letter-text.ts'

/** `12 maggio 2026`, `1er mai 2026` */
export function printedDate({ date }: Pick<LetterText, 'date'>, on: CivilDate): string {
  const [year = '', month = '', day = ''] = on.split('-')
  const number = String(Number(day))
  return date.form
    .replace('{day}', date.days[number] ?? number)
    .replace('{month}', date.months[Number(month) - 1] ?? '')
    .replace('{year}', year)
    .replaceAll(' ', '\u00a0')
}

/** Inside a sentence: with its article, which the day decides, where the language has one: `l’8 maggio`. */
export function dateInSentence(text: Pick<LetterText, 'date'>, on: CivilDate): string {
  const { articles } = text.date
  const article = articles[String(Number(on.slice(8)))] ?? articles['other'] ?? ''
  return article.replaceAll(' ', '\u00a0') + printedDate(text, on)
}

/** Every character that a date of this language can have. */
export function dateCharacters({ date }: Pick<LetterText, 'date'>): string {
  return [
    date.form,
    ...date.months,
    ...Object.values(date.days),
    ...Object.values(date.articles),
    '0123456789',
  ].join('')
}
