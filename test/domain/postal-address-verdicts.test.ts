import { describe, expect, test } from 'vitest'
import type { Addressee, PostalAddress } from '../../src/domain/postal-address.ts'
import { compose, PARIS, told } from './address-cases.ts'

describe('where the place is doubtful warns and prints', () => {
  const rows = [
    [
      'a comune that the table lacks',
      { locality: 'Misiliscemi', cap: '91100', province: 'TP' },
      'WARN_LOCALITY_UNKNOWN locality MISILISCEMI',
    ],
    ['a CAP of another comune', { cap: '00042' }, 'WARN_CAP_LOCALITY cap 00042 ROMA RM'],
    ['a CAP of another region', { cap: '20121' }, 'WARN_CAP_REGION cap 20121 ROMA RM'],
    ["another region's generic CAP", { cap: '20100' }, 'WARN_CAP_REGION cap 20100 ROMA RM'],
    [
      'an older name of the province',
      { locality: 'Forlì', cap: '47121', province: 'FO' },
      'OK_NORMALISED province FC',
    ],
    ['the I- of foreign mail', { cap: 'I-00153' }, 'OK_NORMALISED cap 00153'],
    [
      'a San Marino CAP that is none',
      { country: 'SM', locality: 'Serravalle', cap: '47921', province: '' },
      'WARN_CAP_LOCALITY cap 47921 SAN MARINO',
    ],
    [
      'a Swiss CAP of Campione',
      { locality: "Campione d'Italia", cap: 'CH-6911', province: 'CO' },
      'OK_NORMALISED cap 22061',
    ],
  ] as const
  for (const [title, parts, finding] of rows) {
    test(title, () => {
      const verdict = compose(parts)
      expect(told(verdict)).toEqual([finding])
      expect(verdict.printable?.lines).toHaveLength(3)
    })
  }

  test('an unknown comune with a CAP of another region: both', () => {
    const verdict = compose({ locality: 'Misiliscemi', cap: '20121', province: 'TP' })
    expect(told(verdict)).toEqual([
      'WARN_LOCALITY_UNKNOWN locality MISILISCEMI',
      'WARN_CAP_REGION cap 20121 MISILISCEMI TP',
    ])
    expect(verdict.printable).toBeDefined()
  })
})

describe('is content with', () => {
  const rows = [
    ['xx100 of an unzoned capital', { locality: 'Viterbo', cap: '01100', province: 'VT' }],
    ['either CAP of a merged comune', { locality: 'Ville di Fiemme', cap: '38033', province: 'TN' }],
    ['22061 Campione', { locality: "Campione d'Italia", cap: '22061', province: 'CO' }],
    ['22060 Campione', { locality: "CAMPIONE D'ITALIA", cap: '22060', province: 'CO' }],
    ['a Sardinian province that tables lack', { locality: 'Olbia', cap: '07026', province: 'OT' }],
    ['Reggio Emilia by its everyday name', { locality: 'Reggio Emilia', cap: '42121', province: 'RE' }],
    ['an accent written as an apostrophe', { locality: "FORLI'", cap: '47121', province: 'FC' }],
  ] as const
  for (const [title, parts] of rows) {
    test(title, () => {
      const verdict = compose(parts)
      expect(told(verdict)).toEqual([])
      expect(verdict.printable).toBeDefined()
    })
  }
})

describe('holds', () => {
  const long = 'A'.repeat(45)
  const rows: readonly (readonly [string, Partial<PostalAddress>, string])[] = [
    ['a missing CAP', { cap: '' }, 'ERR_CAP_MISSING cap'],
    ['a CAP that lost its zeros', { cap: '153' }, 'ERR_CAP_MISSING cap 153'],
    ['a CAP of six digits', { cap: '001530' }, 'ERR_CAP_MISSING cap 001530'],
    ['a CAP with a letter', { cap: '0O153' }, 'ERR_CAP_MISSING cap 0O153'],
    ['a CAP in digits of another script', { cap: '٠٠١٥٣' }, 'ERR_CAP_MISSING cap ٠٠١٥٣'],
    ['the generic CAP of Roma', { cap: '00100' }, 'ERR_CAP_GENERIC cap 00100 ROMA RM'],
    [
      'the generic CAP of Verbania, zoned by two digits',
      { locality: 'Verbania', cap: '28900', province: 'VB' },
      'ERR_CAP_GENERIC cap 28900 VERBANIA VB',
    ],
    [
      'the generic CAP of Reggio Calabria',
      { locality: 'Reggio Calabria', cap: '89100', province: 'RC' },
      'ERR_CAP_GENERIC cap 89100 REGGIO CALABRIA RC',
    ],
    ['an unknown province', { province: 'XX' }, 'ERR_PROVINCE_UNKNOWN province XX'],
    ['a missing province', { province: '' }, 'ERR_PROVINCE_UNKNOWN province'],
    ['no street and no box', { street: '' }, 'ERR_NO_STREET street'],
    ['no number', { civic: '' }, 'ERR_NO_CIVIC civic VIA GARIBALDI'],
    [
      'a road number for a house number',
      { street: 'Strada Provinciale 12', civic: '' },
      'ERR_NO_CIVIC civic STRADA PROVINCIALE 12',
    ],
    ['a road number, abbreviated', { street: 'S.P. 12 bis', civic: '' }, 'ERR_NO_CIVIC civic S.P 12 BIS'],
    ['a zero for a number', { civic: '0' }, 'ERR_NO_CIVIC civic VIA GARIBALDI'],
    ['no locality', { locality: '' }, 'ERR_NO_LOCALITY locality'],
    ['a locality of 36 characters', { locality: 'A'.repeat(36) }, 'ERR_LINE_OVERFLOW locality 36/35'],
    [
      'a street line of 45 characters',
      { street: 'A'.repeat(42), civic: '16' },
      'ERR_LINE_OVERFLOW street 45/44',
    ],
    ['details of 45 characters', { details: long }, 'ERR_LINE_OVERFLOW details 45/44'],
    ['presso of 45 characters', { presso: 'A'.repeat(38) }, 'ERR_LINE_OVERFLOW presso 45/44'],
    ['a box of 45 characters', { poBox: 'A'.repeat(29) }, 'ERR_LINE_OVERFLOW po_box 45/44'],
    [
      'six lines',
      { presso: 'Bianchi', details: 'A'.repeat(30), frazione: 'B'.repeat(30) },
      'ERR_TOO_MANY_LINES frazione 6/5',
    ],
    ...['=', '+', '-', '@'].map(
      (sign) =>
        [
          `a line that starts with ${sign}`,
          { presso: '', details: `${sign}39 int 2` },
          `ERR_LINE_START details ${sign}`,
        ] as const,
    ),
    ['a part that starts with TAB', { details: '\tSCALA' }, 'ERR_LINE_START details U+0009'],
    ['a part that starts with CR', { details: '\rSCALA' }, 'ERR_LINE_START details U+000D'],
    ['a line break within', { details: 'SCALA\nB' }, 'ERR_CHARSET details U+000A'],
    ['a bidi mark', { details: 'SCALA \u202eB' }, 'ERR_CHARSET details U+202E'],
    ['a soft hyphen', { details: 'SCA\u00adLA' }, 'ERR_CHARSET details U+00AD'],
    ['private use', { details: 'SCALA \ue000' }, 'ERR_CHARSET details U+E000'],
    ['an emoji', { details: 'SCALA 🏠' }, 'ERR_CHARSET details U+1F3E0'],
    ['half a character', { details: 'SCALA \ud83c' }, 'ERR_CHARSET details U+D83C'],
    ['a sign of lost decoding', { details: 'SCAL\ufffd' }, 'ERR_CHARSET details U+FFFD'],
    ['a foreign country for a residence in Italy', { country: 'FR' }, 'ERR_COUNTRY_UNKNOWN country FR'],
    ['abroad, no country', { ...PARIS, country: '' }, 'ERR_COUNTRY_UNKNOWN country'],
    ['abroad, an unknown country', { ...PARIS, country: 'UK' }, 'ERR_COUNTRY_UNKNOWN country UK'],
    ['abroad, Italy', { ...PARIS, country: 'IT' }, 'ERR_COUNTRY_UNKNOWN country IT'],
    ['abroad, no lines', { ...PARIS, foreignLines: ['', ' '] }, 'ERR_NO_STREET address_line_1'],
    [
      'abroad, seven lines',
      { ...PARIS, foreignLines: ['A', 'B', 'C', 'D', 'E'] },
      'ERR_TOO_MANY_LINES address_line_5 7/6',
    ],
    [
      'abroad, a line of 45 characters',
      { ...PARIS, foreignLines: ['1 RUE X', long] },
      'ERR_LINE_OVERFLOW address_line_2 45/44',
    ],
    [
      'abroad, a line that starts with -',
      { ...PARIS, foreignLines: ['1 RUE X', '-'] },
      'ERR_LINE_START address_line_2 -',
    ],
    ['abroad, an emoji', { ...PARIS, foreignLines: ['1 RUE X 🏠'] }, 'ERR_CHARSET address_line_1 U+1F3E0'],
    [
      'San Marino as abroad, no CAP',
      { ...PARIS, country: 'SM', foreignLines: ['Via X 3', 'San Marino RSM'] },
      'ERR_CAP_MISSING address_line_2 SAN MARINO RSM',
    ],
    [
      'Campione as Swiss',
      { ...PARIS, country: 'CH', foreignLines: ['Corso Italia 3', 'CH-6911 Campione'] },
      "ERR_COUNTRY_UNKNOWN country CH 6911: CAMPIONE D'ITALIA, ITALIA, CAP 22061",
    ],
  ]
  for (const [title, parts, finding] of rows) {
    test(title, () => {
      const verdict = compose(parts)
      expect(verdict.printable).toBeUndefined()
      expect(told(verdict)).toContain(finding)
      expect(told(verdict).filter((text) => text.startsWith('ERR_'))).toEqual([finding])
    })
  }

  const names: readonly (readonly [string, Partial<Addressee>, string])[] = [
    [
      '90 characters',
      { postalName: `${'A'.repeat(44)} ${'B'.repeat(45)}` },
      'ERR_LINE_OVERFLOW postal_name 90/88',
    ],
    ['a word too long for a line', { surname: 'A'.repeat(45) }, 'ERR_LINE_OVERFLOW surname 45/44'],
    [
      'words that leave the second line too long',
      { postalName: `${'A'.repeat(30)} ${'B'.repeat(20)} ${'C'.repeat(30)}` },
      'ERR_LINE_OVERFLOW postal_name 51/44',
    ],
    ['no letter at all', { name: '', surname: '.' }, 'CAMPO_MANCANTE surname'],
    ['a formula', { name: '', surname: '@Rossi' }, 'ERR_LINE_START surname @'],
  ]
  for (const [title, addressee, finding] of names) {
    test(`a name of ${title}`, () => {
      const verdict = compose({}, addressee)
      expect(verdict.printable).toBeUndefined()
      expect(told(verdict)).toContain(finding)
    })
  }

  test('with every fault at once, not only the first', () => {
    const verdict = compose({ street: '', cap: '1', province: 'XX', locality: '' })
    expect(verdict.findings.map((finding) => finding.code).toSorted()).toEqual([
      'ERR_CAP_MISSING',
      'ERR_NO_LOCALITY',
      'ERR_NO_STREET',
      'ERR_PROVINCE_UNKNOWN',
    ])
  })
})
