/** @module Failures on their way out of a worker thread. */
import { Piscina } from 'piscina'

/** A failure as plain data: of an error of ours no more than its message crosses to another thread. */
export interface Told {
  readonly name: string
  readonly message: string
  readonly exitCode: number
  readonly stack: string | undefined
}

/** What a thread's file exports by default: `work`, whose failures keep their exit code where it runs in a thread. */
export function inThread<Task, Answer, More extends unknown[]>(
  work: (task: Task, ...more: More) => Promise<Answer> | Answer,
): (task: Task, ...more: More) => Promise<Answer> | Answer {
  if (!Piscina.isWorkerThread) return work
  return async (task, ...more) => {
    try {
      return await work(task, ...more)
    } catch (error) {
      throw told(error)
    }
  }
}

function told(error: unknown): unknown {
  if (!(error instanceof Error && 'exitCode' in error)) return error
  const { name, message, stack } = error
  return { name, message, stack, exitCode: Number(error.exitCode) } satisfies Told
}
