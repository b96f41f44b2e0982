/** @module Stopping at a safe point: the first signal asks, the second leaves at once, which the protocol makes safe. */
import { Stopped } from './failures.ts'

type Signal = 'SIGINT' | 'SIGTERM'

export interface StopSignal {
  /** Throws {@link Stopped} once a signal has come. */
  check(): void
  /** Resolves when the first signal comes. */
  readonly asked: Promise<Signal>
  dispose(): void
}

/** SIGPIPE is left alone: a reader that goes away must not end a night. */
export function stopOnSignals(): StopSignal {
  let received: Signal | undefined
  let resolve: (signal: Signal) => void = () => {}
  const asked = new Promise<Signal>((done) => {
    resolve = done
  })
  const listen = (signal: Signal) => {
    if (received) {
      dispose()
      process.kill(process.pid, signal)
    }
    received = signal
    resolve(signal)
  }
  const dispose = () => {
    process.removeListener('SIGINT', listen)
    process.removeListener('SIGTERM', listen)
  }
  process.on('SIGINT', listen)
  process.on('SIGTERM', listen)
  return {
    asked,
    dispose,
    check() {
      if (received) throw new Stopped(received)
    },
  }
}
