/** @module What a failed command tells a person, and its exit code. */
import { describeError, redactText } from '../observe/redact.ts'

/** Prints one clear sentence; a stack trace only for what nobody foresaw. Answers the exit code. */
export function explain(error: unknown): number {
  const code = (error as { exitCode?: unknown } | undefined)?.exitCode
  if (typeof code === 'number') {
    process.stderr.write(`recapito: ${redactText((error as Error).message)}\n`)
    return code
  }
  const { message, stack } = describeError(error)
  process.stderr.write(`recapito: errore imprevisto: ${redactText(String(message))}\n`)
  if (stack !== undefined) process.stderr.write(`${redactText(String(stack))}\n`)
  process.stderr.write('Nulla è perduto: lo stesso comando riprende da dove questo è finito.\n')
  return 1
}
