/**
 * The sample under `data/sample/`: the input of the demo, and of anyone who wants to see a feed.
 *
 * @module
 */
import { join } from 'node:path'
import type { SampleOptions } from './sample-options.ts'
import type { WrittenSample } from './write-sample.ts'
import { writeWholeSample } from './write-whole-sample.ts'

/** A spring night from nothing, then an autumn night in which its people come back. Each has its own folder. */
export const COMMITTED_SAMPLES = [
  { seed: 2026, date: '2026-05-12', requests: 600 },
  { seed: 2026, date: '2026-11-20', requests: 2400, after: { date: '2026-05-12', requests: 600 } },
] as const satisfies readonly Omit<SampleOptions, 'out'>[]

/** Writes each into `<root>/<date>/`. */
export async function writeCommittedSamples(root: string): Promise<WrittenSample[]> {
  const written: WrittenSample[] = []
  for (const options of COMMITTED_SAMPLES) {
    written.push(await writeWholeSample({ ...options, out: join(root, options.date) }))
  }
  return written
}
