import { expect, test } from 'vitest'
import { PROVINCES, provinceBySigla } from '../../src/domain/provinces.ts'
import { allComuni } from '../../src/feeds/gazetteer.ts'

const SARDINIAN = ['CI', 'OG', 'OT', 'VS']

test('holds the provinces of the table of comuni, and four Sardinian ones', async () => {
  const inTable = [...new Set((await allComuni()).map((comune) => comune.province))]
  expect(inTable).toHaveLength(107)
  expect(PROVINCES.map((province) => province.sigla).toSorted()).toEqual(
    [...inTable, ...SARDINIAN].toSorted(),
  )
})

test("every comune's CAPs begin with its province's digit", async () => {
  const odd = (await allComuni()).filter(
    ({ province, caps }) => !caps.every((cap) => cap.startsWith(provinceBySigla(province)?.capDigit ?? '?')),
  )
  expect(odd).toEqual([])
})

const samples = [
  ['RM', 'Roma', '0'],
  ['VB', 'Verbano-Cusio-Ossola', '2'],
  ['NO', 'Novara', '2'],
  ['PC', 'Piacenza', '2'],
  ['MN', 'Mantova', '4'],
  ['RO', 'Rovigo', '4'],
  ['MT', 'Matera', '7'],
  ['PZ', 'Potenza', '8'],
  ['BZ', 'Bolzano/Bozen', '3'],
] as const

for (const [sigla, name, capDigit] of samples) {
  test(`${sigla} is ${name}, CAP ${capDigit}xxxx`, () => {
    expect(provinceBySigla(sigla)).toEqual({ sigla, name, capDigit, listedUnder: sigla })
  })
}

test.each([
  ['FO', 'FC'],
  ['PS', 'PU'],
])('%s is today %s', (old, sigla) => {
  expect(provinceBySigla(old)?.sigla).toBe(sigla)
})

test.each([
  ['OT', 'SS'],
  ['OG', 'NU'],
  ['CI', 'SU'],
  ['VS', 'SU'],
])('%s stays, its comuni are listed under %s', (sigla, listedUnder) => {
  expect(provinceBySigla(sigla)).toMatchObject({ sigla, listedUnder, capDigit: '0' })
})

test.each(['', 'rm', 'ZZ', 'EE', 'ROMA', 'toString'])('"%s" is no province', (sigla) => {
  expect(provinceBySigla(sigla)).toBeUndefined()
})
