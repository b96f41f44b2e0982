/** @module `recapito restore`: a backup into folders where nothing is yet, and what to do then. */
import { existsSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { type Flags, loadSettings, type Settings } from '../../config.ts'
import { italianInstant } from '../../domain/civil-date.ts'
import { type BackupList, BackupRefused, COPIED_DATABASE, readBackup } from '../../files/backup-folder.ts'
import { Files } from '../../files/files.ts'
import { foldersIn } from '../../files/folders.ts'
import { isPostgresUrl } from '../../store/store.ts'
import { answer } from '../answer.ts'

export async function restore(flags: Flags, folder: string, options: { json?: boolean }): Promise<void> {
  const settings = await loadSettings(flags)
  const list = await restoreBackup(settings, new Files(), resolve(folder))
  const { database, keyring } = settings
  answer(options.json, { database, madeAt: list.madeAt, files: Object.keys(list.files).length }, [
    `Ripristinato lo stato del ${italianInstant(new Date(list.madeAt))}: ${database}`,
    '',
    'Che cosa fare, in quest’ordine. Prima di aver finito, nessuna notte e nessuna consegna.',
    existsSync(keyring)
      ? `  1. Il portachiavi è in ${keyring}.`
      : `  1. Rimettere il portachiavi in ${keyring} (chmod 600)${keysOf(list)}.`,
    `  2. Se la cartella output di prima si è salvata, rimetterla al posto di ${settings.folders.output}.`,
    '  3. recapito reconcile: dice che cosa è accaduto dopo il backup.',
    '  4. recapito reconcile --adopt --reason "…": prende nel registro i lotti stampati dopo, così che nessuno riceva due lettere.',
    '  5. recapito reconcile --rebuild <lotto> --reason "…": ristampa i PDF che mancano, che in un backup non ci sono.',
    '  6. I flussi arrivati dopo il backup si rimettono in data/inbox, dopo aver letto che cosa --adopt dice delle loro lettere.',
  ])
}

function keysOf({ keyring }: BackupList): string {
  if (!keyring) return ''
  const ids = [keyring.firstHalf, keyring.secondHalf, keyring.pepper].flatMap((ring) => ring.ids)
  return `, con le chiavi ${ids.join(', ')}`
}

export async function restoreBackup(settings: Settings, files: Files, folder: string): Promise<BackupList> {
  const list = await readBackup(folder)
  if (list.database === 'postgres' || isPostgresUrl(settings.database))
    throw byHandInstead(list, settings, folder)
  await requireEmpty(files, settings)
  const folders = foldersIn(settings.folders.data, settings.folders.output)
  const copied = COPIED_DATABASE.sqlite
  for (const path of Object.keys(list.files)) {
    if (path === copied) continue
    const [place, ...rest] = path.split('/')
    const target = join(place === 'forms' ? folders.forms : folders.bundles, ...rest)
    await copyInto(files, join(folder, path), target)
  }
  // Last, under another name first: until it is there, nothing takes these folders for an installation.
  const unfinished = `${settings.database}.unfinished`
  await copyInto(files, join(folder, copied), unfinished)
  await files.rename(unfinished, settings.database)
  await files.syncFolder(dirname(settings.database))
  return list
}

async function copyInto(files: Files, from: string, target: string): Promise<void> {
  await files.makeFolder(dirname(target))
  await files.copyFile(from, target)
  await files.syncFolder(dirname(target))
}

/** A keyring may be back already; anything else is somebody's. */
async function requireEmpty(files: Files, { database, folders, keyring }: Settings): Promise<void> {
  const { data, output } = folders
  const [allowed] = relative(data, keyring).split('/')
  const found = [
    ...(existsSync(database) ? [database] : []),
    ...(await files.list(data)).filter((name) => name !== allowed).map((name) => join(data, name)),
    ...(await files.list(output)).map((name) => join(output, name)),
  ]
  if (found.length === 0) return
  throw new BackupRefused(
    `in ${data} e ${output} può esserci soltanto il portachiavi, e invece c’è ${[...new Set(found)].slice(0, 3).join(', ')}: ` +
      'spostare altrove ciò che c’è, o indicare altre cartelle con --data e --output',
  )
}

function byHandInstead(list: BackupList, settings: Settings, folder: string): BackupRefused {
  if (list.database === 'sqlite') {
    return new BackupRefused(
      `${basename(folder)} è un backup di SQLite, ma l’impostazione «database» nomina PostgreSQL: toglierla e ripetere il comando`,
    )
  }
  const { output, data } = settings.folders
  return new BackupRefused(
    [
      `${basename(folder)} è un backup di PostgreSQL, verificato file per file: lo ripristina pg_restore, non questo comando.`,
      '  1. Creare una base dati vuota e nominarla in DATABASE_URL.',
      `  2. pg_restore --no-owner --exit-on-error --dbname "$DATABASE_URL" ${join(folder, COPIED_DATABASE.postgres)}`,
      `  3. Copiare ${join(folder, 'bundles')} in ${output} e ${join(folder, 'forms')} in ${data}, se vuote.`,
      `  4. Rimettere il portachiavi in ${settings.keyring} (chmod 600)${keysOf(list)}.`,
      '  5. recapito reconcile, poi --adopt e --rebuild come dice. Prima di aver finito, nessuna notte e nessuna consegna.',
    ].join('\n'),
  )
}
