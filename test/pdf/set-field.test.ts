import { describe, expect, it } from 'vitest'
import type { Line, Lines } from '../../src/pdf/template.ts'
import { Random } from '../../src/sample/random.ts'
import { setNodes, textSet } from './set-nodes.ts'

const BOX = { x: 30, y: 50, width: 40, height: 10 }

function line(text: string, more: Partial<Line> = {}): Line {
  const runs = [{ typeface: 'text', text }]
  return {
    kind: 'line',
    page: 0,
    tag: { role: 'P' },
    box: BOX,
    align: 'left',
    size: 10,
    field: 'amount',
    runs,
    ...more,
  }
}

const ADDRESS: Lines = {
  kind: 'lines',
  page: 0,
  tag: { role: 'P' },
  box: { x: 100, y: 40, width: 60, height: 30 },
  typeface: 'text',
  slot: 'lines',
  size: 11,
  pitch: 5,
  most: 6,
  shrink: { smallest: 9, narrowest: 80 },
  field: 'line {{line}}',
}

describe('a field', () => {
  it.each([
    ['left', 30, undefined],
    ['right', undefined, 70],
    ['centre', undefined, undefined],
  ] as const)('stands at the %s of its box', (align, left, right) => {
    const [set] = textSet([line('1.234,56', { align })])
    if (left !== undefined) expect(set?.left).toBeCloseTo(left, 2)
    if (right !== undefined) expect(set?.right).toBeCloseTo(right, 1)
    if (align === 'centre') expect((set?.left ?? 0) + (set?.right ?? 0)).toBeCloseTo(100, 1)
    expect(set?.baseline).toBeGreaterThan(BOX.y)
    expect(set?.baseline).toBeLessThan(BOX.y + BOX.height)
  })

  it('has amounts of any length end at one margin', () => {
    const ends = ['0,00', '1.234,56', '12.345.678,90'].map((value) => {
      const [set] = textSet([line('{{v}}', { align: 'right' })], { v: value })
      return set?.right ?? 0
    })
    for (const end of ends) expect(end).toBeCloseTo(70, 1)
  })

  it('joins typefaces in one line without a gap', () => {
    const runs = [
      { typeface: 'text', text: 'n. ' },
      { typeface: 'code', text: '{{v}}' },
      { typeface: 'text', text: '.' },
    ]
    const [label, number, dot] = textSet([line('', { runs })], { v: '12' })
    expect([label?.text, number?.text, dot?.text]).toEqual(['n. ', '12', '.'])
    expect(number?.left).toBeCloseTo(label?.right ?? 0, 5)
    expect(dot?.left).toBeCloseTo(number?.right ?? 0, 5)
  })

  it('is made smaller, then narrower, then refused, and never leaves its box: random texts', () => {
    const random = new Random(7)
    const shrink = { smallest: 7, narrowest: 85 }
    const outcomes = { whole: 0, smaller: 0, narrower: 0, refused: 0 }
    for (let count = 0; count < 500; count++) {
      const text = random.fill('?'.repeat(random.between(1, 34)))
      const [set] = ((found) => ('code' in found ? [found] : found))(
        setNodes([line('{{v}}', { shrink })], { v: text }),
      )
      if (!set || 'code' in set) {
        expect(set).toMatchObject({ code: 'too-wide', field: 'amount', limit: '40 mm' })
        expect(Number.parseInt(set?.found ?? '', 10)).toBeGreaterThan(40)
        expect(JSON.stringify(set)).not.toContain(text)
        outcomes.refused++
        continue
      }
      expect(set.text).toBe(text)
      expect(set.left).toBeGreaterThanOrEqual(BOX.x - 0.01)
      expect(set.right).toBeLessThanOrEqual(BOX.x + BOX.width + 0.01)
      expect(set.size * 2).toBe(Math.round(set.size * 2))
      expect(set.size).toBeGreaterThanOrEqual(shrink.smallest)
      if (set.stretch < 100) expect(set.size).toBe(shrink.smallest)
      expect(set.stretch).toBeGreaterThanOrEqual(shrink.narrowest)
      outcomes[set.stretch < 100 ? 'narrower' : set.size < 10 ? 'smaller' : 'whole']++
    }
    for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(5)
  })

  it('that may not shrink is refused when it is too wide', () => {
    expect(setNodes([line('{{v}}')], { v: 'W'.repeat(15) })).toMatchObject({
      code: 'too-wide',
      limit: '40 mm',
    })
  })

  it('names a character that it lacks by its code point, and no more of the value', () => {
    const refusal = setNodes([line('n. {{v}}')], { v: 'ROSSI 漢字' })
    expect(refusal).toEqual({ code: 'missing-glyph', field: 'amount', found: 'U+6F22', limit: '' })
  })

  it('composes letters and their marks', () => {
    expect(textSet([line('{{v}}')], { v: 'perche\u0301' })[0]?.text).toBe('perché')
  })

  it('of nothing is nothing', () => {
    expect(textSet([line('{{v}}')], { v: '' })).toEqual([])
  })
})

describe('lines of one size', () => {
  it('stand at their distance, all as small as the widest asks for', () => {
    const set = textSet([ADDRESS], { lines: ['MARIA ROSSI', 'W'.repeat(19), 'ROMA'] })
    expect(set.map(({ left }) => left)).toEqual([100, 100, 100].map((left) => expect.closeTo(left, 1)))
    expect(set.map(({ baseline }) => baseline - (set[0]?.baseline ?? 0))).toEqual(
      [0, 5, 10].map((distance) => expect.closeTo(distance, 1)),
    )
    expect(new Set(set.map(({ size, stretch }) => `${size} ${stretch}`)).size).toBe(1)
    expect(set[0]?.size).toBeLessThan(11)
  })

  it.each([
    ['seven lines', Array(7).fill('A'), { code: 'too-many-lines', field: 'lines', found: '7', limit: '6' }],
    ['a line too wide', ['A', 'W'.repeat(40)], { code: 'too-wide', field: 'line 2', limit: '60 mm' }],
    ['a missing glyph', ['A', 'B', 'Ж'], { code: 'missing-glyph', field: 'line 3', found: 'U+0416' }],
  ])('are refused with %s', (_, lines, refusal) => {
    expect(setNodes([ADDRESS], { lines })).toMatchObject(refusal)
  })

  it('leave nothing behind that narrows what follows', () => {
    const set = textSet([ADDRESS, line('{{v}}')], { lines: ['W'.repeat(24)], v: 'after' })
    expect(set.map(({ stretch }) => stretch < 100)).toEqual([true, false])
  })
})

describe('a description that contradicts itself', () => {
  it.each([
    ['an unknown typeface', [line('a', { runs: [{ typeface: 'none', text: 'a' }] })], {}],
    ['a page that is not there', [line('a', { page: 1 })], {}],
    ['a value that nobody gave', [line('{{v}}')], {}],
    ['a text where a list stands', [ADDRESS], { lines: 'A' }],
  ])('is an error with %s', (_, content, values) => {
    expect(() => setNodes(content, values)).toThrow(RangeError)
  })
})
