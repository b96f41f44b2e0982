import { describe, expect, it } from 'vitest'
import { breakLines } from '../../src/pdf/line-breaking.ts'
import { openTypeface } from '../../src/pdf/typeface.ts'

const text = openTypeface('@expo-google-fonts/titillium-web/400Regular/TitilliumWeb_400Regular.ttf')
const strong = openTypeface('@expo-google-fonts/titillium-web/600SemiBold/TitilliumWeb_600SemiBold.ttf')

function broken(runs: Parameters<typeof breakLines>[0], width: number): string[] | undefined {
  return breakLines(runs, 11, width)?.map((line) => line.runs.map((run) => run.text).join('|'))
}

describe('breaking lines', () => {
  it('breaks at spaces, keeps every character and stays within the width', () => {
    const sentence = 'Scriva il codice fiscale e il PIN intero, di 16 caratteri senza spazi'
    const lines = breakLines([{ typeface: text, text: sentence }], 11, 40) ?? []
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.map((line) => line.runs.map((run) => run.text).join('')).join(' ')).toBe(sentence)
    for (const line of lines) expect(line.width).toBeLessThanOrEqual(40)
  })

  it('holds together a word that changes typeface, and joins runs of one typeface', () => {
    const runs = [
      { typeface: text, text: 'chiami il ' },
      { typeface: strong, text: '803 164' },
      { typeface: text, text: ', gratuito' },
    ]
    expect(broken(runs, 100)).toEqual(['chiami il |803 164|, gratuito'])
    expect(broken(runs, 24)).toEqual(['chiami il |803', '164|, gratuito'])
  })

  it('does not break at a no-break space and prints it as a space', () => {
    expect(broken([{ typeface: text, text: 'chiami il 803\u00a0164' }], 24)).toEqual(['chiami il', '803 164'])
  })

  it('refuses a word wider than the line instead of cutting it', () => {
    expect(broken([{ typeface: text, text: 'a precipitevolissimevolmente' }], 20)).toBeUndefined()
  })
})
