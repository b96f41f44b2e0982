/** @module The tables of an accessible PDF as a screen reader meets them. */
import { readOutline } from './outline.ts'

/** Rows of two cells: `['5 Ritenute Irpef', '1.234,56']`. */
export async function tableRows(pdf: Uint8Array): Promise<[string, string][]> {
  const lines = (await readOutline(pdf)).split('\n').map((line) => line.trim())
  return lines.flatMap((line, index) =>
    line.startsWith('TH ') && lines[index + 1]?.match(/^TD( |$)/)
      ? [[line.slice(3), lines[index + 1]?.slice(3) ?? ''] as [string, string]]
      : [],
  )
}
