/** @module Writing the report's folder: each file in one step, so that who opens one sees a whole one, old or new. */
import { dirname, join } from 'node:path'
import type { CivilDate } from '../../domain/civil-date.ts'
import type { Files } from '../../files/files.ts'
import type { Folders } from '../../files/folders.ts'
import type { Executor } from '../../store/dialect.ts'
import { outcomesCsv } from './outcomes-csv.ts'
import type { Report } from './report.ts'
import { callListCsv, heldCsv, rejectedCsv } from './report-csv.ts'
import { reportHtml } from './report-html.ts'

export interface ReportWriting {
  readonly db: Executor
  readonly files: Files
  readonly folders: Pick<Folders, 'reports'>
  /** Between pages of the long list. */
  afterRows(rows: number): void
  /** Throws where a text must not be written; lists quote what senders call their rows, the rest names nobody. */
  check(file: string, text: string, names: 'nobody' | 'senders'): void
}

export function reportFolder(folders: Pick<Folders, 'reports'>, on: CivilDate): string {
  return join(folders.reports, on)
}

/** Writes the lists, then the numbers, then the page that links to them. */
export async function writeReport(
  { db, files, folders, afterRows, check }: ReportWriting,
  report: Report,
  options: { specimen: boolean },
): Promise<void> {
  const on = report.slot
  const folder = reportFolder(folders, on)
  await files.makeFolder(folder)
  const { maxAgeDays } = report.waiting.callList
  await list('held.csv', heldCsv(db, on))
  await list('rejected.csv', rejectedCsv(db, on))
  await list('call-list.csv', callListCsv(db, { on, maxAgeDays }))
  await list('outcomes.csv', outcomesCsv(db, on, afterRows))
  await page('report.json', `${JSON.stringify(report, null, 2)}\n`)
  await page('index.html', reportHtml(report, options))

  function list(name: string, chunks: AsyncIterable<string>): Promise<void> {
    const path = join(folder, name)
    return replaceStream(files, path, checked(path, chunks))
  }

  async function* checked(path: string, chunks: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const chunk of chunks) {
      check(path, chunk, 'senders')
      yield chunk
    }
  }

  async function page(name: string, text: string): Promise<void> {
    const path = join(folder, name)
    check(path, text, 'nobody')
    await files.replaceFile(path, text)
  }
}

/** The specimen of the day, or none: an earlier attempt's must not stay when its letters are gone. */
export async function writeSpecimen(
  { files, folders }: Pick<ReportWriting, 'files' | 'folders'>,
  on: CivilDate,
  pdf: Uint8Array | undefined,
): Promise<void> {
  const path = join(reportFolder(folders, on), 'specimen.pdf')
  if (pdf) await files.replaceFile(path, pdf)
  else await files.remove(path)
}

/** `Files.replaceFile` for content of any length. */
async function replaceStream(files: Files, path: string, chunks: AsyncIterable<string>): Promise<void> {
  await files.writeStream(`${path}.tmp`, chunks)
  await files.rename(`${path}.tmp`, path)
  await files.syncFolder(dirname(path))
}
