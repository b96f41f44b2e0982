/** @module The disks that an installation works on. */
import { stat } from 'node:fs/promises'
import type { Settings } from '../config.ts'

/** Data and output, or the output alone where both lie on one disk; without folders that are not there. */
export async function distinctDisks({ data, output }: Settings['folders']): Promise<string[]> {
  const folders = await Promise.all(
    [output, data].map(async (path) => ({ path, dev: (await stat(path).catch(() => undefined))?.dev })),
  )
  const there = folders.filter(({ dev }) => dev !== undefined)
  return there
    .filter(({ dev }, index) => there.findIndex((one) => one.dev === dev) === index)
    .map(({ path }) => path)
}
