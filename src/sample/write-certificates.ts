/**
 * Writes feeds of certificate data and of requests for certificates: a first night with the archive, a later one with
 * the last year, what is corrected of the archive, and those who ask.
 *
 * ```ts
 * await writeCertificates({ requests: 600, seed: 2026, date: '2026-05-12', out: 'data/inbox' })
 * await writeCertificateSample({ people: 1_000_000, incomeYear: 2019, seed: 7, out: 'data/inbox' })
 * ```
 *
 * @module
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CERTIFICATE_DATA_COLUMNS, CERTIFICATE_REQUEST_COLUMNS } from '../feeds/columns.ts'
import { certificateRequestAt, certificateRequestsOf, requestBeforeRevision } from './certificate-requests.ts'
import { revisedCertificate } from './certificate-revisions.ts'
import {
  type CertificateSet,
  FIRST_INCOME_YEAR,
  firstCertificateSet,
  laterCertificateSet,
  yearlyCertificateSet,
} from './certificate-set.ts'
import { certificatesOf } from './certificates.ts'
import type { Population } from './certified-members.ts'
import { cleanCertificate, rowOf } from './clean-certificate.ts'
import { COMMAS, FeedFile, PLAIN } from './feed-file.ts'
import { certificateCells } from './feed-rows.ts'
import { pensionerAt } from './pensioners.ts'
import { type SampleOptions, setsOf } from './sample-options.ts'
import { Tally } from './tally.ts'
import { loadWorld } from './world.ts'
import type { WrittenSample } from './write-sample.ts'

/** Above this a year is cut into files of so many. */
const ROWS_OF_FILE = 40_000

/**
 * For the same options as `writeSample`: one person for some of its requests, half of them the same people. The same
 * options always write the same bytes. Memory does not grow with the number of people.
 */
export async function writeCertificates(options: SampleOptions): Promise<WrittenSample> {
  const world = await loadWorld()
  const sets = setsOf(options)
  const earlier = sets.earlier && firstCertificateSet(sets.earlier)
  const set = earlier ? laterCertificateSet(sets.set) : firstCertificateSet(sets.set)
  const population = { world, set, earlier }
  const feeds = new CertificateFeeds(options.out, set.stamp)
  const tally = new Tally()
  await mkdir(options.out, { recursive: true })
  if (!earlier) await writeUnknownYear(population, feeds, tally)
  else await writeRevisions(population, earlier, feeds, tally)
  for (let year = earlier ? set.lastYear : FIRST_INCOME_YEAR; year <= set.lastYear; year++) {
    await writeYear(population, year, feeds, tally)
  }
  const requests = await writeRequests(population, options.out, tally)
  return { files: [...feeds.written, requests], troubles: tally.counts }
}

/** One income year of so many people, with whom all is well, for benches. Some 70 µs a row. */
export async function writeCertificateSample(options: {
  readonly people: number
  readonly incomeYear: number
  readonly seed: number
  /** Folder, made where missing. */
  readonly out: string
}): Promise<WrittenSample> {
  const { people, incomeYear, seed, out } = options
  const world = await loadWorld()
  const set = yearlyCertificateSet(seed, people, incomeYear)
  const feeds = new CertificateFeeds(out, set.stamp)
  await mkdir(out, { recursive: true })
  for (let index = 0; index < people; index++) {
    const clean = cleanCertificate(pensionerAt(world, set, index), incomeYear)
    if (clean) await feeds.add(incomeYear, certificateCells(rowOf(clean, `CD-${incomeYear}-${index + 1}`)))
  }
  await feeds.close()
  return { files: feeds.written, troubles: {} }
}

async function writeYear(
  { world, set, earlier }: Population,
  year: number,
  feeds: CertificateFeeds,
  tally: Tally,
): Promise<void> {
  for (const some of earlier ? [earlier, set] : [set]) {
    for (let index = 0; index < some.people; index++) {
      for (const { trouble, cells } of certificatesOf(world, some, index, year)) {
        tally.count(trouble.id)
        await feeds.add(year, cells)
      }
    }
  }
  await feeds.close()
}

async function writeRevisions(
  { world, set }: Population,
  earlier: CertificateSet,
  feeds: CertificateFeeds,
  tally: Tally,
): Promise<void> {
  for (let index = 0; index < earlier.people; index++) {
    const revised = revisedCertificate(world, earlier, index, set.date)
    if (!revised) continue
    tally.count(revised.revision.id)
    await feeds.add(earlier.lastYear, revised.cells)
  }
  await feeds.close()
}

/** How many people have rows of a year that no form is for. */
const PEOPLE_BEFORE_FORMS = 3

async function writeUnknownYear(
  { world, set }: Population,
  feeds: CertificateFeeds,
  tally: Tally,
): Promise<void> {
  const year = FIRST_INCOME_YEAR - 1
  for (let index = 0; index < Math.min(PEOPLE_BEFORE_FORMS, set.people); index++) {
    for (const { cells } of certificatesOf(world, set, index, year)) {
      tally.count('year-without-form')
      await feeds.add(year, cells)
    }
  }
  await feeds.close()
}

async function writeRequests(
  population: Population,
  out: string,
  tally: Tally,
): Promise<{ path: string; rows: number }> {
  const { set, earlier } = population
  const path = join(out, `certificate-requests-${set.stamp}.csv`)
  const file = await FeedFile.create(path, COMMAS, CERTIFICATE_REQUEST_COLUMNS)
  for (let index = 0; index < certificateRequestsOf(population); index++) {
    const request = certificateRequestAt(population, index)
    if (!request) continue
    tally.count(request.case.id)
    await file.add(request.cells)
    if (request.case.outcome === 'repeat') await file.add(request.cells)
  }
  for (let index = 0; index < (earlier ? 0 : set.people); index++) {
    const request = requestBeforeRevision(population, index)
    if (!request) continue
    tally.count(request.case.id)
    await file.add(request.cells)
  }
  return file.close()
}

/** The files of one income year after another, cut where they grow too long. */
class CertificateFeeds {
  readonly written: { path: string; rows: number }[] = []
  readonly #out: string
  readonly #stamp: string
  #file: FeedFile | undefined
  #rows = 0
  #ofYear = 0

  constructor(out: string, stamp: string) {
    this.#out = out
    this.#stamp = stamp
  }

  async add(year: number, cells: readonly string[]): Promise<void> {
    if (this.#rows === ROWS_OF_FILE) await this.#finish()
    if (!this.#file) {
      this.#ofYear++
      const number = String(this.#ofYear).padStart(2, '0')
      const name = `certificate-data-${year}-${this.#stamp}-${number}.csv`
      this.#file = await FeedFile.create(join(this.#out, name), PLAIN, CERTIFICATE_DATA_COLUMNS)
    }
    this.#rows++
    await this.#file.add(cells)
  }

  /** Ends a year; one without rows has no file. */
  async close(): Promise<void> {
    await this.#finish()
    this.#ofYear = 0
  }

  async #finish(): Promise<void> {
    if (this.#file) this.written.push(await this.#file.close())
    this.#file = undefined
    this.#rows = 0
  }
}
