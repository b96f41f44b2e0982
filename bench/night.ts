/**
 * A whole night on sampled requests, each job in a process of its own: `npm run bench -- night --requests 100000
 * [--json]`. Prints time, rows a second and peak memory a job. Machines are noisy: compare figures of one run only.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeSample } from '../src/sample/write-sample.ts'
import { measuredProcess } from './measured-process.ts'

const ON = '2026-11-20'
const JOBS = [
  'intake',
  'issue-pins',
  'send-first-halves',
  'print-pin-letters',
  'expire-pins',
  'report',
  'hand-over',
]

export async function night(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { requests: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } },
  })
  const requests = Number(values.requests)
  const root = await mkdtemp(join(tmpdir(), 'recapito-bench-'))
  try {
    await writeSample({ requests, seed: 7, date: ON, out: join(root, 'data/inbox') })
    const results = []
    for (const job of JOBS) {
      const { seconds, peakRssMb } = await measuredProcess<{ seconds: number; peakRssMb: number }>('job.ts', [
        join(root, 'data'),
        join(root, 'output'),
        job,
        ON,
      ])
      results.push({ name: job, perSecond: Math.round(requests / seconds), seconds, peakRssMb })
      if (!values.json) {
        process.stdout.write(
          `${job.padEnd(18)} ${seconds.toFixed(1).padStart(7)} s ${String(peakRssMb).padStart(6)} MB\n`,
        )
      }
    }
    if (values.json) process.stdout.write(`${JSON.stringify({ requests, results })}\n`)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}
