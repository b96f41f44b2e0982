/** @module `recapito health`: for probes. Exit 0 or 1; takes no lease and waits for nobody. */
import { existsSync } from 'node:fs'
import { meaningOf } from '../batch/failure-meanings.ts'
import { abandonedTasks, type ExpectedTask, healthFaults } from '../batch/health-faults.ts'
import { type Flags, loadSettings, type Settings } from '../config.ts'
import { foldersIn } from '../files/folders.ts'
import { pendingMigrations } from '../store/migrate.ts'
import { isPostgresUrl, openStore } from '../store/store.ts'
import { answer } from './answer.ts'
import { distinctDisks } from './distinct-disks.ts'

export async function health(flags: Flags, options: { json?: boolean }): Promise<void> {
  const settings = await loadSettings(flags)
  const { faults, abandoned } = await stateOf(settings)
  if (faults.length > 0) process.exitCode = 1
  answer(options.json, { healthy: faults.length === 0, faults, abandoned }, [
    ...(faults.length > 0 ? faults : ['Tutto bene.']),
    ...abandoned,
  ])
}

interface State {
  readonly faults: readonly string[]
  readonly abandoned: readonly string[]
}

async function stateOf(settings: Settings): Promise<State> {
  const { database, folders, alerts } = settings
  const only = (fault: string): State => ({ faults: [fault], abandoned: [] })
  if (!isPostgresUrl(database) && !existsSync(database)) {
    return only('La base dati non c’è ancora: la crea la prima notte (recapito night).')
  }
  try {
    const store = await openStore({ url: database })
    try {
      const [, missing] = await pendingMigrations(store.db)
      if (missing.length > 0)
        return only('La base dati è da aggiornare: farne una copia, poi recapito migrate.')
      const check = {
        db: store.db,
        folders: foldersIn(folders.data, folders.output),
        disks: await distinctDisks(folders),
        freeGigabytes: alerts.freeGigabytes,
        tasks: tasksOf(settings),
        now: () => new Date(),
      }
      return { faults: await healthFaults(check), abandoned: await abandonedTasks(check) }
    } finally {
      await store.close()
    }
  } catch (error) {
    const { why, todo } = meaningOf((error as Error).name)
    return only(`Il controllo non riesce: ${why}. ${todo}.`)
  }
}

const DAILY = ['night', 'hand-over']

function tasksOf({ schedule }: Settings): ExpectedTask[] {
  return Object.entries(schedule).map(([name, cron]) => ({ name, cron, timed: !DAILY.includes(name) }))
}
