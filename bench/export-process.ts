/** @module One export, then one line of JSON with its seconds and the peak memory of this process. */
import { exportCertificatesCommand } from '../src/cli/certificates-export.ts'

const [data = '', output = '', year = '', out = ''] = process.argv.slice(2)
process.env['RECAPITO_LOG'] = 'error'
const start = performance.now()
await exportCertificatesCommand({ data, output }, { year: Number(year), out, zip: true, json: true })
const seconds = Math.round(performance.now() - start) / 1000
process.stdout.write(
  `${JSON.stringify({ seconds, peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`,
)
