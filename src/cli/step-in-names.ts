/** @module Whom a staff verb is told to concern: options and lists, checked before anything is done. */
import { readFile } from 'node:fs/promises'
import { checkCodiceFiscale } from '../domain/codice-fiscale.ts'
import { countryByIso2 } from '../domain/countries.ts'
import { isLetterId } from '../domain/letter-id.ts'
import type { NamedTargets } from '../store/staff-target.ts'
import { personFault } from './person-fault.ts'
import { WrongArguments } from './wrong-arguments.ts'

export interface NameOptions {
  readonly letter?: readonly string[]
  readonly request?: readonly string[]
  readonly person?: readonly string[]
  readonly list?: string
  readonly country?: readonly string[]
}

/**
 * Every fault of what was typed, in one list (exit 2): a slip must not make a shorter list. `nameable` is what the
 * command takes.
 */
export async function namedBy(
  options: NameOptions,
  nameable = '--letter, --request, --person, --list o --country',
): Promise<NamedTargets> {
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
  const people = check(options.person, (text) => personFault('--person', text))
  const countries = check(options.country, (text) =>
    countryByIso2(text)
      ? undefined
      : `--country ${text}: non è la sigla di un Paese; servono due lettere, come FR o AR`,
  )
  for (const { text, line } of listed) {
    if (isLetterId(text)) letters.push(text)
    else if (isPerson(text)) people.push(text)
    else
      faults.push(
        `${options.list}, riga ${line}: non è un numero di lettera né un codice fiscale, o contiene un errore: ricontrollarla`,
      )
  }
  const requestKeys = [...new Set((options.request ?? []).map((text) => text.trim()))]
  const named = { letterIds: [...new Set(letters)], people: [...new Set(people)], countries, requestKeys }
  if (faults.length === 0 && Object.values(named).every((names) => names.length === 0)) {
    faults.push(`manca che cosa riguarda: indicarlo con ${nameable}`)
  }
  if (faults.length > 0) throw new WrongArguments(faults)
  return named
}

function letterFault(text: string): string {
  return `--letter ${text}: non è un numero di lettera, o contiene un errore: ricopiarlo come è stampato, nella forma R3K7Q-9TX2M-G`
}

async function linesOf(file: string): Promise<{ text: string; line: number }[]> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WrongArguments([
      `--list ${file}: ${error.code === 'ENOENT' ? 'il file non c’è' : `non si può leggere (${error.code})`}; serve un file di testo, un numero o codice fiscale per riga`,
    ])
  })
  return content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((text, index) => ({ text: text.trim().toUpperCase(), line: index + 1 }))
    .filter(({ text }) => text !== '')
}
