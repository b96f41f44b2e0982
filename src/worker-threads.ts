/**
 * Work in threads of this process, or in the one that asks for it.
 *
 * @module
 */
import type { Piscina } from 'piscina'
import type { Told } from './in-thread.ts'

type Work<Task, Answer> = (task: Task) => Promise<Answer> | Answer

/** Without limits garbage grows as memory allows. */
export type ThreadOptions = Pick<
  NonNullable<ConstructorParameters<typeof Piscina>[0]>,
  'minThreads' | 'idleTimeout' | 'concurrentTasksPerWorker' | 'resourceLimits'
>

export class WorkerThreads<Task, Answer> implements AsyncDisposable {
  readonly #count: number
  readonly #file: URL
  readonly #work: () => Promise<Work<Task, Answer>>
  readonly #options: ThreadOptions
  #pool: Piscina<Task, Answer> | undefined

  /**
   * `file` exports by default what `inThread` makes. `work` loads it for the case that `count` is 0: tests that stop at
   * an effect need that.
   */
  constructor(
    count: number,
    file: URL,
    work: () => Promise<Work<Task, Answer>>,
    options: ThreadOptions = {},
  ) {
    this.#count = count
    this.#file = file
    this.#work = work
    this.#options = options
  }

  async run(task: Task): Promise<Answer> {
    if (this.#count === 0) return (await this.#work())(task)
    const pool = await this.#open()
    try {
      return await pool.run(task)
    } catch (failure) {
      throw isTold(failure) ? Object.assign(new Error(failure.message), failure) : failure
    }
  }

  /** Loaded only here: most commands need no thread. */
  async #open(): Promise<Piscina<Task, Answer>> {
    if (this.#pool) return this.#pool
    const { Piscina } = await import('piscina')
    this.#pool ??= new Piscina({ filename: this.#file.href, maxThreads: this.#count, ...this.#options })
    return this.#pool
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool?.destroy()
  }
}

function isTold(failure: unknown): failure is Told {
  return !(failure instanceof Error) && typeof (failure as Partial<Told> | null)?.exitCode === 'number'
}
