import { expect, test } from 'vitest'
import type { CertificateData } from '../../../src/domain/certificates/certificate-data.ts'
import { judgeCertificate } from '../../../src/domain/certificates/judge-certificate.ts'
import { FIGURES, type Figure } from '../../../src/domain/certificates/meanings.ts'
import { severityReader } from '../../../src/domain/certificates/severity.ts'
import { CU_2020, CUD_2013, ROSSI } from './people.ts'

const VALUES = [
  0,
  1,
  -1,
  365,
  366,
  12_000_00,
  2 ** 53,
  1e300,
  -1e300,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  'x',
  undefined,
]
const TEXTS = [
  '',
  ' ',
  'X',
  'RSSMRA50B17A558W',
  '80078750587',
  '2012-03-01',
  '2012-99-99',
  '٣٤',
  '李',
  'ß'.repeat(300),
]
const YEARS = [0, -1, 2011, 2012, 2019, 2022, 99_999, Number.NaN]

/** Repeatable (mulberry32): a failure names its number. */
function randomOf(seed: number): <T>(values: readonly T[]) => T {
  let state = seed
  return (values) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return values[((mixed ^ (mixed >>> 14)) >>> 0) % values.length] as (typeof values)[number]
  }
}

function anything(seed: number): CertificateData {
  const one = randomOf(seed)
  const names = Object.keys(FIGURES) as Figure[]
  const figures = Object.fromEntries(Array.from({ length: 12 }, () => [one(names), one(VALUES)]))
  return {
    ...ROSSI,
    incomeYear: one(YEARS),
    codiceFiscale: one(TEXTS),
    surname: one(TEXTS),
    name: one(TEXTS),
    birthDate: one(TEXTS),
    birthPlace: one(TEXTS),
    deceasedOn: one(TEXTS),
    mergedPayer: one(TEXTS),
    figures: figures as CertificateData['figures'],
    notes: [
      { code: one(TEXTS) || 'ZZ', slots: {} },
      { code: 'AB', slots: { cf: one(TEXTS) } },
    ],
  }
}

test('never throws, and always says it in words', () => {
  const severity = severityReader([])
  const codes = new Set<string>()
  for (let seed = 1; seed <= 20_000; seed++) {
    const one = randomOf(-seed)
    const context = { outline: one([CUD_2013, CU_2020, undefined]), issuedOn: one(TEXTS), severity }
    const { holds, warnings } = judgeCertificate(anything(seed), context)
    for (const { code, field, detail } of [...holds, ...warnings]) {
      codes.add(code)
      if (!field || !detail || /undefined|\[object/.test(detail))
        expect.fail(`seed ${seed}: ${code} ${field} ${detail}`)
    }
  }
  // Every rule had its turn.
  expect(codes.size).toBe(14 + 4)
})
