import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bulkInsert, bulkUpdate, rowsOf, rowsTable, valuesTable } from '../../src/store/bulk.ts'
import { reserveIds } from '../../src/store/id-block.ts'
import { DATABASES, newStore } from '../support/databases.ts'

/** Each row is a trap of `batch.md` §4.2: what goes in must come out the same on both databases. */
const TEXTS: [title: string, text: string][] = [
  ['an apostrophe', "D'ANGELO"],
  ['quotes, backslash and braces', '"presso" C:\\x {}'],
  ['a question mark, which knex reads as a binding', 'perché? sì'],
  ['letters of Latin Europe', 'Łukasz Çağrı Ștefan Őry Đoković'],
  ['Greek, Cyrillic, Chinese', 'Παππάς Иванов 漢字'],
  ['a character outside the first plane', '𝒜'],
  ['leading zeros', '00144'],
  ['an empty text', ''],
  ['JSON inside JSON', '{"lines":["VIA ROMA 1","00100 ROMA RM"]}'],
  ['a number with many digits', '9007199254740993'],
]

describe.each(DATABASES)('bulk statements on %s', (kind) => {
  let open: Awaited<ReturnType<typeof newStore>>
  beforeEach(async () => {
    open = await newStore(kind)
    await open.store.db('setting').delete()
  })
  afterEach(() => open.remove())

  test.each(TEXTS)('%s comes back as it went in', async (_title, text) => {
    const { db } = open.store
    await bulkInsert(db, 'setting', { name: 'text', value: 'text' }, [['x', text]])
    expect(await rowsOf(db, 'select value from setting')).toEqual([{ value: text }])
  })

  test('integers stay numbers, null stays null, counts and sums are numbers', async () => {
    const { db } = open.store
    const rows = await rowsOf(
      db,
      `select a, b from ${rowsTable(db, { a: 'integer', b: 'text' })} as r order by a`,
      [
        JSON.stringify([
          [2_000_000_000_000, 'x'],
          [1, null],
        ]),
      ],
    )
    expect(rows).toEqual([
      { a: 1, b: null },
      { a: 2_000_000_000_000, b: 'x' },
    ])
    expect(await rowsOf(db, 'select count(*) as n, sum(next) as s from id_block')).toEqual([{ n: 12, s: 12 }])
  })

  test('a plain list of values is a table of one column', async () => {
    const { db } = open.store
    const numbers = await rowsOf(db, `select v from ${valuesTable(db, 'integer')} as t order by v`, ['[3,1]'])
    expect(numbers).toEqual([{ v: 1 }, { v: 3 }])
    const texts = await rowsOf(db, `select v from ${valuesTable(db, 'text')} as t`, [
      JSON.stringify(["D'Angelo?"]),
    ])
    expect(texts).toEqual([{ v: "D'Angelo?" }])
  })

  test('rows beyond the bind limits of both drivers go in with one statement', async () => {
    const { db } = open.store
    const rows = Array.from({ length: 70_000 }, (_, index) => [`n${index}`, String(index)])
    await bulkInsert(db, 'setting', { name: 'text', value: 'text' }, rows)
    expect(await rowsOf(db, 'select count(*) as n from setting')).toEqual([{ n: 70_000 }])
  })

  test('each row of an update takes its own values', async () => {
    const { store } = open
    await store.transaction('test', async (trx) => {
      expect(await reserveIds(trx, 'run', 2)).toBe(1)
      expect(await reserveIds(trx, 'run', 1)).toBe(3)
      const columns = {
        id: 'integer',
        job: 'text',
        slot: 'text',
        business_date: 'text',
        attempt: 'integer',
        state: 'text',
        owner: 'text',
        started_at: 'text',
      } as const
      const row = (id: number) => [id, 'j', `s${id}`, 'd', 1, 'running', 'o', 't']
      await bulkInsert(trx, 'run', columns, [row(1), row(2), row(3)])
      await bulkUpdate(trx, 'run', { state: 'text', error: 'text' }, [
        [1, 'failed', 'because'],
        [3, 'completed', null],
      ])
    })
    expect(await rowsOf(store.db, 'select id, state, error from run order by id')).toEqual([
      { id: 1, state: 'failed', error: 'because' },
      { id: 2, state: 'running', error: null },
      { id: 3, state: 'completed', error: null },
    ])
  })

  test('text sorts by code point, capitals before small letters and accents last', async () => {
    const { db } = open.store
    await bulkInsert(
      db,
      'setting',
      { name: 'text', value: 'text' },
      ['a', 'B', 'é', 'Z', '00144', '1'].map((name) => [name, '']),
    )
    const names = await rowsOf<{ name: string }>(db, 'select name from setting order by name')
    expect(names.map((row) => row.name)).toEqual(['00144', '1', 'B', 'Z', 'a', 'é'])
  })

  test('a failed transaction leaves nothing', async () => {
    const { store } = open
    const attempt = store.transaction('test', async (trx) => {
      await reserveIds(trx, 'run', 5)
      throw new Error('stop')
    })
    await expect(attempt).rejects.toThrow('stop')
    expect(await reserveIds(store.db, 'run', 1)).toBe(1)
  })
})
