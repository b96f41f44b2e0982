/**
 * What follows every run of jobs, well or badly ended: alerts are looked for and told, the metrics file is written.
 * While a process lives on, the same every hour.
 *
 * @module
 */
import type { App } from '../app.ts'
import { type AlertCheck, checkAlerts } from '../batch/alerts/check-alerts.ts'
import { AlreadyRunning, LeaseLost } from '../batch/failures.ts'
import { writeMetrics } from '../batch/metrics/write-metrics.ts'
import type { Log } from '../observe/log.ts'
import { readKeyring } from '../secrets/keyring.ts'
import { distinctDisks } from './distinct-disks.ts'

const HOUR_MS = 3_600_000

export function watched(app: App, log: Log): App {
  let checking: Promise<void> = Promise.resolve()
  const look = () => {
    checking = checking.then(() => checkAndMeasure(app, log))
    return checking
  }
  const hourly = setInterval(() => void look(), HOUR_MS)
  hourly.unref()
  return {
    ...app,
    async runJobs(jobs, slot, check, around) {
      try {
        const finished = await app.runJobs(jobs, slot, check, around)
        await look()
        return finished
      } catch (error) {
        // Whoever is at work looks by itself.
        if (!(error instanceof AlreadyRunning || error instanceof LeaseLost)) await look()
        throw error
      }
    },
    async close() {
      clearInterval(hourly)
      await checking
      await app.close()
    },
  }
}

async function checkAndMeasure(app: App, log: Log): Promise<void> {
  await checkAlerts(await alertCheck(app, log))
  await writeMetrics({ ...app, db: app.store.db, output: app.settings.folders.output, log })
}

async function alertCheck(app: App, log: Log): Promise<AlertCheck> {
  const { store, files, folders, settings, test, now } = app
  const { alerts, institute, calendar, secrets } = settings
  return {
    ...{ store, files, folders, test, now, log },
    limits: alerts,
    folder: folders.alerts,
    mail: {
      to: alerts.to,
      from: { name: `Recapito ${institute.name}`, address: institute.email },
      smtp: alerts.smtp,
    },
    disks: await distinctDisks(settings.folders),
    closures: calendar.closures,
    eraseAfterDays: secrets.eraseAfterDays,
    keys: await keysInUse(settings.keyring),
  }
}

/** Those that a rotation replaces. None before the first night; what is wrong with a keyring, the jobs say. */
export async function keysInUse(keyring: string): Promise<{ id: string; madeOn: string }[]> {
  const read = await readKeyring(keyring).catch(() => undefined)
  return [read?.firstHalf, read?.secondHalf].flatMap((ring) => {
    const key = ring?.keys[ring.current]
    return ring && key ? [{ id: ring.current, madeOn: key.madeOn }] : []
  })
}
