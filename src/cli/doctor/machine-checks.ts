/** @module The machine: its clock, and the room on its disks. */
import { gigabytes, shortDisks } from '../../batch/alerts/low-disk.ts'
import type { Settings } from '../../config.ts'
import { italianInstant, romeParts } from '../../domain/civil-date.ts'
import { freeBytes } from '../../files/free-space.ts'
import { distinctDisks } from '../distinct-disks.ts'
import { type Check, fault, ok } from './check.ts'

/** Against when something last ran: with a clock that is slow, feeds of today would be refused as of tomorrow. */
export function clockCheck(now: Date, lastInstant: string | undefined): Check {
  const topic = 'Orologio'
  if (romeParts(new Date('2026-07-01T12:00:00Z')).time !== '1400') {
    const todo = 'Avviare con bin/recapito, che usa il Node di node_modules.'
    return fault(topic, 'questo Node non conosce il fuso Europe/Rome', todo)
  }
  const shown = `${italianInstant(now)} a Roma`
  if (lastInstant !== undefined && now.toISOString() < lastInstant) {
    const todo = 'Regolare l’orologio della macchina (NTP) prima di lavorare.'
    return fault(
      topic,
      `${shown}, ma l’ultima esecuzione è del ${italianInstant(new Date(lastInstant))}`,
      todo,
    )
  }
  return ok(topic, shown)
}

export async function diskChecks({ folders, alerts }: Settings, lastBundles = 0): Promise<Check[]> {
  const topic = 'Disco'
  const disks = await distinctDisks(folders)
  const short = await shortDisks(disks, alerts.freeGigabytes, lastBundles)
  if (short.length > 0) return short.map(({ found, todo }) => fault(topic, found.slice(0, -1), todo))
  const free = await Promise.all(disks.map(freeBytes))
  return free.length === 0 ? [] : [ok(topic, `liberi ${free.map(gigabytes).join(' e ')}`)]
}
