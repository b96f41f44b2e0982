import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rowsOf } from '../../src/store/bulk.ts'
import { freezeBundle } from '../../src/store/freeze-bundle.ts'
import { holdLetters, recordMeasures, withdrawLettersOf } from '../../src/store/letter.ts'
import { warningsByCode } from '../../src/store/report/feeds.ts'
import { enteredRows, lastLineOf } from '../../src/store/report/outcomes.ts'
import { inSnapshot } from '../../src/store/report/snapshot.ts'
import { lettersByLanguage, requestsByState } from '../../src/store/report/totals.ts'
import {
  callIds,
  callListTotals,
  callRows,
  countHeldOn,
  heldByCode,
  heldKeys,
  heldRows,
  overdueFirstHalves,
} from '../../src/store/report/waiting.ts'
import { openStore } from '../../src/store/store.ts'
import { DATABASES, newStore } from '../support/databases.ts'
import { ACTOR, ON, putLetters, putRequests } from './report-rows.ts'

describe.each(DATABASES)('what the report reads on %s', (kind) => {
  let open: Awaited<ReturnType<typeof newStore>>
  beforeEach(async () => {
    open = await newStore(kind)
  })
  afterEach(() => open.remove())

  const held = (code: string, on: string) => ({ hold: code, hold_field: 'street', hold_on: on })

  test('held requests and letters come oldest first, page after page, none twice and none left out', async () => {
    const { store } = open
    await putRequests(store, [
      held('ERR_NO_STREET', '2026-11-20'),
      held('ERR_NO_STREET', '2026-11-18'),
      held('ERR_NO_CIVIC', '2026-11-20'),
      { state: 'SUPERSEDED', ...held('ERR_NO_CIVIC', '2026-11-01') },
      { state: 'APPROVED' },
    ])
    await putLetters(store, [{ lines: ['A'] }, { lines: ['B'] }])
    await store.transaction('hold', (trx) =>
      holdLetters(trx, ACTOR, [{ id: 2, code: 'GLIFO_MANCANTE', field: 'riga 1', detail: 'U+4E00' }]),
    )
    const keys = await heldKeys(store.db)
    const seen = [
      ...(await heldRows(store.db, keys.slice(0, 2))),
      ...(await heldRows(store.db, keys.slice(2))),
    ]
    expect(seen.map((row) => [row.since, row.kind, row.id, row.letter_id])).toEqual([
      ['2026-11-18', 'request', 2, ''],
      ['2026-11-20', 'letter', 2, 'L-2'],
      ['2026-11-20', 'request', 1, ''],
      ['2026-11-20', 'request', 3, ''],
    ])
    expect(await countHeldOn(store.db, ON)).toBe(3)
    expect(await heldByCode(store.db)).toEqual([
      { kind: 'request', code: 'ERR_NO_STREET', field: 'street', n: 2, oldest_on: '2026-11-18' },
      { kind: 'request', code: 'ERR_NO_CIVIC', field: 'street', n: 1, oldest_on: '2026-11-20' },
      { kind: 'letter', code: 'GLIFO_MANCANTE', field: 'riga 1', n: 1, oldest_on: '2026-11-20' },
    ])
  })

  test('the call list is longest waiting first; who is held is not called', async () => {
    const { store } = open
    const calling = { state: 'CALLBACK', phone: '+390612345678' }
    await putRequests(store, [
      { ...calling },
      { ...calling, state_on: '2026-10-01', phone: '' },
      { ...calling, state_on: '2026-10-02' },
      { ...calling, ...held('DECEDUTO', ON) },
    ])
    const ids = await callIds(store.db)
    const seen = [...(await callRows(store.db, ids.slice(0, 2))), ...(await callRows(store.db, ids.slice(2)))]
    expect(seen.map((row) => row.id)).toEqual([2, 3, 1])
    expect(await callListTotals(store.db, '2026-10-02')).toEqual({
      n: 3,
      oldest_on: '2026-10-01',
      without_phone: 1,
      overdue: 1,
    })
  })

  test('a warning counts once a request, and a citizen who writes its name does not count', async () => {
    const { store } = open
    const warnings = (...findings: object[]) => ({ warnings: JSON.stringify(findings) })
    await putRequests(store, [
      warnings({ code: 'WARN_CF_NOME', field: 'name' }, { code: 'WARN_CF_NOME', field: 'surname' }),
      warnings({ code: 'OK_NORMALISED', field: 'street', detail: '"code":"WARN_CAP_REGION"' }),
      {},
    ])
    const codes = ['OK_NORMALISED', 'WARN_CAP_REGION', 'WARN_CF_NOME']
    expect(await warningsByCode(store.db, ON, codes)).toEqual([
      { code: 'OK_NORMALISED', n: 1 },
      { code: 'WARN_CF_NOME', n: 1 },
    ])
    expect(await warningsByCode(store.db, '2026-11-21', codes)).toEqual([])
  })

  test('rows of a feed come by ranges of lines, both ends included', async () => {
    const { store } = open
    await putRequests(store, [{}, { line: 7 }, { line: 10 }, { line: 11 }])
    expect(await lastLineOf(store.db, 1)).toBe(11)
    expect(await lastLineOf(store.db, 99)).toBe(0)
    const rows = await enteredRows(store.db, { feedId: 1, from: 7, to: 10 })
    expect(rows.map((row) => row.line)).toEqual([7, 10])
  })

  test('rows of a feed that is still loading are in no total', async () => {
    const { store } = open
    await putRequests(store, [{}, { state: 'APPROVED' }])
    await store.db.raw(`insert into feed (id, kind, file_name, sha256, bytes, state, run_id, received_on)
      values (2, 'pin-requests', 'b.csv', 'y', 1, 'loading', 1, '2026-11-20')`)
    await store.db.raw(`update request set feed_id = 2 where id = 1`)
    expect(await requestsByState(store.db)).toEqual([{ state: 'APPROVED', n: 1 }])
  })

  test('letters are counted by language in the bundles of the day, withdrawn ones left out', async () => {
    const { store } = open
    await putRequests(store, [{}, {}, {}, {}, {}])
    await putLetters(
      store,
      [1, 2, 3, 4, 5].map((number) => ({ lines: [`${number}`] })),
    )
    const languages = ['it', 'it', 'it+de', 'de', 'it']
    const fitting = languages.map((codes, index) => ({
      id: index + 1,
      languages: codes,
      fellBackFrom: index === 1 ? 'ru' : '',
    }))
    await store.transaction('test', (trx) => recordMeasures(trx, ACTOR, 'v1', fitting, []))
    await freezeBundle(store, ACTOR, {
      kind: 'PIN_HALF2',
      product: 'PIN_IT',
      slot: ON,
      size: 4,
      most: null,
      scope: 'all',
      templateVersion: 'v1',
      postingOn: ON,
      expiresOn: '2027-05-19',
    })
    await store.transaction('test', (trx) => withdrawLettersOf(trx, ACTOR, [4]))
    expect(await lettersByLanguage(store.db, ON)).toEqual([
      { languages: 'it', fell_back: '', n: 1 },
      { languages: 'it', fell_back: 'ru', n: 1 },
      { languages: 'it+de', fell_back: '', n: 1 },
    ])
    expect(await lettersByLanguage(store.db, '2026-11-21')).toEqual([])
  })

  test('a first half is overdue by the instant at which its code was drawn', async () => {
    const { store } = open
    await putRequests(store, [{ state: 'APPROVED' }])
    await putLetters(store, [{ lines: ['A'] }])
    await store.db.raw(`update credential set state = 'GENERATED'`)
    await store.db.raw(`insert into half (credential_id, idx, channel, state, sealed_text)
      values (1, 1, 'SMS', 'sealed', 'f1.x')`)
    expect(await overdueFirstHalves(store.db, ACTOR.at)).toEqual({ n: 0, oldest_on: null })
    expect(await overdueFirstHalves(store.db, '2026-11-20T15:30:00.000Z')).toEqual({ n: 1, oldest_on: ON })
  })

  test('a snapshot does not see what another connection commits meanwhile', async () => {
    const { store, url } = open
    await putRequests(store, [{}])
    const other = await openStore({ url })
    const count = (db: Parameters<typeof rowsOf>[0]) => rowsOf(db, 'select count(*) as n from request')
    try {
      await inSnapshot(store.db, async (trx) => {
        expect(await count(trx)).toEqual([{ n: 1 }])
        await other.db.raw('delete from request')
        expect(await count(trx)).toEqual([{ n: 1 }])
      })
      expect(await count(store.db)).toEqual([{ n: 0 }])
    } finally {
      await other.close()
    }
  })
})
