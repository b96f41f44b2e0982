import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Job } from '../../jobs/job.ts'
import type { App } from '../../src/app.ts'
import { AlreadyRunning } from '../../src/batch/failures.ts'
import { holdLease } from '../../src/batch/lease-keeper.ts'
import { dailySlot } from '../../src/batch/slot.ts'
import { watched } from '../../src/cli/watched.ts'
import { NoSpace } from '../../src/files/file-failure.ts'
import { silentLog } from '../../src/observe/log.ts'
import { decoded } from '../batch/alerts/watching.ts'
import { type Installation, newInstallation } from '../support/night.ts'

let installation: Installation
let app: App
beforeEach(async () => {
  installation = await newInstallation()
  app = watched(await installation.open(), silentLog)
})
afterEach(async () => {
  await app.close()
  await installation.remove()
})

const slot = dailySlot('2026-11-20')
const job = (run: Job['run']): Job => ({ name: 'intake', summary: '', run })
const fails = job(() => Promise.reject(new NoSpace('/srv/output', undefined)))
const succeeds = job(async () => ({ rows: 3 }))

test('jobs are followed by the metrics, and by nothing where all is well', async () => {
  await app.runJobs([succeeds], slot)
  expect(await installation.files('output')).toEqual(['output/metrics/recapito.prom'])
  const metrics = (await installation.read('output/metrics/recapito.prom')).toString()
  expect(metrics).toContain('batch_last_items{job="intake",outcome="read"} 3\n')
})

test('a failure is told and thrown on', async () => {
  await expect(app.runJobs([fails], slot)).rejects.toThrow(NoSpace)
  const [message = ''] = await installation.files('output/alerts')
  expect(decoded((await installation.read(message)).toString())).toContain(
    'lo spazio su disco è finito (NoSpace)',
  )
  const metrics = (await installation.read('output/metrics/recapito.prom')).toString()
  expect(metrics).toContain('batch_last_exit_code{job="intake"} 75\n')
})

test('a command that finds somebody else at work leaves the telling to them', async () => {
  const lease = await holdLease(app.store, app.now)
  await expect(app.runJobs([fails], slot)).rejects.toThrow(AlreadyRunning)
  await lease.release()
  expect(await installation.files('output')).toEqual([])
})

test('a disk that takes no message ends no job', async () => {
  await app.close()
  let isFull = false
  const gate = (effect: string) => {
    if (isFull && /alerts|metrics/.test(effect)) throw Object.assign(new Error(effect), { code: 'ENOSPC' })
  }
  app = watched(await installation.open({ gate }), silentLog)
  isFull = true
  expect(await app.runJobs([succeeds], slot)).toMatchObject([{ job: 'intake' }])
  expect(await installation.files('output')).toEqual([])
})
