/** @module What most commands begin and end with: settings, log, the open app, progress on a terminal. */
import { type App, openApp } from '../app.ts'
import { stopOnSignals } from '../batch/stop-signal.ts'
import { type Flags, loadSettings, type Settings } from '../config.ts'
import { createLog } from '../observe/log.ts'
import type { LedgerMode } from '../store/setting.ts'
import { VERSION } from '../version.ts'
import { progressLine } from './progress.ts'
import { requireDatabase } from './require-database.ts'
import { watched } from './watched.ts'

export interface Session {
  readonly app: App
  /** Asked at every safe point. */
  check(): void
  /** Resolves when a signal asks to stop. */
  readonly stopAsked: Promise<unknown>
}

/** Opens the app, runs `work`, closes everything whatever happens. */
export async function withApp<T>(
  flags: Flags,
  options: {
    mode?: LedgerMode
    inbox?: (settings: Settings) => string
    quiet?: boolean
    mustExist?: boolean
    /** No alerts, no metrics: the demo's nights are none to wake somebody for. */
    unwatched?: boolean
  },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const settings = await loadSettings(flags)
  if (options.mustExist) requireDatabase(settings.database)
  const log = createLog({ level: options.quiet ? 'silent' : settings.log, version: VERSION })
  const stop = stopOnSignals(settings.stopWithinSeconds * 1_000)
  const progress = progressLine()
  const inbox = options.inbox?.(settings)
  const opened = await openApp({
    settings,
    log,
    mode: options.mode ?? (settings.trial ? 'test' : 'live'),
    progress: progress.add,
    ...(inbox === undefined ? {} : { inbox }),
  })
  const app = options.unwatched ? opened : watched(opened, log)
  try {
    return await work({ app, check: stop.check, stopAsked: stop.asked })
  } finally {
    progress.clear()
    stop.dispose()
    await app.close()
  }
}
