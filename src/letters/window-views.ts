/**
 * What the window of the envelope shows, wherever the sheet slides: nine cut-outs on one picture, the sheet at rest in
 * the middle.
 *
 * @module
 */
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { Geometry } from './geometry.ts'
import { useLabelFont } from './label-font.ts'

/** Millimetres: the paper of the envelope that is shown around its window, and the caption below. */
const PAPER = 8
const CAPTION = 6
const GAP = 4
const CORNER = 2

const ACROSS = ['a sinistra', '', 'a destra']
const DOWN = ['in alto', '', 'in basso']

/** `page` is a first sheet, drawn at `scale` pixels a millimetre. */
export function drawWindowViews(page: Canvas, geometry: Geometry, scale: number): Canvas {
  const { window, shift } = geometry
  const cell = {
    width: window.width + 2 * PAPER + GAP,
    height: window.height + 2 * PAPER + CAPTION + GAP,
  }
  const canvas = createCanvas(
    Math.round((3 * cell.width + GAP) * scale),
    Math.round((3 * cell.height + GAP) * scale),
  )
  const context = canvas.getContext('2d')
  context.scale(scale, scale)
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  for (const [row, down] of DOWN.entries()) {
    for (const [column, across] of ACROSS.entries()) {
      context.save()
      context.translate(GAP + column * cell.width, GAP + row * cell.height)
      drawEnvelope(context, geometry)
      const [x, y] = [(column - 1) * shift, (row - 1) * shift]
      drawCutOut(context, page, geometry, { x, y, scale })
      caption(context, [down, across].filter((word) => word !== '').join(' e '), geometry)
      context.restore()
    }
  }
  return canvas
}

function drawEnvelope(context: SKRSContext2D, { window }: Geometry): void {
  context.fillStyle = '#d8d3c6'
  context.fillRect(0, 0, window.width + 2 * PAPER, window.height + 2 * PAPER)
}

/** The sheet, moved by `x`, `y`, as far as its folded front reaches; beyond it the inside of the envelope. */
function drawCutOut(
  context: SKRSContext2D,
  page: Canvas,
  { window, folds, page: sheet }: Geometry,
  moved: { x: number; y: number; scale: number },
): void {
  context.save()
  context.translate(PAPER, PAPER)
  context.beginPath()
  context.roundRect(0, 0, window.width, window.height, CORNER)
  context.clip()
  context.fillStyle = '#8d8a82'
  context.fillRect(0, 0, window.width, window.height)
  const front = folds[0] ?? sheet.height
  const { x, y, scale } = moved
  context.drawImage(
    page,
    0,
    0,
    page.width,
    front * scale,
    x - window.x,
    y - window.y,
    page.width / scale,
    front,
  )
  context.restore()
  context.strokeStyle = '#6b6860'
  context.lineWidth = 0.3
  context.beginPath()
  context.roundRect(PAPER, PAPER, window.width, window.height, CORNER)
  context.stroke()
}

function caption(context: SKRSContext2D, where: string, { window, shift }: Geometry): void {
  useLabelFont(context, 3.4)
  context.fillStyle = '#333333'
  const text = where === '' ? 'foglio al centro della busta' : `foglio spostato di ${shift} mm ${where}`
  context.fillText(text.replace('.', ','), 0, window.height + 2 * PAPER + CAPTION - 1.4)
}
