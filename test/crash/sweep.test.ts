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

/** At every so many-th effect; the start differs from fault to fault. */
const STRIDE = 25

test.each(FAULTS)('%s: the next run ends as if nothing had happened', async (fault) => {
  const wrong: string[] = []
  let played = 0
  for (const stage of stages) {
    const open = stage.effects.flatMap((effect, index) => (canBefall(fault, effect) ? [index + 1] : []))
    for (let place = (FAULTS.indexOf(fault) * 7) % STRIDE; place < open.length; place += STRIDE) {
      const at = open[place] as number
      const { differences, happened } = await stage.history([{ fault, at }])
      if (happened === 1) played += 1
      wrong.push(...differences.map((one) => `${stage.job}, effect ${at} (${stage.effects[at - 1]}): ${one}`))
    }
  }
  expect(wrong).toEqual([])
  expect(played).toBeGreaterThan(0)
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
