/**
 * Bundles that housekeeping removed, by its reports: a database from a back-up of before that day still has them.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isCivilDate } from '../domain/civil-date.ts'
import type { Files } from '../files/files.ts'

interface PurgeReport {
  readonly purges: readonly { readonly kind: string; readonly name: string }[]
}

/** Each with the day whose report names it. */
export async function purgedBundles(files: Files, reports: string): Promise<Map<string, string>> {
  const purged = new Map<string, string>()
  for (const date of (await files.list(reports)).filter(isCivilDate)) {
    const folder = join(reports, date)
    if (!(await files.list(folder)).includes('purge.json')) continue
    const { purges } = JSON.parse(await readFile(join(folder, 'purge.json'), 'utf8')) as PurgeReport
    for (const { kind, name } of purges) if (kind === 'bundle') purged.set(name, date)
  }
  return purged
}
