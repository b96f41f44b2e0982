/** @module What can end a run, each with its exit code (`batch.md` §5). */
import { count } from '../domain/counted.ts'

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
      `non si possono stampare ${count(held)} lettere su ${count(of)}, più di quante ne ammette limits.heldShare: non è ` +
        'stato preparato nessun lotto. Guardare held.csv nel rapporto, togliere la causa o alzare il limite, e ripetere ' +
        'il comando',
    )
    this.name = 'HeldLimitExceeded'
  }
}

/** Stopped by a signal at a safe point; the same command goes on from there (exit 130 or 143). */
export class Stopped extends Error {
  readonly exitCode: number
  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`fermato da ${signal} in un punto sicuro: lo stesso comando riprende da qui`)
    this.name = 'Stopped'
    this.exitCode = signal === 'SIGINT' ? 130 : 143
  }
}

/** The lease was lost while work went on: another process has taken over (exit 4). */
export class LeaseLost extends Error {
  readonly exitCode = 4
  constructor() {
    super(
      'un altro processo ha preso il lavoro: non è stato scritto altro; recapito status dice chi è al lavoro',
    )
    this.name = 'LeaseLost'
  }
}
