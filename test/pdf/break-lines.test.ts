import { describe, expect, it } from 'vitest'
import { type Atom, tokensOf } from '../../src/pdf/atoms.ts'
import { type BrokenLine, breakLines } from '../../src/pdf/break-lines.ts'
import type { Run } from '../../src/pdf/template.ts'
import { Random } from '../../src/sample/random.ts'
import { ASCII, fontTable, LATIN_1 } from './typefaces.ts'

const FONTS = new Map([
  ['text', fontTable('titillium', `${ASCII}${LATIN_1}’`)],
  ['strong', fontTable('titilliumStrong', `${ASCII}${LATIN_1}’`)],
])
const WORDS =
  'a e il le di un PIN 16 gli che non per sono codice seconda caratteri «sicuro» insieme, perché l’8 precipitevolissimevolmente'.split(
    ' ',
  )
const GLUES = [' ', ' ', ' ', ' ', '\u00a0', '|', ' |', '| ']

/** `|` changes the typeface. */
function atomsOf(text: string): Atom[] {
  const runs = text
    .split('|')
    .map((part, index): Run => ({ typeface: index % 2 === 0 ? 'text' : 'strong', text: part }))
  const set = tokensOf(runs, FONTS, {})
  if ('code' in set) throw new Error(set.found)
  return set.tokens as Atom[]
}

function textOf(atoms: readonly Atom[], { from, to }: Pick<BrokenLine, 'from' | 'to'>): string {
  return atoms
    .slice(from, to)
    .map(({ text, glued }, index) => (index > 0 && !glued ? ` ${text}` : text))
    .join('')
}

/** Set anew, apart from the line breaker. */
function widthOf(atoms: readonly Atom[], { from, to }: Pick<BrokenLine, 'from' | 'to'>): number {
  return atoms.slice(from, to).reduce((sum, { font, text, glued }, index, line) => {
    const space = index > 0 && !glued ? (line[index - 1]?.font.space ?? 0) : 0
    return sum + space + font.width(text)
  }, 0)
}

/** As many words as fit on each line, one after the other: no way of breaking needs fewer lines. */
function fewestLines(atoms: readonly Atom[], width: number): number | undefined {
  const starts = atoms.flatMap(({ glued }, index) => (glued && index > 0 ? [] : [index]))
  let lines = 0
  for (let at = 0; at < starts.length; lines++) {
    const from = starts[at] as number
    let next = at
    while (next < starts.length && widthOf(atoms, { from, to: starts[next + 1] ?? atoms.length }) <= width)
      next++
    if (next === at) return undefined
    at = next
  }
  return lines
}

function broken(text: string, width: number): string[] | undefined {
  const atoms = atomsOf(text)
  return breakLines(atoms, width)?.map((line) => textOf(atoms, line))
}

describe('breaking lines', () => {
  it('never leaves the width, loses nothing, takes the fewest lines: random paragraphs', () => {
    const random = new Random(2026)
    let refused = 0
    for (let count = 0; count < 600; count++) {
      const words = Array.from({ length: random.between(1, 60) }, () => random.pick(WORDS))
      const text = words.reduce((said, word) => said + random.pick(GLUES) + word)
      const width = random.between(3_000, 40_000)
      const atoms = atomsOf(text)
      const lines = breakLines(atoms, width)
      expect(lines?.length, text).toBe(fewestLines(atoms, width))
      if (!lines) refused++
      else {
        expect(lines.map((line) => textOf(atoms, line)).join(' ')).toBe(text.replaceAll('|', ''))
        expect(lines.map(({ from }) => from)).toEqual([0, ...lines.slice(0, -1).map(({ to }) => to)])
        for (const line of lines) {
          expect(line.width).toBe(widthOf(atoms, line))
          expect(line.width).toBeLessThanOrEqual(width)
        }
      }
    }
    expect(refused).toBeGreaterThan(10)
    expect(refused).toBeLessThan(300)
  })

  it('takes a paragraph longer than any before', () => {
    const text = Array.from({ length: 5000 }, (_, index) => `w${index}`).join(' ')
    expect(broken(text, 20_000)?.join(' ')).toBe(text)
  })

  it('holds together a word that changes typeface', () => {
    const text = 'chiami il |803 164|, gratuito'
    expect(broken(text, 20_000)).toEqual(['chiami il 803 164, gratuito'])
    expect(broken(text, 6_000)).toEqual(['chiami il 803', '164, gratuito'])
  })

  it('does not break at a no-break space', () => {
    expect(broken('chiami il 803\u00a0164', 6_000)).toEqual(['chiami il', '803\u00a0164'])
  })

  it('refuses a word wider than the line instead of cutting it', () => {
    expect(broken('a precipitevolissimevolmente', 6_000)).toBeUndefined()
  })

  it('has no line for nothing', () => {
    expect(broken('', 1_000)).toEqual([])
  })

  it('leaves no word alone on the last line where as many lines can do without', () => {
    const text = 'Le tenga separate fino al primo accesso e non le comunichi a chi ne chiede'
    const atoms = atomsOf(text)
    const all = widthOf(atoms, { from: 0, to: atoms.length })
    const wide = all - 400
    const greedy = text.split(' ').slice(0, -1).join(' ')
    expect(widthOf(atomsOf(greedy), { from: 0, to: 15 })).toBeLessThanOrEqual(wide)
    const lines = broken(text, wide)
    expect(lines).toHaveLength(2)
    expect(lines?.at(-1)?.split(' ').length).toBeGreaterThan(1)
  })

  it('rather ends no line after a word of one or two letters', () => {
    const fitting = atomsOf('Questo codice le serve a')
    const width = widthOf(fitting, { from: 0, to: fitting.length })
    expect(broken('Questo codice le serve a entrare nel sito', width)).toEqual([
      'Questo codice le serve',
      'a entrare nel sito',
    ])
  })
})
