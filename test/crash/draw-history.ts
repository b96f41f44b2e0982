/** @module One random history: a job and what befalls it, all from one number. */
import { Random } from '../../src/sample/random.ts'
import { canBefall, type Disturbance, FAULTS } from './faults.ts'
import type { Stage } from './stages.ts'

/** One to four faults, each in a run of its own: from the second on they befall the recovery. */
export function drawHistory(
  stages: readonly Stage[],
  seed: number,
): { stage: Stage; disturbances: readonly Disturbance[] } {
  const random = new Random(seed)
  const stage = random.pick(stages)
  const disturbances = Array.from({ length: random.between(1, 4) }, () => {
    const at = random.between(1, stage.effects.length)
    const possible = FAULTS[stage.kind].filter((fault) => canBefall(fault, stage.effects[at - 1] ?? ''))
    return { fault: random.pick(possible), at }
  })
  return { stage, disturbances }
}
