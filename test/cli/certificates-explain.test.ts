import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { ROSSI, withFigures } from '../domain/certificates/people.ts'
import { recapito } from '../support/command.ts'
import { DATABASES, newStore } from '../support/databases.ts'

const WITHHELD_TOO_LITTLE = { 'withholding.irpef': 1_300_00 }

describe.each(DATABASES)('recapito certificates explain on %s', (kind) => {
  let root = ''
  let database: Awaited<ReturnType<typeof newStore>>
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'recapito-explain-'))
    database = await newStore(kind)
    await keep(database.store)
  })
  afterEach(async () => {
    await database.remove()
    await rm(root, { recursive: true })
  })

  const run = (...args: string[]) =>
    recapito(['--database', database.url, '--data', root, 'certificates', 'explain', ...args])

  test('shows the newest version and why it is held', async () => {
    const { code, stdout, stderr } = await run('rssmra50b17a558w', '2012')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^Versione 2 \(rettifica\) del 15\/03\/2013, trattenuta: All’annotazione manca un dato \(AB: titolo\)\./,
    )
    expect(stdout).toContain('CUD 2013, redditi del 2012: Rossi Mario')
    expect(stdout).toMatch(/Ritenute certificate \(punto 5\) +1\.300,00 {2}non corrisponde \(R5\)/)
    expect(stdout).toMatch(/^ {2}Avviso: R5, punto 5: /m)
    expect(stdout).toMatch(/^Termine di consegna: 28\/02\/2013, scaduto da \d+ giorni\.$/m)
  })

  test('as JSON, under the severities of the settings', async () => {
    const config = join(root, 'config.yaml')
    await writeFile(config, 'certificates: { severities: [{ rule: R5, severity: E }] }\n')
    const { stdout } = await recapito(
      ['--config', config, '--database', database.url, '--data', root].concat([
        'certificates',
        'explain',
        ROSSI.codiceFiscale,
        '2012',
        '--json',
      ]),
    )
    expect(JSON.parse(stdout)).toMatchObject({
      form: 'CUD 2013',
      incomeYear: 2012,
      version: 2,
      kind: 'CORRECTION',
      issuedOn: '2013-03-15',
      hold: 'NOTA_INCOMPLETA',
      holds: [{ code: 'R5', field: 'punto 5', detail: 'trovato 1.300,00, atteso 1.317,00' }],
      warnings: [],
    })
  })

  test('a year that nobody has is an error without the codice fiscale', async () => {
    const { code, stdout, stderr } = await run(ROSSI.codiceFiscale, '2013')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('non risulta una certificazione dei redditi 2013')
    expect(stderr).not.toContain(ROSSI.codiceFiscale)
  })
})

test('makes no database', async () => {
  const { code, stderr } = await recapito(['--data', '/nonexistent', 'certificates', 'explain', 'X', '2012'])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('la base dati non c’è ancora'),
  })
})

/** Two versions of Rossi's certificate of 2012, the second held, as intake leaves them. */
async function keep({ db }: Store): Promise<void> {
  const run = { id: 1, job: 'intake', slot: '2013-02-28', business_date: '2013-02-28', attempt: 1 }
  await db('run').insert({ ...run, state: 'done', owner: 'test', started_at: '2013-02-28T03:00:00Z' })
  const file = { file_name: 'certificate-data-2012-1.csv', sha256: 'x', bytes: 1, received_on: '2013-02-28' }
  await db('feed').insert({ id: 1, kind: 'certificate-data', ...file, state: 'accepted', run_id: 1 })
  const common = {
    feed_id: 1,
    record_key: 'r',
    codice_fiscale: ROSSI.codiceFiscale,
    income_year: 2012,
    form: 'CUD 2013',
    data_hash: 'x',
    recipient: '{}',
    state: 'READY',
    state_on: '2013-02-28',
  }
  await db('certificate').insert([
    {
      ...common,
      ...{
        id: 1,
        line: 2,
        version: 1,
        kind: 'ORIGINAL',
        issued_on: '2013-02-28',
        data: JSON.stringify(ROSSI),
      },
    },
    {
      ...common,
      ...{ id: 2, line: 3, version: 2, kind: 'CORRECTION', issued_on: '2013-03-15', replaces_id: 1 },
      data: JSON.stringify(withFigures(WITHHELD_TOO_LITTLE)),
      ...{ hold: 'NOTA_INCOMPLETA', hold_field: 'notes', hold_detail: 'AB: titolo', hold_on: '2013-03-15' },
    },
  ])
}
