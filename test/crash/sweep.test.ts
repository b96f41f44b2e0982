import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { JOBS } from '../../jobs/index.ts'
import type { DatabaseKind } from '../support/databases.ts'
import { drawHistory } from './draw-history.ts'
import { canBefall, FAULTS } from './faults.ts'
import { prepareStages, type Stage } from './stages.ts'

/**
 * The quick sweep, at every so many-th effect of all jobs together, shorter on PostgreSQL, where a history costs more:
 * `npm run sweep` plays every fault at every effect, and as many random histories as one likes.
 */
const PARTS: readonly { kind: DatabaseKind; stride: number; histories: number }[] = [
  { kind: 'sqlite', stride: 25, histories: 20 },
  { kind: 'postgres', stride: 200, histories: 2 },
]

describe.each(PARTS)('on $kind', ({ kind, stride, histories }) => {
  let stages: readonly Stage[]
  let remove: () => Promise<void>
  beforeAll(async () => {
    const prepared = await prepareStages(kind)
    stages = prepared.stages
    remove = prepared.remove
  })
  afterAll(() => remove())

  test('every job has effects at which something can happen', () => {
    expect(stages.map(({ job }) => job)).toEqual(JOBS.map(({ name }) => name))
    expect(stages.filter(({ effects }) => effects.length < 3)).toEqual([])
  })

  // The start differs from fault to fault.
  test.each(FAULTS[kind])('%s: the next run ends as if nothing had happened', async (fault) => {
    const places = stages.flatMap((stage) =>
      stage.effects.flatMap((effect, index) => (canBefall(fault, effect) ? [{ stage, at: index + 1 }] : [])),
    )
    const chosen = places.filter((_, index) => index % stride === (FAULTS[kind].indexOf(fault) * 7) % stride)
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
    for (let seed = 1; seed <= histories; seed += 1) {
      const { stage, disturbances } = drawHistory(stages, seed)
      const { differences } = await stage.history(disturbances)
      wrong.push(...differences.map((one) => `seed ${seed}, ${stage.job}: ${one}`))
    }
    expect(wrong).toEqual([])
  })
})
