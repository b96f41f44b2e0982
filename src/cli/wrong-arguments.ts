/** @module What was typed after a command is wrong. */

/** One Italian sentence a fault: what was expected, what was found. Nothing was done (exit 2). */
export class WrongArguments extends Error {
  readonly exitCode = 2
  constructor(faults: readonly string[]) {
    super(`comando da correggere, non è stato fatto nulla:\n  ${faults.join('\n  ')}`)
    this.name = 'WrongArguments'
  }
}
