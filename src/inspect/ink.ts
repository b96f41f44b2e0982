/** @module Zones that must stay white, looked at in the pixels of a drawn page: whatever drew there, it is seen. */
import type { Box } from '../pdf/box.ts'
import { grow } from './area.ts'
import type { Expectation } from './expectation.ts'
import { mm, type PageFault } from './fault.ts'
import type { PDFPageProxy } from './open-pdf.ts'
import { renderPage } from './render-page.ts'

/** 72 dots an inch: a point is a pixel, and a hairline still greys one. */
const SCALE = 1
const PIXELS_PER_MM = (72 * SCALE) / 25.4
/** Edges of what is printed beside a zone are blurred over a pixel. */
const BLUR_MM = 0.5
/** Of 255: a copier shows nothing lighter. */
const WHITE = 248

interface ClearZone {
  readonly name: string
  readonly box: Box
  /** Where ink may be all the same. */
  readonly except?: readonly Box[]
}

/** What a sheet may show in the window: its address, nothing, or anything because another sheet covers it. */
export type Behind = 'address' | 'empty' | 'covered'

export async function inkFaults(
  page: PDFPageProxy,
  expectation: Expectation,
  window: Behind,
): Promise<PageFault[]> {
  const image = await drawn(page)
  return clearZones(expectation, window).flatMap(({ name, box, except }) => {
    const found = firstInk(image, box, except)
    return found
      ? [{ code: 'INK_IN_CLEAR_ZONE' as const, detail: `${name}, a x ${mm(found.x)}, y ${mm(found.y)} mm` }]
      : []
  })
}

function clearZones(expectation: Expectation, shows: Behind): ClearZone[] {
  const { page, border, blank, window, shift, address, senderLine } = expectation
  const printed = [address, ...(senderLine ? [senderLine.box] : [])].map((box) => grow(box, BLUR_MM))
  const sides: readonly (readonly [string, Box])[] = [
    ['bordo superiore', { x: 0, y: 0, width: page.width, height: border }],
    ['bordo inferiore', { x: 0, y: page.height - border, width: page.width, height: border }],
    ['bordo sinistro', { x: 0, y: 0, width: border, height: page.height }],
    ['bordo destro', { x: page.width - border, y: 0, width: border, height: page.height }],
  ]
  return [
    ...sides.map(([name, box]) => ({ name, box })),
    ...blank.map((box) => ({ name: 'zona riservata', box })),
    ...(shows === 'covered'
      ? []
      : [{ name: 'finestra', box: grow(window, shift), except: shows === 'address' ? printed : [] }]),
  ]
}

interface Image {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

async function drawn(page: PDFPageProxy): Promise<Image> {
  const canvas = await renderPage(page, SCALE)
  return { pixels: canvas.data(), width: canvas.width, height: canvas.height }
}

/** Where ink begins in the zone, in millimetres. */
function firstInk(
  { pixels, width, height }: Image,
  zone: Box,
  except: readonly Box[] = [],
): { x: number; y: number } | undefined {
  const area = pixelsOf(grow(zone, -BLUR_MM))
  const spared = except.map(pixelsOf)
  for (let y = Math.max(0, area.top); y < Math.min(height, area.bottom); y++) {
    for (let x = Math.max(0, area.left); x < Math.min(width, area.right); x++) {
      if (spared.some((part) => x >= part.left && x < part.right && y >= part.top && y < part.bottom))
        continue
      const at = (y * width + x) * 4
      const lightest = Math.min(pixels[at] as number, pixels[at + 1] as number, pixels[at + 2] as number)
      if (lightest < WHITE) return { x: x / PIXELS_PER_MM, y: y / PIXELS_PER_MM }
    }
  }
  return undefined
}

function pixelsOf({ x, y, width, height }: Box): Record<'left' | 'top' | 'right' | 'bottom', number> {
  return {
    left: Math.floor(x * PIXELS_PER_MM),
    top: Math.floor(y * PIXELS_PER_MM),
    right: Math.ceil((x + width) * PIXELS_PER_MM),
    bottom: Math.ceil((y + height) * PIXELS_PER_MM),
  }
}
