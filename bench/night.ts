/**
 * A whole night on sampled requests, each job in a process of its own: `npm run bench -- --requests 100000 [--json]`.
 * Prints time, rows a second and peak memory a job. Machines are noisy: compare figures of one run only.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeSample } from '../src/sample/write-sample.ts'

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

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } },
})
const requests = Number(values.requests)
const root = await mkdtemp(join(tmpdir(), 'recapito-bench-'))
try {
  await writeSample({ requests, seed: 7, date: ON, out: join(root, 'data/inbox') })
  const results = []
  for (const job of JOBS) {
    const { seconds, peakRssMb } = await measure(job)
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

async function measure(job: string): Promise<{ seconds: number; peakRssMb: number }> {
  const program = join(import.meta.dirname, 'job.ts')
  const args = [program, join(root, 'data'), join(root, 'output'), job, ON]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const out: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  const line = Buffer.concat(out).toString().trim().split('\n').at(-1) ?? ''
  if (code !== 0) throw new Error(`${job} ended with ${code}`)
  return JSON.parse(line)
}
