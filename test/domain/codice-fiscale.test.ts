import { describe, expect, test } from 'vitest'
import {
  checkCodiceFiscale,
  checkLetter,
  decodeOmocodia,
  omocodeOf,
} from '../../src/domain/codice-fiscale.ts'
import { computeCodiceFiscale, type PersonalData } from '../../src/domain/codice-fiscale-computed.ts'
import { PEOPLE } from './people.ts'

const OMOCODES_OF_CACCAMO = [
  'CCCFBA85D03L21VE',
  'CCCFBA85D03L2MVP',
  'CCCFBA85D03LNMVE',
  'CCCFBA85D0PLNMVA',
  'CCCFBA85DLPLNMVL',
  'CCCFBA8RDLPLNMVX',
  'CCCFBAURDLPLNMVU',
]

describe('checkCodiceFiscale', () => {
  test.each(PEOPLE)('accepts $cf', ({ cf }) => {
    expect(checkCodiceFiscale(cf)).toEqual({ ok: true, kind: 'DEFINITIVO' })
  })

  test.each([...OMOCODES_OF_CACCAMO, 'BNZVCN32S10E57PV', 'BNZVCNPNSMLERTPX'])(
    'accepts %s as an omocode',
    (cf) => {
      expect(checkCodiceFiscale(cf)).toEqual({ ok: true, kind: 'OMOCODICE' })
    },
  )

  test.each(['80078750587', '00159560366', '90123450018', '80000010019'])(
    'accepts the provisional %s',
    (cf) => {
      expect(checkCodiceFiscale(cf)).toEqual({ ok: true, kind: 'PROVVISORIO_11' })
    },
  )

  test.each([
    {
      title: 'a letter too many',
      cf: 'MRNLCU00A01H501JK',
      code: 'CF_FORMA',
      detail: 'trovati 17 caratteri invece di 16',
    },
    { title: 'nothing', cf: '', code: 'CF_FORMA', detail: 'trovati 0 caratteri invece di 16' },
    { title: 'ten digits', cf: '8007875058', code: 'CF_FORMA', detail: 'trovati 10 caratteri invece di 16' },
    { title: 'small letters', cf: 'cccfba85d03l219p', code: 'CF_FORMA', detail: 'caratteri fuori posto' },
    {
      title: 'a month that no letter means',
      cf: 'CCCFBA85F03L219P',
      code: 'CF_FORMA',
      detail: 'caratteri fuori posto',
    },
    {
      title: 'a letter that omocodia does not use',
      cf: 'CCCFBA85D03L21AP',
      code: 'CF_FORMA',
      detail: 'caratteri fuori posto',
    },
    { title: 'a column of zeros', cf: '00000000000', code: 'CF_FORMA', detail: 'numero di serie a zero' },
    {
      title: 'a wrong check letter',
      cf: 'VNDLDL87D07B963G',
      code: 'CF_CARATTERE_CONTROLLO',
      detail: 'atteso O, trovato G',
    },
    {
      title: 'a wrong check digit',
      cf: '80078750588',
      code: 'CF_CARATTERE_CONTROLLO',
      detail: 'attesa 7, trovata 8',
    },
    { title: '30 February', cf: withLetter('RSSMRA50B30H501'), code: 'CF_DATA', detail: 'giorno 30, mese 2' },
    {
      title: '29 February 1950',
      cf: withLetter('RSSMRA50B29H501'),
      code: 'CF_DATA',
      detail: 'giorno 29, mese 2',
    },
    {
      title: '31 April of a woman',
      cf: withLetter('RSSMRA50D71H501'),
      code: 'CF_DATA',
      detail: 'giorno 71, mese 4',
    },
    { title: 'day 0', cf: withLetter('RSSMRA50A00H501'), code: 'CF_DATA', detail: 'giorno 0, mese 1' },
    { title: 'day 40', cf: withLetter('RSSMRA50A40H501'), code: 'CF_DATA', detail: 'giorno 40, mese 1' },
    { title: 'day 35', cf: withLetter('RSSMRA50A35H501'), code: 'CF_DATA', detail: 'giorno 35, mese 1' },
    { title: 'day 72', cf: withLetter('RSSMRA50A72H501'), code: 'CF_DATA', detail: 'giorno 72, mese 1' },
  ])('refuses $title', ({ cf, code, detail }) => {
    expect(checkCodiceFiscale(cf)).toEqual({ ok: false, code, detail })
  })

  test.each([
    { title: '29 February 1948', cf: withLetter('RSSMRA48B29H501') },
    { title: '29 February 2000, though 1900 was no leap year', cf: withLetter('RSSMRA00B69H501') },
    { title: '31 December of a woman', cf: withLetter('RSSMRA50T71H501') },
  ])('accepts $title', ({ cf }) => {
    expect(checkCodiceFiscale(cf).ok).toBe(true)
  })

  test('never repeats the codice fiscale in a detail', () => {
    for (const cf of [
      'VNDLDL87D07B963G',
      'MRNLCU00A01H501JK',
      withLetter('RSSMRA50B30H501'),
      '80078750588',
    ]) {
      expect(checkCodiceFiscale(cf)).not.toMatchObject({ detail: expect.stringContaining(cf) })
    }
  })
})

describe('omocodia', () => {
  test.each(OMOCODES_OF_CACCAMO.map((omocode, at) => ({ k: at + 1, omocode })))(
    'replaces $k digits',
    ({ k, omocode }) => {
      expect(omocodeOf('CCCFBA85D03L219P', k)).toBe(omocode)
      expect(decodeOmocodia(omocode)).toBe('CCCFBA85D03L219P')
    },
  )

  test('any of the seven places may hold a letter', () => {
    const onlyTheYear = withLetter('CCCFBAU5D03L219')
    expect(checkCodiceFiscale(onlyTheYear)).toEqual({ ok: true, kind: 'OMOCODICE' })
    expect(decodeOmocodia(onlyTheYear)).toBe('CCCFBA85D03L219P')
  })

  test('a code without letters in digit places stays as it is', () => {
    expect(decodeOmocodia('RSSMRA50B17H501F')).toBe('RSSMRA50B17H501F')
  })
})

describe('computeCodiceFiscale', () => {
  test.each(PEOPLE)('gives $cf for $person.surname $person.name', ({ cf, person }) => {
    expect(computeCodiceFiscale(person)).toBe(cf)
  })

  const person: PersonalData = {
    surname: 'Rossi',
    name: 'Mario',
    sex: 'M',
    birthDate: '1950-02-17',
    birthPlace: 'H501',
  }
  test.each([
    { title: 'ROSI', surname: 'Rosi', code: 'RSO' },
    { title: 'a particle', surname: 'De Luca', code: 'DLC' },
    { title: 'an apostrophe', surname: 'D’Angelo', code: 'DNG' },
    { title: 'ÜS after 2011', surname: 'Üs', code: 'SUE' },
    { title: 'ÖZ after 2011', surname: 'Öz', code: 'ZOE' },
    { title: 'Æ alone', surname: 'Æ', code: 'AEX' },
    { title: 'letters in two code points', surname: 'U\u0308s', code: 'SUE' },
    { title: 'ß', surname: 'Straße', code: 'STR' },
    { title: 'Polish letters', surname: 'Łoś', code: 'LSO' },
  ])('takes from the surname $title', ({ surname, code }) => {
    expect(computeCodiceFiscale({ ...person, surname }).slice(0, 3)).toBe(code)
  })

  test.each([
    { title: 'four consonants or more', name: 'Gianfranco', code: 'GFR' },
    { title: 'FRANCESCO', name: 'Francesco', code: 'FNC' },
    { title: 'three consonants or fewer', name: 'Dario', code: 'DRA' },
    { title: 'EVA', name: 'Eva', code: 'VEA' },
    { title: 'two letters', name: 'Lu', code: 'LUX' },
    { title: 'two names', name: 'Anna Maria', code: 'NMR' },
  ])('takes from the name $title', ({ name, code }) => {
    expect(computeCodiceFiscale({ ...person, name }).slice(3, 6)).toBe(code)
  })
})

function withLetter(first15: string): string {
  return first15 + checkLetter(first15)
}
