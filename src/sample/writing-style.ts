/**
 * The same data as different people and programs write them: `Nicolò`, `NICOLÒ`, `NICOLO'`, `nicolò`.
 *
 * @module
 */
import type { RequestRow } from './feed-rows.ts'

/** `CAPITALS_PLAIN` writes a final accent as an apostrophe, as keyboards without À made people do. */
export type Style = 'AS_TYPED' | 'CAPITALS' | 'CAPITALS_PLAIN' | 'SMALL'

const TEXT_COLUMNS = [
  'surname',
  'name',
  'postal_name',
  'presso',
  'street',
  'civic',
  'details',
  'po_box_office',
  'frazione',
  'locality',
] as const

const FOREIGN_LINES = ['address_line_1', 'address_line_2', 'address_line_3', 'address_line_4'] as const

/** Changes the row's texts and gives the row back. */
export function styled(row: RequestRow, style: Style): RequestRow {
  if (style === 'AS_TYPED') return row
  for (const column of TEXT_COLUMNS) row[column] = write(row[column], style)
  // People abroad are left their own spelling, but for those who write capitals.
  if (style === 'CAPITALS') for (const column of FOREIGN_LINES) row[column] = row[column].toUpperCase()
  return row
}

const FINAL_ACCENT = /[ÀÈÉÌÒÙ](?![\p{L}\p{N}])/gu
const ACCENTED = /[ÀÈÉÌÒÙ]/
const BARE: Readonly<Record<string, string>> = { À: 'A', È: 'E', É: 'E', Ì: 'I', Ò: 'O', Ù: 'U' }

function write(text: string, style: Style): string {
  if (text === '') return text
  if (style === 'SMALL') return text.toLowerCase()
  const capitals = text.toUpperCase()
  if (style === 'CAPITALS' || !ACCENTED.test(capitals)) return capitals
  return capitals.replace(FINAL_ACCENT, (letter) => `${BARE[letter]}'`)
}
