/** @module The window: the address and nothing else, wherever the sheet slides in its envelope. */
import { grow, overhang, touches } from './area.ts'
import type { Expectation } from './expectation.ts'
import { mm, type PageFault } from './fault.ts'
import { type Line, linesOf, type Run } from './page-runs.ts'

/** What could show in the window, line by line. */
export interface WindowText {
  readonly address: readonly Line[]
  /** Where the profile sets the sender into the window; absent on a continuation sheet, which has none. */
  readonly sender?: readonly Line[]
}

/** A descender may hang out of the sender's zone so far. */
const TOLERANCE_MM = 1

export function windowText(runs: readonly Run[], expectation: Expectation, first: boolean): WindowText {
  const { window, shift, senderLine } = expectation
  const reach = grow(window, shift)
  const zone = first && senderLine && grow(senderLine.box, TOLERANCE_MM)
  const shown = Map.groupBy(
    runs.filter(({ box }) => touches(box, reach)),
    ({ box }) => (zone && overhang(zone, box) <= 0 ? 'sender' : 'address'),
  )
  const address = linesOf(shown.get('address') ?? [])
  return zone ? { address, sender: linesOf(shown.get('sender') ?? []) } : { address }
}

/** `rows` are what must stand there, none on a continuation sheet; undefined where nobody knows. */
export function windowTextFaults(
  { address: lines, sender }: WindowText,
  expectation: Expectation,
  rows: readonly string[] | undefined,
): PageFault[] {
  const expected = rows?.map((row) => row.normalize('NFC'))
  const found = lines.map(({ text }) => text.normalize('NFC'))
  const extra = expected ? linesBeyond(found, expected) : []
  if (extra === undefined) return [{ code: 'ADDRESS_DIFFERS', detail: difference(found, expected ?? []) }]
  return [
    ...senderFaults(sender, expectation),
    ...extra.map((index) => ({ code: 'WINDOW_TEXT' as const, detail: place(lines[index] as Line) })),
    ...outside(
      lines.filter((_, index) => !extra.includes(index)),
      expectation,
    ),
  ]
}

function senderFaults(lines: readonly Line[] | undefined, { senderLine }: Expectation): PageFault[] {
  const text = senderLine?.text
  const found = lines?.map((line) => line.text).join(' ')
  if (found === undefined || text === undefined || found.normalize('NFC') === text.normalize('NFC')) return []
  return [{ code: 'WINDOW_TEXT', detail: 'la riga del mittente è diversa da quella attesa' }]
}

/** The places of lines that are not among the rows, when the rows are all there in their order. */
function linesBeyond(found: readonly string[], rows: readonly string[]): number[] | undefined {
  const extra: number[] = []
  let next = 0
  for (const [index, line] of found.entries()) {
    if (line === rows[next]) next += 1
    else extra.push(index)
  }
  return next === rows.length ? extra : undefined
}

/** Where the address departs from its rows, without repeating a character of it. */
function difference(found: readonly string[], rows: readonly string[]): string {
  if (found.length !== rows.length) return `${found.length} righe invece di ${rows.length}`
  const at = rows.findIndex((row, index) => row !== found[index])
  const [row, line] = [[...(rows[at] ?? '')], [...(found[at] ?? '')]]
  const character = row.findIndex((own, index) => own !== line[index])
  const lengths = row.length === line.length ? '' : `, ${line.length} caratteri invece di ${row.length}`
  return `riga ${at + 1}, dal carattere ${(character === -1 ? row.length : character) + 1}${lengths}`
}

function outside(lines: readonly Line[], { window, shift }: Expectation): PageFault[] {
  const always = grow(window, -shift)
  const over = lines.map(({ runs }) =>
    Math.max(...runs.filter(({ text }) => text.trim() !== '').map(({ box }) => overhang(always, box))),
  )
  return over.flatMap((length, index) =>
    length > 0
      ? [{ code: 'ADDRESS_OUTSIDE' as const, detail: `riga ${index + 1}, di ${mm(length)} mm` }]
      : [],
  )
}

function place({ text, runs }: Line): string {
  const [first] = runs
  return `${[...text].length} caratteri a x ${mm(first?.box.x ?? 0)}, y ${mm(first?.baseline ?? 0)} mm`
}
