import { describe, expect, it } from 'vitest'
import { Canvas } from '../../src/pdf/canvas.ts'
import { drawLine, type PreparedLine, prepareLine } from '../../src/pdf/set-field.ts'
import { isSlotLine, SlotLines } from '../../src/pdf/slot-lines.ts'
import type { Line, Values } from '../../src/pdf/template.ts'
import { ASCII, fontTable, GREEK, LATIN_1 } from './typefaces.ts'

const FONTS = new Map([
  ['text', fontTable('noto', ASCII, ASCII + LATIN_1, ASCII + GREEK)],
  ['strong', fontTable('titilliumStrong', ASCII)],
])
const SHRINK = { smallest: 7, narrowest: 80 }

function prepared(text: string, id: number, more: Partial<Line> = {}): PreparedLine {
  const line: Line = {
    kind: 'line',
    page: 0,
    box: { x: 10 + id, y: 20 + 7 * id, width: 40, height: 6 },
    tag: { role: 'TD' },
    align: 'left',
    size: 9,
    shrink: SHRINK,
    runs: [{ typeface: 'text', text }],
    field: `field ${id}`,
    ...more,
  }
  const ready = prepareLine(line, FONTS, {}, id)
  if ('code' in ready) throw new Error(ready.code)
  return ready
}

const LINES = [
  prepared('{{a}}', 0),
  prepared('{{b}}', 1, { align: 'right' }),
  prepared('{{c}}', 2, { align: 'centre', grey: 0.3 }),
  prepared('{{d}}', 3, { isHidden: true, align: 'right' }),
  prepared('{{e}}', 4, { tag: 'artifact', runs: [{ typeface: 'strong', text: '{{e}}' }] }),
  prepared('{{f}}', 5, { tag: { role: 'TH' }, size: 12 }),
]
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']

function values(...texts: readonly string[]): Values {
  return Object.fromEntries(NAMES.map((name, index) => [name, texts[index] ?? '']))
}

const CASES: readonly (readonly [string, Values])[] = [
  ['every value', values('ROSSI', '1.234,56', 'X', '(\\)', 'AVT', '10/05/2013')],
  ['no value', values()],
  ['some in a row', values('', '', '7', '8', '', '')],
  ['the first and the last', values('A', '', '', '', '', 'Z')],
  ['letters of another font', values('FORLÌ', 'Αθήνα', '', '1,00', '', 'È')],
  ['letters of two fonts', values('È Α', 'x', '', '', '', '')],
  ['a value that must be made smaller', values('W'.repeat(14), '', 'M'.repeat(13), '', '', '')],
  ['what is not composed', values('FORLI\u0300', '', '', '', '', '')],
]

describe.each(['tagged', 'plain'] as const)('lines of one value on a %s page', (tagging) => {
  it.each(CASES)('look as each would alone: %s', (_, some) => {
    const [together, apart] = [new Canvas(297, tagging), new Canvas(297, tagging)]
    const lines = new SlotLines(LINES)
    // Twice: the second time nothing is prepared any more.
    for (let time = 0; time < 2; time++) {
      expect(lines.draw(together, some)).toBeUndefined()
      for (const line of LINES) drawLine(apart, line, some)
    }
    expect(together.toBuffer().toString('latin1')).toBe(apart.toBuffer().toString('latin1'))
    expect(together.usedFonts).toBe(apart.usedFonts)
  })

  it('are refused as each would be alone', () => {
    const lines = new SlotLines(LINES)
    const canvas = new Canvas(297, tagging)
    expect(lines.draw(canvas, values('a', '漢'))).toMatchObject({ code: 'missing-glyph', field: 'field 1' })
    expect(lines.draw(canvas, values('a', '', 'W'.repeat(60)))).toMatchObject({
      code: 'too-wide',
      field: 'field 2',
    })
    expect(() => lines.draw(canvas, { a: 'x' })).toThrow('{{b}}')
  })
})

it('a line with a word of its own is no line of one value', () => {
  expect(isSlotLine(prepared('{{a}}', 0))).toBe(true)
  expect(isSlotLine(prepared('il {{a}}', 0))).toBe(false)
  expect(isSlotLine(prepared('il', 0))).toBe(false)
})

it('hidden text is drawn without ink, and what follows is not', () => {
  const canvas = new Canvas(297, 'plain')
  new SlotLines(LINES).draw(canvas, values('', '', '', 'secret', 'seen', ''))
  expect(canvas.toBuffer().toString('latin1')).toMatch(/^3 Tr BT [\s\S]*ET\n0 Tr\nBT /)
})
