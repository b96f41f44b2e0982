/** @module Room on the disk for twice the last bundles, and never less than a floor. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CivilDate } from '../../domain/civil-date.ts'
import { freeBytes } from '../../files/free-space.ts'
import type { Condition } from '../../store/alert.ts'
import type { Executor } from '../../store/dialect.ts'
import { lastBundleNames } from '../../store/watch.ts'
import type { Watch } from './watch.ts'

const GIGABYTE = 1e9

export async function lowDisk(
  { db, disks, folders, limits }: Watch,
  _today: CivilDate,
): Promise<Condition[]> {
  return shortDisks(disks, limits.freeGigabytes, await lastBundleBytes(db, folders))
}

/** A condition for each disk that lacks room. */
export async function shortDisks(
  disks: readonly string[],
  freeGigabytes: number,
  lastBundles: number,
): Promise<Condition[]> {
  const needed = Math.max(freeGigabytes * GIGABYTE, 2 * lastBundles)
  const conditions: Condition[] = []
  for (const folder of disks) {
    const free = await freeBytes(folder)
    if (free >= needed) continue
    conditions.push({
      kind: 'low-disk',
      cause: `low-disk ${folder}`,
      found: `Sul disco di ${folder} ci sono ${gigabytes(free)} liberi, ne servono ${gigabytes(needed)}.`,
      todo: 'Liberare spazio prima della prossima notte. Di Recapito si possono togliere i messaggi già spediti (output/messages), le bozze già viste (output/proofs) e data/cache; mai lotti, portachiavi o base dati.',
    })
  }
  return conditions
}

/** What the bundles of the last day that has any took, PDF and CSV, as their manifests say. */
export async function lastBundleBytes(db: Executor, { bundles }: Watch['folders']): Promise<number> {
  let bytes = 0
  for (const name of await lastBundleNames(db)) {
    for (const file of await filesOf(join(bundles, name, `${name}.json`))) bytes += file.bytes
  }
  return bytes
}

/** None where the manifest is missing or altered: hand-over says so, which compares hashes. */
async function filesOf(manifest: string): Promise<{ bytes: number }[]> {
  try {
    const { files } = JSON.parse(await readFile(manifest, 'utf8')) as {
      files: Record<string, { bytes: number }>
    }
    return Object.values(files)
  } catch {
    return []
  }
}

export function gigabytes(bytes: number): string {
  return `${(bytes / GIGABYTE).toLocaleString('it-IT', { maximumFractionDigits: 1, useGrouping: 'always' })} GB`
}
