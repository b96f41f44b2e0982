import { cp, rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readForms } from '../../src/certificates/read-forms.ts'
import { type Edited, EditedTemplates, told } from '../letters/edited-templates.ts'

const templates = EditedTemplates.forEachTest()
const read = () => readForms(templates.folder)

const FORM = 'certificates/cud-2013/form.yaml'
const BACKGROUND = `
background:
  file: modello.pdf
  boxes:
    - { section: B, number: '999', page: 1, x: 10, y: 10, width: 30, height: 5 }
    - { section: B, number: '5', page: 1, x: 10, y: 10, width: 30, height: 5 }
    - { section: B, number: '5', page: 1, x: 50, y: 10, width: 30, height: 5 }
`

describe('a fault of a form is named with its file and its line', () => {
  it.each<Edited>([
    ['bad YAML', FORM, 'title: Domicilio fiscale', 'title: "Domicilio fiscale', 'manca la chiusura'],
    ['an unknown meaning', FORM, 'means: withholding.irpef', 'means: withholding.irpf', 'non è un dato'],
    ['one unknown among two', FORM, '[income.pension, ', '[income.pensions, ', 'non è un dato'],
    [
      'an entry misspelt',
      FORM,
      'label: Ritenute Irpef,',
      'lable: Ritenute Irpef,',
      'voce sconosciuta: lable',
    ],
    ['a number without quotes', FORM, "number: '101'", 'number: 101', 'ci vuole un testo'],
    ['a number with a letter', FORM, "number: '101'", "number: '101a'", 'un numero da una a tre cifre'],
    [
      'no such mark',
      FORM,
      'means: days.pension, known: I',
      'means: days.pension, known: S',
      'ci vuole C oppure I',
    ],
    [
      'a width that is none',
      FORM,
      "number: '101', width: 3",
      "number: '101', width: 13",
      'ci vuole al più 12',
    ],
    ['a per mille that is none', FORM, 'choices: [8, 5]', 'choices: [8, 7]', 'ci vuole 8 oppure 5 oppure 2'],
    ['a note code of one letter', FORM, '  AC:', '  A:', 'due lettere maiuscole'],
    [
      'the same number twice',
      FORM,
      "number: '102'",
      "number: '101'",
      'il punto 101 c’è già nella sezione B-other',
    ],
    ['one figure at two points', FORM, 'means: surtax.regional', 'means: days.pension', 'è già al punto 4'],
    [
      'a figure twice in a sum',
      FORM,
      '[income.other, ',
      '[income.pension, ',
      'income.pension è già al punto 1',
    ],
    [
      'days added to money',
      FORM,
      'means: days.employment',
      'means: [days.employment, arrears.income]',
      'non è un importo',
    ],
    [
      'a row too wide',
      FORM,
      "number: '102', width: 3",
      "number: '102', width: 10",
      'al punto 102 ne restano 9, width è 10',
    ],
    ['a section twice', FORM, '- id: B-other', '- id: B', 'la sezione B c’è già'],
    ['an empty section', FORM, /\n {4}text: .*$/m, '', 'la sezione C è vuota', '  - id: C'],
    ['a slot left open', FORM, '({{titolo}})', '({{titolo})', 'le graffe non sono in coppia'],
    ['a slot with a capital', FORM, '{{stato}}', '{{Stato}}', '{{Stato}}: il nome di un dato'],
    [
      'a pension without its end',
      FORM,
      ' {{al}}',
      '',
      'AI: ci vogliono {{pensione}} {{dal}} {{al}} {{importo}}',
    ],
    ['no note of pensions', FORM, /^ {2}AI:$/m, '  XI:', 'manca AI', 'notes:'],
    ['another name', FORM, 'form: CUD 2013', 'form: CUD 2014', 'deve stare in cud-2014'],
    ['no name', FORM, 'form: CUD 2013', 'form: Cud 2013', 'il nome del modello, come CUD 2013'],
    ['another income', FORM, 'incomeYear: 2012', 'incomeYear: 2013', 'certifica i redditi del 2012'],
    ['no signature', FORM, /^signature: .*$/m, '', 'signature: manca', ''],
    [
      'an agent of nobody',
      'certificates/withholding-agent.yaml',
      '80078750587',
      '80078750588',
      'controllarne le cifre',
    ],
    [
      'a CAP without quotes',
      'certificates/withholding-agent.yaml',
      "'00144'",
      '12345',
      'cap: ci vuole un testo',
    ],
  ])('%s', (...row) => templates.expectFault(row, async () => (await read()).faults))

  it('two forms for one year', async () => {
    await cp(templates.path('certificates/cud-2013'), templates.path('certificates/cu-2013'), {
      recursive: true,
    })
    const line = await templates.edit('certificates/cu-2013/form.yaml', 'form: CUD 2013', 'form: CU 2013')
    expect((await read()).faults).toEqual([
      {
        file: FORM,
        line: line + 1,
        message: 'incomeYear: i redditi del 2012 hanno già il modello CU 2013: un anno ha un modello solo',
      },
    ])
  })

  it('a background without its file, and its boxes', async () => {
    const line = await templates.edit(FORM, 'choices: [8, 5]\n', `choices: [8, 5]\n${BACKGROUND}`)
    const { faults } = await read()
    const [first, ...more] = faults.filter((fault) => fault.line !== undefined && fault.line > line)
    expect(
      [first, ...more].map(({ line: at = 0, message = '' } = { file: '', message: '' }) => [
        at - line,
        message,
      ]),
    ).toEqual([
      [5, 'nella sezione B non c’è un punto 999'],
      [7, 'il punto 5 della sezione B ha già una casella'],
      [3, 'background.file: modello.pdf non c’è'],
    ])
    const unboxed = faults.filter(({ message }) => message.includes('ogni dato vuole la sua casella'))
    expect(told({ faults: unboxed })).toContain('al punto 4 della sezione B manca')
    expect(told({ faults: unboxed })).not.toContain('al punto 5 della sezione B manca')

    await writeFile(templates.path('certificates/cud-2013/modello.pdf'), '%PDF')
    expect(told(await read())).not.toContain('modello.pdf')
  })
})

it('takes a new year from a new folder', async () => {
  await cp(templates.path('certificates/cu-2020'), templates.path('certificates/cu-2021'), {
    recursive: true,
  })
  await templates.edit('certificates/cu-2021/form.yaml', 'form: CU 2020', 'form: CU 2021')
  await templates.edit('certificates/cu-2021/form.yaml', 'incomeYear: 2019', 'incomeYear: 2020')
  const { forms, faults } = await read()
  expect(faults).toEqual([])
  expect(forms.at(-1)).toMatchObject({ form: 'CU 2021', incomeYear: 2020 })
})

describe('what is missing', () => {
  it('names the agent where forms have none, and a folder without a form', async () => {
    await rm(templates.path('certificates/withholding-agent.yaml'))
    await rm(templates.path('certificates/cu-2020/form.yaml'))
    const { forms, agent, faults } = await read()
    expect(agent).toBeUndefined()
    expect(forms.map(({ form }) => form)).not.toContain('CU 2020')
    expect(faults).toEqual([
      { file: 'certificates/withholding-agent.yaml', message: 'non c’è' },
      { file: 'certificates/cu-2020/form.yaml', message: 'non c’è' },
    ])
  })

  it('leaves out a faulty form and reads the others', async () => {
    await templates.edit(FORM, 'means: withholding.irpef', 'means: withholding.irpf')
    const { forms } = await read()
    expect(forms.map(({ form }) => form)).toEqual([
      'CUD 2014',
      'CU 2015',
      'CU 2016',
      'CU 2017',
      'CU 2018',
      'CU 2019',
      'CU 2020',
    ])
  })

  it('finds nothing wrong without the folder: then there are no certificates', async () => {
    await rm(templates.path('certificates'), { recursive: true })
    expect(await read()).toEqual({ forms: [], agent: undefined, faults: [] })
  })
})
