import { describe, expect, test } from 'vitest'
import { WorkerThreads } from '../src/worker-threads.ts'
import failing from './support/failing-thread.ts'

const FILE = new URL('./support/failing-thread.ts', import.meta.url)

describe.each([0, 1])('work in %i threads', (count) => {
  test('fails with the exit code and the sentence that it has without them', async () => {
    await using threads = new WorkerThreads(count, FILE, async () => failing)
    const failure = await threads.run({ isOurs: true }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Error)
    expect(failure).toMatchObject({ name: 'NoSpace', exitCode: 75 })
    expect((failure as Error).message).toContain('/srv/letters.pdf')
  })

  test('fails with an error that nobody foresaw as it is', async () => {
    await using threads = new WorkerThreads(count, FILE, async () => failing)
    await expect(threads.run({ isOurs: false })).rejects.toThrow(new TypeError('not foreseen'))
  })
})
