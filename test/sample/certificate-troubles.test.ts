import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { outlineOf } from '../../src/certificates/form-outline-of.ts'
import { readForms } from '../../src/certificates/read-forms.ts'
import type { CertificateData } from '../../src/domain/certificates/certificate-data.ts'
import type { FormOutline } from '../../src/domain/certificates/form-outline.ts'
import { severityReader } from '../../src/domain/certificates/severity.ts'
import { type CertificateVerdict, judgeCertificateRow } from '../../src/feeds/certificate-data-row.ts'
import { CERTIFICATE_DATA_COLUMNS } from '../../src/feeds/columns.ts'
import { FeedRow } from '../../src/feeds/feed-row.ts'
import { firstCertificateSet, laterCertificateSet } from '../../src/sample/certificate-set.ts'
import {
  CERTIFICATE_ROUND,
  CERTIFICATE_TROUBLES,
  NO_CERTIFICATE_TROUBLE,
} from '../../src/sample/certificate-troubles.ts'
import { certificatesOf, type SampleCertificate } from '../../src/sample/certificates.ts'
import { sampleSet } from '../../src/sample/sample-set.ts'
import { loadWorld, type World } from '../../src/sample/world.ts'

const ON = '2026-11-20'
/** Two rounds: each trouble twice its share. */
const SET = laterCertificateSet(sampleSet(2026, ON, 12 * CERTIFICATE_ROUND))
const FIRST = firstCertificateSet(sampleSet(2026, '2026-05-12', 1_000))

const PLACES = new Map<string, number>(CERTIFICATE_DATA_COLUMNS.map((column, at) => [column, at]))

interface Judged extends SampleCertificate {
  /** Undefined for a row with the wrong number of columns. */
  readonly verdict: CertificateVerdict | undefined
}

let world: World
let outlines: Map<number, FormOutline>
let rows: Judged[]

beforeAll(async () => {
  world = await loadWorld()
  const { forms } = await readForms(join(import.meta.dirname, '../../templates'))
  outlines = new Map(forms.map((form) => [form.incomeYear, outlineOf(form)]))
  rows = judgedRows(SET, SET.lastYear)
})

function judgedRows(set: typeof SET, year: number): Judged[] {
  return Array.from({ length: set.people }, (_, index) => certificatesOf(world, set, index, year))
    .flat()
    .map((row) => ({ ...row, verdict: judged(row.cells, year) }))
}

function judged(cells: readonly string[], incomeYear: number): CertificateVerdict | undefined {
  if (cells.length !== CERTIFICATE_DATA_COLUMNS.length) return undefined
  return judgeCertificateRow(new FeedRow(cells, PLACES), {
    incomeYear,
    outline: outlines.get(incomeYear),
    numbers: 'point',
    severity: severityReader([]),
    receivedOn: ON,
  })
}

function met(id: string): Judged[] {
  return rows.filter(({ trouble }) => trouble.id === id)
}

function rejectionsOf({ verdict }: Judged): string[] {
  return verdict && !verdict.ok ? verdict.rejections.map(({ code }) => code) : []
}

/** Everything that was found in a row that enters. */
function findingsOf({ verdict }: Judged): string[] {
  if (!verdict?.ok) return ['NOT ENTERED']
  const { hold, warnings } = verdict.row
  const warned = JSON.parse(warnings ?? '[]') as { code: string }[]
  return [...(hold ? [hold.code] : []), ...warned.map(({ code }) => code)]
}

function dataOf({ verdict }: Judged): CertificateData {
  if (!verdict?.ok) throw new Error('expected a row that enters')
  return JSON.parse(verdict.row.data) as CertificateData
}

test.each(CERTIFICATE_TROUBLES.map(({ id, share }) => [id, share] as const))(
  '%s comes %i times in four hundred people',
  (id, share) => {
    expect(met(id)).toHaveLength(2 * share)
  },
)

test('nothing is found in a row without trouble', () => {
  const bad = met(NO_CERTIFICATE_TROUBLE.id).filter((row) => findingsOf(row).length > 0)
  expect(bad.map((row) => `${findingsOf(row)} ${row.cells.join(';')}`)).toEqual([])
})

test.each([2012, 2013, 2014, 2015, 2016, 2017])('nor in the archive of %i', (year) => {
  const archive = judgedRows(FIRST, year)
  expect(archive.length).toBeGreaterThan(60)
  const bad = archive.filter((row) => findingsOf(row).length > 0)
  expect(bad.map((row) => `${findingsOf(row)} ${row.cells.join(';')}`)).toEqual([])
})

test('a year without form is held with MODELLO_NON_DISPONIBILE', () => {
  const [row] = judgedRows(FIRST, 2011)
  expect(row && findingsOf(row)).toEqual(['MODELLO_NON_DISPONIBILE'])
})

const WITH_CODE = CERTIFICATE_TROUBLES.filter(({ code }) => code !== undefined)

// Whether there is something to annul is asked of the ledger.
test.each(WITH_CODE.filter(({ outcome, id }) => outcome === 'rejected' && id !== 'annulment-of-nothing'))(
  '$id is refused with $code',
  ({ id, code }) => {
    for (const row of met(id)) {
      if (code === 'NUMERO_COLONNE') expect(row.verdict).toBeUndefined()
      else expect(new Set(rejectionsOf(row))).toEqual(new Set([code]))
    }
  },
)

test.each(WITH_CODE.filter(({ outcome }) => outcome === 'held'))(
  '$id is held with $code and nothing else',
  ({ id, code }) => {
    for (const row of met(id)) {
      expect(findingsOf(row)[0], row.cells.join(';')).toBe(code)
      expect(new Set(findingsOf(row)), row.cells.join(';')).toEqual(new Set([code]))
    }
  },
)

test.each(WITH_CODE.filter(({ outcome }) => outcome === 'accepted'))(
  '$id is certified with the warning $code and no other',
  ({ id, code }) => {
    for (const row of met(id)) expect(new Set(findingsOf(row)), row.cells.join(';')).toEqual(new Set([code]))
  },
)

test.each(CERTIFICATE_TROUBLES.filter(({ outcome, code }) => outcome === 'accepted' && !code))(
  'nothing is found in $id',
  ({ id }) => {
    for (const row of met(id)) expect(findingsOf(row), row.cells.join(';')).toEqual([])
  },
)

test('a repeated row says what the row before it said', () => {
  for (const row of met('certificate-repeated')) {
    const before = rows[rows.indexOf(row) - 1]
    expect(before && dataOf(before)).toEqual(dataOf(row))
  }
})

test('a row put right says something else than the one before it', () => {
  for (const row of met('put-right-in-the-feed')) {
    const before = rows[rows.indexOf(row) - 1]
    expect(before && dataOf(before).codiceFiscale).toBe(dataOf(row).codiceFiscale)
    expect(before && dataOf(before).figures).not.toEqual(dataOf(row).figures)
  }
})

test('the pensions of a row add up to its income', () => {
  for (const row of met(NO_CERTIFICATE_TROUBLE.id)) {
    const { pensions, figures } = dataOf(row)
    expect(pensions.reduce((sum, { cents }) => sum + cents, 0)).toBe(figures['income.pension'])
  }
})

test('incomes are those of pensioners', () => {
  const incomes = met(NO_CERTIFICATE_TROUBLE.id)
    .map((row) => Number(dataOf(row).figures['income.pension']))
    .toSorted((a, b) => a - b)
  const median = incomes[Math.floor(incomes.length / 2)] ?? 0
  expect(median).toBeGreaterThan(1_150_000)
  expect(median).toBeLessThan(1_600_000)
})

test('there are survivors, residents abroad, dead, parts of a year and families', () => {
  const data = met(NO_CERTIFICATE_TROUBLE.id).map(dataOf)
  const share = (is: (one: CertificateData) => unknown) => data.filter(is).length / data.length
  expect(share(({ beneficiaryRole }) => beneficiaryRole === 'CONIUGE_SUPERSTITE')).toBeGreaterThan(0.03)
  expect(share(({ abroad }) => abroad.locality !== '')).toBeGreaterThan(0.1)
  expect(share(({ deceasedOn }) => deceasedOn !== '')).toBeGreaterThan(0.01)
  expect(share(({ figures }) => Number(figures['days.pension']) < 365)).toBeGreaterThan(0.01)
  expect(share(({ figures }) => figures['deductions.family'])).toBeGreaterThan(0.08)
  expect(share(({ figures }) => figures['withholding.irpef'] === undefined)).toBeGreaterThan(0.1)
})

test('half of the people also ask for a PIN, where they are of age', async () => {
  const { cleanRequest } = await import('../../src/sample/clean-request.ts')
  const known = new Set(
    Array.from({ length: SET.people }, (_, index) => cleanRequest(world, SET, index).codice_fiscale),
  )
  const shared = met(NO_CERTIFICATE_TROUBLE.id).filter((row) => known.has(dataOf(row).codiceFiscale))
  expect(shared.length / SET.people).toBeGreaterThan(0.12)
})
