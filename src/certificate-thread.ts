/**
 * What a worker thread starts with: prints up to a thousand certificates of one income year into one container.
 *
 * @module
 */
import { join } from 'node:path'
import { openForm, type SingleForm } from './certificates/certificate-forms.ts'
import { type FormsInUse, type NotPrinted, type Print, ReleasedForms } from './certificates/released-forms.ts'
import { diskBuffer } from './files/direct-file.ts'
import { Files } from './files/files.ts'
import { FormArchive } from './files/form-archive.ts'
import { storedZip, type ZipEntry } from './files/stored-zip.ts'
import { inThread } from './in-thread.ts'
import type { ExportableCertificate } from './store/exportable-certificate.ts'
import { firstPrintOf, issuedCertificate } from './store/stored-certificate.ts'

/** Plain data: it crosses to a thread. */
export interface ExportTask {
  readonly incomeYear: number
  readonly certificates: readonly ExportableCertificate[]
  /** What is printed with today, kept in `formsFolder` already; undefined for a year without a form. */
  readonly form: { readonly version: string; readonly packed: Uint8Array } | undefined
  readonly formsFolder: string
  /** A zip, or a folder of files. */
  readonly container: 'zip' | 'folder'
  readonly path: string
}

export interface ExportedCertificate {
  readonly id: number
  readonly templateVersion: string
  readonly sha256: string
}

export interface ExportAnswer {
  readonly printed: readonly ExportedCertificate[]
  readonly refused: readonly (Omit<NotPrinted, 'ok'> & { readonly id: number })[]
  readonly bytes: number
}

/** Files written at once: an fsync waits for the disk, not for us. */
const WRITTEN_ABREAST = 16

export default inThread(exportCertificates)

/** When it answers, everything is written and fsynced; nothing has its final name yet. */
async function exportCertificates(task: ExportTask, files = new Files()): Promise<ExportAnswer> {
  const { certificates, container, formsFolder, incomeYear, path } = task
  const printed: ExportedCertificate[] = []
  const refused: (Omit<NotPrinted, 'ok'> & { id: number })[] = []
  const forms = new ReleasedForms(inUse(task), new FormArchive(files, formsFolder))
  const ready: { readonly row: ExportableCertificate; readonly print: Print }[] = []
  for (const row of certificates) {
    ready.push({ row, print: await forms.printerOf(incomeYear, firstPrintOf(row)) })
  }
  const { bytes } = await (container === 'zip'
    ? writeZip(files, path, entries())
    : writeFolder(files, path, entries()))
  return { printed, refused, bytes }

  /** Each must be copied before anything is waited for: another task of this thread prints over its bytes. */
  function* entries(): Generator<ZipEntry> {
    for (const { row, print } of ready) {
      const { id } = row
      const made = print(issuedCertificate(row))
      if (!made.ok) {
        const { code, field, detail } = made
        refused.push({ id, code, field, detail })
        continue
      }
      printed.push({ id, templateVersion: made.templateVersion, sha256: made.sha256 })
      yield { name: exportedName(incomeYear, id), bytes: made.bytes, crc32: made.crc32 }
    }
  }
}

async function writeZip(files: Files, path: string, entries: Iterable<ZipEntry>): Promise<{ bytes: number }> {
  const buffer = idleBuffers.pop() ?? diskBuffer(WRITTEN_AT_ONCE)
  try {
    return await files.writeDirect(path, storedZip(entries, buffer))
  } finally {
    idleBuffers.push(buffer)
  }
}

async function writeFolder(
  files: Files,
  path: string,
  entries: Iterable<ZipEntry>,
): Promise<{ bytes: number }> {
  await files.makeFolder(path)
  let bytes = 0
  let batch: ZipEntry[] = []
  const flush = async () => {
    await Promise.all(batch.map((entry) => files.writeFile(join(path, entry.name), entry.bytes)))
    batch = []
  }
  for (const entry of entries) {
    bytes += entry.bytes.length
    batch.push({ ...entry, bytes: Uint8Array.from(entry.bytes) })
    if (batch.length === WRITTEN_ABREAST) await flush()
  }
  await flush()
  await files.syncFolder(path)
  return { bytes }
}

/** `2012-000000123.pdf`: the ledger knows whose it is, and nobody else. */
export function exportedName(incomeYear: number, id: number): string {
  return `${incomeYear}-${String(id).padStart(9, '0')}.pdf`
}

/** Bytes: a disk takes few long writes faster than many short ones. */
export const WRITTEN_AT_ONCE = 4 * 1024 * 1024
/** As many as there are tasks at once. */
const idleBuffers: Buffer[] = []

/** A thread keeps the form between containers. */
let opened: { readonly version: string; readonly form: SingleForm } | undefined

function inUse({ form, incomeYear }: ExportTask): FormsInUse {
  if (form && opened?.version !== form.version)
    opened = { version: form.version, form: openForm(form.packed) }
  const own = form && opened
  return {
    version: (year) => (year === incomeYear ? own?.version : undefined),
    packed: () => form?.packed ?? new Uint8Array(),
    single(certificate) {
      if (!own) throw new RangeError(`there is no form for the income year ${incomeYear}`)
      return own.form.single(certificate)
    },
  }
}
