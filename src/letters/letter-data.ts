/**
 * What a PIN letter is made from: its person's data, what its bundle shares, and the templates.
 *
 * @module
 */
import { italianLongDate, withArticle } from '../domain/civil-date.ts'
import type { Values } from './flow.ts'
import type { Geometry } from './geometry.ts'
import type { Sender } from './letter-page.ts'
import type { LetterText, Residence } from './letter-text.ts'
import type { LetterTypefaces } from './letter-typefaces.ts'

/** What a letter says of its person; stored before rendering, JSON-safe, no secret. */
export interface PinLetterData {
  /** `R3K7Q-9TX2M-C` */
  readonly publicId: string
  /** As in the window and in the vendor's CSV. */
  readonly addressLines: readonly string[]
  readonly requestedOn: string
  readonly firstHalfSentOn: string
  readonly firstHalfChannel: 'SMS' | 'EMAIL' | 'PEC'
  readonly residence: Residence
}

/** What all letters of a bundle share. */
export interface PinLetterIssue {
  readonly datedOn: string
  readonly expiresOn: string
  /** Every page is marked PROVA. */
  readonly test: boolean
}

/** The templates, read and checked. */
export interface LetterSources {
  readonly text: LetterText
  readonly geometry: Geometry
  readonly typefaces: LetterTypefaces
  readonly sender: Sender
  readonly version: string
}

/** What the placeholders of the text stand for. */
export function letterValues(
  { text, sender }: Pick<LetterSources, 'text' | 'sender'>,
  issue: PinLetterIssue,
  letter: Pick<PinLetterData, 'requestedOn' | 'firstHalfSentOn' | 'firstHalfChannel'>,
): Values {
  return {
    istituto: sender.institute,
    data: printedDate(issue.datedOn),
    scadenza: theDate(issue.expiresOn),
    data_richiesta: theDate(letter.requestedOn),
    data_prima_parte: theDate(letter.firstHalfSentOn),
    via: text.via[letter.firstHalfChannel],
  }
}

/** A date never breaks over two lines. */
/** With its article, which the day decides: «entro l’8 novembre», «entro il 12 novembre». */
function theDate(date: string): string {
  return withArticle(date, printedDate(date)).replace(' ', '\u00a0')
}

function printedDate(date: string): string {
  return italianLongDate(date).replaceAll(' ', '\u00a0')
}
