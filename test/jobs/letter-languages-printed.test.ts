import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { intake } from '../../jobs/intake.ts'
import { issuePins } from '../../jobs/issue-pins.ts'
import { printPinLetters } from '../../jobs/print-pin-letters.ts'
import { report } from '../../jobs/report.ts'
import { sendFirstHalves } from '../../jobs/send-first-halves.ts'
import type { LetterLanguageRules } from '../../src/domain/letter-languages.ts'
import { DATABASES } from '../support/databases.ts'
import { IN_PARIS, IN_ROME, type RequestCells, requestRow, requestsFeed } from '../support/feed-rows.ts'
import { newInstallation } from '../support/night.ts'
import { ledger } from './ledger.ts'

const TO_SEND = [intake, issuePins, sendFirstHalves]
const IN_BOLZANO = {
  ...IN_ROME,
  street: 'Via Portici',
  locality: 'Bolzano/Bozen',
  cap: '39100',
  province: 'BZ',
}

const ALONE: LetterLanguageRules = { declaredLanguage: 'alone', secondLanguages: {} }
const BELOW: LetterLanguageRules = { declaredLanguage: 'below', secondLanguages: { FR: 'fr' } }

/** `languages`, then what it fell back from. */
type Printed = readonly [languages: string, fellBack: string]

/** Somebody, and their letter: a real one, a trial's, a trial's by `BELOW`, a real one with the German approved. */
const PEOPLE: readonly (readonly [
  title: string,
  row: Partial<RequestCells>,
  real: Printed,
  trial: Printed,
  below: Printed,
  approved: Printed,
])[] = [
  ['Italian', {}, ['it', ''], ['it', ''], ['it', ''], ['it', '']],
  ['German', { language: 'de' }, ['it', 'de'], ['de', ''], ['it+de', ''], ['de', '']],
  ['Arabic', { language: 'ar' }, ['it', 'ar'], ['ar', ''], ['it+ar', ''], ['it', 'ar']],
  ['Bolzano', IN_BOLZANO, ['it', 'de'], ['it+de', ''], ['it+de', ''], ['it+de', '']],
  ['Bolzano, German', { ...IN_BOLZANO, language: 'de' }, ['it', 'de'], ['de', ''], ['it+de', ''], ['de', '']],
  [
    'Bolzano, English',
    { ...IN_BOLZANO, language: 'en' },
    ['it', 'en+de'],
    ['en', ''],
    ['it+en', ''],
    ['it+de', 'en'],
  ],
  ['Paris', { ...IN_PARIS, mobile: '' }, ['it', ''], ['it', ''], ['it+fr', ''], ['it', '']],
  [
    'Paris, Russian',
    { ...IN_PARIS, mobile: '', language: 'ru' },
    ['it', 'ru'],
    ['ru', ''],
    ['it+ru', ''],
    ['it', 'ru'],
  ],
]

describe.each(DATABASES)('what letters are printed in on %s', (kind) => {
  test.each([
    ['a real night with drafts', 'live', ALONE, false, 2, { ar: 1, de: 4, en: 1, ru: 1 }],
    ['a trial with drafts', 'test', ALONE, false, 3, {}],
    ['a trial with the declared language below', 'test', BELOW, false, 4, {}],
    ['a real night with the German approved', 'live', ALONE, true, 5, { ar: 1, en: 1, ru: 1 }],
  ] as const)('%s', async (_title, mode, letter, approved, column, fellBackFrom) => {
    const on = await newInstallation(kind, (settings) => ({ ...settings, letter }))
    try {
      const templates = join(on.root, 'templates')
      await cp(on.settings.folders.templates, templates, { recursive: true })
      if (approved) {
        const file = join(templates, 'pin-letter/de.md')
        const draft = await readFile(file, 'utf8')
        await writeFile(file, draft.replace('status: draft', 'status: approved'))
      }
      const settings = { ...on.settings, folders: { ...on.settings.folders, templates } }
      await on.putFeed(
        'pin-requests-1.csv',
        requestsFeed(PEOPLE.map(([title, row]) => requestRow({ ...row, request_id: title }))),
      )
      await on.run([...TO_SEND, printPinLetters, report], '2026-11-20', { mode, settings })
      const letters = await ledger<{ request_key: string; languages: string; fell_back: string }>(
        on,
        `select r.request_key, l.languages, l.fell_back from letter l join credential c on c.id = l.source_id
           join request r on r.id = c.request_id order by r.id`,
      )
      expect(letters.map((row) => [row.request_key, row.languages, row.fell_back])).toEqual(
        PEOPLE.map((person) => [person[0], ...person[column]]),
      )
      const reported = JSON.parse((await on.read('output/reports/2026-11-20/report.json')).toString())
      expect(reported.letterLanguages.fellBackFrom).toEqual(fellBackFrom)
    } finally {
      await on.remove()
    }
  })
})
