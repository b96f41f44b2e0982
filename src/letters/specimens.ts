/**
 * People who do not exist, to look at letters with: ordinary ones, and those whose data take most room.
 *
 * @module
 */
import type { FirstHalfChannel } from '../domain/contacts.ts'
import { letterIdFrom } from '../domain/letter-id.ts'
import type { Stamper } from '../pdf/stamper.ts'
import type { PinLetterData, PinLetterIssue } from './letter-data.ts'
import type { LetterText, Residence } from './letter-text.ts'
import { widestValues } from './widest-values.ts'

export interface SpecimenPerson {
  /** As file names and staff call them. */
  readonly name: string
  readonly residence: Residence
  readonly addressLines: readonly string[]
}

export const ORDINARY: readonly SpecimenPerson[] = [
  person('italia', 'ITALIA', ['MARIA ROSSI', 'VIA GARIBALDI 16', '00153 ROMA RM']),
  person('estero', 'ESTERO', ['GIUSEPPE BIANCHI', '25 RUE DE LA FONTAINE', '75012 PARIS', 'FRANCIA']),
]

/** As many lines as there can be, of as many characters (`domain.md` §4.1). */
export const LONGEST: readonly SpecimenPerson[] = [
  person('italia-limite', 'ITALIA', [
    "MARIA IMMACOLATA CONCETTA DELLA VALLE D'ASTA",
    'PRESSO COMUNITÀ ALLOGGIO SAN GIOVANNI ELEMOS',
    'PALAZZINA QUATTRO SCALA B PIANO 5 INTERNO 12',
    'VIA GENERALE CARLO ALBERTO DALLA CHIESA 123A',
    '98100 SAN BARTOLOMEO IN GALDO A MARE NORD ME',
  ]),
  person('estero-limite', 'ESTERO', [
    'FRANCESCA MADDALENA WASHINGTON-MONTGOMERY JR',
    'C/O HUMANITARIAN COMMUNITY AND WORKERS UNION',
    'GOMBE BUILDING MWANGA APARTMENT NUMBER 14 BW',
    "1402 AVENUE DES MARTYRS DE L'INDÉPENDANCE WW",
    'B.P. 11742 KINSHASA GOMBE KINSHASA NORD OUES',
    'REPUBBLICA DEMOCRATICA DEL CONGO',
  ]),
]

/** Every alphabet that an address may come in. */
export const ALPHABETS: readonly SpecimenPerson[] = [
  person('polacco', 'ESTERO', [
    'ŁUKASZ WIŚNIEWSKI',
    'UL. ŻÓŁKIEWSKIEGO 12 M. 3',
    '00-116 WARSZAWA',
    'POLONIA',
  ]),
  person('romeno', 'ESTERO', ['ȘTEFAN ȚĂRĂNESCU', 'STRADA ÎNFRĂȚIRII 7', '400001 CLUJ-NAPOCA', 'ROMANIA']),
  person('turco', 'ESTERO', ['AĞA ŞAHİN ÇELİK', 'İSTİKLÂL CADDESİ 45', '34430 BEYOĞLU İSTANBUL', 'TURCHIA']),
  person('ungherese', 'ESTERO', ['ERZSÉBET GYŐRI', 'TŰZOLTÓ UTCA 8', '1094 BUDAPEST', 'UNGHERIA']),
  person('serbo', 'ESTERO', ['ĐORĐE ŽIVKOVIĆ', 'KNEZA MIHAILA 10', '11000 BEOGRAD', 'SERBIA']),
  person('vietnamita', 'ESTERO', [
    'NGUYỄN THỊ ĐƯỢC',
    '12 ĐƯỜNG LÊ LỢI',
    '700000 THÀNH PHỐ HỒ CHÍ MINH',
    'VIETNAM',
  ]),
  person('greco', 'ESTERO', ['ΑΛΈΞΑΝΔΡΟΣ ΠΑΠΑΔΌΠΟΥΛΟΣ', 'ΟΔΌΣ ΑΘΗΝΆΣ 12', '105 51 ΑΘΉΝΑ', 'GRECIA']),
  person('cirillico', 'ESTERO', [
    'СЕРГЕЙ ЩЕРБАКОВ',
    'УЛ. ПУШКИНА 10 КВ. 5',
    '101000 МОСКВА',
    'FEDERAZIONE RUSSA',
  ]),
]

function person(name: string, residence: Residence, addressLines: readonly string[]): SpecimenPerson {
  return { name, residence, addressLines }
}

/** Dates and channel of a letter, none of them today's: a preview is the same whenever it is made. */
export interface SpecimenFacts {
  readonly issue: PinLetterIssue
  readonly requestedOn: string
  readonly firstHalfSentOn: string
  readonly firstHalfChannel: FirstHalfChannel
}

export const ORDINARY_FACTS: SpecimenFacts = {
  issue: { datedOn: '2026-11-22', expiresOn: '2027-05-21', test: false },
  requestedOn: '2026-11-16',
  firstHalfSentOn: '2026-11-21',
  firstHalfChannel: 'SMS',
}

/** The longest dates and the longest channel of a language. */
export function longestFacts(text: LetterText, fonts: Stamper['fonts']): SpecimenFacts {
  const { date, dateInSentence, channel } = widestValues(text, fonts)
  return {
    issue: { datedOn: date, expiresOn: dateInSentence, test: false },
    requestedOn: dateInSentence,
    firstHalfSentOn: dateInSentence,
    firstHalfChannel: channel,
  }
}

/** The letter of the n-th person of a file. */
export function specimenLetter(
  { residence, addressLines }: SpecimenPerson,
  { languages, facts, index }: { languages: string; facts: SpecimenFacts; index: number },
): PinLetterData {
  const { requestedOn, firstHalfSentOn, firstHalfChannel } = facts
  const publicId = letterIdFrom(new Uint8Array(10).fill(index + 1))
  return { publicId, languages, residence, addressLines, requestedOn, firstHalfSentOn, firstHalfChannel }
}
