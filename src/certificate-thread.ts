/**
 * What a worker thread starts with: prints up to a thousand certificates of one income year into one container.
 *
 * @module
 */
import { join } from 'node:path'
import { openForm, type SingleForm } from './certificates/certificate-forms.ts'
import { type FormsInUse, type NotPrinted, ReleasedForms } from './certificates/released-forms.ts'
import { type EffectGate, Files } from './files/files.ts'
import { FormArchive } from './files/form-archive.ts'
import { storedZip, type ZipEntry, zipBuffer } from './files/stored-zip.ts'
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
const ABREAST = 16

/** When it answers, everything is written, and the files of a folder are fsynced; nothing has its final name yet. */
export default async function exportCertificates(task: ExportTask, gate?: EffectGate): Promise<ExportAnswer> {
  const files = new Files(gate)
  const printed: ExportedCertificate[] = []
  const refused: (Omit<NotPrinted, 'ok'> & { id: number })[] = []
  const forms = new ReleasedForms(inUse(task), new FormArchive(files, task.formsFolder))
  const { bytes } =
    task.container === 'zip'
      ? await files.writeUnsynced(task.path, storedZip(entries(), buffer))
      : await writeFolder()
  return { printed, refused, bytes }

  async function* entries(): AsyncGenerator<ZipEntry> {
    for (const row of task.certificates) {
      const { id } = row
      const made = await forms.print(issuedCertificate(row), firstPrintOf(row))
      if (!made.ok) {
        const { code, field, detail } = made
        refused.push({ id, code, field, detail })
        continue
      }
      printed.push({ id, templateVersion: made.templateVersion, sha256: made.sha256 })
      yield { name: exportedName(task.incomeYear, id), bytes: made.bytes, crc32: made.crc32 }
    }
  }

  async function writeFolder(): Promise<{ bytes: number }> {
    await files.makeFolder(task.path)
    let bytes = 0
    let batch: ZipEntry[] = []
    const flush = async () => {
      await Promise.all(batch.map((entry) => files.writeFile(join(task.path, entry.name), entry.bytes)))
      batch = []
    }
    for await (const entry of entries()) {
      bytes += entry.bytes.length
      batch.push({ ...entry, bytes: Uint8Array.from(entry.bytes) })
      if (batch.length === ABREAST) await flush()
    }
    await flush()
    await files.syncFolder(task.path)
    return { bytes }
  }
}

/** `2012-000000123.pdf`: the ledger knows whose it is, and nobody else. */
export function exportedName(incomeYear: number, id: number): string {
  return `${incomeYear}-${String(id).padStart(9, '0')}.pdf`
}

const buffer = zipBuffer()

/** A thread keeps the form between containers. */
let opened: { version: string; form: SingleForm } | undefined

function inUse({ form, incomeYear }: ExportTask): FormsInUse {
  if (form && opened?.version !== form.version)
    opened = { version: form.version, form: openForm(form.packed) }
  return {
    version: (year) => (year === incomeYear ? form?.version : undefined),
    packed: () => form?.packed ?? new Uint8Array(),
    single(certificate) {
      if (!opened) throw new RangeError(`there is no form for the income year ${incomeYear}`)
      return opened.form.single(certificate)
    },
  }
}
