import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { housekeeping } from '../../jobs/housekeeping.ts'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import type { Job } from '../../jobs/job.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { report } from '../../jobs/report.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { App } from '../../src/app.ts'
import { balances, checkBalance } from '../../src/batch/report/balance.ts'
import { verifyAudit } from '../../src/store/audit-verify.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { endLegalHold, startLegalHold } from '../../src/store/legal-hold.ts'
import { manualAct } from '../../src/store/manual-act.ts'
import { acknowledgeByHand } from '../../src/vendor/acknowledge.ts'
import { checkBundleFiles } from '../../src/vendor/check-bundle-files.ts'
import { DATABASES, type DatabaseKind } from '../support/databases.ts'
import { newPerson, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { diesBefore } from './ledger.ts'

/** Mondays. */
const FIRST = '2012-03-05'
const SECOND = '2012-03-12'
const A_YEAR_LATER = '2013-06-03'
const YEARS_LATER = '2023-06-05'
const WORK: readonly Job[] = [intake, issuePins, sendFirstHalves, printPinLetters, report, handOver]

interface Past {
  readonly on: Installation
  /** Codes of the two people of the first night, and bundles in their order; the second night's was not acknowledged. */
  readonly people: readonly [string, string]
  readonly bundles: readonly [string, string, string]
}

const play = (on: Installation, jobs: readonly Job[], date: string, options = {}) =>
  on.run(jobs, date, { now: () => new Date(`${date}T03:30:00Z`), ...options })

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const submitted = { submitted_at: '2012-03-01' }

/** Two nights: letters of two people acknowledged, those of the third handed over; a refused feed. */
async function past(kind: DatabaseKind): Promise<Past> {
  const on = await newInstallation(kind, (settings) => ({ ...settings, bundle: { letters: 1 } }))
  const people = [newPerson(), newPerson()] as const
  await on.putFeed(
    'pin-requests-1.csv',
    requestsFeed(people.map((person) => requestRow({ ...person, ...submitted }))),
  )
  await on.putFeed('pin-requests-2.csv', 'no headings\n')
  await play(on, WORK, FIRST)
  await on.putFeed('pin-requests-3.csv', requestsFeed([requestRow(submitted)]))
  await play(on, WORK, SECOND)
  const bundles = await within(on, async (app) => {
    const rows = await rowsOf<{ name: string }>(app.store.db, 'select name from bundle order by id')
    const names = rows.map(({ name }) => name)
    const act = { verb: 'acknowledge', by: 'prova', reason: '', at: `${SECOND}T10:00:00.000Z`, on: SECOND }
    for (const name of names.slice(0, 2))
      await acknowledgeByHand({ ...app, vendor: 'postalizzatore' }, act, name)
    return names as unknown as Past['bundles']
  })
  return { on, people: [people[0].codice_fiscale, people[1].codice_fiscale], bundles }
}

async function within<T>(on: Installation, work: (app: App) => Promise<T>): Promise<T> {
  const app = await on.open()
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}

const legalHold = (on: Installation, codiceFiscale: string, end = false) =>
  within(on, ({ store }) =>
    manualAct(
      store,
      {
        verb: 'legal-hold',
        by: 'x',
        reason: 'r',
        subject: codiceFiscale,
        at: `${SECOND}T11:00:00.000Z`,
        on: SECOND,
      },
      (trx) =>
        end
          ? endLegalHold(trx, codiceFiscale)
          : startLegalHold(trx, { codice_fiscale: codiceFiscale, reason: 'r', by_whom: 'x', since: SECOND }),
    ),
  )

const sound = (on: Installation) =>
  within(on, async ({ store, folders }) => {
    expect((await checkBalance(store.db, folders)).filter((line) => !balances(line))).toEqual([])
    const verdict = await verifyAudit(store.db)
    expect(verdict.faults).toEqual([])
    return verdict
  })

const purgedOf = async (on: Installation, date: string) =>
  JSON.parse((await on.read(`output/reports/${date}/purge.json`)).toString()) as {
    keptForLegalHold: number
    purges: { kind: string; name: string; items: number; sha256: string }[]
  }

describe.each(DATABASES)('housekeeping on %s', (kind) => {
  let given: Past
  beforeAll(async () => {
    given = await past(kind)
  })
  afterAll(() => given.on.remove())
  const here = (...path: string[]) => existsSync(join(given.on.root, ...path))

  test('removes nothing before its time, and points to messages that nobody has fetched', async () => {
    const { on } = given
    const before = await on.files('output')
    const [counts] = await play(on, [housekeeping], '2012-03-20')
    expect(counts).toMatchObject({ purged: 0, keptForLegalHold: 0, unsentMessages: 3 })
    expect(await on.files('output')).toEqual(before)
  })

  test('a night of a date far ahead removes nothing either', async () => {
    const [counts] = await given.on.run([housekeeping], '2040-01-02', {
      now: () => new Date('2012-03-21T03:00:00Z'),
    })
    expect(counts).toMatchObject({ purged: 0 })
  })

  test('after a year: feeds, acknowledged bundles, here and at the vendor’s; not what waits, nor of people under legal hold', async () => {
    const { on, people, bundles } = given
    await legalHold(on, people[0])
    const [counts] = await play(on, [housekeeping], A_YEAR_LATER)
    // The feed names the person; the other feed's letter is not acknowledged.
    expect(counts).toMatchObject({ purged: 2, keptForLegalHold: 2 })
    expect(await on.files('data/archive')).toHaveLength(2)
    expect(await on.files('data/refused')).toEqual([])
    expect(bundles.map((name) => here('output/bundles', name))).toEqual([true, false, true])
    expect(bundles.map((name) => here('output/outgoing/postalizzatore', name))).toEqual([true, false, true])
    expect(here('output/reports', FIRST, 'report.json')).toBe(true)
    expect(await on.files('output/messages')).toHaveLength(3)
    const { keptForLegalHold, purges } = await purgedOf(on, A_YEAR_LATER)
    expect(keptForLegalHold).toBe(2)
    expect(purges).toMatchObject([
      { kind: 'refused', items: 1, bytes: 12, sha256: sha256('no headings\n') },
      { kind: 'bundle', name: bundles[1], items: 5, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
    expect((await on.read(`output/reports/${A_YEAR_LATER}/purge.csv`)).toString()).toContain(bundles[1])
    await sound(on)
  })

  test('what reconcile moved aside is counted, and goes by the day it was moved there, with a proof', async () => {
    const { on, people } = given
    const aside = ['2013-05-04/PIN_IT-20120312-009-0000000000', '2013-05-20/cartella']
    for (const path of aside) await mkdir(join(on.root, 'output/quarantine', path), { recursive: true })
    const [old = '', young = ''] = aside
    const named = join(on.root, 'output/quarantine', old, 'consegna.csv')
    await writeFile(named, `codice\n${people[0]}\n`)
    expect(await play(on, [housekeeping], '2013-06-03')).toMatchObject([{ purged: 0, quarantined: 2 }])
    await writeFile(named, 'codice\n')
    expect(await play(on, [housekeeping], '2013-06-03')).toMatchObject([{ purged: 1, quarantined: 1 }])
    expect([here('output/quarantine', old), here('output/quarantine', young)]).toEqual([false, true])
    expect((await purgedOf(on, '2013-06-03')).purges).toContainEqual(
      expect.objectContaining({ kind: 'quarantine', name: old, items: 1, bytes: 7 }),
    )
  })

  test('again the same day: nothing more, the report stays', async () => {
    const { on } = given
    const before = await on.read(`output/reports/${A_YEAR_LATER}/purge.json`)
    expect(await play(on, [housekeeping], A_YEAR_LATER)).toMatchObject([{ purged: 0 }])
    expect(await on.read(`output/reports/${A_YEAR_LATER}/purge.json`)).toEqual(before)
  })

  test('when the hold has ended; a file that arrives again is known, a refused one is read again', async () => {
    const { on, people, bundles } = given
    await legalHold(on, people[0], true)
    const [archived = ''] = await on.files('data/archive')
    const content = await on.read(archived)
    expect(await play(on, [housekeeping], '2013-06-04')).toMatchObject([{ purged: 2, keptForLegalHold: 0 }])
    expect(bundles.map((name) => here('output/bundles', name))).toEqual([false, false, true])
    await on.putFeed('pin-requests-1.csv', content)
    await on.putFeed('pin-requests-2.csv', 'no headings\n')
    expect(await play(on, [intake], '2013-06-05')).toMatchObject([{ files: 0, known: 1, refusedFiles: 1 }])
    await sound(on)
  })

  test('a database of before the purge: reconcile says that it was one, and the next housekeeping is quits', async () => {
    const { on, bundles } = given
    const wrong = () =>
      within(on, async ({ store, files, folders }) =>
        (await checkBundleFiles(store.db, { files, folders, vendor: 'postalizzatore' }))
          .filter(({ expected, found }) => expected !== found)
          .map(({ line }) => line),
      )
    await within(on, ({ store }) =>
      store.db('bundle').where({ name: bundles[1] }).update({ purged_on: null }),
    )
    expect(await wrong()).toEqual([
      'Lotti pronti, consegnati o confermati = cartelle intatte',
      expect.stringContaining(`lotto ${bundles[1]}: eliminato a scadenza il 03/06/2013`),
    ])
    expect(await play(on, [housekeeping], '2013-06-05')).toMatchObject([{ purged: 1 }])
    expect(await wrong()).toEqual([])
  })

  test('after ten years: events, and runs that nothing names; links stay, the chain is whole, the books balance', async () => {
    const { on } = given
    const events = () =>
      within(on, ({ store }) => rowsOf<{ run_id: number }>(store.db, 'select run_id from event'))
    const runs = () => within(on, ({ store }) => rowsOf<{ id: number }>(store.db, 'select id from run'))
    const [eventsBefore, runsBefore] = [(await events()).length, (await runs()).length]
    const links = (await sound(on)).links
    const [counts] = await play(on, [housekeeping], YEARS_LATER)
    expect(counts?.['purgedEvents']).toBeGreaterThan(0)
    expect((await events()).length).toBeLessThan(eventsBefore)
    expect((await runs()).length).toBeLessThan(runsBefore)
    const verdict = await sound(on)
    expect(verdict.links).toBe(links + 1)
    expect(verdict.purged).toBeGreaterThan(0)
    // The letter that is not acknowledged keeps its story; so do acts.
    const third = await within(on, ({ store }) =>
      rowsOf(
        store.db,
        `select 1 from event e join letter l on l.id = e.object_id where e.object_type = 'letter' and l.state = 'handed_over'`,
      ),
    )
    expect(third.length).toBeGreaterThan(0)
    expect(await play(on, [housekeeping], YEARS_LATER)).toMatchObject([{ purged: 0, purgedEvents: 0 }])
  })
})

describe('housekeeping that dies', () => {
  test.each([
    ['before the first order is committed', (effect: string) => effect === 'commit order-purge'],
    [
      'between order and removal',
      (effect: string) => effect.startsWith('remove') && effect.includes('/refused/'),
    ],
    [
      'half way through a bundle',
      (effect: string) => effect.startsWith('remove') && effect.includes('/outgoing/'),
    ],
    [
      'before it writes its report',
      (effect: string) => effect.startsWith('write') && effect.includes('purge.csv'),
    ],
    ['before it records what is gone', (effect: string) => effect === 'commit record-purge'],
  ])('%s: the next one ends it, and reports all of it', async (_title, effect) => {
    const { on } = await past('sqlite')
    await expect(play(on, [housekeeping], A_YEAR_LATER, { gate: diesBefore(effect) })).rejects.toThrow('died')
    await play(on, [housekeeping], A_YEAR_LATER)
    const { purges } = await purgedOf(on, A_YEAR_LATER)
    expect(purges.map(({ kind }) => kind)).toEqual(['feed', 'refused', 'bundle', 'bundle'])
    expect(await on.files('data/refused')).toEqual([])
    await sound(on)
    await on.remove()
  })
})

test('a hold that comes between order and removal keeps the file until it ends', async () => {
  const { on, people, bundles } = await past('sqlite')
  const atRemoval = (effect: string) => effect.startsWith('remove') && effect.includes('/bundles/PIN')
  await expect(play(on, [housekeeping], A_YEAR_LATER, { gate: diesBefore(atRemoval) })).rejects.toThrow(
    'died',
  )
  await legalHold(on, people[1])
  await play(on, [housekeeping], A_YEAR_LATER)
  const left = () => bundles.map((name) => existsSync(join(on.root, 'output/bundles', name)))
  expect(left()).toEqual([false, true, true])
  await legalHold(on, people[1], true)
  await play(on, [housekeeping], '2013-06-04')
  expect(left()).toEqual([false, false, true])
  await sound(on)
  await on.remove()
})

test('alerts of a folder, proofs and reports go after their own time', async () => {
  const { on } = await past('sqlite')
  await mkdir(join(on.root, 'output/alerts'), { recursive: true })
  await mkdir(join(on.root, 'output/proofs', FIRST), { recursive: true })
  await writeFile(join(on.root, 'output/proofs', FIRST, 'indice.csv'), 'x')
  await writeFile(join(on.root, 'output/alerts/20120305T033000-abc.eml'), 'x')
  await play(on, [housekeeping], '2016-01-04')
  expect(await on.files('output/alerts')).toEqual([])
  expect(await on.files('output/proofs')).toEqual([])
  // The second night's bundle was never acknowledged.
  expect(await on.files(`output/reports/${FIRST}`)).toEqual([])
  expect((await on.files(`output/reports/${SECOND}`)).length).toBeGreaterThan(0)
  await on.remove()
})

test('an old log that was altered is kept, and the run ends with exit 5', async () => {
  const { on } = await past('sqlite')
  const ofRun = `run_id in (select id from run where job = 'issue-pins' and business_date = '${FIRST}')`
  const left = () =>
    within(on, ({ store }) => rowsOf(store.db, `select action from event where ${ofRun} order by id`))
  await within(on, ({ store }) => store.db.raw(`update event set action = 'x' where ${ofRun}`))
  const before = await left()
  await expect(play(on, [housekeeping], YEARS_LATER)).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringContaining('recapito audit verify'),
  })
  expect(before.length).toBeGreaterThan(0)
  expect(await left()).toEqual(before)
  await on.remove()
})
