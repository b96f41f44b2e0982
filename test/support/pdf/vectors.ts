/** @module Boxes around what a page paints beside its text, form XObjects included. */
import type { Box } from '../../../src/pdf/box.ts'
import { type Operation, readContent } from './content-stream.ts'
import type { Dict, PdfObjects, Reference } from './pdf-objects.ts'

/** Millimetres from the top left corner of the sheet. */
export interface Painted {
  readonly how: 'fill' | 'stroke'
  readonly box: Box
}

type Matrix = readonly [number, number, number, number, number, number]
const MM = 25.4 / 72
const FILLS = new Set(['f', 'f*', 'B', 'B*', 'b', 'b*'])
const STROKES = new Set(['S', 's'])

export function readPainted(file: PdfObjects, page: Reference): Painted[] {
  const dict = file.dict(page)
  const height = Number(file.list(dict.get('MediaBox'))[3])
  const painted: Painted[] = []
  walk(file.content(page), file.dict(dict.get('Resources')), [1, 0, 0, 1, 0, 0])
  return painted

  function walk(content: Buffer, resources: Dict, start: Matrix): void {
    let matrix = start
    const saved: Matrix[] = []
    /** Of each subpath, the corners it was given. */
    let paths: (readonly [number, number])[][] = []
    for (const operation of readContent(content)) {
      const { operator } = operation
      if (operator === 'q') saved.push(matrix)
      if (operator === 'Q') matrix = saved.pop() ?? start
      if (operator === 'cm') matrix = times(numbers(operation) as unknown as Matrix, matrix)
      const points = pointsOf(operation).map(([x, y]) => placed(matrix, x, y))
      if (operator === 'm' || operator === 're') paths.push(points)
      else if (points.length > 0) paths.at(-1)?.push(...points)
      const how = FILLS.has(operator) ? 'fill' : STROKES.has(operator) ? 'stroke' : undefined
      if (how) painted.push(...paths.map((path): Painted => ({ how, box: boxAround(path) })))
      if (how || operator === 'n') paths = []
      if (operator === 'Do') drawForm(operation, resources, matrix)
    }
  }

  function drawForm({ operands }: Operation, resources: Dict, matrix: Matrix): void {
    const form = file.stream(file.dict(resources.get('XObject')).get(String(operands[0]).slice(1)))
    if (form.dict.get('Subtype') !== '/Form') return
    const own = form.dict.get('Matrix')
      ? (file.list(form.dict.get('Matrix')).map(Number) as unknown as Matrix)
      : undefined
    const inner = form.dict.get('Resources')
    walk(form.bytes, inner === undefined ? resources : file.dict(inner), own ? times(own, matrix) : matrix)
  }

  function boxAround(points: readonly (readonly [number, number])[]): Box {
    const xs = points.map(([x]) => x * MM)
    const ys = points.map(([, y]) => (height - y) * MM)
    const [x, y] = [Math.min(...xs), Math.min(...ys)]
    return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
  }
}

function numbers({ operands }: Operation): number[] {
  return operands.map(Number)
}

function pointsOf(operation: Operation): [number, number][] {
  const values = numbers(operation)
  if (operation.operator === 're') {
    const [x = 0, y = 0, width = 0, height = 0] = values
    return [
      [x, y],
      [x + width, y + height],
    ]
  }
  if (!['m', 'l', 'c', 'v', 'y'].includes(operation.operator)) return []
  return values.flatMap((x, index) =>
    index % 2 === 0 ? [[x, values[index + 1] ?? 0] as [number, number]] : [],
  )
}

/** `first`, then `second` (ISO 32000-1, 8.3.4). */
function times(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first
  const [A, B, C, D, E, F] = second
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F]
}

function placed([a, b, c, d, e, f]: Matrix, x: number, y: number): readonly [number, number] {
  return [x * a + y * c + e, x * b + y * d + f]
}
