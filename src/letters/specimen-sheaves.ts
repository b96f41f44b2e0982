/**
 * Which letters to look at: every language with ordinary people, or those whose data are the longest and the oddest.
 *
 * @module
 */
import { openStamper } from '../pdf/stamper.ts'
import type { PinLetterData } from './letter-data.ts'
import type { PinLetterTemplate } from './pin-letter.ts'
import {
  ALPHABETS,
  LONGEST,
  longestFacts,
  ORDINARY,
  ORDINARY_FACTS,
  type SpecimenFacts,
  type SpecimenPerson,
  specimenLetter,
} from './specimens.ts'

/** Letters in the same languages, for one document. */
export interface Sheaf {
  readonly name: string
  readonly languages: string
  readonly status: 'draft' | 'approved'
  readonly issue: SpecimenFacts['issue']
  readonly letters: readonly { readonly person: SpecimenPerson; readonly letter: PinLetterData }[]
  /** People whose letter would be held, and why. */
  readonly held: readonly string[]
}

/** `it`, `de`, `it+de`: all that there is a letter in. */
export function languagesOf({ parts }: PinLetterTemplate): string[] {
  const variants = Object.keys(parts.compiled.variants)
  return variants.flatMap((variant) => /^(.+)\/ITALIA$/.exec(variant)?.[1] ?? []).sort()
}

/** `languages` must be one of `languagesOf`; without it, every language by itself. */
export function ordinarySheaves(template: PinLetterTemplate, languages?: string): Sheaf[] {
  const chosen =
    languages === undefined ? languagesOf(template).filter((one) => !one.includes('+')) : [languages]
  return chosen.map((one) => sheafOf(template, one, { name: one, facts: ORDINARY_FACTS, people: ORDINARY }))
}

/** Without `languages`: every language, also below the Italian. */
export function worstSheaves(template: PinLetterTemplate, languages?: string): Sheaf[] {
  const { fonts } = openStamper(template.parts.compiled)
  const chosen = languages === undefined ? languagesOf(template) : [languages]
  const longest = chosen.map((one) => {
    const text = template.parts.texts.get(one.split('+').at(-1) ?? '')
    const facts = text ? longestFacts(text, fonts) : ORDINARY_FACTS
    return sheafOf(template, one, { name: `${one}-limite`, facts, people: LONGEST })
  })
  const [first = 'it'] = (languages ?? 'it').split('+')
  const alphabets = { name: `${first}-alfabeti`, facts: ORDINARY_FACTS, people: ALPHABETS }
  return [...longest, sheafOf(template, first, alphabets)]
}

function sheafOf(
  template: PinLetterTemplate,
  languages: string,
  of: { name: string; facts: SpecimenFacts; people: readonly SpecimenPerson[] },
): Sheaf {
  const { name, facts, people } = of
  const held: string[] = []
  const printable = people.filter((person) => {
    const measured = template.measureAddressLines(person.addressLines)
    if (!measured.ok) held.push(`${person.name}: ${measured.field}, ${measured.detail}`)
    return measured.ok
  })
  const isDraft = languages.split('+').some((one) => template.parts.texts.get(one)?.status === 'draft')
  return {
    name,
    languages,
    status: isDraft ? 'draft' : 'approved',
    issue: facts.issue,
    letters: printable.map((person, index) => ({
      person,
      letter: specimenLetter(person, { languages, facts, index }),
    })),
    held,
  }
}
