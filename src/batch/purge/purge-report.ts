/** @module What was purged on a day, as numbers and as a list: the same whenever it is written. */
import { dirname, join } from 'node:path'
import type { CivilDate } from '../../domain/civil-date.ts'
import type { Files } from '../../files/files.ts'
import type { Folders } from '../../files/folders.ts'
import type { Purge, PurgeKind } from '../../store/purge.ts'
import { csvChunks, withoutSecrets } from '../report/csv.ts'
import { reportFolder } from '../report/write-report.ts'

const KIND_LABELS: Readonly<Record<PurgeKind, string>> = {
  feed: 'flusso acquisito',
  refused: 'flusso rifiutato',
  bundle: 'cartelle di un lotto confermato',
  quarantine: 'lotto messo da parte, mai consegnato o senza registro',
  release: 'certificazioni rilasciate in un giorno',
  report: 'rapporto di un giorno',
  proof: 'bozze di un giorno',
  alert: 'avviso al personale',
  log: 'eventi del registro, per anelli',
}

const HEADINGS = ['eliminazione', 'che cosa', 'nome', 'quanti', 'byte', 'sha256', 'disposta il']

export async function writePurgeReport(
  { files, folders, on }: { files: Files; folders: Pick<Folders, 'reports'>; on: CivilDate },
  purges: readonly Purge[],
  kept: number,
): Promise<void> {
  const folder = reportFolder(folders, on)
  await files.makeFolder(folder)
  const byKind = Map.groupBy(purges, ({ kind }) => kind)
  const sum = (of: readonly Purge[], count: (purge: Purge) => number) =>
    of.reduce((all, purge) => all + count(purge), 0)
  const content = {
    version: 1,
    slot: on,
    keptForLegalHold: kept,
    totals: Object.fromEntries(
      [...byKind].map(([kind, of]) => [
        kind,
        { purges: of.length, items: sum(of, ({ items }) => items), bytes: sum(of, ({ bytes }) => bytes) },
      ]),
    ),
    purges: purges.map(({ id, kind, name, items, bytes, sha256, ordered_on }) => ({
      id,
      kind,
      name: withoutSecrets(name),
      items,
      bytes,
      sha256,
      orderedOn: ordered_on,
    })),
  }
  const path = join(folder, 'purge.csv')
  await files.writeStream(`${path}.tmp`, csvChunks(HEADINGS, pagesOf(purges)))
  await files.rename(`${path}.tmp`, path)
  await files.syncFolder(dirname(path))
  await files.replaceFile(join(folder, 'purge.json'), `${JSON.stringify(content, null, 2)}\n`)
}

async function* pagesOf(purges: readonly Purge[]) {
  yield purges.map(({ id, kind, name, items, bytes, sha256, ordered_on }) => [
    id,
    KIND_LABELS[kind],
    name,
    items,
    bytes,
    sha256,
    ordered_on,
  ])
}
