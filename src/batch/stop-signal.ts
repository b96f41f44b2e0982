/**
 * Stopping at a safe point: the first signal asks; a second one, or the end of the time allowed, leaves at once, which
 * the protocol makes safe.
 *
 * @module
 */
import { Stopped } from './failures.ts'

type Signal = 'SIGINT' | 'SIGTERM'

export interface StopSignal {
  /** Throws {@link Stopped} once a signal has come. */
  check(): void
  readonly isAsked: boolean
  /** Resolves when the first signal comes. */
  readonly asked: Promise<Signal>
  dispose(): void
}

/** SIGPIPE is left alone: a reader that goes away must not end a night. */
export function stopOnSignals(withinMs: number): StopSignal {
  let received: Signal | undefined
  let deadline: NodeJS.Timeout | undefined
  let resolve: (signal: Signal) => void = () => {}
  const asked = new Promise<Signal>((done) => {
    resolve = done
  })
  const leaveAtOnce = (signal: Signal) => {
    dispose()
    process.kill(process.pid, signal)
  }
  const listen = (signal: Signal) => {
    if (received) return leaveAtOnce(signal)
    received = signal
    deadline = setTimeout(() => {
      process.stderr.write(`recapito: nessun punto sicuro entro ${withinMs / 1_000} s: si esce subito\n`)
      leaveAtOnce(signal)
    }, withinMs)
    deadline.unref()
    resolve(signal)
  }
  const dispose = () => {
    clearTimeout(deadline)
    process.removeListener('SIGINT', listen)
    process.removeListener('SIGTERM', listen)
  }
  process.on('SIGINT', listen)
  process.on('SIGTERM', listen)
  return {
    asked,
    dispose,
    get isAsked() {
      return received !== undefined
    },
    check() {
      if (received) throw new Stopped(received)
    },
  }
}
