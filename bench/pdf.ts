/**
 * The same letter printed by Recapito and by other libraries, each in a process of its own:
 * `npm run bench -- pdf [--letters 200000] [--rounds 2] [--only NAME]… [--json]`, or `--memory` for the memory of our
 * bundle as it grows. A figure is the best of the rounds; between runs machines differ, so compare within one.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measuredProcess } from './measured-process.ts'
import { CONTENDERS, type Contender, type Mode, OURS } from './pdf/contenders.ts'
import { installPeers } from './peers/load-peer.ts'

const MODES: Readonly<Record<Mode, string>> = {
  bundle: 'one PDF of all letters, written and flushed',
  single: 'one PDF a letter, in memory',
}
const MEMORY_STEPS = [10_000, 100_000, 1_000_000]

interface Measured {
  readonly perSecond: number
  readonly bytesEach: number
  readonly peakRssMb: number
}

interface Result extends Measured {
  readonly name: string
  readonly mode: Mode
}

export async function pdf(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      letters: { type: 'string' },
      rounds: { type: 'string', default: '2' },
      only: { type: 'string', multiple: true },
      memory: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const folder = await mkdtemp(join(tmpdir(), 'recapito-bench-'))
  try {
    if (values.memory) return await memory(folder, values.json)
    const contenders = CONTENDERS.filter(({ name }) => values.only?.includes(name) ?? true)
    if (contenders.some(({ name }) => name !== OURS)) installPeers()
    const letters = values.letters === undefined ? Number.POSITIVE_INFINITY : Number(values.letters)
    const results = await compare(contenders, letters, Number(values.rounds), folder)
    process.stdout.write(values.json ? `${JSON.stringify({ results })}\n` : table(results))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** All contenders one after the other, then again: a slow minute of the machine spoils a round, not a figure. */
async function compare(
  contenders: readonly Contender[],
  letters: number,
  rounds: number,
  folder: string,
): Promise<Result[]> {
  const best = new Map<string, Result>()
  for (let round = 0; round < rounds; round++) {
    for (const mode of ['bundle', 'single'] as const) {
      for (const { name, letters: usual } of contenders) {
        const count = Math.min(usual[mode], mode === 'bundle' ? letters : Math.ceil(letters / 2))
        const measured = await print(name, mode, count, folder)
        const known = best.get(`${mode} ${name}`)
        if (!known || measured.perSecond > known.perSecond) {
          best.set(`${mode} ${name}`, { name, mode, ...measured })
        }
      }
    }
  }
  return [...best.values()]
}

async function memory(folder: string, json: boolean): Promise<void> {
  const results = []
  for (const letters of MEMORY_STEPS) {
    const measured = await print(OURS, 'bundle', letters, folder)
    results.push({ name: OURS, mode: 'bundle', letters, ...measured })
    if (!json) process.stdout.write(`${cell(letters, 9)} letters ${cell(measured.peakRssMb, 6)} MB peak\n`)
  }
  if (json) process.stdout.write(`${JSON.stringify({ results })}\n`)
}

async function print(name: string, mode: Mode, letters: number, folder: string): Promise<Measured> {
  process.stderr.write(`${name}, ${mode}, ${cell(letters, 0)} letters\n`)
  const path = join(folder, 'bundle.pdf')
  return await measuredProcess<Measured>('pdf/contender.ts', [name, mode, String(letters), path])
}

function table(results: readonly Result[]): string {
  const lines = [`${''.padEnd(24)} letters/s  bytes/letter  peak MB  ours is faster`]
  for (const mode of ['bundle', 'single'] as const) {
    lines.push(`${mode}: ${MODES[mode]}`)
    const rows = results.filter((result) => result.mode === mode)
    const ours = rows.find(({ name }) => name === OURS)
    for (const { name, perSecond, bytesEach, peakRssMb } of rows) {
      const ratio = ours && name !== OURS ? `${cell(ours.perSecond / perSecond, 13)} ×` : ''
      const speed = cell(perSecond, 9, perSecond < 100 ? 1 : 0)
      lines.push(
        `  ${name.padEnd(22)} ${speed} ${cell(bytesEach, 13)} ${cell(peakRssMb, 8)} ${ratio}`.trimEnd(),
      )
    }
  }
  lines.push(
    '+base: tuned beyond its documentation: parsed fonts are kept, unchanging text is drawn once as a background page.',
  )
  return `${lines.join('\n')}\n`
}

function cell(value: number, width: number, decimals = 0): string {
  return value
    .toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    .padStart(width)
}
