import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseCheck } from '../../src/cli/doctor/database-checks.ts'
import { folderChecks } from '../../src/cli/doctor/folder-checks.ts'
import { keyChecks } from '../../src/cli/doctor/key-checks.ts'
import { clockCheck, diskChecks } from '../../src/cli/doctor/machine-checks.ts'
import { fontsCheck, nodeCheck } from '../../src/cli/doctor/program-checks.ts'
import { settingChecks } from '../../src/cli/doctor/setting-checks.ts'
import { textChecks } from '../../src/cli/doctor/text-checks.ts'
import { loadSettings, type Settings } from '../../src/config.ts'
import { Files } from '../../src/files/files.ts'
import { makeKeyring } from '../../src/secrets/keyring.ts'
import { insertRun } from '../batch/alerts/watching.ts'
import { recapito } from '../support/command.ts'
import { DATABASES, newStore } from '../support/databases.ts'

let root = ''
let settings: Settings
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'recapito-doctor-'))
  for (const folder of ['data', 'data/inbox', 'output']) await mkdir(join(root, folder), { mode: 0o700 })
  settings = await loadSettings({ data: join(root, 'data'), output: join(root, 'output') }, {})
})
afterEach(() => rm(root, { recursive: true }))

describe.each(DATABASES)('the database on %s', (kind) => {
  let database: Awaited<ReturnType<typeof newStore>>
  beforeEach(async () => {
    database = await newStore(kind)
  })
  afterEach(() => database.remove())

  test('whole, of this shape, and when it was last at work', async () => {
    await insertRun(database.store, { job: 'intake', on: '2026-11-20' })
    expect(await databaseCheck({ ...settings, database: database.url })).toMatchObject({
      check: {
        state: 'ok',
        found:
          kind === 'sqlite'
            ? 'integra, SQLite con journal wal'
            : 'integra, PostgreSQL con codifica UTF8, ordinamento C',
      },
      lastInstant: '2026-11-20T02:31:00.000Z',
    })
  })

  test('older than the program', async () => {
    await database.store.db.migrate.down()
    expect((await databaseCheck({ ...settings, database: database.url })).check).toEqual({
      topic: 'Base dati',
      state: 'fault',
      found: 'da aggiornare: 1 migrazione',
      todo: 'Farne una copia, poi recapito migrate.',
    })
  })
})

test('a damaged database, and one that does not answer', async () => {
  await writeFile(settings.database, 'no database'.repeat(1_000))
  expect((await databaseCheck(settings)).check).toMatchObject({
    state: 'fault',
    found: expect.stringContaining('danneggiata'),
  })
  const absent = { ...settings, database: 'postgres://user:secret@127.0.0.1:1/none' }
  const { check } = await databaseCheck(absent)
  expect(check).toMatchObject({
    state: 'fault',
    found: expect.stringContaining('PostgreSQL non risponde'),
  })
  expect(JSON.stringify(check)).not.toContain('secret')
})

test('a clock that is slow', () => {
  const now = new Date('2026-11-20T03:00:00Z')
  expect(clockCheck(now, '2026-11-20T02:59:59Z').state).toBe('ok')
  expect(clockCheck(now, '2026-11-20T03:00:01Z')).toMatchObject({
    state: 'fault',
    found: '20/11/2026 alle 04:00 a Roma, ma l’ultima esecuzione è del 20/11/2026 alle 04:00',
  })
})

test('an older Node; the fonts', () => {
  expect(nodeCheck('20.11.1')).toMatchObject({ state: 'fault', found: '20.11.1, serve almeno la 24' })
  expect(nodeCheck().state).toBe('ok')
  expect(fontsCheck()).toMatchObject({ state: 'ok', found: '8 si leggono' })
})

test('a disk without room', async () => {
  expect(await diskChecks(settings)).toMatchObject([{ state: 'ok' }])
  const [check] = await diskChecks(settings, 1e17)
  expect(check).toMatchObject({ state: 'fault', found: expect.stringContaining('ne servono 200.000.000 GB') })
})

test('folders that are missing, open to others, or no folders', async () => {
  expect(await folderChecks(settings)).toMatchObject([{ state: 'ok' }])
  await chmod(join(root, 'data'), 0o755)
  await rm(join(root, 'data/inbox'), { recursive: true })
  await rm(join(root, 'output'), { recursive: true })
  await writeFile(join(root, 'output'), '')
  expect(
    (await folderChecks(settings)).map(({ state, found }) => `${state} ${found.replace(root, '')}`),
  ).toEqual([
    'warning /data ha i permessi 0755: altri possono vedere dati personali',
    'fault /output non è una cartella',
    'warning /data/inbox non c’è',
  ])
})

describe('the keyring', () => {
  const check = (today: string) => keyChecks(settings, today)

  test('that is there, grows old, is open to others', async () => {
    expect(await check('2026-11-20')).toMatchObject([
      { state: 'warning', found: expect.stringContaining('non c’è') },
    ])
    await makeKeyring(new Files(), settings.keyring, '2026-11-20')
    expect(await check('2026-11-20')).toMatchObject([
      { state: 'ok', found: 'privato, in uso f1 del 20/11/2026, s1 del 20/11/2026' },
    ])
    expect(await check('2027-10-21')).toMatchObject([
      { state: 'warning', found: 'Le chiavi in uso (f1, s1) arrivano a fine vita il 20/11/2027' },
    ])
    await chmod(settings.keyring, 0o644)
    expect(await check('2026-11-20')).toMatchObject([
      { state: 'fault', found: expect.stringContaining('permessi attesi 0600, trovati 0644') },
    ])
  })

  test('that lies where others fetch letters', async () => {
    settings = { ...settings, keyring: join(root, 'output/keyring.json') }
    await makeKeyring(new Files(), settings.keyring, '2026-11-20')
    expect(await check('2026-11-20')).toMatchObject([{ state: 'fault' }])
  })
})

test('texts, and those that have faults', async () => {
  expect(await textChecks(settings)).toMatchObject([
    { state: 'ok', found: 'una lingua approvata, 7 in bozza; profilo it-dx' },
  ])
  const folders = { ...settings.folders, templates: join(root, 'data') }
  expect(await textChecks({ ...settings, folders })).toMatchObject([
    { state: 'fault', todo: 'Vederli tutti con recapito templates check e correggerli.' },
  ])
})

test('settings that come with the program, and a password that others can read', async () => {
  const file = join(root, 'recapito.config.yaml')
  const states = async () =>
    (await settingChecks(settings, file)).map(({ topic, state }) => `${topic} ${state}`)
  expect(await states()).toEqual(['Istituto warning', 'Postalizzatore warning', 'Avvisi warning'])
  settings = {
    ...settings,
    institute: { name: 'INPS', returnAddress: ['Casella Postale 1'], email: 'pin@inps.example' },
    vendor: { name: 'stampa' },
    alerts: { ...settings.alerts, to: ['turno@inps.example'], smtp: 'smtp://user:secret@mail.inps.example' },
  }
  await writeFile(file, '', { mode: 0o644 })
  expect(await states()).toEqual(['Istituto ok', 'Postalizzatore ok', 'Avvisi ok', 'Impostazioni warning'])
  expect(JSON.stringify(await settingChecks(settings, file))).not.toContain('secret')
})

test('the command changes nothing, answers in Italian, and ends with 2 where something must be mended', async () => {
  await makeKeyring(new Files(), settings.keyring, '2026-11-20')
  await chmod(settings.keyring, 0o644)
  const { code, stdout } = await recapito([
    '--data',
    settings.folders.data,
    '--output',
    settings.folders.output,
    'doctor',
  ])
  expect(code).toBe(2)
  expect(stdout).toMatch(/^✓ Node +24\./m)
  expect(stdout).toMatch(/^✗ Portachiavi .*\n +→ Finché non si può usare/m)
  expect(stdout).toMatch(/^! Base dati .* non c’è ancora\n/m)
  expect(stdout).toContain('Una cosa da sistemare (✗) prima di lavorare; 4 cose da sapere (!).')
})
