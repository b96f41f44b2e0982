/**
 * Names as people type them: without accents, apostrophes and double spaces, in any order, and only their beginning.
 *
 * @module
 */
import { lettersOf } from './codice-fiscale-computed.ts'

/** The words of a name as letters A–Z: `Nicolò D’Angelo` gives `NICOLO` and `DANGELO`. */
export function nameWords(text: string): string[] {
  return text
    .split(/[\s-]+/)
    .map((word) => lettersOf(word, 'BASE'))
    .filter((word) => word !== '')
}

/**
 * Whether every word that is sought begins a word of the names, or all together the words from one on: `de rossi` finds
 * DEROSSI and `derossi` DE ROSSI. The names of one person are asked together: surname, name, name for the post.
 */
export function matchesName(sought: readonly string[], names: readonly string[]): boolean {
  // A search reads every name there is: nearly all of them end here.
  const letters = lettersOf(names.join(' '), 'BASE')
  if (!sought.every((part) => letters.includes(part))) return false
  const perName = names.map(nameWords)
  const words = perName.flat()
  if (sought.every((part) => words.some((word) => word.startsWith(part)))) return true
  const together = sought.join('')
  return perName.some((name) => name.some((_, from) => name.slice(from).join('').startsWith(together)))
}
