/** @module Suggested commands as they can be copied: with the flags that place the installation, where some were given. */
import type { Flags } from '../config.ts'
import { withoutPassword } from './without-password.ts'

/** The lines, with `flags` in every `recapito <command>`. */
export function repeatFlags(lines: readonly string[], flags: Flags): string[] {
  const given = Object.entries(flags)
    .map(([name, value]) => ` --${name} ${quoted(name === 'database' ? withoutPassword(value) : value)}`)
    .join('')
  return lines.map((line) => line.replace(/\brecapito (?=[a-z])/g, () => `recapito${given} `))
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w./:@%+=,~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
