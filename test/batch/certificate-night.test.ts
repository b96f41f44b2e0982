import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { printCertificates } from '../../jobs/print-certificates.ts'
import { releaseCertificates } from '../../jobs/release-certificates.ts'
import { report } from '../../jobs/report.ts'
import type { Report } from '../../src/batch/report/report.ts'
import {
  annulmentRow,
  askingFeed,
  askingRow,
  certificateRow,
  certificatesFeed,
  type Pensioner,
} from '../support/certificate-rows.ts'
import { DATABASES } from '../support/databases.ts'
import { newPerson } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'

const FIRST = '2019-03-28'
const SECOND = '2019-03-29'
const JOBS = [intake, releaseCertificates, printCertificates, report]

type Six = [Pensioner, Pensioner, Pensioner, Pensioner, Pensioner, Pensioner]

/** Two nights played by the real jobs: what is said of them must add up after each. */
describe.each(DATABASES)('the report of nights with certificates on %s', (kind) => {
  let night: Installation
  beforeAll(async () => {
    night = await newInstallation(kind)
  })
  afterAll(() => night.remove())

  const [web, post, pec, wrong, unasked, both] = [1, 2, 3, 4, 5, 6].map(newPerson) as Six
  const people = [web, post, pec, wrong, unasked, both]
  const read = async (on: string): Promise<Report> =>
    JSON.parse((await night.read(`output/reports/${on}/report.json`)).toString())
  const yearOf = (found: Report, incomeYear: number) =>
    found.certificates.years.find((year) => year.incomeYear === incomeYear)
  const failing = (found: Report) => found.balance.filter(({ expected, found: is }) => expected !== is)

  test('the first night', async () => {
    await night.putFeed(
      'certificate-data-2018-1.csv',
      certificatesFeed([
        certificateRow(web, 2018),
        certificateRow(post, 2018),
        certificateRow(pec, 2018, { pec: 'chi@pec.example' }),
        certificateRow(wrong, 2018, { 'days.pension': '366' }),
        certificateRow(unasked, 2018, { 'withholding.irpef': '1300.00' }),
        certificateRow(both, 2018),
        certificateRow(web, 2018, { 'days.pension': 'molti' }),
      ]),
    )
    await night.putFeed('certificate-data-2017-1.csv', certificatesFeed([certificateRow(both, 2017)]))
    await night.putFeed(
      'certificate-requests-1.csv',
      askingFeed([
        askingRow(web),
        askingRow(post, { channel: 'DOMICILIO' }),
        askingRow(both, { channel: 'DOMICILIO', income_years: 'TUTTI' }),
        askingRow(both, { income_years: '2016|2018' }),
        askingRow(wrong),
        askingRow(unasked, { channel: 'CAF', evidence: 'DOCUMENTO' }),
      ]),
    )
    await night.run(JOBS, FIRST)
    const found = await read(FIRST)
    expect(failing(found)).toEqual([])
    expect(yearOf(found, 2018)).toMatchObject({ form: 'CU 2019', daysLeft: 4, ready: 5, held: 1 })
    expect(yearOf(found, 2017)).toMatchObject({ ready: 1, late: { originals: 1, sanctionCents: 10_000 } })
    expect(found.certificates).toMatchObject({
      holds: [{ code: 'R2', field: 'punto 7', incomeYear: 2018, count: 1, withoutValid: 1 }],
      // The figures of these rows follow the deductions of 2012.
      warnings: [
        { code: 'R7', count: 6 },
        { code: 'R5', count: 1 },
      ],
      requests: {
        CAF: { RECEIVED: 1 },
        DOMICILIO: { SERVED: 2 },
        WEB: { RECEIVED: 2, SERVED: 1 },
      },
      missing: [
        { incomeYears: '2016', count: 1 },
        { incomeYears: '2018', count: 1 },
      ],
      releases: { DOMICILIO: { PREPARED: 3 }, PEC: { PREPARED: 1 }, WEB: { PREPARED: 2 } },
    })
    expect(found.letters).toEqual({ CUD_IT: { published: 2 } })
    expect(found.waiting).toMatchObject({
      heldCertificates: { count: 1 },
      heldCertificateRequests: { count: 1 },
      certificateLettersToPrint: { count: 0 },
      bundlesToHandOver: 1,
    })
    expect(found.counts).toMatchObject({ rows: 14, rejected: 1, held: 2 })
  })

  test('the next, with a correction, an annulment, the missing data, and what was the same again', async () => {
    await night.run([handOver, report], FIRST)
    expect((await read(FIRST)).certificates.releases['DOMICILIO']).toEqual({ CONFIRMED: 3 })
    expect(failing(await read(FIRST))).toEqual([])

    await night.putFeed(
      'certificate-data-2018-2.csv',
      certificatesFeed([
        certificateRow(post, 2018, { 'surtax.regional': '150.00' }),
        annulmentRow(web, 2018),
        certificateRow(wrong, 2018),
        certificateRow(both, 2018),
      ]),
    )
    await night.run(JOBS, SECOND)
    const found = await read(SECOND)
    expect(failing(found)).toEqual([])
    expect(yearOf(found, 2018)).toMatchObject({
      ready: 5,
      held: 0,
      corrected: 1,
      annulled: 1,
      annulments: 1,
      superseded: 1,
      entered: { originals: 1, corrections: 1, annulments: 1 },
    })
    expect(found.certificates.releases).toMatchObject({ DOMICILIO: { CONFIRMED: 3, PREPARED: 1 } })
    expect(found.rejections).toMatchObject([{ code: 'DATI_INVARIATI', count: 1 }])
    expect(found.counts).toMatchObject({ rows: 4, rejected: 0 })
    const rejected = (await night.read(`output/reports/${SECOND}/rejected.csv`)).toString()
    expect(rejected.split('\r\n')).toHaveLength(2)
    const outcomes = (await night.read(`output/reports/${SECOND}/outcomes.csv`)).toString()
    expect(outcomes.match(/"(ACCETTATA|IN ATTESA|RESPINTA|RIPETUTA)"/g)).toEqual([
      '"ACCETTATA"',
      '"ACCETTATA"',
      '"ACCETTATA"',
      '"RIPETUTA"',
    ])
  })

  test('no codice fiscale, name or sum of a person is on the page or in the numbers', async () => {
    for (const on of [FIRST, SECOND]) {
      for (const name of ['index.html', 'report.json']) {
        const text = (await night.read(`output/reports/${on}/${name}`)).toString()
        for (const { codice_fiscale, surname } of people) {
          expect(text).not.toContain(codice_fiscale)
          expect(text).not.toContain(surname)
        }
        expect(text).not.toMatch(/12\.000|12000\.00|1\.?317[.,]00|1\.?300[.,]00|chi@pec/)
      }
    }
  })
})
