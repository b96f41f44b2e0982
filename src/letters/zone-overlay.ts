/**
 * Draws the zones of a geometry profile upon a drawn page, in red and with their names.
 *
 * @module
 */
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import type { Box } from '../pdf/box.ts'
import type { Geometry } from './geometry.ts'
import { useLabelFont } from './label-font.ts'
import { zoneName } from './zone-names.ts'

const RED = '#c8102e'
/** Millimetres. */
const TEXT_HEIGHT = 2.6
const TAG_HEIGHT = 3.6
const PADDING = 0.8
const LINE = 0.25
/** Of the page, that tags keep clear. */
const EDGE = 0.5

interface Mark {
  readonly label: string
  readonly box: Box
  /** `area` is what stays white; `limit` is a line that nothing crosses. */
  readonly kind: 'zone' | 'area' | 'limit'
}

/** `isFirst`: the sheet that shows an address; `scale` is in pixels a millimetre. */
export function drawZones(
  canvas: Canvas,
  geometry: Geometry,
  options: { isFirst: boolean; scale: number },
): void {
  const { isFirst, scale } = options
  const context = canvas.getContext('2d')
  const plain = context.getImageData(0, 0, canvas.width, canvas.height).data
  const marks = marksOn(geometry, isFirst)
  context.save()
  context.scale(scale, scale)
  context.strokeStyle = RED
  context.lineWidth = LINE
  for (const { box, kind } of marks) drawMark(context, box, kind)
  useLabelFont(context, TEXT_HEIGHT)
  const taken: Box[] = []
  for (const { label, box } of byFreedom(marks)) {
    const width = context.measureText(label).width + 2 * PADDING
    const placed = bestPlace(candidates(box, width, geometry.page.width), cost)
    taken.push(placed.box)
    drawTag(context, label, placed)
  }
  context.restore()

  /** What a tag would hide: other tags above all, then what is printed. */
  function cost({ box }: Place): number {
    const { width, height } = geometry.page
    const isOff = box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height
    const hidden = taken.filter((other) => overlap(other, box)).length
    return (isOff ? 1e6 : 0) + hidden * 1e5 + inkIn(plain, canvas, box, scale)
  }
}

function marksOn(geometry: Geometry, isFirst: boolean): Mark[] {
  const { page, shift, window, folds, clear } = geometry
  const zone = (name: keyof typeof geometry & string, box: Box): Mark => ({
    label: zoneName(name),
    box,
    kind: 'zone',
  })
  const limit = (label: string, box: Box): Mark => ({ label, box, kind: 'limit' })
  const sheet = { x: 0, y: 0, width: page.width, height: page.height }
  const moved = (by: number) =>
    limit(`finestra ${by > 0 ? '+' : '−'}${shift} mm`.replace('.', ','), grown(window, by))
  return [
    zone('header', geometry.header),
    zone('footer', geometry.footer),
    zone('sheetCode', geometry.sheetCode),
    { ...zone('insertionMarks', geometry.insertionMarks), kind: 'area' },
    ...clear.map((box): Mark => ({ label: 'clear (resta bianca)', box, kind: 'area' })),
    ...(isFirst
      ? [
          zone('window', window),
          zone('address', geometry.address),
          ...(geometry.senderLine ? [zone('senderLine', geometry.senderLine)] : []),
          zone('reference', geometry.reference),
          zone('opening', geometry.opening),
          zone('code', geometry.code),
          zone('secret', geometry.secret),
          zone('instructions', geometry.instructions),
          moved(-shift),
        ]
      : [zone('continuation', geometry.continuation), { ...zone('window', window), kind: 'area' as const }]),
    moved(shift),
    ...folds.map((fold) =>
      limit(`folds (piega a ${fold} mm)`.replace('.', ','), { ...sheet, y: fold, height: 0 }),
    ),
    limit(`border (${page.border} mm)`.replace('.', ','), grown(sheet, -page.border)),
  ]
}

function drawMark(context: SKRSContext2D, { x, y, width, height }: Box, kind: Mark['kind']): void {
  if (kind === 'area') {
    context.fillStyle = 'rgba(200, 16, 46, 0.10)'
    context.fillRect(x, y, width, height)
  }
  context.setLineDash(kind === 'limit' ? [1.6, 1.2] : [])
  if (height > 0) context.strokeRect(x, y, width, height)
  else {
    context.beginPath()
    context.moveTo(x, y)
    context.lineTo(x + width, y)
    context.stroke()
  }
}

/** A place for a tag; upright ones are read from below. */
interface Place {
  readonly box: Box
  readonly isUpright: boolean
}

/** The smaller a zone, the fewer places for its tag: it chooses first. Lines across the page choose last. */
function byFreedom(marks: readonly Mark[]): Mark[] {
  const size = ({ box, kind }: Mark) => (kind === 'limit' ? 1e6 : 0) + box.width * box.height
  return [...marks].sort((a, b) => size(a) - size(b))
}

/** Upon the edges of a zone and within its corners; along its side where it is too narrow. */
function candidates({ x, y, width, height }: Box, tag: number, pageWidth: number): Place[] {
  const bottom = y + height
  const lefts = [x, x + width - tag, x + (width - tag) / 2].map((left) =>
    Math.min(Math.max(left, EDGE), pageWidth - tag - EDGE),
  )
  const tops = [y - TAG_HEIGHT, bottom, ...(height > 2 * TAG_HEIGHT ? [y, bottom - TAG_HEIGHT] : [])]
  const across = tops.flatMap((top) =>
    lefts.map((left) => ({ box: { x: left, y: top, width: tag, height: TAG_HEIGHT }, isUpright: false })),
  )
  if (width >= tag || height < tag) return across
  const upright = [x, x + width - TAG_HEIGHT, x + width].flatMap((left) =>
    [y, bottom - tag].map((top) => ({
      box: { x: left, y: top, width: TAG_HEIGHT, height: tag },
      isUpright: true,
    })),
  )
  return [...upright, ...across]
}

/** The first of the cheapest. */
function bestPlace(places: readonly Place[], costOf: (place: Place) => number): Place {
  let least = Number.POSITIVE_INFINITY
  let best = places[0] as Place
  for (const place of places) {
    const cost = costOf(place)
    if (cost < least) [least, best] = [cost, place]
  }
  return best
}

function drawTag(context: SKRSContext2D, label: string, { box, isUpright }: Place): void {
  const { x, y, width, height } = box
  context.fillStyle = 'rgba(255, 255, 255, 0.88)'
  context.fillRect(x, y, width, height)
  context.fillStyle = RED
  context.save()
  if (isUpright) {
    context.translate(x, y + height)
    context.rotate(-Math.PI / 2)
  } else context.translate(x, y)
  context.fillText(label, PADDING, TAG_HEIGHT - PADDING - 0.2)
  context.restore()
}

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Of 255: what is lighter hides nothing. */
const WHITE = 200
/** Letters are wider than this many pixels. */
const STEP = 2

/** How many pixels of a box are printed upon. */
function inkIn(pixels: Uint8ClampedArray, canvas: Canvas, box: Box, scale: number): number {
  const [left, right] = [box.x, box.x + box.width].map((x) => Math.round(x * scale)) as [number, number]
  const [top, bottom] = [box.y, box.y + box.height].map((y) => Math.round(y * scale)) as [number, number]
  let ink = 0
  for (let y = Math.max(0, top); y < Math.min(canvas.height, bottom); y += STEP) {
    for (let x = Math.max(0, left); x < Math.min(canvas.width, right); x += STEP) {
      if ((pixels[(y * canvas.width + x) * 4 + 1] as number) < WHITE) ink++
    }
  }
  return ink
}
