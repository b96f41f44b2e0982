/** @module Whom a staff verb is told to concern: options and lists, checked before anything is done. */
import { readFile } from 'node:fs/promises'
import { checkCodiceFiscale } from '../domain/codice-fiscale.ts'
import { countryByIso2 } from '../domain/countries.ts'
import { isLetterId } from '../domain/letter-id.ts'
import type { NamedTargets } from '../store/staff-target.ts'

/** What was typed does not say whom it concerns; nothing was done (exit 2). */
class WrongNames extends Error {
  readonly exitCode = 2
  constructor(faults: readonly string[]) {
    super(`nothing was done:\n  ${faults.join('\n  ')}`)
    this.name = 'WrongNames'
  }
}

export interface NameOptions {
  readonly letter?: readonly string[]
  readonly request?: readonly string[]
  readonly person?: readonly string[]
  readonly list?: string
  readonly country?: readonly string[]
}

/** Every fault of what was typed, in one list (exit 2): a slip must not make a shorter list. */
export async function namedBy(options: NameOptions): Promise<NamedTargets> {
  const listed = options.list === undefined ? [] : await linesOf(options.list)
  const faults: string[] = []
  const check = (texts: readonly string[] | undefined, faultOf: (text: string) => string | undefined) =>
    [...new Set((texts ?? []).map((text) => text.trim().toUpperCase()))].filter((text) => {
      const fault = faultOf(text)
      if (fault !== undefined) faults.push(fault)
      return fault === undefined
    })
  const isPerson = (text: string) => checkCodiceFiscale(text).ok
  const letters = check(options.letter, (text) => (isLetterId(text) ? undefined : letterFault(text)))
  const people = check(options.person, (text) => (isPerson(text) ? undefined : personFault(text)))
  const countries = check(options.country, (text) =>
    countryByIso2(text) ? undefined : `--country ${text}: expected two letters of ISO 3166-1, as FR or AR`,
  )
  for (const { text, line } of listed) {
    if (isLetterId(text)) letters.push(text)
    else if (isPerson(text)) people.push(text)
    else faults.push(`${options.list}, line ${line}: neither a letter id nor a codice fiscale`)
  }
  const requestKeys = [...new Set((options.request ?? []).map((text) => text.trim()))]
  const named = { letterIds: [...new Set(letters)], people: [...new Set(people)], countries, requestKeys }
  if (faults.length === 0 && Object.values(named).every((names) => names.length === 0)) {
    faults.push('name what it concerns: --letter, --request, --person, --list or --country')
  }
  if (faults.length > 0) throw new WrongNames(faults)
  return named
}

function letterFault(text: string): string {
  return `--letter ${text}: no letter id, or one with a slip in it; expected the form R3K7Q-9TX2M-G, as it is printed`
}

/** Without the code itself: it goes to a terminal that others may read. */
function personFault(text: string): string {
  const verdict = checkCodiceFiscale(text)
  return `--person: no codice fiscale (${verdict.ok ? '' : verdict.detail})`
}

async function linesOf(file: string): Promise<{ text: string; line: number }[]> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WrongNames([`--list ${file}: cannot be read (${error.code}); expected a text file, one a line`])
  })
  return content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((text, index) => ({ text: text.trim().toUpperCase(), line: index + 1 }))
    .filter(({ text }) => text !== '')
}
