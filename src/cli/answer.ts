/** @module What a command answers, apart from the app: read-only commands start without loading it. */
import { civilDateInRome } from '../domain/civil-date.ts'

export function today(): string {
  return civilDateInRome(new Date())
}

/** JSON for a script, lines for a person. */
export function answer(json: boolean | undefined, value: unknown, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${lines.join('\n')}\n`)
}
