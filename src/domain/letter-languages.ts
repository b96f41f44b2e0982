/** @module Which languages a letter is printed in: as the person declared, otherwise Italian; never guessed. */

export interface LetterLanguageRules {
  /** `alone`: the declared language takes the place of the Italian; `below`: it stands under it. */
  readonly declaredLanguage: 'alone' | 'below'
  /** The language that stands under the Italian for who lives abroad, by country (ISO 3166-1 alpha-2). */
  readonly secondLanguages: Readonly<Record<string, string>>
}

/** What the choice depends on. */
export interface LanguageFacts {
  readonly declared: string
  readonly residence: 'ITALIA' | 'ESTERO'
  readonly countryIso2: string
  /** Its sigla. */
  readonly province: string
}

export interface LetterLanguages {
  readonly languages: readonly [main: string, second?: string]
  /** Languages that the letter should have had and that have no text which may be printed. */
  readonly fellBackFrom: readonly string[]
}

const ITALIAN = 'it'

/**
 * One language or two. A language that cannot be printed gives way to that of the place, and in the end to Italian, of
 * which `isPrintable` is not asked.
 */
export function chooseLanguages(
  facts: LanguageFacts,
  rules: LetterLanguageRules,
  isPrintable: (language: string) => boolean,
): LetterLanguages {
  const wanted = [facts.declared, languageOfPlace(facts, rules)].filter((language) => language !== ITALIAN)
  const chosen = wanted.find(isPrintable)
  if (chosen === undefined) return { languages: [ITALIAN], fellBackFrom: [...new Set(wanted)] }
  const alone = chosen === facts.declared && rules.declaredLanguage === 'alone'
  return {
    languages: alone ? [chosen] : [ITALIAN, chosen],
    fellBackFrom: wanted.slice(0, wanted.indexOf(chosen)),
  }
}

/** What stands under the Italian whatever was declared. In South Tyrol the administration writes in both languages. */
function languageOfPlace(
  { residence, countryIso2, province }: LanguageFacts,
  { secondLanguages }: LetterLanguageRules,
): string {
  if (residence === 'ESTERO') return secondLanguages[countryIso2] ?? ITALIAN
  return province === 'BZ' ? 'de' : ITALIAN
}
