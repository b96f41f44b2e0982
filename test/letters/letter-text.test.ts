import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultSentence, inFile } from '../../src/letters/file-fault.ts'
import { type LetterText, readLetterText } from '../../src/letters/letter-text.ts'

const source = readFileSync('templates/pin-letter/it.md', 'utf8')

function faultOf(text: string): string {
  const read = readLetterText(text)
  return 'faults' in read ? inFile('it.md', read.faults).map(faultSentence).join('; ') : ''
}

function soundText(): LetterText {
  const read = readLetterText(source)
  if ('faults' in read) throw new Error(faultOf(source))
  return read.text
}

describe('the text of the letter', () => {
  it('is read in zones and blocks', () => {
    const { blocks, title } = soundText()
    expect(title).toBe('Seconda parte del PIN')
    expect(blocks.instructions.filter(({ kind }) => kind === 'step').map(({ label }) => label)).toEqual([
      '1',
      '2',
      '3',
      '4',
    ])
    expect(blocks.reference.map(({ kind, label }) => [kind, label])).toEqual([
      ['entry', 'Data'],
      ['entry', 'Rif. lettera'],
    ])
    expect(blocks.code.map(({ kind }) => kind)).toEqual(['paragraph', 'code', 'paragraph', 'paragraph'])
  })

  it('tells residents in Italy and abroad their own numbers', () => {
    const { instructions } = soundText().blocks
    const said = (residence: string) =>
      instructions
        .filter((block) => block.residence === residence)
        .map((block) => block.text)
        .join(' ')
    expect(said('ITALIA')).toMatch(/803\u00a0164.*06\u00a0164164/)
    expect(said('ESTERO')).toMatch(/\+39\u00a006\u00a0164164.*ora italiana/)
    expect(said('ESTERO')).not.toContain('803')
  })

  it.each([
    ['an unknown zone', '# Apertura', '# Inizio', /riga \d+: non c’è una zona «Inizio»/],
    [
      'an unknown placeholder',
      '- Data: {{data}}',
      '- Data: {{datta}}',
      '{{datta}} non è un dato della lettera',
    ],
    ['no expiry date', /\{\{scadenza\}\}/g, 'presto', 'manca {{scadenza}}'],
    ['the code amid other words', /^\{\{codice\}\}$/m, 'Codice: {{codice}}', '{{codice}} sta da solo'],
    ['an unclosed block', /^:::$/m, '', 'prima manca «:::»'],
    ['a last block unclosed', /^:::$(?![\s\S]*^:::$)/m, '', 'non è chiuso da «:::»'],
    ['another country', /^::: estero$/m, '::: francia', 'ci vuole italia o estero, c’è «francia»'],
    ['a channel left out', '  PEC: per posta elettronica certificata (PEC)\n', '', 'via.PEC: manca'],
    ['text before the first zone', '# Riferimenti', 'Buongiorno', /riga \d+: testo prima della prima zona/],
    ['no front matter', /^---\n/, '', 'tra due righe «---»'],
  ])('is refused with %s', (_, from, to, fault) => {
    const text = source.replace(from, to)
    expect(text).not.toBe(source)
    expect(faultOf(text)).toMatch(fault)
  })

  it('says the line of a fault as an editor counts it', () => {
    const line = source.split('\n').indexOf('# Apertura') + 1
    expect(faultOf(source.replace('# Apertura', '# Inizio'))).toContain(`riga ${line}:`)
  })
})
