import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseLetterText } from '../../src/letters/letter-text.ts'

const source = readFileSync('templates/pin-letter/it.md', 'utf8')

function faultOf(text: string): string {
  try {
    parseLetterText(text, 'it.md')
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('the text of the letter', () => {
  it('is read in zones and blocks', () => {
    const { blocks, title } = parseLetterText(source, 'it.md')
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
    const { instructions } = parseLetterText(source, 'it.md').blocks
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
    ['an unknown zone', '# Apertura', '# Inizio', /line \d+: expected a zone .* found «Inizio»/],
    ['an unknown placeholder', '{{data}}', '{{datta}}', '{{datta}}: expected one of'],
    ['no expiry date', /\{\{scadenza\}\}/g, 'presto', '{{scadenza}} does not occur'],
    ['the code amid other words', /^\{\{codice\}\}$/m, 'Codice: {{codice}}', '{{codice}} must stand alone'],
    ['an unclosed block', /^:::$/m, '', 'is not closed'],
    ['a last block unclosed', /^:::$(?![\s\S]*^:::$)/m, '', 'is not closed'],
    ['another country', /^::: estero$/m, '::: francia', 'expected italia or estero, found «francia»'],
    ['a channel left out', '  PEC: per posta elettronica certificata (PEC)\n', '', 'front matter via.PEC'],
    ['text before the first zone', '# Riferimenti', 'Buongiorno', /line \d+: text before the first zone/],
    ['no front matter', /^---\n/, '', 'front matter'],
  ])('is refused with %s', (_, from, to, fault) => {
    const text = source.replace(from, to)
    expect(text).not.toBe(source)
    expect(faultOf(text)).toMatch(fault)
  })

  it('says the line of a fault as an editor counts it', () => {
    const line = source.split('\n').indexOf('# Apertura') + 1
    expect(faultOf(source.replace('# Apertura', '# Inizio'))).toContain(`line ${line}:`)
  })
})
