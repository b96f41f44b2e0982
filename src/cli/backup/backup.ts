/** @module `recapito backup`: the database as of one instant, what was printed, the forms; online, and never a key. */
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Flags, loadSettings, type Settings } from '../../config.ts'
import { romeParts } from '../../domain/civil-date.ts'
import { count } from '../../domain/counted.ts'
import { BACKUP_LIST, type BackupList, BackupRefused, COPIED_DATABASE } from '../../files/backup-folder.ts'
import { Files, sha256OfFile } from '../../files/files.ts'
import { foldersIn } from '../../files/folders.ts'
import { type Keyring, readKeyring } from '../../secrets/keyring.ts'
import { bundlesInCopy, copySqlite } from '../../store/copy-database.ts'
import { migrateIfNew } from '../../store/migrate.ts'
import { bundlesOnDisk } from '../../store/report/balance.ts'
import { isPostgresUrl, openStore, type Store } from '../../store/store.ts'
import { VERSION } from '../../version.ts'
import { answer } from '../answer.ts'
import { dumpPostgres } from './dump-postgres.ts'

export async function backup(flags: Flags, options: { out: string; json?: boolean }): Promise<void> {
  const settings = await loadSettings(flags)
  if (!isPostgresUrl(settings.database) && !existsSync(settings.database)) {
    throw new BackupRefused(
      `${settings.database}: la base dati non c’è ancora, quindi non c’è nulla da copiare`,
    )
  }
  const store = await openStore({ url: settings.database })
  try {
    await migrateIfNew(store)
    const made = await makeBackup(settings, store, new Files(), resolve(options.out), new Date())
    const files = Object.values(made.list.files)
    const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
    answer(options.json, { folder: made.folder, ...made.list }, [
      `Backup fatto: ${made.folder}`,
      `  ${count(files.length)} file, ${count(Math.ceil(megabytes))} MB: base dati, manifesti e CSV dei lotti, modelli delle certificazioni`,
      made.list.keyring
        ? `  Le chiavi non ci sono: ${made.list.keyring.path} va conservato altrove, e di nuovo dopo ogni rotazione.`
        : '  Non c’è ancora un portachiavi.',
      '  Contiene dati personali. Le copie vecchie, con codici cancellati da allora, vanno distrutte.',
    ])
  } finally {
    await store.close()
  }
}

/** Under another name until its list is there: what is cut short is no backup. */
export async function makeBackup(
  settings: Settings,
  store: Store,
  files: Files,
  out: string,
  now: Date,
): Promise<{ folder: string; list: BackupList }> {
  const { date, time } = romeParts(now)
  const name = `${date}T${time}`
  const folder = join(out, name)
  const unfinished = join(out, `.${name}.unfinished`)
  if (existsSync(folder))
    throw new BackupRefused(`${folder}: c’è già un backup di questo minuto; attendere il prossimo`)
  await files.remove(unfinished)
  await files.makeFolder(unfinished)
  try {
    const listed: BackupList['files'] = {}
    const keep = async (path: string) => {
      const whole = join(unfinished, path)
      listed[path] = { bytes: (await stat(whole)).size, sha256: await sha256OfFile(whole) }
    }
    const copy = async (from: string, path: string) => {
      const target = join(unfinished, path)
      await files.makeFolder(dirname(target))
      await files.copyFile(from, target)
      await files.syncFolder(dirname(target))
      await keep(path)
    }
    const kind = isPostgresUrl(settings.database) ? 'postgres' : 'sqlite'
    const bundles = await copyDatabase(settings, store, join(unfinished, COPIED_DATABASE[kind]))
    await keep(COPIED_DATABASE[kind])
    const folders = foldersIn(settings.folders.data, settings.folders.output)
    for (const bundle of bundles) {
      for (const file of [`${bundle}.json`, `${bundle}.csv`]) {
        const path = join(folders.bundles, bundle, file)
        // One that is missing is missed by `reconcile`, whatever the backup says.
        if (existsSync(path)) await copy(path, `bundles/${bundle}/${file}`)
      }
    }
    for (const form of await files.list(folders.forms)) await copy(join(folders.forms, form), `forms/${form}`)
    const list: BackupList = {
      version: 1,
      program: VERSION,
      madeAt: now.toISOString(),
      database: kind,
      keyring: await keyringReference(settings.keyring),
      files: listed,
    }
    await files.writeFile(join(unfinished, BACKUP_LIST), `${JSON.stringify(list, null, 2)}\n`)
    await files.syncFolder(unfinished)
    await files.rename(unfinished, folder)
    await files.syncFolder(out)
    return { folder, list }
  } catch (error) {
    await files.remove(unfinished).catch(() => {})
    throw error
  }
}

/** Answers the bundles that the copy knows: of those published since, nothing belongs beside it. */
async function copyDatabase(settings: Settings, store: Store, path: string): Promise<string[]> {
  if (!isPostgresUrl(settings.database)) {
    await copySqlite(store, path)
    return bundlesInCopy(store, path)
  }
  const before = (await bundlesOnDisk(store.db)).map(({ name }) => name)
  await dumpPostgres(settings.database, path)
  return before
}

async function keyringReference(path: string): Promise<BackupList['keyring']> {
  if (!existsSync(path)) return null
  const keyring = await readKeyring(path)
  const ring = ({ current, keys }: Keyring['pepper']) => ({ current, ids: Object.keys(keys) })
  const { firstHalf, secondHalf, pepper } = keyring
  return { path, firstHalf: ring(firstHalf), secondHalf: ring(secondHalf), pepper: ring(pepper) }
}
