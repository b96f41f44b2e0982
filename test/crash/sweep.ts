/**
 * The long sweep: `npm run sweep -- [--postgres] [--histories 500] [--seed 1] [--job hand-over] [--every] [--killed 20]
 * [--full-disk 20]`, on SQLite or, with `--postgres`, on a PostgreSQL of its own.
 * Random histories of one to four faults of a job, faults while it recovers included; with `--every` first one history
 * for every fault at every effect of every job. `--killed`: so many whole nights in processes of their own, killed up to
 * five times at any instant. `--full-disk`: so many on a small file system that fills up (needs the right to mount one).
 * A wrong end is printed with what differs and the command that plays it again.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { startPostgres } from '../support/postgres-server.ts'
import { canBefall, type Disturbance, FAULTS } from './faults.ts'
import { drawHistory } from './draw-history.ts'
import { Random } from '../../src/sample/random.ts'
import { prepareRealNights } from './real-nights.ts'
import { prepareStages, type Stage } from './stages.ts'

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    job: { type: 'string' },
    postgres: { type: 'boolean', default: false },
    every: { type: 'boolean', default: false },
    killed: { type: 'string', default: '0' },
    'full-disk': { type: 'string', default: '0' },
  },
})
const seed = Number(values.seed)
const kind = values.postgres ? 'postgres' : 'sqlite'
const server = values.postgres ? await startPostgres() : undefined
const totals = { histories: 0, faults: 0, wrong: 0 }
try {
  if (values.every || Number(values.histories) > 0) await playStages()
  await playRealNights(Number(values.killed), Number(values['full-disk']))
} finally {
  await server?.stop()
}
tell('end')
if (totals.wrong > 0) process.exitCode = 1

async function playStages(): Promise<void> {
  const prepared = await prepareStages(kind, server?.url)
  try {
    const stages = prepared.stages.filter(({ job }) => values.job === undefined || job === values.job)
    if (stages.length === 0) throw new Error(`expected a job with effects, found "${values.job}"`)
    if (values.every) for (const stage of stages) await playEvery(stage)
    // A history is drawn from the seed and its own number alone, so that one of them can be played again.
    for (let number = 0; number < Number(values.histories); number += 1) {
      const { stage, disturbances } = drawHistory(stages, seed + number)
      const job = values.job === undefined ? '' : ` --job ${values.job}`
      await play(stage, disturbances, `--histories 1 --seed ${seed + number}${job}`)
      if (number % 100 === 99) tell(`${number + 1} histories`)
    }
  } finally {
    await prepared.remove()
  }
}

async function playEvery(stage: Stage): Promise<void> {
  for (const [index, effect] of stage.effects.entries()) {
    for (const fault of FAULTS[kind].filter((one) => canBefall(one, effect))) {
      await play(stage, [{ fault, at: index + 1 }], `--job ${stage.job} --every`)
    }
  }
  tell(stage.job)
}

async function play(stage: Stage, disturbances: readonly Disturbance[], again: string): Promise<void> {
  const { differences, happened } = await stage.history(disturbances).catch((error: unknown) => ({
    differences: [`the last run failed: ${error}`],
    happened: disturbances.length,
  }))
  totals.histories += 1
  totals.faults += happened
  if (differences.length === 0) return
  totals.wrong += 1
  const faults = disturbances.map(({ fault, at }) => `${fault} at ${at} (${stage.effects[at - 1]})`)
  process.stdout.write(
    `WRONG ${stage.job}: ${faults.join(', ')}\n  ${differences.slice(0, 10).join('\n  ')}\n  again: npm run sweep -- ${values.postgres ? '--postgres ' : ''}${again}\n`,
  )
}

async function playRealNights(killedNights: number, fullDisks: number): Promise<void> {
  if (killedNights + fullDisks === 0) return
  const nights = await prepareRealNights(kind, server?.url)
  const random = new Random(seed, 1)
  try {
    for (let number = 0; number < killedNights; number += 1) {
      const after = Array.from({ length: random.between(1, 5) }, () => random.between(300, 5_000))
      const { killed, differences } = await nights.killedAfter(after)
      count(`a night killed after ${after} ms`, killed, differences)
    }
    for (let number = 0; number < fullDisks; number += 1) {
      const kib = random.between(16, 3_000)
      const { code, differences } = await nights.diskFull(kib)
      const refused = code === 0 || code === 3 || code === 75 ? [] : [`expected exit 75, found ${code}`]
      count(`a disk with ${kib} KiB left, exit ${code}`, code === 75 ? 1 : 0, [...refused, ...differences])
    }
  } finally {
    await nights.remove()
  }
}

function count(what: string, faults: number, differences: readonly string[]): void {
  totals.histories += 1
  totals.faults += faults
  if (differences.length > 0) totals.wrong += 1
  process.stdout.write(
    `${differences.length > 0 ? 'WRONG ' : ''}${what}${differences.map((one) => `\n  ${one}`).join('')}\n`,
  )
}

function tell(where: string): void {
  process.stdout.write(
    `${where}: ${totals.histories} histories, ${totals.faults} faults, ${totals.wrong} wrong ends\n`,
  )
}
