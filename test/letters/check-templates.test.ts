import { rm } from 'node:fs/promises'
import { beforeEach, describe, expect, it, test } from 'vitest'
import { checkTemplates } from '../../src/letters/check-templates.ts'
import { loadPinLetterTemplate } from '../../src/letters/load-pin-letter-template.ts'
import { type Edited, EditedTemplates, SENDER, told } from './edited-templates.ts'

const templates = EditedTemplates.forEachTest()

test('what is shipped has no fault in any profile', async () => {
  const found = await templates.check()
  expect(found.faults).toEqual([])
  expect(found.warnings).toEqual([])
  expect(found.texts.map(({ language }) => language)).toEqual([
    'ar',
    'de',
    'en',
    'es',
    'fr',
    'it',
    'pl',
    'ru',
  ])
  expect(found.profiles.map(({ name }) => name)).toEqual(['din-b', 'it-dx', 'notify-c5'])
  expect(found).toMatchObject({ logo: 'logo.svg', background: '' })
})

describe('a fault that only printing shows, too', () => {
  it.each<Edited>([
    [
      'a character the typeface lacks',
      'pin-letter/pl.md',
      'Szanowna Pani',
      'Szanowna 漢 Pani',
      '«漢» (U+6F22) manca nel carattere titillium-web',
    ],
    [
      'an invisible character',
      'pin-letter/pl.md',
      'Szanowna Pani',
      'Szanowna\u200b Pani',
      'il segno invisibile U+200B',
    ],
    [
      'such a character in the front matter',
      'pin-letter/pl.md',
      'PEC: certyfikowanym',
      'PEC: ☎',
      '«☎» (U+260E)',
      'via:',
    ],
    [
      'a label wider than its column',
      'pin-letter/pl.md',
      '- Nr listu:',
      '- Numer listu poleconego:',
      'la sua colonna 20 mm: abbreviarlo',
    ],
    [
      'a code zone too narrow',
      'geometry/notify-c5.yaml',
      'width: 80, height: 14',
      'width: 40, height: 14',
      'codice non ci sta',
      'secret:',
    ],
    [
      'a code zone too low',
      'geometry/notify-c5.yaml',
      'width: 80, height: 14',
      'width: 80, height: 5',
      'il codice è alto 8,1 mm, la zona 5 mm',
      'secret:',
    ],
    [
      'room for five lines',
      'geometry/notify-c5.yaml',
      'width: 88.5, height: 20.6',
      'width: 88.5, height: 18',
      'indirizzo non ci sta, 6 invece di 5',
      'address:',
    ],
  ])('%s', (...row) => templates.expectFault(row, async () => (await templates.check('notify-c5')).faults))
})

describe('a zone that is too full', () => {
  const LONG = `${'Molto '.repeat(120)}gentile Signora`

  it('is named with its language, by how much, in every profile', async () => {
    const line = await templates.edit('pin-letter/it.md', 'Gentile Signora', LONG)
    const { faults } = await templates.check()
    expect(faults.map(({ file }) => file)).toEqual([
      'pin-letter/it.md',
      'pin-letter/it.md',
      'pin-letter/it.md',
    ])
    for (const { line: found, message } of faults) {
      expect(found).toBe(line - 2)
      expect(message).toMatch(/^la zona Apertura è troppo piena: supera il suo spazio di \d+(,\d)? mm/)
    }
    expect(faults.map(({ message }) => /profilo ([\w-]+)/.exec(message)?.[1])).toEqual([
      'din-b',
      'it-dx',
      'notify-c5',
    ])
  })

  it.each([
    [
      'Codice',
      'pin-letter/de.md',
      'immer die Ziffer Null',
      'immer die Ziffer Null '.repeat(30),
      'Codice, sotto il codice',
    ],
    ['Piede', 'pin-letter/de.md', '· Blatt {{foglio}}', `· ${'Blatt '.repeat(20)}{{foglio}}`, 'Piede'],
    ['the second sheet', 'pin-letter/ru.md', 'Уважаемая', 'Уважаемая '.repeat(250), 'Foglio 2'],
    [
      'a word wider than the line',
      'pin-letter/de.md',
      'Sehr',
      'S'.repeat(120),
      'una parola più larga della riga',
    ],
  ])('%s', async (_title, file, from, to, fault) => {
    await templates.edit(file, from, to)
    const { faults } = await templates.check('it-dx')
    expect(told({ faults })).toContain(fault)
  })
})

it.each([
  [
    'a name too wide',
    { ...SENDER, institute: 'Istituto Nazionale '.repeat(6) },
    'impostazione institute.name: troppo largo',
  ],
  [
    'a return address too wide',
    { ...SENDER, returnAddress: ['Casella Postale '.repeat(8)] },
    'impostazione institute.returnAddress: troppo largo',
  ],
  [
    'a name in other letters',
    { ...SENDER, institute: 'ИНПС 漢' },
    'impostazione institute.name: il segno «漢» (U+6F22)',
  ],
])('settings are named: %s', async (_title, sender, fault) => {
  expect(told(await templates.check('it-dx', sender))).toContain(fault)
})

test('a language of the contact centre without a text is worth a warning, the Italian one a fault', async () => {
  await rm(templates.path('pin-letter/ru.md'))
  await rm(templates.path('pin-letter/it.md'))
  const { warnings, faults } = await templates.check('it-dx')
  expect(warnings.map(({ file }) => file)).toEqual(['pin-letter/ru.md'])
  expect(told({ faults })).toBe('pin-letter/it.md: non c’è: il testo italiano ci vuole sempre')
})

test('a profile that is not there is a fault, as is an active one', async () => {
  expect(told(await templates.check('xx'))).toBe(
    'geometry/xx.yaml: non c’è: i profili sono din-b, it-dx, notify-c5',
  )
  const found = await checkTemplates(templates.folder, { sender: SENDER, activeProfile: 'xx' })
  expect(told(found)).toBe('impostazione geometry: non c’è un profilo «xx»: ci sono din-b, it-dx, notify-c5')
})

describe('all at once', () => {
  const faults = [
    'pin-letter/de.md',
    'pin-letter/it.md',
    'pin-letter/pl.md',
    'geometry/it-dx.yaml',
    'letterhead/logo.svg',
  ]
  beforeEach(async () => {
    await templates.edit('pin-letter/de.md', '{{data_richiesta}}', '{{data_rich}}')
    await templates.edit('pin-letter/de.md', '# Piede', '# Fuß')
    await templates.edit('pin-letter/pl.md', 'Szanowna Pani', 'Szanowna 漢 Pani ☎')
    await templates.edit('pin-letter/it.md', 'Gentile Signora', 'Molto '.repeat(150))
    await templates.edit('geometry/it-dx.yaml', 'address: { x: 101', 'address: { x: 98')
    await templates.edit('letterhead/logo.svg', ' viewBox="0 0 48 48"', '')
  })

  it('no wrong file hides the faults of another', async () => {
    const found = told(await templates.check())
    for (const file of faults) expect(found).toContain(`${file}`)
    for (const each of ['{{data_rich}}', '«Fuß»', '«漢»', '«☎»', 'zona Apertura', 'profilo din-b', 'viewBox'])
      expect(found).toContain(each)
  })

  it('the night is told the same, in one error with exit 2', async () => {
    const options = {
      templatesFolder: templates.folder,
      profile: 'it-dx',
      sender: SENDER,
      languages: { declaredLanguage: 'alone', secondLanguages: {} },
      test: false,
    } as const
    const refused = loadPinLetterTemplate(options)
    await expect(refused).rejects.toMatchObject({ name: 'TemplateFault', exitCode: 2 })
    for (const file of faults.filter((name) => !name.includes('it.md') && !name.includes('pl.md')))
      await expect(refused).rejects.toThrow(file)
  })
})
