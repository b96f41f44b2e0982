import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { collectMetrics } from '../../../src/batch/metrics/collect-metrics.ts'
import { metricsText } from '../../../src/batch/metrics/metrics-text.ts'
import { writeMetrics } from '../../../src/batch/metrics/write-metrics.ts'
import { Files } from '../../../src/files/files.ts'
import { silentLog } from '../../../src/observe/log.ts'
import { DATABASES } from '../../support/databases.ts'
import { insertBundle, insertLetter, insertRun, newWatch } from '../alerts/watching.ts'

const NOW = '2026-11-26T06:00:00Z'

describe.each(DATABASES)('metrics on %s', (kind) => {
  let watch: Awaited<ReturnType<typeof newWatch>>
  let text = ''
  beforeAll(async () => {
    watch = await newWatch(kind)
    const { store } = watch
    await insertRun(store, {
      job: 'intake',
      on: '2026-11-25',
      counts: { rows: 12, entered: 10, rejected: 2 },
    })
    await insertRun(store, { job: 'report', on: '2026-11-25' })
    await insertRun(store, { job: 'report', on: '2026-11-26', state: 'failed', error: 'LedgerMismatch' })
    await insertRun(store, { job: 'expire-pins', on: '2026-11-26', state: 'running' })
    await insertBundle(store, {
      name: 'PIN_IT-A',
      on: '2026-11-26',
      state: 'planned',
      posting_on: '2026-11-26',
    })
    await insertLetter(store, { state: 'pending', state_on: '2026-11-26' })
    text = metricsText(await collectMetrics(measured()))
  })
  afterAll(() => watch.remove())

  const measured = () => ({
    db: watch.store.db,
    folders: watch.folders,
    output: watch.root,
    now: () => new Date(NOW),
  })

  test('say how each job went last', () => {
    const seconds = (at: string) => Date.parse(at) / 1000
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        '# TYPE batch_last_exit_code gauge',
        'batch_last_exit_code{job="intake"} 0',
        'batch_last_exit_code{job="report"} 5',
        `batch_last_run_timestamp_seconds{job="report"} ${seconds('2026-11-26T02:31:00Z')}`,
        `batch_last_success_timestamp_seconds{job="report"} ${seconds('2026-11-25T02:31:00Z')}`,
        'batch_last_duration_seconds{job="intake"} 60',
        'batch_last_items{job="intake",outcome="rejected"} 2',
        // Its process died: nobody holds the lease.
        'batch_run_active{job="expire-pins"} 0',
        'batch_bundles_unpublished 1',
        `batch_oldest_pending_seconds ${6 * 3600}`,
      ]),
    )
  })

  test('name no bundle, and every rule asks for a metric that there is', async () => {
    expect(text).not.toContain('PIN_IT')
    const path = join(import.meta.dirname, '../../../docs/prometheus/recapito.rules.yml')
    const { groups } = parse(await readFile(path, 'utf8')) as { groups: { rules: { expr: string }[] }[] }
    const asked = groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => expr.match(/\bbatch_\w+/g) ?? []))
    const known = [...text.matchAll(/^# TYPE (\w+) gauge$/gm)].map((match) => match[1])
    expect(asked.length).toBeGreaterThan(5)
    expect(asked.filter((name) => !known.includes(name))).toEqual([])
  })

  test('are a file that anybody may read, whole or not at all', async () => {
    const mask = process.umask(0o077)
    try {
      await writeMetrics({ ...measured(), folders: watch.folders, files: new Files(), log: silentLog })
    } finally {
      process.umask(mask)
    }
    const path = join(watch.folders.metrics, 'recapito.prom')
    expect((await stat(path)).mode & 0o777).toBe(0o644)
    expect(await readFile(path, 'utf8')).toContain('batch_disk_free_bytes ')
  })
})

test('labels are escaped', () => {
  const samples = [{ labels: { job: 'a"b\\c\nd' }, value: 1 }]
  expect(metricsText([{ name: 'm', help: 'H.', samples }])).toBe(
    '# HELP m H.\n# TYPE m gauge\nm{job="a\\"b\\\\c\\nd"} 1\n',
  )
})
