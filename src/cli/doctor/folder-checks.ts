/** @module Folders and disks: there, private, writable, with room; staging where a rename can publish. */
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import type { Settings } from '../../config.ts'
import { foldersIn } from '../../files/folders.ts'
import { nearPath } from '../near-path.ts'
import { type Check, fault, octal, ok, warning } from './check.ts'

const TOPIC = 'Cartelle'

export async function folderChecks({ folders: { data, output } }: Settings): Promise<Check[]> {
  const { inbox, staging, bundles } = foldersIn(data, output)
  const checks = [
    ...(await one(data, 'La crea la prima notte, o: mkdir -m 700')),
    ...(await one(output, 'La crea la prima notte, o: mkdir -m 700')),
    ...(await one(inbox, 'Crearla per i flussi: mkdir -m 700')),
    ...(await sameDisk([staging, bundles])),
  ]
  return checks.length > 0 ? checks : [ok(TOPIC, 'ci sono, private e scrivibili')]
}

async function one(path: string, toMake: string): Promise<Check[]> {
  const near = nearPath(path)
  const info = await stat(path).catch(() => undefined)
  if (!info) return [warning(TOPIC, `${near} non c’è`, `${toMake} ${near}`)]
  if (!info.isDirectory())
    return [fault(TOPIC, `${near} non è una cartella`, 'Spostare il file, o correggere l’impostazione.')]
  const isWritable = await access(path, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!isWritable)
    return [
      fault(TOPIC, `${near} non si può scrivere`, `Darla all’utente del servizio: chown recapito ${near}`),
    ]
  if ((info.mode & 0o077) !== 0) {
    return [
      warning(
        TOPIC,
        `${near} ha i permessi ${octal(info.mode)}: altri possono vedere dati personali`,
        `chmod 700 ${near}`,
      ),
    ]
  }
  return []
}

/** A rename publishes a bundle, and works within one disk alone. */
async function sameDisk([staging, bundles]: readonly [string, string]): Promise<Check[]> {
  const [first, second] = await Promise.all(
    [staging, bundles].map((path) => stat(path).catch(() => undefined)),
  )
  if (!first || !second || first.dev === second.dev) return []
  return [
    fault(
      TOPIC,
      `${nearPath(staging)} e ${nearPath(bundles)} sono su dischi diversi`,
      'Tenere tutta la cartella di uscita su un disco solo.',
    ),
  ]
}
