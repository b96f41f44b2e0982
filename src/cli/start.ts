/** @module `recapito start`: stays up and runs the jobs at their hours, and those that were missed. */
import { runDueSlots } from '../batch/run-due-slots.ts'
import { startSchedule } from '../batch/schedule.ts'
import type { Flags } from '../config.ts'
import { createLog } from '../observe/log.ts'
import { scheduleStart } from '../store/scheduled-slot.ts'
import { VERSION } from '../version.ts'
import { scheduledWorks } from './scheduled-works.ts'
import { withApp } from './session.ts'
import { startScreen } from './start-screen.ts'

export function start(flags: Flags): Promise<void> {
  return withApp(flags, {}, async ({ app, check, stopAsked }) => {
    const { store, now, settings } = app
    // Nobody waits for an answer here: what goes wrong must be seen even on a terminal, where commands are silent.
    const log = createLog({ level: settings.log === 'silent' ? 'warn' : settings.log, version: VERSION })
    const works = scheduledWorks(app, check)
    const screen = startScreen(works, now)
    const upSince = now()
    const from = await scheduleStart(store, upSince)
    let isStopping = false
    const environment = { store, log, now, upSince, from, isStopping: () => isStopping, tell: screen.tell }
    screen.next()
    const running = await startSchedule(() => runDueSlots(works, environment), log)
    await stopAsked
    isStopping = true
    screen.line('In arresto: finisce il passo in corso. Ctrl+C di nuovo per uscire subito, senza danni.')
    await running.stop()
  })
}
