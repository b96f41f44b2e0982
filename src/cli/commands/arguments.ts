/** @module How commands read their arguments and show their examples. */
import { type Command, InvalidArgumentError } from 'commander'
import { isCivilDate } from '../../domain/civil-date.ts'

/** What a person types, one example a line. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

export function civilDate(text: string): string {
  if (!isCivilDate(text)) throw new InvalidArgumentError(`expected a date YYYY-MM-DD, found "${text}"`)
  return text
}

export function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError(`expected a whole number from 1, found "${text}"`)
  }
  return number
}

/** The register must name somebody, and a reason where one is mandatory. */
function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('expected some words, found none')
  return text.trim()
}

/** The options of every command that changes people's rows; `reason` is mandatory where the rules ask for one. */
export function byHand(command: Command, reason: 'mandatory' | 'optional'): Command {
  const text = 'why, for the register'
  if (reason === 'mandatory') command.requiredOption('--reason <text>', text, notEmpty)
  else command.option('--reason <text>', text)
  return command
    .option('--by <person>', 'who does it (default: the account that types)', notEmpty)
    .option('--date <YYYY-MM-DD>', 'business date (default: today in Rome)', civilDate)
    .option('--json', 'answer as JSON')
}
