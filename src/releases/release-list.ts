/**
 * What was prepared for a channel on a day: `output/releases/<channel>/<date>.csv`, written from the ledger, the same
 * bytes whenever it is written.
 *
 * @module
 */
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { CSV_FOR_PEOPLE, withoutSecrets } from '../batch/report/csv.ts'
import { CERTIFICATE_KIND_LABELS, labelOf } from '../batch/report/labels.ts'
import type { Files } from '../files/files.ts'
import type { Folders } from '../files/folders.ts'
import type { Actor } from '../store/event.ts'
import {
  type ListedRelease,
  listedReleases,
  markPrepared,
  type ReleaseDay,
  unlistedDays,
} from '../store/release-file.ts'
import type { Store } from '../store/store.ts'

const PAGE = 5_000
const HEADINGS = ['rilascio', 'richiesta', 'anno', 'modello', 'versione', 'tipo', 'file', 'sha256']

export interface ReleaseListWork {
  readonly store: Store
  readonly files: Files
  readonly folders: Pick<Folders, 'releases'>
  readonly actor: Actor
  checkpoint(): void
}

/** Names in its list every file that was written, and counts it as prepared from then on. */
export async function listReleases(work: ReleaseListWork): Promise<void> {
  const { store, files, folders, actor } = work
  for (const day of await unlistedDays(store.db)) {
    const path = join(folders.releases, day.channel, `${day.prepared_on}.csv`)
    await files.writeStream(`${path}.tmp`, lines(work, day))
    await files.rename(`${path}.tmp`, path)
    await files.syncFolder(join(folders.releases, day.channel))
    await store.transaction('releases-prepared', (trx) => markPrepared(trx, actor, day))
  }
}

async function* lines({ store, checkpoint }: ReleaseListWork, day: ReleaseDay): AsyncGenerator<string> {
  const forPec = day.channel === 'PEC'
  yield stringify([forPec ? [...HEADINGS, 'PEC'] : HEADINGS], { ...CSV_FOR_PEOPLE, bom: true })
  for (let afterId = 0; ; ) {
    checkpoint()
    const page = await listedReleases(store.db, day, afterId, PAGE)
    if (page.length === 0) return
    // A PEC address may hold a codice fiscale, and whoever sends needs it as it is.
    yield stringify(
      page.map((row) => (forPec ? [...cellsOf(row), row.pec] : cellsOf(row))),
      CSV_FOR_PEOPLE,
    )
    afterId = page.at(-1)?.id ?? afterId
  }
}

function cellsOf(row: ListedRelease): string[] {
  return [
    row.public_id,
    withoutSecrets(row.request_key ?? ''),
    String(row.income_year),
    row.form ?? '',
    String(row.version),
    labelOf(CERTIFICATE_KIND_LABELS, row.kind),
    row.file_name,
    row.sha256,
  ]
}
