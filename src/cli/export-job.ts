/** @module The work of `recapito certificates export`, run as a job so that nobody else changes a certificate meanwhile. */
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import type { Job, JobContext } from '../../jobs/job.ts'
import { CSV_FOR_PEOPLE, withoutSecrets } from '../batch/report/csv.ts'
import { CERTIFICATE_KIND_LABELS, labelOf } from '../batch/report/labels.ts'
import { type ExportAnswer, type ExportTask, exportedName } from '../certificate-thread.ts'
import { FolderRefused } from '../files/file-failure.ts'
import { FormArchive } from '../files/form-archive.ts'
import { requireSpace } from '../files/free-space.ts'
import { holdCertificates, recordFirstReleases } from '../store/certificate.ts'
import {
  countExportable,
  type ExportableCertificate,
  exportableCertificates,
  stoppedMeanwhile,
} from '../store/exportable-certificate.ts'
import { firstPrintOf } from '../store/stored-certificate.ts'
import { WorkerThreads } from '../worker-threads.ts'

export interface Export {
  readonly incomeYear: number
  readonly out: string
  readonly container: ExportTask['container']
}

const CONTAINER_SIZE = 1_000
/** Containers at once in a thread: one is printed while others go to the disk. */
const ABREAST = 3
/** A certificate of two pages, with room to spare. */
const BYTES_A_CERTIFICATE = 40_000
const HEADINGS = [
  'file',
  'contenitore',
  'anno',
  'modello',
  'versione',
  'tipo',
  'data',
  'riga del flusso',
  'sha256',
]

export function exportJob(wanted: Export): Job {
  return {
    name: 'export-certificates',
    summary: 'writes every certificate in force of an income year',
    async run(context) {
      const { store, files } = context
      const { incomeYear, out } = wanted
      const index = join(out, `${incomeYear}-indice.csv`)
      await prepareFolder(context, wanted, `${index}.part`)
      await requireSpace(out, (await countExportable(store.db, incomeYear)) * BYTES_A_CERTIFICATE)
      const counts = { certificates: 0, containers: 0, unprintable: 0, different: 0, bytes: 0 }
      await using printer = openPrinter(context)
      await files.writeStream(`${index}.part`, indexLines(context, wanted, printer, counts))
      await files.rename(`${index}.part`, index)
      await files.syncFolder(out)
      return counts
    },
  }
}

type Counts = {
  certificates: number
  containers: number
  unprintable: number
  different: number
  bytes: number
}

/** An index that is not finished says that an export was cut short: what it wrote gives way. */
async function prepareFolder({ files }: JobContext, wanted: Export, unfinished: string): Promise<void> {
  const { incomeYear, out } = wanted
  const names = await files.list(out)
  const ours = new RegExp(`^${incomeYear}-(\\d{4,}(\\.zip)?(\\.part)?|indice\\.csv\\.part)$`)
  const foreign = names.find((name) => !ours.test(name))
  if (foreign !== undefined || (names.length > 0 && !names.some((name) => unfinished.endsWith(`/${name}`)))) {
    throw new FolderRefused(
      out,
      `serve una cartella vuota, o quella di un’esportazione del ${incomeYear} rimasta a metà, e invece c’è ${foreign ?? names[0]}: indicarne un’altra`,
      undefined,
    )
  }
  for (const name of names) if (!unfinished.endsWith(`/${name}`)) await files.remove(join(out, name))
  await files.makeFolder(out)
}

/** Writes the containers on the way, some at once, and answers a line of the index for each certificate in its order. */
async function* indexLines(
  context: JobContext,
  wanted: Export,
  printer: Printer,
  counts: Counts,
): AsyncGenerator<string> {
  yield stringify([HEADINGS], { ...CSV_FOR_PEOPLE, bom: true })
  const form = await formInUse(context, wanted.incomeYear)
  const underWay: Promise<Container>[] = []
  try {
    let afterId = 0
    for (let number = 1; ; number++) {
      context.checkpoint()
      const certificates = await exportableCertificates(
        context.store.db,
        wanted.incomeYear,
        afterId,
        CONTAINER_SIZE,
      )
      if (certificates.length === 0) break
      afterId = certificates.at(-1)?.id ?? afterId
      underWay.push(print(context, wanted, printer, form, { number, certificates }))
      underWay.at(-1)?.catch(() => {})
      if (underWay.length > (ABREAST + 1) * context.threads) yield await finishFirst()
    }
    while (underWay.length > 0) yield await finishFirst()
  } finally {
    await Promise.allSettled(underWay)
  }

  async function finishFirst(): Promise<string> {
    let container = (await underWay.shift()) as Container
    for (;;) {
      const stopped = await publish(context, container, counts)
      if (stopped.size === 0) return stringify(linesOf(wanted, container), CSV_FOR_PEOPLE)
      await context.files.remove(`${container.path}.part`)
      const certificates = container.certificates.filter(({ id }) => !stopped.has(id))
      container = await print(context, wanted, printer, form, { number: container.number, certificates })
    }
  }
}

interface Container {
  readonly number: number
  readonly name: string
  readonly path: string
  readonly certificates: readonly ExportableCertificate[]
  readonly answer: ExportAnswer
}

/** The form of that day, on disk before anything is printed with it. */
async function formInUse(context: JobContext, incomeYear: number): Promise<ExportTask['form']> {
  const forms = await context.certificateForms()
  const version = forms.version(incomeYear)
  if (version === undefined) return undefined
  const packed = forms.packed(incomeYear)
  await new FormArchive(context.files, context.folders.forms).put(version, packed)
  return { version, packed }
}

async function print(
  { folders }: JobContext,
  { incomeYear, out, container }: Export,
  printer: Printer,
  form: ExportTask['form'],
  { number, certificates }: { number: number; certificates: readonly ExportableCertificate[] },
): Promise<Container> {
  const name = `${incomeYear}-${String(number).padStart(4, '0')}${container === 'zip' ? '.zip' : ''}`
  const path = join(out, name)
  const answer = await printer.run({
    incomeYear,
    certificates,
    form,
    formsFolder: folders.forms,
    container,
    path: `${path}.part`,
  })
  return { number, name, path, certificates, answer }
}

/**
 * First the ledger says that these are released, then they can be seen. Where it no longer lets some of them out, since
 * staff do not wait for an export, nothing happens, and these are answered.
 */
async function publish(
  { store, files, actor, log, progress }: JobContext,
  { path, certificates, answer }: Container,
  counts: Counts,
): Promise<ReadonlySet<number>> {
  const released = new Set(certificates.filter(firstPrintOf).map(({ id }) => id))
  const misfits = answer.refused.filter(({ code }) => code !== 'COPIA_DIVERSA')
  const different = answer.refused.filter(({ code }) => code === 'COPIA_DIVERSA')
  const stopped = await store.transaction('export-certificates', async (trx) => {
    const found = await stoppedMeanwhile(
      trx,
      answer.printed.map(({ id }) => id),
    )
    if (found.size > 0) return found
    await holdCertificates(trx, actor, misfits)
    await recordFirstReleases(
      trx,
      actor,
      answer.printed
        .filter(({ id }) => !released.has(id))
        .map(({ id, templateVersion, sha256: pdfSha256 }) => ({ id, templateVersion, pdfSha256 })),
    )
    return found
  })
  if (stopped.size > 0) return stopped
  for (const { id, detail } of different) log.error('certificate.differs', { certificate: id, detail })
  await files.rename(`${path}.part`, path)
  counts.containers += 1
  counts.certificates += answer.printed.length
  counts.unprintable += misfits.length
  counts.different += different.length
  counts.bytes += answer.bytes
  progress(answer.printed.length, 'certificazioni')
  return stopped
}

function linesOf({ incomeYear }: Export, { name, certificates, answer }: Container): string[][] {
  const rows = new Map(certificates.map((row) => [row.id, row]))
  return answer.printed.flatMap(({ id, sha256 }) => {
    const row = rows.get(id)
    if (!row) return []
    return [
      [
        exportedName(incomeYear, id),
        name,
        String(incomeYear),
        row.form ?? '',
        String(row.version),
        labelOf(CERTIFICATE_KIND_LABELS, row.kind),
        row.issued_on,
        withoutSecrets(row.record_key),
        sha256,
      ],
    ]
  })
}

type Printer = WorkerThreads<ExportTask, ExportAnswer>

function openPrinter({ threads, files }: JobContext): Printer {
  return new WorkerThreads(
    threads,
    new URL('../certificate-thread.ts', import.meta.url),
    async () => {
      const { default: print } = await import('../certificate-thread.ts')
      return (task) => print(task, files)
    },
    {
      // A thread that ends while it waits for the ledger would load everything again.
      minThreads: threads,
      concurrentTasksPerWorker: ABREAST,
      // What a certificate leaves behind is small and dies at once: more room would only fill up.
      resourceLimits: { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 256 },
    },
  )
}
