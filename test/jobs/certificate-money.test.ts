import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { releaseCertificates } from '../../jobs/release-certificates.ts'
import { writeCertificateSample } from '../../src/sample/write-certificates.ts'
import { askingFeed, askingRow } from '../support/certificate-rows.ts'
import { newPerson } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { tableRows } from '../support/pdf/table-rows.ts'

const ON = '2013-03-01'

/** Points of the CUD 2013 by hand (`domain.md` §2.3), and the feed's column of each. */
const POINTS: Readonly<Record<string, string>> = {
  1: 'income.pension',
  5: 'withholding.irpef',
  6: 'surtax.regional',
  10: 'surtax.municipal.advance',
  11: 'surtax.municipal.balance',
  13: 'surtax.municipal.next',
  101: 'tax.gross',
  102: 'deductions.family',
  107: 'deductions.pension',
  108: 'deductions.expenses',
  113: 'deductions.total',
}

let on: Installation
beforeAll(async () => {
  on = await newInstallation('sqlite')
})
afterAll(() => on.remove())

/** `1234.56` or `1.234,56` in cents; 0 where there is none. */
function cents(amount: string): number {
  return amount === '' ? 0 : Number(amount.replace(/\D/g, ''))
}

test('the money in the PDFs is the money in the feed, point by point', async () => {
  const { files } = await writeCertificateSample({
    people: 60,
    incomeYear: 2012,
    seed: 5,
    out: join(on.settings.folders.data, 'inbox'),
  })
  const feed = await readFile(files[0]?.path ?? '', 'utf8')
  const rows: Record<string, string>[] = parse(feed, { columns: true, delimiter: ';', bom: true })
  const asked = rows.filter((row) => row['deceased_on'] === '' && row['beneficiary_role'] !== 'EREDE')
  expect(asked.length).toBeGreaterThan(40)
  const requests = asked.map(({ codice_fiscale = '' }, index) =>
    askingRow(
      { ...newPerson(), codice_fiscale },
      {
        request_id: `money-${index}`,
        submitted_at: ON,
        channel: 'WEB',
        income_years: '2012',
      },
    ),
  )
  await on.putFeed(basename(files[0]?.path ?? ''), feed)
  await on.putFeed('certificate-requests-money.csv', askingFeed(requests))
  await on.run([intake, releaseCertificates], ON)

  const folder = join(on.settings.folders.output, 'releases', 'WEB', ON)
  const printed: Record<string, number> = {}
  const names = await readdir(folder)
  for (const name of names) {
    for (const [label, value] of await tableRows(await readFile(join(folder, name)))) {
      const column = POINTS[label.split(' ')[0] ?? '']
      if (column && /^[\d.]+,\d\d$/.test(value)) printed[column] = (printed[column] ?? 0) + cents(value)
    }
  }
  const inFeed = Object.fromEntries(
    Object.values(POINTS)
      .map((column) => [column, asked.reduce((sum, row) => sum + cents(row[column] ?? ''), 0)] as const)
      .filter(([, sum]) => sum > 0),
  )
  expect(names).toHaveLength(asked.length)
  expect(printed).toEqual(inFeed)
  expect(Object.keys(inFeed).length).toBeGreaterThan(8)
})
