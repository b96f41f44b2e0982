/**
 * Remembers how a flow was drawn for the values it met: many letters of a night were asked for on one day and announced
 * in one way, and say the same paragraph.
 *
 * @module
 */
import { Slot } from './atoms.ts'
import type { Canvas, Tagging } from './canvas.ts'
import type { PreparedFlow } from './set-flow.ts'
import type { Refusal, Values } from './template.ts'

/** Flows that are kept; then all are forgotten, so that memory stays flat. */
const MOST = 256
/** So many different ones in a row, and the flow is taken to differ in every piece. */
const PATIENCE = 64

type Draw = (canvas: Canvas, values: Values) => Refusal | undefined

export function remembered({ blocks, isFixed }: PreparedFlow, draw: Draw): Draw {
  const slots = [
    ...new Set(
      blocks.flatMap(({ tokens }) => tokens.flatMap((token) => (token instanceof Slot ? [token.name] : []))),
    ),
  ]
  const kept: Record<Tagging, Map<string, { bytes: Uint8Array; usedFonts: number }>> = {
    tagged: new Map(),
    plain: new Map(),
  }
  let misses = 0
  return (canvas, values) => {
    if (isFixed || misses > PATIENCE) return draw(canvas, values)
    const known = kept[canvas.tagging]
    const key = slots.map((slot) => values[slot]).join('\n')
    const drawn = known.get(key)
    if (drawn) {
      misses = 0
      canvas.bytes(drawn.bytes)
      canvas.usedFonts |= drawn.usedFonts
      return undefined
    }
    misses++
    const own = canvas.blank()
    const refusal = draw(own, values)
    if (refusal) return refusal
    if (known.size === MOST) known.clear()
    known.set(key, { bytes: own.toBuffer(), usedFonts: own.usedFonts })
    canvas.bytes(own.buffer.subarray(0, own.length))
    canvas.usedFonts |= own.usedFonts
    return undefined
  }
}
