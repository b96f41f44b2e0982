/**
 * The addressee's lines in the window: as large as they fit, never cut.
 *
 * @module
 */
import { type Box, POINTS_PER_MM } from '../pdf/content.ts'
import { type Typeface, unicodeName } from '../pdf/typeface.ts'

/** What measuring says; `detail` completes a sentence and never holds a secret. */
export type Measured =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly code: 'GLIFO_MANCANTE' | 'TESTO_TROPPO_LUNGO'
      readonly field: string
      readonly detail: string
    }

/** One size for all lines of a block, in points and per cent of their natural width. */
export interface AddressFit {
  readonly size: number
  readonly stretch: number
}

/** `domain.md` §4.1: six lines, the sixth abroad only. */
const MOST_LINES = 6
const LARGEST = 11
/** Below 9 points sorting machines and older eyes misread [K]. */
const SMALLEST = 9
/** Narrowed to this at most: 44 capitals of usual width fit, 44 of the letter W do not. */
const NARROWEST = 85

export const LINE_PITCH_MM = 5.2

export function measureAddress(lines: readonly string[], typeface: Typeface, zone: Box): Measured {
  if (lines.length > MOST_LINES || lines.length * LINE_PITCH_MM > zone.height) {
    return { ok: false, code: 'TESTO_TROPPO_LUNGO', field: 'indirizzo', detail: `${lines.length} righe` }
  }
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string
    const field = `riga ${index + 1} dell’indirizzo`
    const missing = typeface.missingGlyph(line)
    if (missing !== undefined)
      return { ok: false, code: 'GLIFO_MANCANTE', field, detail: unicodeName(missing) }
    const width = (typeface.textWidth(line, SMALLEST) * NARROWEST) / 100 / POINTS_PER_MM
    if (width > zone.width) {
      const detail = `${Math.ceil(width)} mm invece di ${Math.floor(zone.width)}`
      return { ok: false, code: 'TESTO_TROPPO_LUNGO', field, detail }
    }
  }
  return { ok: true }
}

/** The size at which all lines fit; only for lines that `measureAddress` accepted. */
export function fitAddress(lines: readonly string[], typeface: Typeface, zone: Box): AddressFit {
  const widest = Math.max(...lines.map((line) => typeface.textWidth(line, 1)))
  const fitting = (zone.width * POINTS_PER_MM) / widest
  const size = Math.min(LARGEST, Math.max(SMALLEST, Math.floor(fitting * 2) / 2))
  return { size, stretch: Math.min(100, Math.floor((fitting / size) * 1000) / 10) }
}
