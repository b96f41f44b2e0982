/**
 * A page geometry profile: where the window is, and where each part of a letter stands (`mail.md` §2.3).
 * Profiles are data; what must hold for any of them is checked here (`mail.md` §3.3, S16).
 *
 * @module
 */
import { parse } from 'yaml'
import { z } from 'zod'
import type { Box } from '../pdf/box.ts'
import { TemplateFault } from './template-fault.ts'

const length = z.number().min(0).max(1000)
/** Nobody reads less than this, and no setting allows it. */
const points = z.number().min(8).max(14)
const box = z.strictObject({ x: length, y: length, width: length, height: length })

const Geometry = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/, 'expected small letters, digits and hyphens'),
  description: z.string(),
  /** As the vendor's CSV calls it. */
  envelope: z.enum(['DL', 'C65', 'C5', 'C4']),
  /** That the envelope takes; certificates of many years go into several. */
  mostSheets: z.number().int().min(8).max(99).default(10),
  page: z.strictObject({ width: length, height: length, border: length }),
  /** Fold lines from the top edge, ascending. */
  folds: z.array(length),
  foldMarks: z.strictObject({ x: length, length }),
  window: box,
  /** How far the sheet may slide in the envelope, in every direction. */
  shift: length,
  address: box,
  addressText: z.strictObject({
    largest: points,
    smallest: points,
    narrowest: z.number().min(70).max(100),
    /** Distance of baselines, millimetres. */
    pitch: z.number().min(3.2).max(10),
  }),
  /** The return address on one line in the window, above the addressee. */
  senderLine: box.optional(),
  header: box,
  reference: box,
  opening: box,
  code: box,
  instructions: box,
  footer: box,
  /** The text of a second sheet. */
  continuation: box,
  /** The part of the code zone where the secret characters stand. */
  secret: box,
  sheetCode: box,
  /** Left empty for the vendor's marks. */
  insertionMarks: box,
  /** Left white on every sheet. */
  clear: z.array(box).default([]),
})

/** White beside what a sheet's area leaves out; above the foot there is a rule too. */
const BESIDE = 2
const ABOVE_FOOT = 2.5

export type Geometry = z.infer<typeof Geometry>

/** Zones that print something outside the window. */
const PRINTED = ['header', 'reference', 'opening', 'code', 'instructions', 'footer', 'sheetCode'] as const

/** Reads a profile; throws one `TemplateFault` that names everything wrong with it. */
export function parseGeometry(text: string, file: string): Geometry {
  let content: unknown
  try {
    content = parse(text)
  } catch (error) {
    throw new TemplateFault(file, [(error as Error).message])
  }
  const read = Geometry.safeParse(content)
  if (!read.success) {
    throw new TemplateFault(
      file,
      read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    )
  }
  const faults = geometryFaults(read.data)
  if (faults.length > 0) throw new TemplateFault(file, faults)
  return read.data
}

function geometryFaults(geometry: Geometry): string[] {
  const { page, shift, address, senderLine, code, secret, insertionMarks, continuation, footer } = geometry
  const faults: string[] = []
  const sheet = grow({ x: 0, y: 0, width: page.width, height: page.height }, -page.border)
  const window = grow(geometry.window, shift)

  for (const name of [...PRINTED, 'address', 'insertionMarks', 'continuation'] as const) {
    if (!contains(sheet, geometry[name])) faults.push(`${name}: nearer to the edge than ${page.border} mm`)
  }
  for (const name of [...PRINTED, 'address', 'continuation'] as const) {
    for (const clear of geometry.clear) {
      if (overlap(geometry[name], clear))
        faults.push(`${name}: in a zone that stays white (clear, x ${clear.x} y ${clear.y})`)
    }
  }
  if (!contains(grow(geometry.window, -shift), address)) {
    faults.push(`address: leaves the window when the sheet slides ${shift} mm`)
  }
  if (senderLine && !contains(grow(geometry.window, -shift), senderLine)) {
    faults.push(`senderLine: leaves the window when the sheet slides ${shift} mm`)
  }
  if (senderLine && overlap(senderLine, address)) faults.push('senderLine: overlaps address')
  if (overlap(continuation, window))
    faults.push(`continuation: in the window when the sheet slides ${shift} mm`)
  if (overlap(continuation, footer)) faults.push('continuation: overlaps footer')
  if (overlap(continuation, insertionMarks)) faults.push('continuation: overlaps insertionMarks')
  if (geometry.addressText.smallest > geometry.addressText.largest) {
    faults.push('addressText: smallest is larger than largest')
  }
  for (const [index, name] of PRINTED.entries()) {
    if (overlap(geometry[name], window))
      faults.push(`${name}: in the window when the sheet slides ${shift} mm`)
    if (overlap(geometry[name], insertionMarks)) faults.push(`${name}: overlaps insertionMarks`)
    for (const other of PRINTED.slice(index + 1)) {
      if (overlap(geometry[name], geometry[other])) faults.push(`${name}: overlaps ${other}`)
    }
  }
  if (!contains(code, secret)) faults.push('secret: leaves the code zone')
  const moved = grow(secret, shift)
  for (const fold of geometry.folds) {
    if (moved.y < fold && fold < moved.y + moved.height) faults.push(`secret: under the fold at ${fold} mm`)
  }
  if (overlap(folded(moved, geometry.folds), geometry.window)) {
    faults.push('secret: behind the window when the sheet is folded')
  }
  return faults
}

/** What a sheet behind the first may be printed upon: all but its own code, the vendor's marks, the foot and what stays white. */
export function sheetArea({ page, sheetCode, insertionMarks, foldMarks, clear, footer }: Geometry): Box {
  const [middle, centre] = [page.width / 2, page.height / 2]
  const bands = clear.filter(({ width }) => width > middle)
  const columns = [sheetCode, insertionMarks, { ...foldMarks, width: foldMarks.length }, ...clear].filter(
    ({ width }) => width <= middle,
  )
  const left = columns.filter((box) => box.x < middle).map((box) => box.x + box.width)
  const right = columns.filter((box) => box.x >= middle).map((box) => box.x)
  const above = bands.filter((box) => box.y < centre).map((box) => box.y + box.height)
  const below = bands.filter((box) => box.y >= centre).map((box) => box.y)
  const x = Math.max(page.border, ...left) + BESIDE
  const y = Math.max(page.border, ...above) + BESIDE
  return {
    x,
    y,
    width: Math.min(page.width - page.border, ...right) - BESIDE - x,
    height: Math.min(footer.y - ABOVE_FOOT, ...below) - y,
  }
}

/**
 * Where a box lies behind the first part once the sheet is folded like an accordion: each second part is upside
 * down. A letter fold brings every part of a sheet in three to the same place. The box must not cross a fold.
 */
function folded(moved: Box, folds: readonly number[]): Box {
  const part = folds.filter((fold) => fold <= moved.y).length
  const starts = [0, ...folds]
  let top = 0
  for (let index = 1; index <= part; index++) {
    // An odd part hangs from the fold before it; an even one starts again where the odd one ended.
    const height = (starts[index] as number) - (starts[index - 1] as number)
    top = index % 2 === 1 ? top + height : top - height
  }
  const within = moved.y - (starts[part] as number)
  return { ...moved, y: part % 2 === 1 ? top - within - moved.height : top + within }
}

function grow(area: Box, by: number): Box {
  return { x: area.x - by, y: area.y - by, width: area.width + 2 * by, height: area.height + 2 * by }
}

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
