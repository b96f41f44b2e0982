import { describe, expect, test } from 'vitest'
import type { Addressee, AddressOptions, PostalAddress } from '../../src/domain/postal-address.ts'
import { compose, PARIS, told } from './address-cases.ts'

interface Printed {
  readonly title: string
  readonly parts: Partial<PostalAddress>
  readonly addressee?: Partial<Addressee>
  readonly options?: AddressOptions
  readonly lines: readonly string[]
  /** Nothing, unless said. */
  readonly findings?: readonly string[]
}

function printsAll(rows: readonly Printed[]): void {
  for (const { title, parts, addressee, options, lines, findings = [] } of rows) {
    test(title, () => {
      const verdict = compose(parts, addressee, options)
      expect(told(verdict)).toEqual(findings)
      expect(verdict.printable?.lines).toEqual(lines)
    })
  }
}

describe('in Italy prints', () => {
  printsAll([
    {
      title: 'three lines, in capitals',
      parts: {},
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
    {
      title: 'all five lines, frazione after details',
      parts: { presso: 'Bianchi', details: 'Scala B piano 2', frazione: 'Ostia Antica' },
      lines: [
        'MARIO ROSSI',
        'PRESSO BIANCHI',
        'SCALA B PIANO 2 OSTIA ANTICA',
        'VIA GARIBALDI 16',
        '00153 ROMA RM',
      ],
    },
    {
      title: 'superfluous spaces gone without a word',
      parts: { street: ' Via   Garibaldi\u00a0', civic: ' 16 ' },
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
    {
      title: 'no comma and no "N." before the number',
      parts: { street: 'Via Garibaldi,', civic: 'N. 16' },
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
      findings: ['OK_NORMALISED street VIA GARIBALDI', 'OK_NORMALISED civic 16'],
    },
    {
      title: 'a number that stands in the street',
      parts: { street: 'Via Garibaldi, N° 16/A', civic: '' },
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16/A', '00153 ROMA RM'],
      findings: ['OK_NORMALISED street VIA GARIBALDI 16/A'],
    },
    {
      title: 'apostrophes, hyphens and slashes as they are',
      parts: { street: "Via dell'Isola-Bella", civic: '16/A' },
      addressee: { name: 'Anna-Maria', surname: "D'Angelo" },
      lines: ["ANNA-MARIA D'ANGELO", "VIA DELL'ISOLA-BELLA 16/A", '00153 ROMA RM'],
    },
    {
      title: 'typographic apostrophes as plain ones',
      parts: {},
      addressee: { surname: 'D’Angelo', name: 'Nicolo´' },
      lines: ["NICOLO' D'ANGELO", 'VIA GARIBALDI 16', '00153 ROMA RM'],
      findings: ["OK_NORMALISED surname NICOLO' D'ANGELO"],
    },
    {
      title: 'full stops only inside a word',
      parts: { street: 'V.le S. Maria (lato mare)', civic: '4' },
      lines: ['MARIO ROSSI', 'V.LE S MARIA LATO MARE 4', '00153 ROMA RM'],
      findings: ['OK_NORMALISED street V.LE S MARIA LATO MARE'],
    },
    {
      title: 'letters of every alphabet in capitals',
      parts: {},
      addressee: { name: 'Łukasz Iştván', surname: 'Grőß-Đorđević Ştefănescuș Παπάς' },
      lines: ['ŁUKASZ IŞTVÁN GRŐSS-ĐORĐEVIĆ ŞTEFĂNESCUȘ', 'ΠΑΠΆΣ', 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
    {
      title: 'both Turkish i as I',
      parts: {},
      addressee: { name: 'Işıl', surname: 'Çiftçi' },
      lines: ['IŞIL ÇIFTÇI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
    {
      title: 'the postal name in the place of the other',
      parts: {},
      addressee: { postalName: 'Sig.ra Maria Bianchi' },
      lines: ['SIG.RA MARIA BIANCHI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
    {
      title: 'the surname first, if so configured',
      parts: {},
      options: { nameOrder: 'SURNAME_NAME' },
      lines: ['ROSSI MARIO', 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
    {
      title: 'a name of 44 characters on one line',
      parts: {},
      addressee: { postalName: `${'A'.repeat(21)} ${'B'.repeat(22)}` },
      lines: [`${'A'.repeat(21)} ${'B'.repeat(22)}`, 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
    {
      title: 'a longer name on two lines, whole words',
      parts: {},
      addressee: {
        name: 'Maria Vittoria Ludovica',
        surname: 'Della Rovere Montefeltro di Sant’Angelo in Vado'.replace('’', "'"),
      },
      lines: [
        'MARIA VITTORIA LUDOVICA DELLA ROVERE',
        "MONTEFELTRO DI SANT'ANGELO IN VADO",
        'VIA GARIBALDI 16',
        '00153 ROMA RM',
      ],
    },
    {
      title: 'a name of 88 characters, presso below it',
      parts: { presso: 'Bianchi' },
      addressee: { postalName: `${'A'.repeat(44)} ${'B'.repeat(43)}` },
      lines: ['A'.repeat(44), 'B'.repeat(43), 'PRESSO BIANCHI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
    {
      title: 'presso beside the rest of the name where it fits',
      parts: { presso: 'Bianchi' },
      addressee: { postalName: `${'A'.repeat(40)} BERTI` },
      lines: ['A'.repeat(40), 'BERTI PRESSO BIANCHI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
    {
      title: 'presso once',
      parts: { presso: 'c/o Bianchi' },
      lines: ['MARIO ROSSI', 'C/O BIANCHI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
    {
      title: 'details and frazione on a line each where one does not hold them',
      parts: { details: 'Scala B piano secondo interno 14', frazione: 'San Martino al Tagliamento' },
      lines: [
        'MARIO ROSSI',
        'SCALA B PIANO SECONDO INTERNO 14',
        'SAN MARTINO AL TAGLIAMENTO',
        'VIA GARIBALDI 16',
        '00153 ROMA RM',
      ],
    },
    {
      title: 'the staircase in full',
      parts: { details: 'Sc. B int. 5' },
      lines: ['MARIO ROSSI', 'SCALA B INT 5', 'VIA GARIBALDI 16', '00153 ROMA RM'],
      findings: ['OK_NORMALISED details SCALA B INT 5'],
    },
    {
      title: 'the colour of a Florentine number first in the details',
      parts: { civic: '12', details: 'R Scala B', locality: 'Firenze', cap: '50122', province: 'FI' },
      lines: ['MARIO ROSSI', 'R SCALA B', 'VIA GARIBALDI 12', '50122 FIRENZE FI'],
    },
    {
      title: 'SNC where there is no number',
      parts: { civic: 'S.N.C.' },
      lines: ['MARIO ROSSI', 'VIA GARIBALDI SNC', '00153 ROMA RM'],
      findings: ['OK_NORMALISED civic SNC'],
    },
    {
      title: 'kilometres with their comma',
      parts: { street: 'Via Aurelia', civic: 'Km. 12,5' },
      lines: ['MARIO ROSSI', 'VIA AURELIA KM 12,5', '00153 ROMA RM'],
      findings: ['OK_NORMALISED civic KM 12,5'],
    },
    {
      title: 'a road with its number and a kilometre',
      parts: { street: 'SS 106 km 12', civic: '' },
      lines: ['MARIO ROSSI', 'SS 106 KM 12', '00153 ROMA RM'],
    },
    {
      title: 'a house in a street named after a road',
      parts: { street: 'Via Provinciale 45', civic: '' },
      lines: ['MARIO ROSSI', 'VIA PROVINCIALE 45', '00153 ROMA RM'],
    },
    {
      title: 'a PO box, without street or number',
      parts: { street: '', civic: '', poBox: '12', poBoxOffice: 'Roma Prati', cap: '00193' },
      lines: ['MARIO ROSSI', 'UFFICIO ROMA PRATI', 'CASELLA POSTALE 12', '00193 ROMA RM'],
    },
    {
      title: 'a PO box by another name',
      parts: { street: '', civic: '', poBox: 'C.P. n. 12' },
      lines: ['MARIO ROSSI', 'CASELLA POSTALE 12', '00153 ROMA RM'],
      findings: ['OK_NORMALISED po_box CASELLA POSTALE 12'],
    },
    {
      title: 'a PO box below the street that came with it',
      parts: { poBox: '12' },
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', 'CASELLA POSTALE 12', '00153 ROMA RM'],
    },
    {
      title: 'no line for fillers',
      parts: { presso: '-', details: '//' },
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
      findings: ['OK_NORMALISED presso', 'OK_NORMALISED details'],
    },
    {
      title: 'Italy where the country is left empty',
      parts: { country: '' },
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
    },
  ])

  test('copies for the sorting of the vendor', () => {
    expect(compose({ cap: 'I-00153', province: '(rm)' }).printable).toEqual({
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '00153 ROMA RM'],
      zone: 'IT',
      countryIso2: 'IT',
      countryName: '',
      cap: '00153',
      locality: 'ROMA',
      province: 'RM',
    })
  })
})

describe('special territories print', () => {
  const SAN_MARINO = { country: 'SM', locality: 'San Marino', cap: '47890', province: 'SM' }
  const VATICAN = { country: 'VA', locality: 'Città del Vaticano', cap: '00120', province: '' }
  printsAll([
    {
      title: 'San Marino without a country line',
      parts: SAN_MARINO,
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '47890 SAN MARINO SM'],
    },
    {
      title: 'Vatican City without a country line',
      parts: VATICAN,
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '00120 CITTÀ DEL VATICANO SCV'],
    },
    {
      title: 'the province of San Marino that is configured',
      parts: SAN_MARINO,
      options: { territoryProvinces: { SM: 'RSM' } },
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '47890 SAN MARINO RSM'],
      findings: ['OK_NORMALISED province RSM'],
    },
    {
      title: 'no province where none is configured',
      parts: VATICAN,
      options: { territoryProvinces: { VA: '' } },
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '00120 CITTÀ DEL VATICANO'],
    },
    {
      title: 'San Marino given as a foreign address',
      parts: { ...PARIS, country: 'SM', foreignLines: ['Contrada Omerelli, 3', '47890 San Marino'] },
      lines: ['MARIO ROSSI', 'CONTRADA OMERELLI, 3', '47890 SAN MARINO'],
    },
    {
      title: 'both names of a South Tyrolean comune',
      parts: { street: 'Via Roma/Romstraße', locality: 'Bolzano - Bozen', cap: '39100', province: 'BZ' },
      lines: ['MARIO ROSSI', 'VIA ROMA/ROMSTRASSE 16', '39100 BOLZANO/BOZEN BZ'],
      findings: ['OK_NORMALISED locality BOLZANO/BOZEN'],
    },
    {
      title: 'the Italian name alone where both are too long',
      parts: {
        locality: 'Eppan an der Weinstraße/Appiano sulla strada del vino',
        cap: '39057',
        province: 'BZ',
      },
      lines: ['MARIO ROSSI', 'VIA GARIBALDI 16', '39057 APPIANO SULLA STRADA DEL VINO BZ'],
      findings: ['OK_NORMALISED locality APPIANO SULLA STRADA DEL VINO'],
    },
  ])

  test('San Marino given as a foreign address has its CAP and zone', () => {
    const verdict = compose({
      ...PARIS,
      country: 'SM',
      foreignLines: ['Contrada Omerelli 3', '47890 San Marino'],
    })
    expect(verdict.printable).toMatchObject({
      zone: 'IT',
      countryName: '',
      cap: '47890',
      locality: 'SAN MARINO',
    })
  })
})

describe('abroad prints', () => {
  printsAll([
    {
      title: "the person's lines and the Italian name of the country",
      parts: PARIS,
      lines: ['MARIO ROSSI', '25 RUE DE LA FONTAINE', '75012 PARIS', 'FRANCIA'],
    },
    {
      title: 'six lines',
      parts: { ...PARIS, presso: 'Dupont', foreignLines: ['Bât. B', '25, rue X', '75012 Paris'] },
      lines: ['MARIO ROSSI', 'C/O DUPONT', 'BÂT. B', '25, RUE X', '75012 PARIS', 'FRANCIA'],
    },
    {
      title: 'punctuation and apostrophes as the person wrote them',
      parts: { ...PARIS, country: 'GB', foreignLines: ['Flat 2, St. John’s Rd.', 'London  SW1A 1AA'] },
      lines: ['MARIO ROSSI', 'FLAT 2, ST. JOHN’S RD.', 'LONDON SW1A 1AA', 'REGNO UNITO'],
    },
    {
      title: 'letters that are not Latin, for the font to judge',
      parts: { ...PARIS, country: 'GR', foreignLines: ['Οδός Ερμού 5', '105 63 Αθήνα'] },
      lines: ['MARIO ROSSI', 'ΟΔΌΣ ΕΡΜΟΎ 5', '105 63 ΑΘΉΝΑ', 'GRECIA'],
    },
    {
      title: 'no accents in the country line',
      parts: { ...PARIS, country: 'PE', foreignLines: ['Av. Brasil 100', 'Lima 15001', 'Perú'] },
      lines: ['MARIO ROSSI', 'AV. BRASIL 100', 'LIMA 15001', 'PERÚ', 'PERU'],
    },
    {
      title: 'the country once',
      parts: { ...PARIS, foreignLines: ['25 rue X', '75012 Paris', '', 'Francia'] },
      lines: ['MARIO ROSSI', '25 RUE X', '75012 PARIS', 'FRANCIA'],
    },
  ])

  test('nothing for Italian sorting, and the zone', () => {
    expect(compose({ ...PARIS, country: 'AR' }).printable).toMatchObject({
      zone: 'Z2',
      countryIso2: 'AR',
      countryName: 'ARGENTINA',
      cap: '',
      locality: '',
      province: '',
    })
  })
})
