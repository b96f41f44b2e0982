import { readFileSync } from 'node:fs'
import { type Canvas, createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { type Geometry, parseGeometry } from '../../src/letters/geometry.ts'
import { drawWindowViews } from '../../src/letters/window-views.ts'
import { drawZones } from '../../src/letters/zone-overlay.ts'

const SCALE = 4

function profile(name: string): Geometry {
  return parseGeometry(readFileSync(`templates/geometry/${name}.yaml`, 'utf8'), name)
}

/** A white sheet with one dark square millimetre. */
function sheet({ page }: Geometry, x: number, y: number): Canvas {
  const canvas = createCanvas(page.width * SCALE, page.height * SCALE)
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = 'black'
  context.fillRect(x * SCALE, y * SCALE, SCALE, SCALE)
  return canvas
}

function colourAt(canvas: Canvas, x: number, y: number): 'red' | 'dark' | 'white' | 'other' {
  const [red = 0, green = 0, blue = 0] = canvas
    .getContext('2d')
    .getImageData(Math.round(x * SCALE), Math.round(y * SCALE), 1, 1).data
  if (Math.min(red, green, blue) > 250) return 'white'
  if (Math.max(red, green, blue) < 60) return 'dark'
  return red > green + 40 ? 'red' : 'other'
}

describe.each(['it-dx', 'din-b', 'notify-c5'])('the zones of %s', (name) => {
  const geometry = profile(name)

  it('are drawn in red where they are', () => {
    const canvas = sheet(geometry, 1, 1)
    drawZones(canvas, geometry, { isFirst: true, scale: SCALE })
    const { window, address, secret, opening, folds } = geometry
    for (const { x, y, width, height } of [window, address, secret, opening]) {
      const edge = [0.3, 0.4, 0.6, 0.7].map((share) => colourAt(canvas, x + width * share, y + height))
      expect(edge).toContain('red')
    }
    for (const fold of folds) {
      const line = Array.from({ length: 20 }, (_, step) => colourAt(canvas, 2 + step / 4, fold))
      expect(line).toContain('red')
    }
  })

  it('leave what is printed as it is', () => {
    const at = [geometry.opening.x + 40, geometry.opening.y + 30] as const
    const canvas = sheet(geometry, ...at)
    drawZones(canvas, geometry, { isFirst: true, scale: SCALE })
    expect(colourAt(canvas, at[0] + 0.5, at[1] + 0.5)).toBe('dark')
  })
})

describe('the window of the envelope', () => {
  const geometry = profile('it-dx')
  const { window, shift } = geometry
  const views = (x: number, y: number) => drawWindowViews(sheet(geometry, x, y), geometry, SCALE)
  /** Square millimetres. */
  const darkIn = (canvas: Canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    let dark = 0
    for (let at = 0; at < data.length; at += 4) if ((data[at] as number) < 20) dark++
    return Math.round(dark / SCALE ** 2)
  }

  it.each([
    ['in the middle is seen nine times', window.x + 50, window.y + 20, 9],
    ['beside the window is seen where the sheet slides that way', window.x - 2, window.y + 20, 3],
    ['beyond the shift is never seen', window.x - shift - 1.5, window.y + 20, 0],
    [
      'beyond a corner is seen where the sheet slides both ways',
      window.x + window.width + 0.5,
      window.y - 1.5,
      1,
    ],
  ])('what stands %s', (_title, x, y, times) => {
    expect(darkIn(views(x, y))).toBe(times)
  })
})
