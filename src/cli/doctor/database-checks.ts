/** @module The database: there, whole, of this program's shape, on a disk that suits it. */
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { lastBundleBytes } from '../../batch/alerts/low-disk.ts'
import { meaningOf } from '../../batch/failure-meanings.ts'
import type { Settings } from '../../config.ts'
import { counted } from '../../domain/counted.ts'
import { foldersIn } from '../../files/folders.ts'
import { type DatabaseHealth, databaseHealth } from '../../store/database-health.ts'
import { isPostgresUrl, openStore } from '../../store/store.ts'
import { nearPath } from '../near-path.ts'
import { type Check, fault, ok, warning } from './check.ts'

const TOPIC = 'Base dati'

export interface DatabaseFound {
  readonly check: Check
  /** When the last run began or ended. */
  readonly lastInstant?: string | undefined
  /** Bytes of the last bundles. */
  readonly lastBundles?: number
}

export async function databaseCheck({ database, folders }: Settings): Promise<DatabaseFound> {
  if (!isPostgresUrl(database)) {
    const near = nearPath(database)
    const network = await networkDisk(dirname(database))
    if (network !== undefined) {
      const todo = 'SQLite vuole un disco locale: spostarla lì, o usare PostgreSQL.'
      return { check: fault(TOPIC, `${near} è su un disco di rete (${network})`, todo) }
    }
    if (!existsSync(database)) {
      return { check: warning(TOPIC, `${near} non c’è ancora`, 'La crea la prima notte: recapito night') }
    }
  }
  try {
    const store = await openStore({ url: database })
    try {
      const health = await databaseHealth(store)
      const check = checkOf(health)
      if (check.state !== 'ok') return { check }
      const { bundles } = foldersIn(folders.data, folders.output)
      const lastBundles = await lastBundleBytes(store.db, { bundles })
      return { check, lastInstant: health.lastInstant, lastBundles }
    } finally {
      await store.close()
    }
  } catch (error) {
    const { name, message } = error as Error
    const { why, todo } = meaningOf(name)
    return { check: fault(TOPIC, `${why} (${message})`, `${todo}.`) }
  }
}

function checkOf({ missingMigrations, isNewer, damage, facts }: DatabaseHealth): Check {
  if (damage !== undefined) {
    const todo = 'Non lavorare: ripristinarla dall’ultima copia insieme a output/bundles.'
    return fault(TOPIC, `danneggiata: ${damage}`, todo)
  }
  if (isNewer) {
    return fault(TOPIC, 'scritta da un Recapito più recente', 'Aggiornare il programma prima di usarla.')
  }
  if (missingMigrations > 0) {
    return fault(
      TOPIC,
      `da aggiornare: ${counted(missingMigrations, 'migrazione', 'migrazioni')}`,
      'Farne una copia, poi recapito migrate.',
    )
  }
  const wrong = facts.filter(({ found, expected }) => found !== expected)
  if (wrong.length > 0) {
    const found = wrong.map((fact) => `${fact.name}: ${fact.found}, serve ${fact.expected}`).join('; ')
    return fault(TOPIC, found, 'Copiarla in una base dati nuova che abbia questi valori.')
  }
  return ok(TOPIC, ['integra', ...facts.map(({ name, found }) => `${name} ${found}`)].join(', '))
}

/** Magic numbers of `statfs`, as the kernel has them. */
const NETWORK_DISKS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
])

async function networkDisk(folder: string): Promise<string | undefined> {
  const disk = await statfs(folder).catch(() => undefined)
  return disk && NETWORK_DISKS.get(disk.type)
}
