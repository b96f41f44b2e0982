import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { silentLog } from '../../src/observe/log.ts'
import { holdLease } from '../../src/batch/lease-keeper.ts'
import { runJob } from '../../src/batch/run-job.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { databaseFailure } from '../../src/store/dialect.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { type Connection, connectionTo } from '../crash/connection.ts'
import { newDatabase, newStore, type TestDatabase } from '../support/databases.ts'

const UNAVAILABLE = { name: 'DatabaseUnavailable', exitCode: 75 }

describe('a connection to PostgreSQL that is lost', () => {
  let database: TestDatabase
  let connection: Connection
  let store: Store
  let befall: (effect: string) => Promise<void> | void = () => {}
  beforeAll(async () => {
    database = await newDatabase('postgres')
    connection = await connectionTo(database.url)
    store = await openStore({ url: connection.url }, (effect) => befall(effect))
    await migrate(store)
  })
  afterAll(async () => {
    await store.close()
    await connection.close()
    await database.remove()
  })

  const insert = (name: string) =>
    store.transaction('try', (trx) => trx('setting').insert({ name, value: 'there' }))
  /** Asked again as long as the driver has not yet heard that its connection is gone. */
  const isThere = (name: string) => {
    befall = () => {}
    const read = () => rowsOf(store.db, 'select 1 from setting where name = ?', [name])
    return vi.waitFor(async () => (await read()).length === 1, { timeout: 10_000 })
  }

  test('before a commit: told to try again, nothing is there, and the next transaction finds another', async () => {
    befall = () => connection.endSessions()
    await expect(insert('ended')).rejects.toMatchObject(UNAVAILABLE)
    expect(await isThere('ended')).toBe(false)
    await insert('ended')
    expect(await isThere('ended')).toBe(true)
  })

  test('after a commit whose answer did not arrive: told to try again, and all is there', async () => {
    befall = () => connection.loseNextAnswer()
    await expect(insert('unheard')).rejects.toMatchObject(UNAVAILABLE)
    expect(await isThere('unheard')).toBe(true)
  })

  test('in a job that only reads: the run says that the database was the cause', async () => {
    const environment = { store, log: silentLog, owner: 'here/1', now: () => new Date(0) }
    const reading = runJob(environment, 'report', dailySlot('2026-11-20'), async () => {
      connection.loseNextAnswer()
      await rowsOf(store.db, 'select 1')
      return {}
    })
    await expect(reading).rejects.toMatchObject(UNAVAILABLE)
    const [run] = await rowsOf(store.db, 'select state, error from run')
    expect(run).toEqual({ state: 'failed', error: 'DatabaseUnavailable' })
  })

  test('to a machine that is silent within a transaction: its lock goes with its lease', async () => {
    const [timeout] = await rowsOf(store.db, 'show idle_in_transaction_session_timeout')
    expect(timeout).toEqual({ idle_in_transaction_session_timeout: '2min' })
    befall = () => {}
    const other = await openStore({ url: database.url })
    try {
      const silent = store.transaction('silent', async (trx) => {
        await trx.raw('set local idle_in_transaction_session_timeout = 100')
        // Waits for the same lock, so this only comes when that is gone.
        await other.transaction('other', async () => {})
      })
      await expect(silent).rejects.toMatchObject(UNAVAILABLE)
    } finally {
      await other.close()
    }
  })

  test('as work ends: the lease is given back over the next one', async () => {
    expect(await isThere('nothing')).toBe(false)
    await store.db.raw(`
      create sequence attempt;
      create function fail_once() returns trigger language plpgsql as
        'begin if nextval(''attempt'') = 1 then raise exception ''lost''; end if; return old; end';
      create trigger fail_once before delete on lease for each row execute function fail_once()`)
    const lease = await holdLease(store, () => new Date())
    await lease.release()
    expect(await rowsOf(store.db, 'select * from lease')).toEqual([])
  })

  test('while nobody uses it: the next finds another', async () => {
    await connection.endSessions()
    expect(await isThere('nothing')).toBe(false)
  })
})

test('an SQLite file without room: told so, nothing of the transaction is there, and with room it goes through', async () => {
  const { store, remove } = await newStore('sqlite')
  try {
    const [pages] = await rowsOf<{ page_count: number }>(store.db, 'pragma page_count')
    const most = (count: number) => store.db.raw(`pragma max_page_count = ${count}`)
    const insertMuch = () =>
      store.transaction('try', async (trx) => {
        for (const name of ['one', 'two', 'three']) {
          await trx('setting').insert({ name, value: 'x'.repeat(100_000) })
        }
      })
    await most(Number(pages?.page_count) + 2)
    await expect(insertMuch()).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('non c’è più spazio'),
    })
    expect(await rowsOf(store.db, `select 1 from setting where name = 'one'`)).toEqual([])
    await most(100_000)
    await insertMuch()
  } finally {
    await remove()
  }
})

test.each(['57P01', '57P02', '57P03', '08006', '40001', '40P01', '53100', '53300', 'ECONNRESET', 'EPIPE'])(
  '%s: try again',
  (code) => {
    expect(databaseFailure(Object.assign(new Error('x'), { code }))).toMatchObject(UNAVAILABLE)
  },
)

test('what nobody foresaw comes back as it was', () => {
  const error = Object.assign(new Error('relation "x" does not exist'), { code: '42P01' })
  expect(databaseFailure(error)).toBe(error)
})
