/**
 * A template that staff edited cannot be used: every fault with its place, nothing was printed (exit 2).
 *
 * @module
 */
export class TemplateFault extends Error {
  readonly exitCode = 2
  readonly file: string
  readonly faults: readonly string[]

  constructor(file: string, faults: readonly string[]) {
    super(`${file}: ${faults.join('; ')}`)
    this.name = 'TemplateFault'
    this.file = file
    this.faults = faults
  }
}
