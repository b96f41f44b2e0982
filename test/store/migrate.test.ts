import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rowsOf } from '../../src/store/bulk.ts'
import { migrate, migrateIfNew } from '../../src/store/migrate.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { DATABASES, newDatabase, type TestDatabase } from '../support/databases.ts'

const TOO_OLD = { name: 'SchemaMismatch', exitCode: 2, message: expect.stringContaining('recapito migrate') }

describe.each(DATABASES)('a database of the first shape on %s', (kind) => {
  let database: TestDatabase
  let store: Store
  beforeEach(async () => {
    database = await newDatabase(kind)
    store = await openStore({ url: database.url })
    await store.db.migrate.up({ name: '0001-ledger' })
    await putLetter(1, 'pending', `'v1'`)
    await putLetter(2, 'pending', 'null')
    await putLetter(3, 'published', 'null')
  })
  afterEach(async () => {
    await store.close()
    await database.remove()
  })

  /** By hand: what the program writes now, this shape may not have. */
  const putLetter = (id: number, state: string, measuredWith: string) =>
    store.db.raw(
      `insert into letter (id, public_id, kind, source_id, attempt, product, zone, cap, snapshot, state, state_on,
         created_on, measured_with)
       values (${id}, 'L-${id}', 'PIN_HALF2', ${id}, 1, 'PIN_IT', 'IT', '00184', '{}', '${state}', '2026-11-20',
         '2026-11-20', ${measuredWith})`,
    )

  test.runIf(kind === 'sqlite')('leaves nothing of its statements in files afterwards', async () => {
    await migrate(store)
    expect(await rowsOf(store.db, 'pragma temp_store')).toEqual([{ temp_store: 2 }])
  })

  test('waits for the command, which names what it did and does it once', async () => {
    await expect(migrateIfNew(store)).rejects.toMatchObject(TOO_OLD)
    expect(await migrate(store)).toContain('0002-letter-languages')
    expect(await migrate(store)).toEqual([])
    await expect(migrateIfNew(store)).resolves.toBeUndefined()
  })

  test('keeps its letters: those measured or printed so far are in Italian', async () => {
    await migrate(store)
    const letters = await rowsOf(store.db, 'select id, languages, fell_back from letter order by id')
    expect(letters).toEqual([
      { id: 1, languages: 'it', fell_back: '' },
      { id: 2, languages: null, fell_back: null },
      { id: 3, languages: 'it', fell_back: '' },
    ])
  })

  test('can be had again', async () => {
    await migrate(store)
    await store.db.migrate.rollback()
    await expect(migrateIfNew(store)).rejects.toMatchObject(TOO_OLD)
    await migrate(store)
    expect(await rowsOf(store.db, 'select count(*) as n from letter')).toEqual([{ n: 3 }])
  })
})
