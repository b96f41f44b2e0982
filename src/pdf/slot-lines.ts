/**
 * Lines that are one value and nothing else, one after the other: most of a form. What surrounds the values is written
 * out once, and boxes that stay empty are copied together; the bytes are those of `drawLine`.
 *
 * @module
 */
import { Slot } from './atoms.ts'
import { type Canvas, POINTS_PER_MM, type Tagging } from './canvas.ts'
import type { FontTable } from './font-table.ts'
import { baselineOf, drawLine, type PreparedLine } from './set-field.ts'
import type { Refusal, Values } from './template.ts'

/** Around a value in one of its font's alphabets, at the line's own size. */
interface Surround {
  /** Up to where the line begins; with that place and the font too, where every value begins there. */
  readonly before: Uint8Array
  readonly after: Uint8Array
  readonly end: Uint8Array
  readonly fontBit: number
}

interface SlotLine {
  readonly prepared: PreparedLine
  readonly slot: string
  readonly font: FontTable
  /** Thousandths of a point: a value that is wider is no matter of this file. */
  readonly room: number
  readonly startsAtLeft: boolean
  readonly surrounds: Record<Tagging, (Surround | undefined)[]>
}

export function isSlotLine({ tokens }: PreparedLine): boolean {
  return tokens.length === 1 && tokens[0] instanceof Slot
}

export class SlotLines {
  readonly #lines: readonly SlotLine[]
  /** All lines as they look when they are empty, and where each begins among them. */
  readonly #empty: Partial<Record<Tagging, { readonly block: Buffer; readonly starts: readonly number[] }>> =
    {}

  constructor(lines: readonly PreparedLine[]) {
    this.#lines = lines.map((prepared): SlotLine => {
      const { font, name } = prepared.tokens[0] as Slot
      const { box, align } = prepared.line
      const room = box.width * POINTS_PER_MM * 1000
      const surrounds = { tagged: [], plain: [] }
      return { prepared, slot: name, font, room, startsAtLeft: align === 'left', surrounds }
    })
  }

  draw(canvas: Canvas, values: Values): Refusal | undefined {
    const lines = this.#lines
    const { block, starts } = this.#emptyOn(canvas)
    let firstEmpty = 0
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index] as SlotLine
      const value = values[line.slot]
      if (value === '') continue
      if (firstEmpty < index) canvas.part(block, starts[firstEmpty] as number, starts[index] as number)
      firstEmpty = index + 1
      if (typeof value === 'string' && drawValue(canvas, line, value)) continue
      const refusal = drawLine(canvas, line.prepared, values)
      if (refusal) return refusal
    }
    canvas.part(block, starts[firstEmpty] as number, block.length)
    return undefined
  }

  #emptyOn(canvas: Canvas) {
    let empty = this.#empty[canvas.tagging]
    if (!empty) {
      const own = canvas.blank()
      const starts = this.#lines.map(({ prepared: { line, id } }) => {
        const start = own.length
        own.beginTag(line.tag, id)
        own.endTag()
        return start
      })
      empty = { block: own.toBuffer(), starts: [...starts, own.length] }
      this.#empty[canvas.tagging] = empty
    }
    return empty
  }
}

/** Answers whether it did: a value for which the line must be made smaller, or that has no one font, it leaves. */
function drawValue(canvas: Canvas, line: SlotLine, value: string): boolean {
  const { font, prepared } = line
  const measured = font.measure(value)
  if (!measured) return false
  const { width, alphabet } = measured
  const { box, size, align } = prepared.line
  if (width * size > line.room) return false
  const around = line.surrounds[canvas.tagging][alphabet] ?? surround(canvas, line, alphabet)
  canvas.bytes(around.before)
  if (!line.startsAtLeft) {
    const slack = box.width - (width * size * 100) / 100_000 / POINTS_PER_MM
    canvas.number((box.x + (align === 'right' ? slack : slack / 2)) * POINTS_PER_MM).bytes(around.after)
  }
  font.encode(canvas, value)
  canvas.bytes(around.end)
  canvas.usedFonts |= around.fontBit
  return true
}

function surround(canvas: Canvas, line: SlotLine, alphabet: number): Surround {
  const { font, prepared, startsAtLeft } = line
  const { line: style, id } = prepared
  const own = canvas.blank()
  own.beginTag(style.tag, id)
  own.beginText(style, startsAtLeft ? style.box.x : 0, baselineOf(style, font, style.size))
  own.beginShow({ font, alphabet }, style.size)
  const start = own.toBuffer()
  own.length = 0
  own.endShow()
  own.endText(style)
  own.endTag()
  const cut = startsAtLeft ? start.length : start.indexOf('BT ') + 'BT '.length
  const around: Surround = {
    before: start.subarray(0, cut),
    // Without the zero that stands for the place.
    after: start.subarray(cut + 1),
    end: own.toBuffer(),
    fontBit: own.usedFonts,
  }
  line.surrounds[canvas.tagging][alphabet] = around
  return around
}
