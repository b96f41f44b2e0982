import { createHash } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { releaseCertificates } from '../../jobs/release-certificates.ts'
import { openApp } from '../../src/app.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import type { Settings } from '../../src/config.ts'
import { silentLog } from '../../src/observe/log.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { openStore } from '../../src/store/store.ts'
import { askingFeed, askingRow, certificateRow, certificatesFeed } from '../support/certificate-rows.ts'
import { type Counter, Died, failingFrom } from '../support/crash.ts'
import { newPerson } from '../support/feed-rows.ts'
import { type Installation, newInstallation, repeatable } from '../support/night.ts'

const DAY_BEFORE = '2019-03-12'
const ON = '2019-03-13'

let prepared: Installation
let undisturbed: unknown
let effects: readonly string[] = []
let starts = 0

/** A letter that has not left and a file that has, both to be corrected; new requests, and PECs. */
beforeAll(async () => {
  prepared = await newInstallation('sqlite')
  const [home, web, known] = [newPerson(), newPerson(), newPerson()]
  const data = (name: string, rows: readonly string[]) =>
    prepared.putFeed(`certificate-data-2018-${name}.csv`, certificatesFeed(rows))
  const asking = (name: string, rows: readonly string[]) =>
    prepared.putFeed(`certificate-requests-${name}.csv`, askingFeed(rows))
  await prepared.putFeed('certificate-data-2017-1.csv', certificatesFeed([certificateRow(home, 2017)]))
  await data('1', [
    certificateRow(home, 2018),
    certificateRow(web, 2018),
    certificateRow(known, 2018, { pec: 'anna@pec.example' }),
  ])
  await asking('1', [askingRow(home, { channel: 'DOMICILIO', income_years: '2017|2018' }), askingRow(web)])
  await prepared.run([intake, releaseCertificates], DAY_BEFORE)
  const corrected = { 'income.pension': '12345.00' }
  await data('2', [
    certificateRow(home, 2018, corrected),
    certificateRow(web, 2018, corrected),
    certificateRow(known, 2018, { ...corrected, pec: 'anna@pec.example' }),
  ])
  await asking('2', [
    askingRow(known, { channel: 'CAF', evidence: 'MANDATO|DOCUMENTO' }),
    askingRow(known, { income_years: '2017|2018' }),
    askingRow(web, { channel: 'DOMICILIO' }),
    askingRow(web, { channel: 'CAF' }),
  ])
  await prepared.run([intake], ON)
  const history = await newHistory()
  const counter = failingFrom(0)
  await history.run(counter)
  effects = counter.effects
  undisturbed = await history.state()
  await history.remove()
})
afterAll(() => prepared.remove())

test('the undisturbed run releases files and letters, and names the files in lists', () => {
  expect(effects.filter((effect) => effect.startsWith('commit')).length).toBeGreaterThan(5)
  expect(effects.filter((effect) => /^write .*\.pdf$/.test(effect))).toHaveLength(4)
  expect(effects.filter((effect) => /^rename .*\.csv$/.test(effect))).toHaveLength(3)
})

test('whatever effect the process dies before, the next start ends as if nothing had happened', async () => {
  const wrong: string[] = []
  for (let k = 1; k <= effects.length; k += 1) {
    const history = await newHistory()
    const death = await history.run(failingFrom(k)).catch((error: unknown) => error)
    expect(rootOf(death)).toBeInstanceOf(Died)
    await history.run(failingFrom(0))
    const state = await history.state()
    if (JSON.stringify(state) !== JSON.stringify(undisturbed)) wrong.push(`${k}: ${effects[k - 1]}`)
    await history.remove()
  }
  expect(wrong).toEqual([])
}, 300_000)

function rootOf(error: unknown): unknown {
  const cause = (error as Error | undefined)?.cause
  return cause instanceof Error ? rootOf(cause) : error
}

/** A copy of the prepared installation, to be disturbed. */
async function newHistory() {
  const root = await mkdtemp(join(tmpdir(), 'recapito-crash-'))
  await cp(prepared.root, root, { recursive: true, preserveTimestamps: true })
  const data = join(root, 'data')
  const settings: Settings = {
    ...prepared.settings,
    folders: { ...prepared.settings.folders, data, output: join(root, 'output') },
    database: join(data, 'recapito.sqlite'),
    keyring: join(data, 'keyring.json'),
  }
  return {
    async run({ gate }: Counter): Promise<void> {
      const random = repeatable(`start ${++starts}`)
      const now = () => new Date('2019-03-13T03:30:00Z')
      const app = await openApp({ settings, log: silentLog, mode: 'live', now, random, gate })
      try {
        await app.runJobs([releaseCertificates], dailySlot(ON))
      } finally {
        await app.close()
      }
    },
    state: () => stateOf(root, settings.database),
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

const TABLES = {
  certificate: 'id, state, first_release_on, template_version, pdf_sha256, hold',
  certificate_request: 'id, state, state_on, reason, missing, hold, hold_detail',
  certificate_release: `id, public_id, request_id, certificate_id, copy_no, channel, state, prepared_on, file_name, sha256,
    pec, letter_id`,
  letter: 'id, public_id, kind, source_id, attempt, product, state, snapshot',
  event: 'object_type, object_id, action, from_state, to_state, code',
}

/** Rows and files. Public ids are drawn anew by every start: here the ledger's own number stands for each. */
async function stateOf(root: string, url: string): Promise<unknown> {
  const store = await openStore({ url })
  const rows: Record<string, string[]> = {}
  const names = new Map<string, string>()
  try {
    for (const table of ['certificate_release', 'letter']) {
      const ids = await rowsOf<{ id: number; public_id: string }>(
        store.db,
        `select id, public_id from ${table}`,
      )
      for (const row of ids) names.set(row.public_id, `${table} ${row.id}`)
    }
    for (const [table, columns] of Object.entries(TABLES)) {
      const found = await rowsOf(store.db, `select ${columns} from ${table}`)
      rows[table] = found.map((row) => plain(JSON.stringify(row))).sort()
    }
  } finally {
    await store.close()
  }
  const files: Record<string, string> = {}
  for (const folder of ['output/releases', 'data/forms']) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name)
      const content = await readFile(path)
      files[plain(path.slice(root.length))] = path.endsWith('.csv')
        ? plain(content.toString())
        : createHash('sha256').update(content).digest('hex')
    }
  }
  return { rows, files: Object.entries(files).sort() }

  function plain(text: string): string {
    return text.replace(/[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]/g, (id) => names.get(id) ?? id)
  }
}
