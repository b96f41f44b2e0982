/** @module One job, then one line of JSON with its seconds and the peak memory of this process. */
import { run } from '../src/cli/run.ts'

const [data = '', output = '', job = '', date = ''] = process.argv.slice(2)
process.env['RECAPITO_LOG'] = 'error'
const start = performance.now()
await run({ data, output }, job, { date })
const seconds = Math.round(performance.now() - start) / 1000
process.stdout.write(
  `${JSON.stringify({ seconds, peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`,
)
