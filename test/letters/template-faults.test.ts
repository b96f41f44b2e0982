import { describe, it } from 'vitest'
import { readTemplates } from '../../src/letters/read-templates.ts'
import { type Edited, EditedTemplates } from './edited-templates.ts'

const templates = EditedTemplates.forEachTest()

describe('a fault is named with its file and its line', () => {
  it.each<Edited>([
    [
      'an unknown placeholder',
      'pin-letter/de.md',
      'Sie haben am {{data_richiesta}}',
      'Sie haben am {{data_rich}}',
      '{{data_rich}} non è un dato',
    ],
    [
      'half a placeholder',
      'pin-letter/de.md',
      'Sie haben am {{data_richiesta}}',
      'Sie haben am {{data_richiesta',
      '{{ senza }}',
    ],
    [
      'a placeholder in the front matter',
      'pin-letter/de.md',
      'pointer: Der',
      'pointer: «{{data}}» Der',
      'qui non può stare un dato',
    ],
    ['a placeholder in a label', 'pin-letter/de.md', '- Datum: ', '- {{data}}: ', 'senza {{…}}'],
    [
      'bold that is not closed',
      'pin-letter/de.md',
      '**Brauchen Sie Hilfe?**',
      '**Brauchen Sie Hilfe?',
      '** senza',
    ],
    ['an unknown zone', 'pin-letter/fr.md', '# Apertura', '# Ouverture', 'non c’è una zona «Ouverture»'],
    ['a zone written without a space', 'pin-letter/fr.md', '# Piede', '#Piede', '«# Nome»'],
    ['another country', 'pin-letter/fr.md', '::: estero', '::: étranger', 'italia o estero, c’è «étranger»'],
    [
      'a comment left open',
      'pin-letter/fr.md',
      'docs/templates.md. -->',
      'docs/templates.md.',
      'un commento comincia con',
    ],
    [
      'the code amid other words',
      'pin-letter/es.md',
      /^\{\{codice\}\}$/m,
      'Código: {{codice}}',
      '{{codice}} sta da solo',
    ],
    ['bad YAML', 'pin-letter/ru.md', 'status: draft', 'status: "draft', 'manca la chiusura'],
    ['a tab', 'pin-letter/ru.md', '  SMS: по', '\tSMS: по', 'tabulazione'],
    ['an entry twice', 'pin-letter/ru.md', 'status: draft', 'language: ru', 'c’è già'],
    [
      'an entry misspelt',
      'pin-letter/ru.md',
      'typeface: noto-sans',
      'font: noto-sans',
      'voce sconosciuta: font',
    ],
    [
      'no such status',
      'pin-letter/ru.md',
      'status: draft',
      'status: pronto',
      'status: ci vuole draft oppure approved',
    ],
    ['a month too few', 'pin-letter/ru.md', 'января, ', '', 'date.months: ci vogliono 12 voci'],
    [
      'a day that there is not',
      'pin-letter/fr.md',
      '{ 1: 1er }',
      '{ 32: 1er }',
      'date.days: ci vogliono giorni da 1 a 31',
    ],
    [
      'the name of another language',
      'pin-letter/ru.md',
      'language: ru',
      'language: uk',
      'il file deve chiamarsi uk.md',
    ],
    [
      'an Italian draft',
      'pin-letter/it.md',
      'status: approved',
      'status: draft',
      'ci vuole sempre approvato',
    ],
    [
      'zones that overlap',
      'geometry/din-b.yaml',
      'opening: { x: 25, y: 98, width: 165, height: 61 }',
      'opening: { x: 25, y: 98, width: 165, height: 67 }',
      'opening (apertura): si sovrappone a code (codice)',
    ],
    [
      'the secret under a fold',
      'geometry/din-b.yaml',
      'folds: [105, 210]',
      'folds: [105, 182]',
      'secret (caratteri segreti): sta sotto la piega a 182 mm',
      'secret:',
    ],
    [
      'text in the window',
      'geometry/it-dx.yaml',
      'reference: { x: 25, y: 46, width: 64',
      'reference: { x: 25, y: 46, width: 71',
      'si vede nella finestra quando il foglio scorre di 3 mm',
    ],
    [
      'an address that leaves the window',
      'geometry/it-dx.yaml',
      'address: { x: 101',
      'address: { x: 98',
      'esce dalla finestra quando',
    ],
    ['a number that is none', 'geometry/it-dx.yaml', 'shift: 3', 'shift: tre', 'ci vuole un numero'],
    ['no window', 'geometry/it-dx.yaml', /^window: .*$/m, '', 'window (finestra): manca', ''],
    ['lines that touch', 'geometry/it-dx.yaml', 'pitch: 5.2', 'pitch: 3.4', 'si toccano'],
    [
      'a profile under another name',
      'geometry/it-dx.yaml',
      'name: it-dx',
      'name: it-sx',
      'il profilo si chiama come il file',
    ],
    [
      'a logo too large',
      'letterhead/letterhead.yaml',
      'width: 13',
      'width: 130',
      'logo.width: ci vuole al più 60',
    ],
    [
      'a logo that is a picture of dots',
      'letterhead/letterhead.yaml',
      'logo.svg',
      'logo.png',
      'un file .pdf o .svg',
    ],
  ])('%s', (...row) =>
    templates.expectFault(
      row,
      async () => (await readTemplates(templates.folder, ['it-dx', 'din-b'])).faults,
    ),
  )
})
