import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AuditFault, verifyAudit } from '../../src/store/audit-verify.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { isPostgres } from '../../src/store/dialect.ts'
import { recordEvents } from '../../src/store/event.ts'
import { manualAct, manualActs } from '../../src/store/manual-act.ts'
import { orderPurge } from '../../src/store/purge.ts'
import { closeRun, openRun } from '../../src/store/run.ts'
import type { Store } from '../../src/store/store.ts'
import { DATABASES, newStore } from '../support/databases.ts'

const ON = '2026-11-20'
const AT = '2026-11-20T03:30:00.000Z'

const begin = (store: Store, job: string) =>
  openRun(store, { job, slot: ON, businessDate: ON, owner: 'o', at: AT })

const note = (store: Store, runId: number, ids: readonly number[]) =>
  store.transaction('test', (trx) =>
    recordEvents(
      trx,
      { runId, at: AT, on: ON },
      'request',
      'moved',
      ids.map((id) => ({ id, from: 'RECEIVED', to: 'APPROVED', code: 'C' })),
    ),
  )

const act = (store: Store, subject: string) =>
  manualAct(store, { verb: 'hold', by: 'mrossi', reason: 'ricorso', subject, at: AT, on: ON }, (trx, actor) =>
    recordEvents(trx, actor, 'letter', 'held', [{ id: 7, from: null, to: null, code: 'X' }]),
  )

/** Run 1 with events, act 2, run 3 that died, run 4 of the same job that found it dead, run 5 still at work. */
async function fill(store: Store): Promise<void> {
  const first = await begin(store, 'intake')
  await note(store, first.id, [1, 2, 3])
  await closeRun(store, first.id, { state: 'completed', at: AT, counts: { rows: 3 } })
  await act(store, 'L-1')
  const died = await begin(store, 'issue-pins')
  await note(store, died.id, [1])
  const again = await begin(store, 'issue-pins')
  await note(store, again.id, [2, 3])
  await store.transaction('purge', (trx) =>
    orderPurge(
      trx,
      { runId: again.id, at: AT, on: ON },
      { kind: 'feed', name: 'a.csv', items: 1, bytes: 10, sha256: 'aa' },
    ),
  )
  await closeRun(store, again.id, { state: 'failed', at: AT, counts: {}, error: 'NoSpace' })
  const running = await begin(store, 'report')
  await note(store, running.id, [9])
}

const codes = (faults: readonly AuditFault[]) => [...new Set(faults.map(({ code }) => code))].sort()

const EVENT = `insert into event (at, run_id, object_type, object_id, action) values ('${AT}', %, 'letter', 1, 'moved')`

/** One hand on one row, and what must be said of it at least. */
const TAMPERED: readonly (readonly [string, string, AuditFault['code']])[] = [
  ...[
    'id = id + 1000',
    `at = 'x'`,
    'run_id = 4',
    `object_type = 'x'`,
    'object_id = 99',
    `action = 'x'`,
    'from_state = null',
    `to_state = 'x'`,
    'code = null',
  ].map((set) => [`event, ${set}`, `update event set ${set} where id = 1`, 'EVENTS_ALTERED'] as const),
  ['event, to nobody', 'update event set run_id = null where id = 1', 'STRAY_EVENTS'],
  ['event, deleted', 'delete from event where id = 2', 'EVENTS_ALTERED'],
  ['event of an act, deleted', 'delete from event where run_id = 2', 'EVENTS_ALTERED'],
  ['event of a dead run, deleted', 'delete from event where run_id = 3', 'EVENTS_ALTERED'],
  [
    'events, two changed about',
    'update event set object_id = 3 - object_id where id in (1, 2)',
    'EVENTS_ALTERED',
  ],
  ['event, added to a run', EVENT.replace('%', '1'), 'EVENTS_ALTERED'],
  ['event, added to an act', EVENT.replace('%', '2'), 'EVENTS_ALTERED'],
  ['event, added to nothing', EVENT.replace('%', 'null'), 'STRAY_EVENTS'],
  ['event, added to no run', EVENT.replace('%', '77'), 'STRAY_EVENTS'],
  ...[
    `job = 'x'`,
    `slot = 'x'`,
    `business_date = 'x'`,
    'attempt = 9',
    `state = 'failed'`,
    `state = 'running'`,
    `owner = 'x'`,
    `started_at = 'x'`,
    `ended_at = null`,
    `counts = '{}'`,
    `error = 'x'`,
  ].map((set) => [`run, ${set}`, `update run set ${set} where id = 1`, 'ROW_ALTERED'] as const),
  ['run, id', 'update run set id = 900 where id = 1', 'UNSEALED'],
  ['run, deleted', 'delete from run where id = 3', 'ROW_MISSING'],
  [
    'run, added',
    `insert into run (id, job, slot, business_date, attempt, state, owner, started_at)
     values (900, 'intake', 'x', 'x', 1, 'completed', 'o', 'x')`,
    'UNSEALED',
  ],
  ...[`at = 'x'`, `on_date = 'x'`, `verb = 'x'`, `by_whom = 'x'`, `reason = ''`, `subject = 'L-2'`].map(
    (set) => [`act, ${set}`, `update manual_act set ${set}`, 'ROW_ALTERED'] as const,
  ),
  ['act, id', 'update manual_act set id = 900', 'ROW_MISSING'],
  ['act, deleted', 'delete from manual_act', 'ROW_MISSING'],
  [
    'act, added',
    `insert into manual_act (id, at, on_date, verb, by_whom, reason, subject) values (900, 'x', 'x', 'x', 'x', 'x', 'x')`,
    'UNSEALED',
  ],
  ...[
    `kind = 'act'`,
    'of_id = 900',
    `at = 'x'`,
    'events = events + 1',
    `events_sha256 = 'x'`,
    `row_sha256 = 'x'`,
    `hash = 'x'`,
  ].map((set) => [`link, ${set}`, `update audit_link set ${set} where seq = 1`, 'LINK_ALTERED'] as const),
  ['link, seq', 'update audit_link set seq = 900 where seq = 1', 'LINK_MISSING'],
  ['link, called purged', 'update audit_link set purged_by = 900 where seq = 1', 'PURGE_MISSING'],
  [
    'link, called purged by a purge of files',
    'update audit_link set purged_by = 1 where seq = 1',
    'PURGE_MISSING',
  ],
  ['link, deleted', 'delete from audit_link where seq = 2', 'LINK_MISSING'],
  ['first link, deleted', 'delete from audit_link where seq = 1', 'LINK_MISSING'],
  ['last link, deleted', 'delete from audit_link where seq = 4', 'UNSEALED'],
  [
    'link, added',
    `insert into audit_link (seq, kind, of_id, at, events, events_sha256, row_sha256, hash)
     values (5, 'run', 900, 'x', 0, 'x', 'x', 'x')`,
    'LINK_ALTERED',
  ],
  ...[
    `kind = 'bundle'`,
    `name = 'b'`,
    'items = 2',
    'bytes = 2',
    `sha256 = 'x'`,
    'run_id = 1',
    `ordered_on = 'x'`,
  ].map((set) => [`purge, ${set}`, `update purge set ${set}`, 'PURGE_ALTERED'] as const),
  ['purge, id', 'update purge set id = 900', 'PURGE_MISSING'],
  ['purge, deleted', 'delete from purge', 'PURGE_MISSING'],
  [
    'purge, added',
    `insert into purge (id, kind, name, items, bytes, sha256, run_id, ordered_on) values (2, 'log', 'x', 0, 0, 'x', 4, 'x')`,
    'PURGE_ALTERED',
  ],
  ['where the chain starts', `update setting set value = '4' where name = 'audit-from'`, 'LINK_ALTERED'],
]

describe.each(DATABASES)('the audit chain on %s', (kind) => {
  let given: Awaited<ReturnType<typeof newStore>>
  beforeAll(async () => {
    given = await newStore(kind)
    await fill(given.store)
    // What a hand with the owner's rights can do.
    if (isPostgres(given.store.db))
      await given.store.db.raw('alter table event alter id set generated by default')
  })
  afterAll(() => given.remove())

  test('of an honest ledger is whole: runs, one that died, acts; what still runs is named apart', async () => {
    const verdict = await verifyAudit(given.store.db)
    expect(verdict).toMatchObject({ links: 4, events: 8, purged: 0, older: 0, faults: [] })
    expect(verdict.open).toEqual([{ id: 5, job: 'report' }])
  })

  test.each(TAMPERED)('shows: %s', async (_title, statement, code) => {
    const trx = await given.store.db.transaction()
    try {
      await trx.raw(statement)
      expect(codes((await verifyAudit(trx)).faults)).toContain(code)
    } finally {
      await trx.rollback()
    }
  })

  test('knows the hash of an earlier report, and misses it when the end was cut off', async () => {
    const { last } = await verifyAudit(given.store.db)
    const anchor = last?.hash ?? ''
    expect((await verifyAudit(given.store.db, anchor)).faults).toEqual([])
    const trx = await given.store.db.transaction()
    try {
      for (const statement of [
        'delete from audit_link where seq = 4',
        'delete from event where run_id >= 4',
        'delete from purge',
        'delete from run where id >= 4',
      ])
        await trx.raw(statement)
      expect((await verifyAudit(trx)).faults).toEqual([])
      expect(codes((await verifyAudit(trx, anchor)).faults)).toEqual(['ANCHOR_MISSING'])
    } finally {
      await trx.rollback()
    }
  })
})

test('acts and runs that end at the same moment take their places one after the other', async () => {
  const given = await newStore('postgres')
  const { store } = given
  const runs = []
  for (const job of ['intake', 'report', 'hand-over']) runs.push(await begin(store, job))
  await Promise.all([
    act(store, 'L-1'),
    ...runs.map(({ id }) => closeRun(store, id, { state: 'completed', at: AT, counts: {} })),
    act(store, 'L-2'),
    act(store, 'L-3'),
  ])
  expect(await verifyAudit(store.db)).toMatchObject({ links: 6, faults: [] })
  await given.remove()
})

test.each(DATABASES)('runs from before there was a chain need no link on %s', async (kind) => {
  const given = await newStore(kind)
  const { store } = given
  await store.db.migrate.down({ name: '0005-certificate-pec' })
  await store.db.migrate.down({ name: '0004-operation' })
  await store.db.raw(`insert into run (id, job, slot, business_date, attempt, state, owner, started_at)
    values (1, 'intake', 's', 's', 1, 'running', 'o', 's'), (2, 'report', 's', 's', 1, 'completed', 'o', 's')`)
  await store.db('id_block').where({ name: 'run' }).update({ next: 3 })
  await store.db.migrate.latest()
  // The dead run gets its link when the next of its job finds it.
  const next = await begin(store, 'intake')
  await closeRun(store, next.id, { state: 'completed', at: AT, counts: {} })
  expect(await verifyAudit(store.db)).toMatchObject({ links: 2, older: 1, faults: [] })
  await given.remove()
})

test('acts are told newest first, from a day on', async () => {
  const given = await newStore('sqlite')
  await act(given.store, 'L-1')
  await act(given.store, 'L-2')
  expect((await manualActs(given.store.db, '')).map(({ subject }) => subject)).toEqual(['L-2', 'L-1'])
  expect(await manualActs(given.store.db, '2026-11-21')).toEqual([])
  expect(await rowsOf(given.store.db, 'select count(*) as n from audit_link')).toEqual([{ n: 2 }])
  await given.remove()
})
