import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { handOver } from '../../jobs/hand-over.ts'
import { NIGHT } from '../../jobs/index.ts'
import { resumeSteps } from '../../src/cli/resume-steps.ts'
import { rowsOf } from '../../src/store/bulk.ts'
import { manualAct } from '../../src/store/manual-act.ts'
import { closeRun, completedRun, giveUpRun, lastRuns, openRun, runByNumber } from '../../src/store/run.ts'
import { claimSlot } from '../../src/store/scheduled-slot.ts'
import { DATABASES, newStore } from '../support/databases.ts'

const TODAY = '2026-11-20'
const night = NIGHT.map(({ name }) => name)

describe('what finishes a run', () => {
  test.each<[string, string, string, string[]]>([
    ['a job of tonight: the whole night', 'print-pin-letters', TODAY, [`${night} of ${TODAY}`]],
    [
      'a job of an earlier night: that night, without the feeds that came since',
      'print-pin-letters',
      '2026-11-18',
      [`${night.slice(1)} of 2026-11-18`],
    ],
    [
      'the feeds of an earlier night: that night, then the feeds as of today',
      'intake',
      '2026-11-18',
      [`${night.slice(1)} of 2026-11-18`, `intake of ${TODAY}`],
    ],
    ['the report, and what follows it', 'report', '2026-11-18', ['report,housekeeping of 2026-11-18']],
    ['what follows the report, alone', 'housekeeping', '2026-11-18', ['housekeeping of 2026-11-18']],
    ['a job of the day alone', 'issue-pins', '2026-11-18T1040', ['issue-pins of 2026-11-18T1040']],
    ['a hand-over of an earlier day: as of today', 'hand-over', '2026-11-18', [`hand-over of ${TODAY}`]],
    ['a hand-over of today', 'hand-over', TODAY, [`hand-over of ${TODAY}`]],
    ['what is no job of the night', 'export-certificates', TODAY, []],
  ])('%s', (_, job, slot, steps) => {
    const found = resumeSteps({ job, slot, business_date: slot.slice(0, 10) }, TODAY)
    expect(found.map((step) => `${step.jobs.map(({ name }) => name)} of ${step.slot.name}`)).toEqual(steps)
  })
})

describe.each(DATABASES)('a run that staff give up on %s', (kind) => {
  let database: Awaited<ReturnType<typeof newStore>>
  beforeAll(async () => {
    database = await newStore(kind)
  })
  afterAll(() => database.remove())
  beforeEach(() => database.store.db('scheduled_slot').delete())

  const at = '2026-11-20T08:00:00.000Z'

  test('its row is ended and sealed, its slot passed by, and the next attempt is a new one', async () => {
    const { store } = database
    const slot = { task: 'hand-over', key: TODAY, dueAt: new Date(at) }
    await claimSlot(store, slot, new Date(at))
    await claimSlot(store, { ...slot, task: 'night' }, new Date(at))
    const opening = { job: handOver.name, slot: TODAY, businessDate: TODAY, owner: 'here/1', at }
    const { id } = await openRun(store, opening)
    const run = await runByNumber(store.db, id)
    expect(run?.state).toBe('running')
    const act = { verb: 'abandon', by: 'rossi', reason: 'prova', subject: `run ${id}`, at, on: TODAY }
    await manualAct(store, act, (trx) => giveUpRun(trx, run as NonNullable<typeof run>, ['hand-over'], at))

    expect((await runByNumber(store.db, id))?.state).toBe('given-up')
    expect(await lastRuns(store.db)).toMatchObject([{ id, state: 'given-up' }])
    const rows = await rowsOf(store.db, `select state, ended_at from run where id = ?`, [id])
    expect(rows).toEqual([{ state: 'abandoned', ended_at: at }])
    expect(await rowsOf(store.db, `select kind from audit_link where of_id = ?`, [id])).toEqual([
      { kind: 'run' },
    ])
    expect(await rowsOf(store.db, 'select task, state from scheduled_slot order by task')).toEqual([
      { task: 'hand-over', state: 'PASSED_BY' },
      { task: 'night', state: 'RUNNING' },
    ])
    const { attempt } = await openRun(store, opening)
    expect(attempt).toBe(2)
    expect((await lastRuns(store.db))[0]?.state).toBe('running')
  })

  test('one that failed is over when a later attempt went through, not an earlier one', async () => {
    const { store } = database
    const opening = { job: 'report', slot: TODAY, businessDate: TODAY, owner: 'here/1', at }
    const runs = []
    for (const state of ['completed', 'failed', 'completed'] as const) {
      const { id } = await openRun(store, opening)
      await closeRun(store, id, { state, at, counts: {} })
      runs.push({ ...opening, id })
      const failed = runs[1]
      if (failed) expect(await completedRun(store.db, failed)).toEqual(runs[2] && { id: runs[2].id })
    }
  })

  test('there is no run without a number', async () => {
    expect(await runByNumber(database.store.db, 999)).toBeUndefined()
  })
})
