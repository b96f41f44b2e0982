/**
 * `recapito certificates export` on a ledger full of certificates, in a process of its own: rendering, zips of a
 * thousand, fsync and the ledger's own rows. `npm run bench -- certificates-export [--count 100000] [--year 2012]
 * [--json]`
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { insertCertificates } from '../src/store/certificate.ts'
import { acceptFeed, insertFeed } from '../src/store/feed.ts'
import { reserveIds } from '../src/store/id-block.ts'
import { migrate } from '../src/store/migrate.ts'
import { openRun } from '../src/store/run.ts'
import { openStore, type Store } from '../src/store/store.ts'
import { sampleCertificate } from './certificates/sample-certificates.ts'
import { measuredProcess } from './measured-process.ts'

const ON = '2026-11-20'
const PAGE = 5_000
const RECIPIENT = Buffer.from('{"postalName":"","pec":"","hasCareAllowance":false}')

export async function certificatesExport(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '100000' },
      year: { type: 'string', default: '2012' },
      json: { type: 'boolean', default: false },
    },
  })
  const [count, incomeYear] = [Number(values.count), Number(values.year)]
  const result = await measureExport(count, incomeYear)
  const { name, perSecond, seconds, peakRssMb } = result
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ count, incomeYear, results: [result] })}\n`
      : `${name}  ${perSecond.toLocaleString('en')}/s  ${seconds.toFixed(1)} s  ${peakRssMb} MB\n`,
  )
}

interface ExportFigures {
  readonly name: 'certificates export'
  readonly perSecond: number
  readonly seconds: number
  readonly peakRssMb: number
}

/** Exports `count` certificates of an income year, none of them released before. */
async function measureExport(count: number, incomeYear: number): Promise<ExportFigures> {
  const root = await mkdtemp(join(tmpdir(), 'recapito-bench-'))
  try {
    const data = join(root, 'data')
    const store = await openStore({ url: join(data, 'recapito.sqlite') })
    await migrate(store)
    await fill(store, count, incomeYear)
    await store.close()
    const run = (year: number, out: string) =>
      measuredProcess<{ seconds: number; peakRssMb: number }>('export-process.ts', [
        data,
        join(root, 'output'),
        String(year),
        join(root, out),
      ])
    // Compiles the forms and keeps them, as any command before has done where there are certificates.
    await run(incomeYear - 1, 'nothing')
    const { seconds, peakRssMb } = await run(incomeYear, 'export')
    return { name: 'certificates export', perSecond: Math.round(count / seconds), seconds, peakRssMb }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function fill(store: Store, count: number, incomeYear: number): Promise<void> {
  const at = `${ON}T00:00:00Z`
  const run = await openRun(store, { job: 'intake', slot: ON, businessDate: ON, owner: 'bench', at })
  const feedId = await store.transaction('bench-feed', async (trx) => {
    const id = await reserveIds(trx, 'feed', 1)
    const file = { kind: 'certificate-data', fileName: 'bench.csv', sha256: '', bytes: 0 } as const
    await insertFeed(trx, { id, ...file, state: 'loading', runId: run.id, receivedOn: ON })
    return id
  })
  for (let start = 0; start < count; start += PAGE) {
    const indexes = Array.from({ length: Math.min(PAGE, count - start) }, (_, index) => start + index)
    await store.transaction('bench-page', async (trx) => {
      const firstId = await reserveIds(trx, 'certificate', indexes.length)
      const texts: Buffer[] = []
      let dataAt = 0
      const rows = indexes.map((index) => {
        const { issuedOn, data } = sampleCertificate(index, incomeYear)
        const text = Buffer.from(JSON.stringify(data))
        texts.push(text, RECIPIENT)
        dataAt += text.length + RECIPIENT.length
        return {
          id: firstId + index - start,
          line: index + 2,
          record_key: `B-${index}`,
          codice_fiscale: `B${index}`,
          version: 1,
          kind: 'ORIGINAL',
          replaces_id: null,
          issued_on: issuedOn,
          data_hash: String(index),
          pec: '',
          warnings: null,
          hold: null,
          hold_field: null,
          hold_detail: null,
          hold_on: null,
          deceased_on: null,
          data_at: dataAt - text.length - RECIPIENT.length,
          data_bytes: text.length,
          recipient_bytes: RECIPIENT.length,
        }
      })
      await insertCertificates(trx, { feedId, incomeYear, form: null, on: ON }, rows, Buffer.concat(texts))
    })
  }
  const totals = { rowsRead: count, entered: count, rejected: 0, repeated: 0 }
  await store.transaction('bench-accept', (trx) => acceptFeed(trx, feedId, totals, 'bench.csv'))
}
