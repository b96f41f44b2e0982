/** @module The zones of a geometry profile, as staff call them. */
import type { Geometry } from './geometry.ts'

type Zone = {
  [Name in keyof Geometry]-?: NonNullable<Geometry[Name]> extends { x: number; height: number } ? Name : never
}[keyof Geometry]

const ZONE_NAMES: Readonly<Record<Zone, string>> = {
  window: 'finestra',
  address: 'indirizzo',
  senderLine: 'mittente nella finestra',
  header: 'intestazione',
  reference: 'riferimenti',
  opening: 'apertura',
  code: 'codice',
  instructions: 'istruzioni',
  footer: 'piede',
  continuation: 'secondo foglio',
  secret: 'caratteri segreti',
  sheetCode: 'codice del foglio',
  insertionMarks: 'segni per l’imbustatrice',
}

/** `window` → `window (finestra)`: as the file writes it, and as one says it. */
export function zoneName(name: string): string {
  const spoken = ZONE_NAMES[name as Zone]
  return spoken === undefined ? name : `${name} (${spoken})`
}
