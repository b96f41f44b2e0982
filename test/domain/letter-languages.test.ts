import { expect, test } from 'vitest'
import {
  chooseLanguages,
  type LanguageFacts,
  type LetterLanguageRules,
} from '../../src/domain/letter-languages.ts'

const IN_ROME: LanguageFacts = { declared: 'it', residence: 'ITALIA', countryIso2: 'IT', province: 'RM' }
const IN_BOLZANO: LanguageFacts = { ...IN_ROME, province: 'BZ' }
const IN_TUNIS: LanguageFacts = { declared: 'it', residence: 'ESTERO', countryIso2: 'TN', province: '' }

const RULES: LetterLanguageRules = { declaredLanguage: 'alone', secondLanguages: {} }
const BELOW: LetterLanguageRules = { ...RULES, declaredLanguage: 'below' }
const WITH_FRENCH: LetterLanguageRules = { ...RULES, secondLanguages: { TN: 'fr', CH: 'it' } }

const CASES: readonly (readonly [
  title: string,
  facts: LanguageFacts,
  rules: LetterLanguageRules,
  printable: string,
  languages: string,
  fellBackFrom: string,
])[] = [
  ['Italian declared', IN_ROME, RULES, 'de en', 'it', ''],
  ['Italian declared, no text but the Italian', IN_ROME, RULES, '', 'it', ''],
  ['another language declared', { ...IN_ROME, declared: 'ru' }, RULES, 'de ru', 'ru', ''],
  ['its text a draft or missing', { ...IN_ROME, declared: 'ru' }, RULES, 'de', 'it', 'ru'],
  ['another language, by setting below', { ...IN_ROME, declared: 'ru' }, BELOW, 'de ru', 'it ru', ''],
  ['its text a draft, by setting below', { ...IN_ROME, declared: 'ru' }, BELOW, 'de', 'it', 'ru'],
  ['South Tyrol', IN_BOLZANO, RULES, 'de en', 'it de', ''],
  ['South Tyrol, the German a draft', IN_BOLZANO, RULES, 'en', 'it', 'de'],
  ['South Tyrol, German declared', { ...IN_BOLZANO, declared: 'de' }, RULES, 'de', 'de', ''],
  ['South Tyrol, German declared, a draft', { ...IN_BOLZANO, declared: 'de' }, RULES, '', 'it', 'de'],
  [
    'South Tyrol, German declared, by setting below',
    { ...IN_BOLZANO, declared: 'de' },
    BELOW,
    'de',
    'it de',
    '',
  ],
  ['South Tyrol, another language declared', { ...IN_BOLZANO, declared: 'en' }, RULES, 'de en', 'en', ''],
  ['South Tyrol, another one, a draft', { ...IN_BOLZANO, declared: 'en' }, RULES, 'de', 'it de', 'en'],
  ['South Tyrol, another one below', { ...IN_BOLZANO, declared: 'en' }, BELOW, 'de en', 'it en', ''],
  ['South Tyrol, another one below, a draft', { ...IN_BOLZANO, declared: 'en' }, BELOW, 'de', 'it de', 'en'],
  ['South Tyrol, both drafts', { ...IN_BOLZANO, declared: 'en' }, RULES, 'fr', 'it', 'en de'],
  ['abroad, no language set for the country', IN_TUNIS, RULES, 'ar de en fr', 'it', ''],
  ['abroad, one set', IN_TUNIS, WITH_FRENCH, 'ar fr', 'it fr', ''],
  ['abroad, one set, a draft', IN_TUNIS, WITH_FRENCH, 'ar', 'it', 'fr'],
  ['abroad, one set, another declared', { ...IN_TUNIS, declared: 'ar' }, WITH_FRENCH, 'ar fr', 'ar', ''],
  [
    'abroad, one set, another declared, a draft',
    { ...IN_TUNIS, declared: 'ar' },
    WITH_FRENCH,
    'fr',
    'it fr',
    'ar',
  ],
  ['abroad, the one set is Italian', { ...IN_TUNIS, countryIso2: 'CH' }, WITH_FRENCH, 'de', 'it', ''],
  ['abroad, in a town that bears the sigla', { ...IN_TUNIS, province: 'BZ' }, RULES, 'de', 'it', ''],
  [
    'in Italy, a second language set for it all the same',
    IN_ROME,
    { ...RULES, secondLanguages: { IT: 'en' } },
    'en',
    'it',
    '',
  ],
]

test.each(CASES)('%s', (_title, facts, rules, printable, languages, fellBackFrom) => {
  const chosen = chooseLanguages(facts, rules, (language) => printable.split(' ').includes(language))
  expect([chosen.languages.join(' '), chosen.fellBackFrom.join(' ')]).toEqual([languages, fellBackFrom])
})
