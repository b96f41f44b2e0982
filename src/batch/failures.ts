/** @module What can end a run, each with its exit code (`batch.md` §5). */

/** Another live run holds the lease (exit 4). */
export class AlreadyRunning extends Error {
  readonly exitCode = 4
  constructor(message: string) {
    super(message)
    this.name = 'AlreadyRunning'
  }
}

/** Ledger and disk disagree: a person must look before anything goes on (exit 5). */
export class LedgerMismatch extends Error {
  readonly exitCode = 5
  constructor(message: string) {
    super(message)
    this.name = 'LedgerMismatch'
  }
}

/** Too many letters cannot be printed: stopped before anything was published (exit 6). */
export class HeldLimitExceeded extends Error {
  readonly exitCode = 6
  constructor(held: number, of: number) {
    super(
      `${held} of ${of} letters cannot be printed, more than limits.heldShare allows: nothing was published; ` +
        'look at held.csv in the report, correct the cause or raise the limit, and run the same command again',
    )
    this.name = 'HeldLimitExceeded'
  }
}

/** Stopped by a signal at a safe point; the same command goes on from there (exit 130 or 143). */
export class Stopped extends Error {
  readonly exitCode: number
  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`stopped by ${signal} at a safe point: run the same command again to go on`)
    this.name = 'Stopped'
    this.exitCode = signal === 'SIGINT' ? 130 : 143
  }
}

/** The lease was lost while work went on: another process has taken over (exit 4). */
export class LeaseLost extends Error {
  readonly exitCode = 4
  constructor() {
    super(
      'the lease was lost to another process: nothing more was written; see "recapito status" for who holds it',
    )
    this.name = 'LeaseLost'
  }
}
