import { appendFile, cp, mkdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import type { Job } from '../../jobs/job.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { differencesIn, findDifferences } from '../../src/cli/reconcile/find-differences.ts'
import { adoptByHand, rebuildByHand } from '../../src/cli/reconcile/mend.ts'
import { letterIdFrom } from '../../src/domain/letter-id.ts'
import { type Cell, rowsOf } from '../../src/store/bulk.ts'
import type { Executor } from '../../src/store/dialect.ts'
import { acknowledgeByHand } from '../../src/vendor/acknowledge.ts'
import { DATABASES, type DatabaseKind } from '../support/databases.ts'
import { IN_PARIS, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { newInstallation } from '../support/night.ts'

const NIGHT = '2026-11-20'
const MONDAY = '2026-11-23'
const BY_HAND = { reason: 'prova', by: 'rossi', date: NIGHT }
const TO_PRINT = [intake, issuePins, sendFirstHalves, printPinLetters]
const SUFFIXES = ['.pdf', '.csv', '.json'] as const

/** A night of four people, printed: two letters to Italy, one abroad, one row refused. */
async function printedNight(kind: DatabaseKind) {
  const on = await newInstallation(kind)
  const app = await on.open()
  const rows = [requestRow(), requestRow(), requestRow({ ...IN_PARIS, mobile: '' }), requestRow({ sex: 'X' })]
  await on.putFeed('pin-requests-1.csv', requestsFeed(rows))
  await app.runJobs(TO_PRINT, dailySlot(NIGHT))
  const query = <Row = Record<string, unknown>>(sql: string, bindings: readonly Cell[] = []) =>
    rowsOf<Row>(app.store.db, sql, bindings)
  const file = (place: string, name: string, suffix: string) =>
    join(on.root, 'output', place, name, `${name}${suffix}`)
  return {
    on,
    app,
    query,
    file,
    /** The bundle of a product that is in force. */
    async bundle(product: string): Promise<string> {
      const rows = await query<{ name: string }>(
        `select name from bundle where product = ? and state <> 'cancelled' order by id desc`,
        [product],
      )
      return rows[0]?.name ?? ''
    },
    filesOf: (name: string) => Promise.all(SUFFIXES.map((suffix) => readFile(file('bundles', name, suffix)))),
    async run(jobs: readonly Job[], date: string) {
      return (await app.runJobs(jobs, dailySlot(date))).map(({ counts }) => counts)
    },
    async remove() {
      await app.close()
      await on.remove()
    },
  }
}

type Night = Awaited<ReturnType<typeof printedNight>>

const asideOf = ({ app }: Night) => app.files.list(join(app.folders.quarantine, NIGHT))

async function found({ app }: Night, date = NIGHT, db: Executor = app.store.db): Promise<string[]> {
  const check = { files: app.files, folders: app.folders, vendor: app.settings.vendor.name }
  return differencesIn(await findDifferences(db, check, date)).map(({ line }) => line)
}

/** As a database of before the printing would have it. */
async function forgetPrinting({ app }: Night, product: string): Promise<void> {
  const letters = `select id from letter where product = '${product}'`
  for (const sql of [
    `delete from bundle_item where letter_id in (${letters})`,
    `delete from bundle where product = '${product}' and state <> 'cancelled'`,
    `update letter set state = 'pending' where id in (${letters})`,
    `update credential set state = 'PARTIAL', expires_on = null
       where id in (select source_id from letter where product = '${product}')`,
    `update request set state = 'APPROVED' where id in (select request_id from credential where state = 'PARTIAL')`,
  ])
    await app.store.db.raw(sql)
}

const LEDGER = ['bundle', 'bundle_item', 'letter', 'credential', 'request', 'half'] as const

/** What the ledger says of letters, less the ids of bundles and who acted. */
async function ledgerOf({ query }: Night): Promise<unknown> {
  const tables: Record<string, unknown>[][] = []
  for (const table of LEDGER) tables.push(await query(`select * from ${table} order by 1, 2`))
  return tables.map((rows) => rows.map(({ id, bundle_id, run_id, ...row }) => row))
}

describe.each(DATABASES)('reconcile after a night on %s', (kind) => {
  let night: Night
  beforeAll(async () => {
    night = await printedNight(kind)
  })
  afterAll(() => night.remove())

  test('accounts for every row, per job, product and slot', async () => {
    const { app } = night
    const check = { files: app.files, folders: app.folders, vendor: app.settings.vendor.name }
    const { flow } = await findDifferences(app.store.db, check, NIGHT)
    expect(flow.map(({ job, product, slot, expected }) => [job, product, slot, expected])).toEqual([
      ['intake', 'pin-requests', NIGHT, 4],
      ['issue-pins', 'PIN_EXT', NIGHT, 1],
      ['issue-pins', 'PIN_IT', NIGHT, 2],
      ['send-first-halves', 'PIN_EXT', NIGHT, 1],
      ['send-first-halves', 'PIN_IT', NIGHT, 2],
      ['print-pin-letters', 'PIN_EXT', NIGHT, 1],
      ['print-pin-letters', 'PIN_IT', NIGHT, 2],
      ['hand-over', 'PIN_EXT', NIGHT, 1],
      ['hand-over', 'PIN_IT', NIGHT, 2],
    ])
    expect(await found(night)).toEqual([])
  })

  const TAMPERED: [title: string, date: string, statements: string[], named: (name: string) => unknown[]][] =
    [
      [
        'a state that nobody knows has swallowed a letter',
        NIGHT,
        [`update letter set state = 'lost' where product = 'PIN_IT'`],
        () => [
          expect.stringMatching(/^Lettere nei lotti del 20\/11\/2026, PIN_IT = /),
          'Lettere create = lettere nei loro stati',
        ],
      ],
      [
        'a request in run has no PIN',
        NIGHT,
        [`update request set state = 'CALLBACK' where state = 'APPROVED'`],
        () => [expect.stringMatching(/^Richieste di PIN del 20\/11\/2026, PIN_IT = /)],
      ],
      [
        'a bundle has stood still for more than a day',
        '2026-11-22',
        [
          `update bundle set state = 'sealed' where product = 'PIN_IT'`,
          `update letter set state = 'in_bundle' where product = 'PIN_IT'`,
        ],
        (name) => [`lotto ${name}: fermo dal 20/11/2026, lettere`],
      ],
      [
        'a message was planned and never written',
        '2026-11-22',
        [
          `update credential set state = 'GENERATED' where id = 1`,
          `update message set state = 'planned' where credential_id = 1`,
        ],
        () => ['Messaggi previsti da più di un giorno e mai scritti'],
      ],
    ]
  test.each(TAMPERED)('%s', async (_title, date, statements, named) => {
    const name = await night.bundle('PIN_IT')
    const trx = await night.app.store.db.transaction()
    try {
      for (const statement of statements) await trx.raw(statement)
      expect(await found(night, date, trx)).toEqual(expect.arrayContaining(named(name)))
    } finally {
      await trx.rollback()
    }
  })

  const DAMAGES: [title: string, file: string, damage: (path: string) => Promise<unknown>][] = [
    ['the PDF is missing', '.pdf', unlink],
    ['a byte more in the CSV', '.csv', (path) => appendFile(path, 'x')],
    ['another manifest', '.json', (path) => writeFile(path, '{}')],
    ['the whole folder is gone', '.json', (path) => rm(join(path, '..'), { recursive: true })],
  ]
  test.each(DAMAGES)('%s: named, then printed again byte for byte', async (_title, suffix, damage) => {
    const name = await night.bundle('PIN_IT')
    const before = await night.filesOf(name)
    await damage(night.file('bundles', name, suffix))
    expect(await found(night)).toEqual([
      'Lotti pronti, consegnati o confermati = cartelle intatte',
      `lotto ${name}: ${name}${suffix} manca o è cambiato`,
    ])
    await night.query('delete from manual_act')
    expect(await rebuildByHand(night.app, name, BY_HAND)).toEqual({ files: true, copy: false })
    expect(await night.filesOf(name)).toEqual(before)
    expect(await found(night)).toEqual([])
    expect(await night.on.files('output/.staging')).toEqual([])
    expect(await night.query('select verb, by_whom, reason, subject from manual_act')).toEqual([
      { verb: 'rebuild', by_whom: 'rossi', reason: 'prova', subject: name },
    ])
    expect(await rebuildByHand(night.app, name, BY_HAND)).toEqual({ files: false, copy: false })
  })

  test('nothing is replaced where printing gives other bytes, or templates have changed', async () => {
    const name = await night.bundle('PIN_IT')
    await unlink(night.file('bundles', name, '.pdf'))
    const [bundle] = await night.query<{ expires_on: string; template_version: string }>(
      'select expires_on, template_version from bundle where name = ?',
      [name],
    )
    await night.query(`update bundle set expires_on = '2030-01-01' where name = ?`, [name])
    await expect(rebuildByHand(night.app, name, BY_HAND)).rejects.toMatchObject({ exitCode: 5 })
    await night.query(`update bundle set expires_on = ?, template_version = 'old' where name = ?`, [
      bundle?.expires_on ?? '',
      name,
    ])
    await expect(rebuildByHand(night.app, name, BY_HAND)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('stampato con i modelli old'),
    })
    expect(await night.on.files(`output/bundles/${name}`)).toHaveLength(2)
    expect(await night.on.files('output/.staging')).toEqual([])
    await night.query('update bundle set template_version = ? where name = ?', [
      bundle?.template_version ?? '',
      name,
    ])
    await rebuildByHand(night.app, name, BY_HAND)
  })

  test('folders that are no bundles are moved aside, and work cut short is destroyed', async () => {
    const cutShort = 'PIN_IT-20261101-001-0000000000.1'
    for (const path of ['bundles/elsewhere', 'outgoing/postalizzatore/elsewhere', `.staging/${cutShort}`])
      await mkdir(join(night.on.root, 'output', path), { recursive: true })
    expect(await found(night)).toEqual([
      'Cartelle che il registro non conosce',
      'cartella bundles/elsewhere: sconosciuta',
      'cartella outgoing/postalizzatore/elsewhere: sconosciuta',
      `cartella .staging/${cutShort}: sconosciuta`,
    ])
    await expect(rebuildByHand(night.app, await night.bundle('PIN_IT'), BY_HAND)).rejects.toThrow(/--adopt/)
    expect((await adoptByHand(night.app, BY_HAND)).map(({ name, outcome }) => [name, outcome])).toEqual([
      [cutShort, 'removed'],
      ['elsewhere', 'quarantined'],
    ])
    expect(await asideOf(night)).toEqual(['elsewhere', 'elsewhere.outgoing'])
    expect(await found(night)).toEqual([])
  })

  test('a bundle whose letters wait in an older database is entered as it was, and prints once', async () => {
    const name = await night.bundle('PIN_IT')
    const before = await ledgerOf(night)
    await forgetPrinting(night, 'PIN_IT')
    expect(await found(night)).toContain(`cartella bundles/${name}: sconosciuta`)
    const about = { letters: 2, unknown: [], elsewhere: [], departed: false }
    expect(await adoptByHand(night.app, BY_HAND)).toEqual([{ name, outcome: 'published', ...about }])
    expect(await ledgerOf(night)).toEqual(before)
    expect(await found(night)).toEqual([])
    expect(await night.run([printPinLetters], '2026-11-21')).toMatchObject([{ letters: 0 }])
    await unlink(night.file('bundles', name, '.pdf'))
    expect(await rebuildByHand(night.app, name, BY_HAND)).toMatchObject({ files: true })
  })

  test('a bundle that was taken back since gives its letters to the one that took its place', async () => {
    const first = await night.bundle('PIN_IT')
    const second = first.replace('-001-', '-009-')
    const [own, folder] = [first, second].map((name) => join(night.on.root, 'output/bundles', name)) as [
      string,
      string,
    ]
    await cp(own, folder, { recursive: true })
    await rm(own, { recursive: true })
    for (const suffix of SUFFIXES) {
      await rename(join(folder, `${first}${suffix}`), night.file('bundles', second, suffix))
    }
    const manifest = night.file('bundles', second, '.json')
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replaceAll(first, second))
    expect(await adoptByHand(night.app, BY_HAND)).toMatchObject([
      { name: second, outcome: 'published', letters: 2 },
    ])
    expect(await night.query('select state from bundle where name = ?', [first])).toEqual([
      { state: 'cancelled' },
    ])
    expect(await found(night)).toEqual([])
  })

  test('one with letters that the ledger never had never leaves, and these are named', async () => {
    const name = await night.bundle('PIN_IT')
    await forgetPrinting(night, 'PIN_IT')
    const [gone] = await night.query<{ id: number; public_id: string }>(
      `select id, public_id from letter where product = 'PIN_IT' order by id limit 1`,
    )
    await night.query('update letter set public_id = ? where id = ?', [
      letterIdFrom(Buffer.alloc(32, 7)),
      gone?.id ?? 0,
    ])
    expect(await adoptByHand(night.app, BY_HAND)).toMatchObject([
      {
        name,
        outcome: 'quarantined',
        letters: 0,
        unknown: [{ publicId: gone?.public_id, locality: 'ROMA' }],
        departed: false,
      },
    ])
    expect(await asideOf(night)).toContain(name)
    expect(await found(night)).toEqual([])
    expect(await night.run([printPinLetters], '2026-11-21')).toMatchObject([{ letters: 2 }])
  })
})

describe.each(DATABASES)('reconcile after a hand-over on %s', (kind) => {
  const BY_HAND_MONDAY = { ...BY_HAND, date: MONDAY }
  let night: Night
  beforeAll(async () => {
    night = await printedNight(kind)
    await night.run([handOver], MONDAY)
  })
  afterAll(() => night.remove())

  test('the vendor’s copy is written again until the vendor has confirmed it', async () => {
    const name = await night.bundle('PIN_IT')
    await appendFile(night.file('outgoing/postalizzatore', name, '.pdf'), 'x')
    expect(await found(night)).toEqual([
      'Copie per il postalizzatore diverse dal loro lotto',
      `copia del lotto ${name}: ${name}.pdf è cambiato`,
    ])
    expect(await rebuildByHand(night.app, name, BY_HAND)).toEqual({ files: false, copy: true })
    expect(await found(night)).toEqual([])
  })

  test('a bundle of ours that the vendor has is recorded as handed over', async () => {
    const name = await night.bundle('PIN_IT')
    await night.query(`update bundle set state = 'published', delivered_on = null`)
    await night.query(`update letter set state = 'published'`)
    expect(await found(night)).toContain(
      `copia del lotto ${name}: ${name}.done c’è, ma il lotto non è consegnato`,
    )
    await expect(rebuildByHand(night.app, name, BY_HAND)).rejects.toThrow(/--adopt/)
    expect((await adoptByHand(night.app, BY_HAND_MONDAY)).map(({ outcome }) => outcome)).toEqual([
      'delivered',
      'delivered',
    ])
    expect(await found(night)).toEqual([])
  })

  test('one that an older database does not know is entered as handed over, from the vendor’s copy', async () => {
    const name = await night.bundle('PIN_IT')
    const before = await ledgerOf(night)
    await forgetPrinting(night, 'PIN_IT')
    await rm(join(night.on.root, 'output/bundles', name), { recursive: true })
    expect(await adoptByHand(night.app, BY_HAND_MONDAY)).toMatchObject([{ name, outcome: 'delivered' }])
    const states = (tables: unknown) => JSON.stringify(tables).match(/"(state|delivered_on)":"[^"]+"/g)
    expect(states(await ledgerOf(night))).toEqual(states(before))
    expect(await found(night)).toEqual([])
    expect(await night.run([printPinLetters, handOver], '2026-11-24')).toMatchObject([
      { letters: 0 },
      { delivered: 0 },
    ])
  })

  test('of one that has left, what the ledger knows is never printed again', async () => {
    await forgetPrinting(night, 'PIN_IT')
    await night.query(
      `update letter set public_id = ? where id = (select min(id) from letter where product = 'PIN_IT')`,
      [letterIdFrom(Buffer.alloc(32, 9))],
    )
    const [adopted] = await adoptByHand(night.app, BY_HAND_MONDAY)
    expect(adopted).toMatchObject({ outcome: 'delivered', letters: 1, departed: true })
    expect(adopted?.unknown).toHaveLength(1)
    expect(await found(night)).toEqual([])
    expect(await night.run([printPinLetters], '2026-11-24')).toMatchObject([{ letters: 1 }])
  })

  test('erased once, codes stay erased, and nothing can print them', async () => {
    const name = await night.bundle('PIN_EXT')
    const act = { verb: 'acknowledge', by: 'rossi', reason: '', at: '2026-11-24T09:00:00Z', on: '2026-11-24' }
    await acknowledgeByHand({ ...night.app, vendor: 'postalizzatore' }, act, name)
    expect(await found(night)).toEqual([])
    await expect(rebuildByHand(night.app, name, BY_HAND)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('i suoi codici sono stati cancellati il 24/11/2026'),
    })
    await forgetPrinting(night, 'PIN_EXT')
    await night.query(
      `update half set state = 'sealed', sealed_text = 's1.x' where idx = 2 and state = 'erased'`,
    )
    expect(await adoptByHand(night.app, BY_HAND_MONDAY)).toMatchObject([{ name, outcome: 'delivered' }])
    expect(await night.query(`select count(*) as n from half where sealed_text = 's1.x'`)).toEqual([{ n: 0 }])
    expect(await found(night)).toEqual([])
  })
})
