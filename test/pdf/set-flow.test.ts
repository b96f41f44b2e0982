import { describe, expect, it } from 'vitest'
import { Canvas } from '../../src/pdf/canvas.ts'
import type { Block, Flow } from '../../src/pdf/template.ts'
import { Random } from '../../src/sample/random.ts'
import { editionOf, PAGE, setNodes, textSet } from './set-nodes.ts'

const BOX = { x: 20, y: 60, width: 80, height: 40 }
const FITS = [
  { scale: 1, gap: 3 },
  { scale: 1, gap: 1 },
  { scale: 0.9, gap: 1 },
]
/** Points to millimetres. */
const MM = 25.4 / 72

function block(text: string, more: Partial<Block> = {}): Block {
  return { role: 'P', size: 11, leading: 13, runs: [{ typeface: 'text', text }], ...more }
}

function flow(blocks: readonly Block[], more: Partial<Flow> = {}): Flow {
  return {
    kind: 'flow',
    page: 0,
    box: BOX,
    fits: FITS,
    direction: 'ltr',
    align: 'start',
    field: 'body',
    blocks,
    ...more,
  }
}

function sentence(words: number): string {
  return Array.from({ length: words }, (_, index) => `parola${index}`).join(' ')
}

describe('running text', () => {
  it('stands below the top of its box, a leading between lines and a gap between blocks', () => {
    const set = textSet([flow([block(sentence(14)), block('fine')])])
    const baselines = set.map(({ baseline }) => baseline)
    expect(baselines.length).toBe(4)
    const [first = 0, second = 0, third = 0, last = 0] = baselines
    expect(first).toBeGreaterThan(BOX.y)
    expect(second - first).toBeCloseTo(13 * MM, 1)
    expect(third - second).toBeCloseTo(13 * MM, 1)
    expect(last - third).toBeCloseTo(13 * MM + 3, 1)
  })

  it.each([
    ['the airiest fit that fits', 2, 11, 3],
    ['a closer one', 10, 11, 1],
    ['a smaller one', 12, 9.9, 1],
  ])('takes %s', (_, blocks, size, gap) => {
    const short = { ...BOX, height: blocks === 2 ? 40 : blocks === 10 ? 55 : 64 }
    const set = textSet([flow(Array(blocks).fill(block('riga')), { box: short })])
    expect(set[0]?.size).toBeCloseTo(size, 5)
    const distance = (set[1]?.baseline ?? 0) - (set[0]?.baseline ?? 0)
    expect(distance).toBeCloseTo((size / 11) * 13 * MM + gap, 1)
    expect(set.at(-1)?.baseline).toBeLessThan(short.y + short.height)
  })

  it.each([
    ['too tall', sentence(200), { code: 'too-tall', field: 'body', limit: '40 mm' }],
    ['of a word too wide', 'a'.repeat(60), { code: 'too-wide', field: 'body', limit: '80 mm' }],
    ['of a missing glyph', 'Ж', { code: 'missing-glyph', found: 'U+0416' }],
  ])('is refused when a value makes it %s', (_, value, refusal) => {
    const refused = setNodes([flow([block('Gentile {{v}}')])], { v: value })
    expect(refused).toMatchObject(refusal)
    expect(JSON.stringify(refused)).not.toContain(value)
  })

  it('of the edition that does not fit is a fault of the template', () => {
    expect(() => setNodes([flow([block('{{v}}')])], {}, { v: sentence(200) })).toThrow('too-tall')
    expect(() => setNodes([flow([block('{{v}}')])], {}, { v: 'Ж' })).toThrow('U+0416')
  })

  it('is broken anew around each value, stays in its box and loses nothing: random values', () => {
    const random = new Random(11)
    const content = [
      flow([block('Gentile {{v}}, le inviamo la seconda parte del PIN {{w}}.'), block('Fine.')]),
    ]
    let refused = 0
    for (let count = 0; count < 400; count++) {
      const words = Array.from({ length: random.between(1, 50) }, () =>
        random.fill('?'.repeat(random.between(1, 14))),
      )
      const values = { v: words.join(' '), w: random.fill('####') }
      const set = setNodes(content, values)
      if ('code' in set) {
        refused++
        continue
      }
      expect(set.map(({ text }) => text).join(' ')).toBe(
        `Gentile ${values.v}, le inviamo la seconda parte del PIN ${values.w}. Fine.`,
      )
      for (const [index, { left, right, baseline, size }] of set.entries()) {
        expect(left).toBeCloseTo(BOX.x, 1)
        expect(right).toBeLessThanOrEqual(BOX.x + BOX.width + 0.01)
        expect(baseline - size * MM).toBeGreaterThan(BOX.y - 1)
        expect(baseline + 0.22 * size * MM).toBeLessThanOrEqual(BOX.y + BOX.height)
        expect(baseline - (set[index - 1]?.baseline ?? 0)).toBeGreaterThan(size * MM)
      }
    }
    expect(refused).toBeGreaterThan(10)
    expect(refused).toBeLessThan(300)
  })

  it('glues a value to what stands beside it', () => {
    const set = textSet([flow([block('({{v}}); poi')], { box: { ...BOX, width: 20 } })], {
      v: 'otto caratteri',
    })
    expect(set.map(({ text }) => text)).toEqual(['(otto', 'caratteri);', 'poi'])
  })

  it('centres its lines where it is told to', () => {
    for (const { left, right } of textSet([flow([block(sentence(14))], { align: 'centre' })])) {
      expect((left + right) / 2).toBeCloseTo(BOX.x + BOX.width / 2, 1)
    }
  })

  it.each([
    ['a list item', 'LI'],
    ['an entry', 'P'],
  ] as const)('puts the label of %s into a column of its own', (_, role) => {
    const label = { run: { typeface: 'text', text: '1.' }, column: 8 }
    const [number, ...lines] = textSet([flow([block(sentence(14), { role, label })])])
    expect(number).toMatchObject({ text: '1.', left: expect.closeTo(20, 1) })
    expect(lines.length).toBeGreaterThan(1)
    for (const { left, right } of lines) {
      expect(left).toBeCloseTo(28, 1)
      expect(right).toBeLessThanOrEqual(100.01)
    }
  })

  it('says of one piece what it would say of it alone, whichever came before', () => {
    const random = new Random(5)
    const content = [
      flow([block('Il {{on}} {{via}}: {{name}}')]),
      flow([block('{{on}}')], { box: { ...BOX, y: 120 } }),
    ]
    const edition = editionOf(content)
    const canvas = new Canvas(PAGE.height, 'tagged')
    for (let count = 0; count < 400; count++) {
      const values = {
        on: `${random.between(1, 3)} maggio`,
        via: random.pick(['per e-mail', 'con un SMS', 'Ж']),
        name: count < 150 ? `N${count}` : random.pick(['A', 'B']),
      }
      canvas.length = 0
      const alone = new Canvas(PAGE.height, 'tagged')
      const refusals = [
        edition.drawPiece(canvas, 'only', 0, values),
        editionOf(content).drawPiece(alone, 'only', 0, values),
      ]
      expect(refusals[0]).toEqual(refusals[1])
      expect(canvas.toBuffer().toString('latin1')).toBe(alone.toBuffer().toString('latin1'))
      expect(canvas.usedFonts & alone.usedFonts).toBe(alone.usedFonts)
    }
  })
})

describe('a mark across the page', () => {
  const mark = (text: string) => [
    {
      kind: 'mark',
      page: 0,
      run: { typeface: 'text', text },
      centre: [105, 150],
      degrees: 50,
      size: 130,
      widest: 190,
    } as const,
  ]

  it('of no text is nothing', () => {
    expect(textSet(mark('{{v}}'), {}, { v: '' })).toEqual([])
  })

  it('is as large as it may be, and smaller where its text is too wide for that', () => {
    const [short] = textSet(mark('{{v}}'), {}, { v: 'PROVA' })
    const [long] = textSet(mark('{{v}}'), {}, { v: 'FAC-SIMILE\u00a0·\u00a0PROVA' })
    expect(short?.size).toBe(130)
    expect(long?.size).toBeLessThan(130)
    expect((long?.right ?? 0) - (long?.left ?? 0)).toBeCloseTo(190, 0)
  })
})
