import { describe, expect, it } from 'vitest'
import { dataMatrix } from '../../src/pdf/data-matrix.ts'
import { type Painted, readPainted } from '../support/pdf/vectors.ts'
import { readObjects } from '../support/pdf/pdf-objects.ts'
import { readPages } from '../pdf/read-pdf.ts'
import { bundleOf, letter, loadTemplate, PROFILES } from './letters.ts'
import { boxOf, grow, isInside, touches } from './zones.ts'

const TWO_SHEETS = letter({ languages: 'it+ar', residence: 'ESTERO' })

describe.each(PROFILES)('what stands beside the text on %s', async (profile) => {
  const template = await loadTemplate({ profile })
  const { geometry } = template.parts
  const { window, shift, page, insertionMarks, clear, folds, foldMarks, code, sheetCode } = geometry
  const pdf = bundleOf(template, [TWO_SHEETS], { test: true })
  const file = await readObjects(pdf)
  const sheets = file.pages().map((one) => readPainted(file, one))

  it('leaves the window, the edges, the insertion marks and what stays white as they are', () => {
    const sheet = grow({ x: 0, y: 0, width: page.width, height: page.height }, -page.border)
    const free = [grow(window, shift), insertionMarks, ...clear]
    for (const { box } of sheets.flat()) {
      expect(isInside(box, sheet), JSON.stringify(box)).toBe(true)
      for (const zone of free) expect(touches(box, zone), JSON.stringify(box)).toBe(false)
    }
  })

  it('frames the code on the first sheet, and marks the folds on each', () => {
    const near = (value: number) => expect.closeTo(value, 1)
    const expected = {
      x: near(code.x),
      y: near(code.y),
      width: near(code.width),
      height: near(code.height),
    }
    sheets.forEach((sheet, index) => {
      const strokes = sheet.filter(({ how }) => how === 'stroke').map(({ box }) => box)
      const frames = strokes.filter(({ height }) => height > 1)
      expect(frames).toEqual(index === 0 ? [expected] : [])
      const rules = strokes.filter(
        ({ width, height }) => height < 0.01 && Math.abs(width - foldMarks.length) < 0.05,
      )
      expect(rules.map(({ y }) => y)).toEqual(foldMarks.length > 0 ? folds.map(near) : [])
    })
  })

  it('says in a DataMatrix of nine millimetres which letter and which sheet it is', () => {
    sheets.forEach((sheet, index) => {
      const modules = sheet.filter(({ how, box }) => how === 'fill' && isInside(box, sheetCode))
      expect(matrixOf(modules, sheetCode.width / 18)).toEqual([
        ...dataMatrix(`${TWO_SHEETS.publicId} ${index + 1}/2`),
      ])
    })
  })

  it('a test says PROVA across every sheet and in its footer, never in the window', async () => {
    for (const sheet of await readPages(pdf)) {
      const marks = sheet.filter(({ text }) => text === 'PROVA')
      expect(marks.map(({ size }) => Math.round(size * 10) / 10)).toEqual([130, 10.5])
      for (const mark of marks) expect(touches(boxOf(mark), grow(window, shift))).toBe(false)
    }
    const real = (await readPages(bundleOf(template, [TWO_SHEETS]))).flat()
    expect(real.map(({ text }) => text).join()).not.toMatch(/PROVA|FAC-SIMILE/)
  })

  /** Rows of modules as bits, from the left. */
  function matrixOf(modules: readonly Painted[], side: number): number[] {
    const rows = new Array<number>(18).fill(0)
    for (const { box } of modules) {
      const row = Math.round((box.y - sheetCode.y) / side)
      const from = Math.round((box.x - sheetCode.x) / side)
      const length = Math.round(box.width / side)
      rows[row] = (rows[row] ?? 0) | (((1 << length) - 1) << from)
    }
    return rows
  }
})
