import { expect, test } from 'vitest'
import { COUNTRIES, countryByIso2, isPostallyDomestic } from '../../src/domain/countries.ts'

test('holds the 249 countries of ISO 3166-1 and Kosovo, each once', () => {
  const codes = COUNTRIES.map((country) => country.iso2)
  expect(new Set(codes).size).toBe(250)
  expect(codes).toEqual(codes.toSorted())
  // ICU knows every code in use, under this name or another
  const known = new Intl.DisplayNames(['it'], { type: 'region', fallback: 'none' })
  expect(codes.filter((code) => known.of(code) === undefined)).toEqual([])
})

test('names are capitals a sorting machine reads, one to a country, each a whole line', () => {
  const names = COUNTRIES.map((country) => country.postalName)
  expect(names.filter((name) => !/^[A-Z][A-Z' -]{2,43}$/.test(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})

test('state codes belong to one country each', () => {
  const codes = COUNTRIES.map((country) => country.stateCode).filter((code) => code !== '')
  expect(codes.filter((code) => !/^Z\d{3}$/.test(code))).toEqual([])
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes).toHaveLength(208)
})

test('the table cannot be changed by who reads it', () => {
  expect(Object.isFrozen(COUNTRIES) && COUNTRIES.every((country) => Object.isFrozen(country))).toBe(true)
})

const samples = [
  ['DE', 'GERMANIA', 'Z1', 'Z112'],
  ['CZ', 'REPUBBLICA CECA', 'Z1', 'Z156'],
  ['MA', 'MAROCCO', 'Z1', 'Z330'],
  ['JO', 'GIORDANIA', 'Z1', 'Z220'],
  ['RU', 'FEDERAZIONE RUSSA', 'Z1', 'Z154'],
  ['XK', 'KOSOVO', 'Z1', 'Z160'],
  ['AR', 'ARGENTINA', 'Z2', 'Z600'],
  ['CD', 'REPUBBLICA DEMOCRATICA DEL CONGO', 'Z2', 'Z312'],
  ['CI', "COSTA D'AVORIO", 'Z2', 'Z313'],
  ['GE', 'GEORGIA', 'Z2', 'Z254'],
  ['PE', 'PERU', 'Z2', 'Z611'],
  ['SS', 'SUD SUDAN', 'Z2', 'Z907'],
  ['US', "STATI UNITI D'AMERICA", 'Z2', 'Z404'],
  ['AU', 'AUSTRALIA', 'Z3', 'Z700'],
  ['WS', 'SAMOA', 'Z3', 'Z726'],
  ['HK', 'HONG KONG', 'Z2', ''],
  ['IT', 'ITALIA', 'IT', ''],
] as const

for (const [iso2, postalName, zone, stateCode] of samples) {
  test(`${iso2} is ${postalName}, zone ${zone}`, () => {
    expect(countryByIso2(iso2)).toEqual({ iso2, postalName, zone, stateCode })
  })
}

test.each(['', 'de', 'ZZ', 'UK', 'EU', 'DEU', 'constructor'])('"%s" is no country', (code) => {
  expect(countryByIso2(code)).toBeUndefined()
})

test('Italy, San Marino and Vatican City are domestic, and nothing else', () => {
  expect(COUNTRIES.map((country) => country.iso2).filter(isPostallyDomestic)).toEqual(['IT', 'SM', 'VA'])
  expect(isPostallyDomestic('ZZ')).toBe(false)
})
