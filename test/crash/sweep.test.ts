import { afterAll, beforeAll, expect, test } from 'vitest'
import { JOBS } from '../../jobs/index.ts'
import { drawHistory } from './draw-history.ts'
import { canBefall, FAULTS } from './faults.ts'
import { prepareStages, type Stage } from './stages.ts'

/** The quick sweep: `npm run sweep` plays every fault at every effect, and as many random histories as one likes. */
let stages: readonly Stage[]
let remove: () => Promise<void>
beforeAll(async () => {
  const prepared = await prepareStages()
  stages = prepared.stages
  remove = prepared.remove
})
afterAll(() => remove())

test('every job has effects at which something can happen', () => {
  expect(stages.map(({ job }) => job)).toEqual(JOBS.map(({ name }) => name))
  expect(stages.filter(({ effects }) => effects.length < 3)).toEqual([])
})

/** At every so many-th effect of all jobs together; the start differs from fault to fault. */
const STRIDE = 25

test.each(FAULTS)('%s: the next run ends as if nothing had happened', async (fault) => {
  const places = stages.flatMap((stage) =>
    stage.effects.flatMap((effect, index) => (canBefall(fault, effect) ? [{ stage, at: index + 1 }] : [])),
  )
  const chosen = places.filter((_, index) => index % STRIDE === (FAULTS.indexOf(fault) * 7) % STRIDE)
  const wrong: string[] = []
  for (const { stage, at } of chosen) {
    const { differences, happened } = await stage.history([{ fault, at }])
    if (happened !== 1) wrong.push(`${stage.job}, effect ${at}: the fault did not come to pass`)
    wrong.push(...differences.map((one) => `${stage.job}, effect ${at} (${stage.effects[at - 1]}): ${one}`))
  }
  expect(wrong).toEqual([])
  expect(chosen).not.toEqual([])
})

test('several faults, some of them while recovering', async () => {
  const wrong: string[] = []
  for (let seed = 1; seed <= 20; seed += 1) {
    const { stage, disturbances } = drawHistory(stages, seed)
    const { differences } = await stage.history(disturbances)
    wrong.push(...differences.map((one) => `npm run sweep -- --histories 1 --seed ${seed}: ${one}`))
  }
  expect(wrong).toEqual([])
})
