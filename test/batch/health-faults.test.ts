import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { abandonedTasks, healthFaults } from '../../src/batch/health-faults.ts'
import { holdLease } from '../../src/batch/lease-keeper.ts'
import { DATABASES } from '../support/databases.ts'
import { insertBundle, insertRun, newWatch } from './alerts/watching.ts'

const TASKS = [
  { name: 'intake', cron: '0,30 6-20 * * *', timed: true },
  { name: 'night', cron: '30 3 * * *', timed: false },
  { name: 'hand-over', cron: '0 9 * * *', timed: false },
]
/** A Thursday, 09:20 in Rome. */
const NOW = '2026-11-26T08:20:00Z'

describe.each(DATABASES)('health on %s', (kind) => {
  let watch: Awaited<ReturnType<typeof newWatch>>
  beforeAll(async () => {
    watch = await newWatch(kind)
  })
  afterEach(async () => {
    await watch.empty()
    for (const table of ['scheduled_slot', 'setting', 'manual_act']) await watch.store.db(table).delete()
  })
  afterAll(() => watch.remove())

  const checkAt = (now: string, freeGigabytes = 0) => ({
    db: watch.store.db,
    folders: watch.folders,
    disks: [watch.root],
    freeGigabytes,
    tasks: TASKS,
    now: () => new Date(now),
  })
  const faults = (now = NOW, freeGigabytes = 0) => healthFaults(checkAt(now, freeGigabytes))
  const scheduled = () =>
    watch.store.db('setting').insert({ name: 'schedule-from', value: '2026-11-01T00:00:00.000Z' })
  const settle = (task: string, slot: string, state: string) =>
    watch.store.db('scheduled_slot').insert({ task, slot, state, started_at: NOW })
  /** As jobs leave them, `ended` by the last. */
  const night = async (on: string, ended = true) => {
    await insertRun(watch.store, { job: 'intake', on })
    await insertRun(watch.store, { job: 'expire-pins', on, state: ended ? 'completed' : 'failed' })
    if (ended) await insertRun(watch.store, { job: 'report', on })
  }

  test('nothing is missed where nothing ever ran', async () => {
    expect(await faults()).toEqual([])
  })

  test('a schedule that does nothing misses the last slot of every task', async () => {
    await scheduled()
    expect(await faults()).toEqual([
      'Il lavoro «Acquisizione dei flussi» del 26/11/2026 alle 09:00 non è arrivato in fondo: recapito run intake --date 2026-11-26',
      'La notte del 26/11/2026 alle 03:30 non è arrivata in fondo: recapito night --date 2026-11-26',
      'Il lavoro «Consegna al postalizzatore» del 26/11/2026 alle 09:00 non è arrivato in fondo: recapito run hand-over --date 2026-11-26',
    ])
  })

  test('slots that are done, or passed by on purpose, are no fault', async () => {
    await scheduled()
    await settle('intake', '2026-11-26T0900', 'DONE')
    await settle('night', '2026-11-26', 'DONE')
    await settle('hand-over', '2026-11-26', 'PASSED_BY')
    expect(await faults()).toEqual([])
    expect(await faults('2026-11-26T08:34:00Z')).toEqual([])
    expect(await faults('2026-11-26T08:36:00Z')).toEqual([expect.stringContaining('alle 09:30')])
  })

  test('a night that other means than the schedule run', async () => {
    await night('2026-11-25')
    expect(await faults('2026-11-26T02:34:00Z')).toEqual([])
    expect(await faults('2026-11-26T02:36:00Z')).toEqual([expect.stringContaining('La notte del 26/11/2026')])
    await night('2026-11-26', false)
    await insertRun(watch.store, { job: 'report', on: '2026-11-26' })
    expect(await faults()).toHaveLength(1)
    await night('2026-11-26')
    expect(await faults()).toEqual([])
  })

  test('nor is what runs under a live lease, or waits behind it; what was missed before it is', async () => {
    await scheduled()
    await settle('night', '2026-11-25', 'DONE')
    const lease = await holdLease(watch.store, () => new Date(NOW))
    try {
      const began = (at: string) => watch.store.db('lease').update({ started_at: at })
      await began('2026-11-26T02:30:01.000Z')
      expect(await faults()).toEqual([])
      await began('2026-11-26T07:59:59.000Z')
      expect(await faults()).toEqual([expect.stringContaining('La notte del 26/11/2026')])
    } finally {
      await lease.release()
    }
  })

  test('what staff have abandoned is no fault, and is named; what failed after it is one', async () => {
    await scheduled()
    await settle('intake', '2026-11-26T0900', 'DONE')
    await settle('night', '2026-11-26', 'FAILED')
    await settle('hand-over', '2026-11-26', 'DONE')
    const failed = () =>
      insertRun(watch.store, { job: 'print-pin-letters', on: '2026-11-26', state: 'failed' })
    const giveUp = async (id: number) =>
      watch.store.db('manual_act').insert({
        id: 1_000 + id,
        at: NOW,
        on_date: '2026-11-26',
        verb: 'abandon',
        by_whom: 'bea',
        reason: 'flusso ritirato',
        subject: `run ${id}`,
      })
    for (const job of ['export-certificates', 'report', 'hand-over']) {
      await giveUp(await insertRun(watch.store, { job, on: '2026-11-26', state: 'failed' }))
    }
    expect(await abandonedTasks(checkAt(NOW))).toEqual([])
    const id = await failed()
    expect(await faults()).toEqual([expect.stringContaining('La notte del 26/11/2026')])
    await giveUp(id)
    expect(await faults()).toEqual([])
    expect(await abandonedTasks(checkAt(NOW))).toEqual([
      'La notte del 26/11/2026 alle 03:30 non è arrivata in fondo: il personale ha deciso di non riprendere',
    ])
    await failed()
    expect(await faults()).toHaveLength(1)
    expect(await abandonedTasks(checkAt(NOW))).toEqual([])
  })

  test('bundles that stand still, and no room', async () => {
    const { store } = watch
    await insertBundle(store, {
      name: 'PIN_IT-A',
      on: '2026-11-25',
      state: 'published',
      posting_on: '2026-11-25',
    })
    await insertBundle(store, {
      name: 'PIN_IT-B',
      on: '2026-11-26',
      state: 'planned',
      posting_on: '2026-11-26',
    })
    expect(await faults(NOW, 1e9)).toEqual([
      '1 lotto iniziato e non finito, il primo è PIN_IT-B: che cosa fare lo dice recapito status',
      '1 lotto da consegnare, il primo è PIN_IT-A, previsto per il 25/11/2026: recapito run hand-over, in un giorno lavorativo',
      expect.stringContaining('ne servono 1.000.000.000 GB.'),
    ])
  })
})
