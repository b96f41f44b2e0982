import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkCodiceFiscale } from '../../src/domain/codice-fiscale.ts'
import { matchPerson } from '../../src/domain/codice-fiscale-match.ts'
import { PIN_REQUEST_COLUMNS } from '../../src/feeds/columns.ts'
import { FOREIGN_COUNTRIES } from '../../src/sample/foreign-countries.ts'
import { NAMES_OF_88 } from '../../src/sample/name-lists.ts'
import { requestAt } from '../../src/sample/requests.ts'
import { sampleSet } from '../../src/sample/sample-set.ts'
import { loadWorld } from '../../src/sample/world.ts'
import type { Row } from './sample-rows.ts'

const REQUESTS = 6000
const SET = sampleSet(11, '2026-11-20', REQUESTS)

let all: Row[]
/** Those without any trouble. */
let plain: Row[]

beforeAll(async () => {
  const world = await loadWorld()
  const requests = Array.from({ length: REQUESTS }, (_, index) => requestAt(world, SET, index))
  const rowOf = (cells: readonly string[]): Row =>
    Object.fromEntries(PIN_REQUEST_COLUMNS.map((column, index) => [column, cells[index] ?? ''])) as Row
  all = requests.map(({ cells }) => rowOf(cells))
  plain = requests.filter(({ trouble }) => trouble.id === 'none').map(({ cells }) => rowOf(cells))
})

function share(rows: readonly Row[], fits: (row: Row) => boolean): number {
  return rows.filter(fits).length / rows.length
}

test('every codice fiscale has its check letter and belongs to its person', () => {
  for (const row of plain) {
    const cf = row.codice_fiscale
    expect(checkCodiceFiscale(cf)).toEqual({ ok: true, kind: 'DEFINITIVO' })
    const person = {
      surname: row.surname,
      name: row.name,
      sex: row.sex === 'F' ? ('F' as const) : ('M' as const),
      birthDate: row.birth_date,
      birthPlace: row.birth_place,
    }
    expect(matchPerson(cf, person), `${person.surname} ${person.name}`).toEqual([])
  }
})

test('one person in seven lives abroad, in at least 25 countries', () => {
  expect(share(all, (row) => row.residence === 'ESTERO')).toBeGreaterThanOrEqual(0.14)
  expect(share(all, (row) => row.residence === 'ESTERO')).toBeLessThan(0.18)
  const countries = new Set(plain.filter((row) => row.residence === 'ESTERO').map((row) => row.country))
  expect(countries.size).toBeGreaterThanOrEqual(25)
})

test('most are pensioners, both sexes are there', () => {
  const age = (row: Row) => 2026 - Number(row.birth_date.slice(0, 4))
  expect(share(plain, (row) => age(row) >= 60)).toBeGreaterThan(0.75)
  expect(share(plain, (row) => age(row) < 18)).toBe(0)
  expect(share(plain, (row) => row.sex === 'F')).toBeCloseTo(0.54, 1)
})

test('big comuni come often, small ones too, and CAPs keep their zeros', () => {
  const italy = plain.filter((row) => row.residence === 'ITALIA')
  expect(share(italy, (row) => row.locality.toUpperCase() === 'ROMA')).toBeGreaterThan(0.02)
  expect(new Set(italy.map((row) => row.locality.toUpperCase())).size).toBeGreaterThan(1500)
  expect(new Set(italy.map((row) => row.province)).size).toBeGreaterThan(100)
  expect(italy.filter((row) => !/^\d{5}$/.test(row.cap))).toEqual([])
  expect(share(italy, (row) => row.cap.startsWith('0'))).toBeGreaterThan(0.08)
})

describe('what is rare is there', () => {
  const cases: [what: string, fits: (row: Row) => boolean][] = [
    ['a PO box', (row) => row.po_box !== ''],
    ['a frazione', (row) => row.frazione !== ''],
    ['somebody’s care', (row) => row.presso !== ''],
    ['a staircase', (row) => /scala/i.test(row.details)],
    ['no number on a country road', (row) => row.civic.toUpperCase() === 'SNC'],
    ['a road with kilometres', (row) => /^KM /i.test(row.civic)],
    ['an apostrophe', (row) => /^D'/i.test(row.surname)],
    ['an accent written as an apostrophe', (row) => /O'$/.test(row.name)],
    ['a double surname', (row) => / /.test(row.surname)],
    ['a married name', (row) => row.postal_name !== ''],
    ['South Tyrol in two languages', (row) => /\//.test(row.locality)],
    ['German for South Tyrol', (row) => row.province === 'BZ' && row.language === 'de'],
    ['Arabic, at home', (row) => row.country === 'EG' && row.language === 'ar'],
    ['Russian, at home', (row) => row.country === 'RU' && row.language === 'ru'],
    ['Arabic in Italy', (row) => row.residence === 'ITALIA' && row.language === 'ar'],
    ['Russian in Italy', (row) => row.residence === 'ITALIA' && row.language === 'ru'],
    ['birth in a State', (row) => /^Z\d{3}$/.test(row.birth_place)],
    ['UTC', (row) => /T23.*Z$/.test(row.submitted_at)],
    ['a day alone', (row) => /^\d{4}-\d{2}-\d{2}$/.test(row.submitted_at)],
    ['an SMS and no e-mail', (row) => row.mobile !== '' && row.email === ''],
    ['a PEC', (row) => row.pec !== ''],
    ['quotes', (row) => row.presso.includes('"') ?? false],
  ]
  test.each(cases)('%s', (_, fits) => {
    expect(plain.some(fits)).toBe(true)
  })

  test.each(['Ł', 'ș', 'ğ', 'ő', 'Đ', 'ø', 'å', 'ç', 'ñ', 'ß', 'ž', 'ë'])('the letter %s', (letter) => {
    const texts = plain.map((row) =>
      [row.surname, row.name, row.address_line_1, row.address_line_2].join(' '),
    )
    expect(texts.some((text) => text.toLowerCase().includes(letter.toLowerCase()))).toBe(true)
  })
})

test('names of 88 characters, space included, break where 44 end', () => {
  for (const { surname, name } of NAMES_OF_88) {
    expect(`${name} ${surname}`).toHaveLength(88)
    expect(Math.max(name.length, surname.length)).toBe(44)
  }
})

test('contacts look real and belong to nobody', () => {
  for (const row of all) {
    for (const column of ['email', 'email_2', 'pec'] as const) {
      const [, domain] = /^[^@\s]+@([a-z.-]+)$/.exec(row[column]) ?? []
      if (domain) expect(domain).toMatch(/^(example\.(com|org|net)|example|pec|([a-z-]+\.)+(example|test))$/)
    }
  }
  for (const row of plain) {
    for (const column of ['mobile', 'phone'] as const) {
      const number = row[column]
      if (number !== '') expect(parsePhoneNumberFromString(number, 'IT')?.isValid(), number).toBe(true)
    }
    if (row.channel === 'WEB' && row.residence === 'ESTERO') expect(row.email).not.toBe('')
    if (row.channel !== 'SPORTELLO') expect(`${row.mobile}${row.email}${row.pec}`).not.toBe('')
  }
})

test('every country has towns, and its lines fit the window', async () => {
  const { foreignAddress } = await import('../../src/sample/foreign-addresses.ts')
  const { Random } = await import('../../src/sample/random.ts')
  for (const country of FOREIGN_COUNTRIES) {
    for (let index = 0; index < 200; index++) {
      const address = foreignAddress(country, new Random(index))
      const { address_line_1, address_line_2, address_line_3, address_line_4 } = address
      const lines = [address_line_1, address_line_2, address_line_3, address_line_4]
      expect(address_line_2, country.iso2).not.toBe('')
      for (const line of lines) expect(line.toUpperCase().length, line).toBeLessThanOrEqual(44)
      expect(lines.join('')).not.toMatch(/[#^?@|]/)
    }
  }
})
