import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rowsOf } from '../../src/store/bulk.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { recapito, type Started, startRecapito } from '../support/command.ts'
import { requestRow, requestsFeed } from '../support/feed-rows.ts'
import { type Installation, newInstallation } from '../support/night.ts'
import { oneForm } from '../support/one-form.ts'

const ON = '2019-03-13'

/**
 * Real processes. Each is kept within its first bundle by a lock that only PostgreSQL has: a trigger asks for it where
 * the bundle is sealed, and whoever holds it here decides how long the bundle takes.
 */
describe('a night that is stopped within a bundle', () => {
  let on: Installation
  let templates: string
  let store: Store
  let hold: Knex.Transaction
  beforeAll(async () => {
    on = await newInstallation('postgres')
    templates = await oneForm()
    await (await on.open()).close()
    store = await openStore({ url: on.settings.database })
    await store.db.raw(`
      create function wait_here() returns trigger language plpgsql as
        'begin perform pg_advisory_xact_lock(99); return new; end';
      create trigger wait_here before update on bundle for each row
        when (new.state = 'sealed') execute function wait_here()`)
    const feed = requestsFeed(Array.from({ length: 3 }, () => requestRow({ submitted_at: ON })))
    await on.putFeed('pin-requests-1.csv', feed)
  })
  afterAll(async () => {
    await store.close()
    await on.remove()
    await rm(templates, { recursive: true })
  })
  beforeEach(async () => {
    hold = await store.db.transaction()
    // However long a busy machine takes to come to its bundle.
    await hold.raw('set local idle_in_transaction_session_timeout = 0')
    await hold.raw('select pg_advisory_xact_lock(99)')
  })

  const program = async (stopWithinSeconds: number, command: readonly string[]) => {
    const config = join(on.root, `stop-within-${stopWithinSeconds}.yaml`)
    await writeFile(
      config,
      `folders: { templates: ${templates} }\nrender: { threads: 1 }\nbundle: { letters: 1 }\nstopWithinSeconds: ${stopWithinSeconds}\n`,
    )
    const { data, output } = on.settings.folders
    return ['--config', config, '--data', data, '--output', output, ...command]
  }
  const environment = () => ({ DATABASE_URL: on.settings.database })
  /** Answers once the process waits in its bundle. */
  const withinBundle = async (stopWithinSeconds: number, command: readonly string[]): Promise<Started> => {
    const started = startRecapito(await program(stopWithinSeconds, command), environment())
    const waits = `select 1 from pg_locks where locktype = 'advisory' and objid = 99 and not granted and database =
      (select oid from pg_database where datname = current_database())`
    while ((await rowsOf(store.db, waits)).length === 0) {
      if (started.child.exitCode !== null) throw new Error((await started.answer).stderr)
      await setTimeout(50)
    }
    return started
  }
  const runs = () =>
    rowsOf<{ id: number; job: string; state: string }>(store.db, 'select id, job, state from run order by id')
  const resumeLast = async () => ['resume', String((await runs()).at(-1)?.id)]
  const bundles = () =>
    rowsOf(store.db, 'select state, count(*) as n from bundle group by state order by state')

  test('and is not out of it by stopWithinSeconds leaves at once, by the signal', async () => {
    const { child, answer } = await withinBundle(1, ['night', '--date', ON])
    child.kill('SIGTERM')
    expect(await answer).toEqual({
      code: null,
      signal: 'SIGTERM',
      stdout: '',
      stderr: 'recapito: nessun punto sicuro entro 1 s: si esce subito\n',
    })
    await hold.rollback()
    expect((await runs()).at(-1)).toMatchObject({ job: 'print-pin-letters', state: 'running' })
    expect(await bundles()).toEqual([{ state: 'planned', n: 2 }])
  })

  test('by two signals leaves at the second', async () => {
    const { child, answer } = await withinBundle(600, await resumeLast())
    // Two that come before the first is heard are one.
    const repeat = setInterval(() => child.kill('SIGINT'), 100)
    child.kill('SIGINT')
    expect(await answer).toEqual({ code: null, signal: 'SIGINT', stdout: '', stderr: '' })
    clearInterval(repeat)
    await hold.rollback()
    expect(await bundles()).toEqual([{ state: 'planned', n: 2 }])
  })

  test('in time ends it, begins no other, and resume finishes the night', async () => {
    const { child, answer } = await withinBundle(600, await resumeLast())
    child.kill('SIGTERM')
    await hold.rollback()
    expect(await answer).toMatchObject({
      code: 143,
      stderr: 'recapito: fermato da SIGTERM in un punto sicuro: lo stesso comando riprende da qui\n',
    })
    expect((await runs()).at(-1)).toMatchObject({ job: 'print-pin-letters', state: 'stopped' })
    expect(await bundles()).toEqual([
      { state: 'planned', n: 1 },
      { state: 'published', n: 1 },
    ])

    const resumed = await recapito(await program(600, await resumeLast()), environment())
    expect(resumed).toMatchObject({ code: 0, stderr: '' })
    expect(await bundles()).toEqual([{ state: 'published', n: 3 }])
    const printed = await rowsOf(
      store.db,
      'select count(distinct letter_id) as letters, count(*) as n from bundle_item',
    )
    expect(printed).toEqual([{ letters: 3, n: 3 }])
  })
})
