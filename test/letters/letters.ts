/** @module Letters for tests: who they go to, in which languages, from which templates. */
import type { TemplateCache } from '../../src/letters/compiled-once.ts'
import { loadPinLetterTemplate, type TemplateOptions } from '../../src/letters/load-pin-letter-template.ts'
import type {
  MeasuredLetter,
  PinLetterData,
  PinLetterIssue,
  PinLetterTemplate,
} from '../../src/letters/pin-letter.ts'
import { whole } from '../pdf/read-pdf.ts'

export const PROFILES = ['it-dx', 'din-b', 'notify-c5'] as const
export const LANGUAGES = ['it', 'de', 'en', 'fr', 'es', 'pl', 'ru', 'ar'] as const
/** Every combination that can be printed. */
export const PRINTED_IN: readonly string[] = [
  ...LANGUAGES,
  ...LANGUAGES.filter((language) => language !== 'it').map((language) => `it+${language}`),
]
export const RESIDENCES = ['ITALIA', 'ESTERO'] as const

export const SENDER = { institute: 'INPS', returnAddress: ['Casella Postale 10000', '00144 Roma RM'] }
export const ISSUE: PinLetterIssue = { datedOn: '2026-11-22', expiresOn: '2027-05-21', test: false }

/** Drafts may be printed, unless `test` says otherwise. */
export function loadTemplate(
  more: Partial<TemplateOptions> = {},
  cache?: TemplateCache,
): Promise<PinLetterTemplate> {
  const options: TemplateOptions = {
    templatesFolder: 'templates',
    profile: 'it-dx',
    sender: SENDER,
    languages: { declaredLanguage: 'alone', secondLanguages: {} },
    test: true,
    ...more,
  }
  return loadPinLetterTemplate(options, cache)
}

export function letter(more: Partial<PinLetterData> = {}): PinLetterData {
  return {
    publicId: 'R3K7Q-9TX2M-C',
    addressLines: ['MARIA D’ANNUNZIO', 'VIA GARIBALDI 16/A', '00144 ROMA RM'],
    requestedOn: '2026-11-16',
    firstHalfSentOn: '2026-11-21',
    firstHalfChannel: 'SMS',
    residence: 'ITALIA',
    languages: 'it',
    ...more,
  }
}

/** Before it is known what it is printed in. */
export function measured(more: Partial<MeasuredLetter> = {}): MeasuredLetter {
  const { languages: _, ...facts } = letter()
  const place = {
    zone: 'IT',
    cap: '00144',
    locality: 'ROMA',
    province: 'RM',
    countryIso2: 'IT',
    countryName: 'ITALIA',
  } as MeasuredLetter['place']
  return { ...facts, language: 'it', place, ...more }
}

/** The longest and the oddest that may come to be printed (`domain.md` §4.1: 44 characters, six lines abroad). */
export const WORST_CASES: Readonly<Record<string, readonly string[]>> = {
  'forty-four characters a line': [
    'FRANCESCA MARIA IMMACOLATA CACCIAPUOTI DELLA',
    'PRESSO COMUNITÀ MONTANA DEI MONTI DAUNI MERI',
    'PALAZZINA B SCALA SINISTRA INTERNO 12 P. QUI',
    'VIA DELLE MEDAGLIE D’ORO AL VALORE MILITARE1',
    '98100 SAN BARTOLOMEO IN GALDO MARITTIMO WWMM',
  ],
  'six lines of every script': [
    'ŁUKASZ ȘTEFĂNESCU-ĐORĐEVIĆ ERDŐS',
    'AĞA ŞAHİN',
    'Αλέξανδρος Σόλων',
    'Щербаков',
    '00-116 WARSZAWA',
    'POLONIA',
  ],
  'two short lines': ['A B', 'ROMA'],
}

/** A letter with its code. */
export type Secret = PinLetterData & { readonly half: string }

/** Hexadecimal, each its own, many zeros and eights. */
export function halfOf(index: number): string {
  return `B80${(0xd000 + index * 7).toString(16).toUpperCase()}8`
}

export function bundleOf(
  template: PinLetterTemplate,
  letters: readonly PinLetterData[],
  issue: Partial<PinLetterIssue> = {},
): Buffer {
  const secrets = letters.map((one, index): Secret => ({ ...one, half: halfOf(index) }))
  return whole(template.bundle({ ...ISSUE, ...issue }, secrets))
}
