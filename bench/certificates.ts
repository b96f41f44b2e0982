/**
 * Certificates of one year, one after the other in one thread, in memory: `npm run bench -- certificates
 * [--count 100000] [--year 2012] [--rounds 3] [--json]`. A figure is the best of the rounds; between runs machines
 * differ, so compare within one.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import type { IssuedCertificate } from '../src/domain/certificates/certificate-data.ts'
import { judgeCertificate } from '../src/domain/certificates/judge-certificate.ts'
import { severityReader } from '../src/domain/certificates/severity.ts'
import { loadCertificateForms } from '../src/certificates/load-certificate-forms.ts'
import { sampleCertificate } from './certificates/sample-certificates.ts'

/** As many different ones as memory easily holds; then they come again. */
const DIFFERENT = 20_000

interface Result {
  readonly name: string
  readonly perSecond: number
  readonly bytesEach?: number
}

export async function certificates(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '100000' },
      year: { type: 'string', default: '2012' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  })
  const [count, incomeYear] = [Number(values.count), Number(values.year)]
  const results = await measure(count, incomeYear, Number(values.rounds))
  if (values.json) process.stdout.write(`${JSON.stringify({ count, incomeYear, results })}\n`)
  else for (const result of results) process.stdout.write(row(result))
}

async function measure(count: number, incomeYear: number, rounds: number): Promise<Result[]> {
  const forms = await loadCertificateForms({ templatesFolder: 'templates', test: false })
  const severity = severityReader([])
  const outline = forms.outline(incomeYear)
  const sample = Array.from({ length: Math.min(count, DIFFERENT) }, (_, index) =>
    sampleCertificate(index, incomeYear),
  )
  let bytes = 0
  const judge = ({ data, issuedOn }: IssuedCertificate) => {
    const { holds } = judgeCertificate(data, { outline, issuedOn, severity })
    if (holds.length > 0) throw new Error(`expected nothing to hold, found ${holds[0]?.code}`)
  }
  const print = (certificate: IssuedCertificate) => {
    const made = forms.single(certificate)
    if ('code' in made) throw new Error(`${made.code} in ${made.field}`)
    bytes += made.bytes.length
  }
  const steps: Readonly<Record<string, (certificate: IssuedCertificate) => void>> = {
    judge,
    print,
    'judge and print': (certificate) => {
      judge(certificate)
      print(certificate)
    },
  }
  const best = new Map<string, Result>()
  for (let round = 0; round < rounds; round++) {
    for (const [name, step] of Object.entries(steps)) {
      bytes = 0
      const start = performance.now()
      for (let index = 0; index < count; index++) {
        step(sample[index % sample.length] as IssuedCertificate)
      }
      const perSecond = Math.round(count / ((performance.now() - start) / 1000))
      if (perSecond < (best.get(name)?.perSecond ?? 0)) continue
      best.set(name, { name, perSecond, ...(bytes > 0 ? { bytesEach: Math.round(bytes / count) } : {}) })
    }
  }
  return [...best.values()]
}

function row({ name, perSecond, bytesEach }: Result): string {
  const size = bytesEach === undefined ? '' : `  ${bytesEach.toLocaleString('en')} bytes each`
  return `${name.padEnd(16)} ${perSecond.toLocaleString('en').padStart(9)}/s${size}\n`
}
