/**
 * What fills the slots of a letter, in the languages that it is printed in.
 *
 * @module
 */
import type { CivilDate } from '../domain/civil-date.ts'
import type { Values } from '../pdf/template.ts'
import type { PinLetterData, PinLetterIssue } from './letter-data.ts'
import type { LetterText } from './letter-text.ts'
import { dateInSentence, printedDate } from './printed-date.ts'

/** Dates that are kept: of a night's requests, and for years. */
const MOST_DATES = 10_000

export class LetterValues {
  readonly #texts: ReadonlyMap<string, LetterText>
  readonly #dates = new Map<string, string>()

  constructor(texts: ReadonlyMap<string, LetterText>) {
    this.#texts = texts
  }

  /** What all letters of a bundle share; `mark` stands across every sheet. */
  ofEdition({ datedOn, expiresOn }: PinLetterIssue, mark: string): Values {
    const values: Record<string, string> = { mark }
    for (const [language, text] of this.#texts) {
      values[`data.${language}`] = printedDate(text, datedOn)
      values[`scadenza.${language}`] = dateInSentence(text, expiresOn)
    }
    return values
  }

  ofLetter(letter: PinLetterData, code: string): Values {
    const values: Record<string, string | readonly string[]> = {
      lettera: letter.publicId,
      codice: code,
      indirizzo: letter.addressLines,
    }
    for (const language of letter.languages.split('+')) {
      const text = this.#texts.get(language)
      if (!text) throw new RangeError(`there is no letter in ${language}`)
      values[`data_richiesta.${language}`] = this.#inSentence(text, letter.requestedOn)
      values[`data_prima_parte.${language}`] = this.#inSentence(text, letter.firstHalfSentOn)
      values[`via.${language}`] = text.via[letter.firstHalfChannel]
    }
    return values
  }

  #inSentence(text: LetterText, on: CivilDate): string {
    const key = text.language + on
    let written = this.#dates.get(key)
    if (written === undefined) {
      written = dateInSentence(text, on)
      if (this.#dates.size < MOST_DATES) this.#dates.set(key, written)
    }
    return written
  }
}
