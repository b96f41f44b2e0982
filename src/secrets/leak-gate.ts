/**
 * The leak gate (`design.md` §8): looks for the halves of a bundle in all that was made of it. Each must stand once, on
 * its own letter's first page and in the code's box; anywhere else it is a leak, and the bundle must not be sealed.
 *
 * Eight characters that might be a code, but of no letter here, are no fault: addresses abroad have numbers of eight
 * digits. A codice fiscale is known by its shape.
 *
 * @module
 */
import type { Leak } from './leak.ts'
import { type Guarded, leaksInPdf } from './leaks-in-pdf.ts'
import { leaksInText, lineAt } from './leaks-in-text.ts'
import { cellAt } from './mailing-cell.ts'

export interface Produced {
  readonly pdf: Buffer
  readonly csv: Buffer
  readonly manifest: string
  readonly names: readonly string[]
}

/** More of them say nothing more. */
const MOST = 20

/** Each place once, in the order of the files; no more than twenty. Where no codes are `guarded` the PDF is not looked at. */
export function findLeaks({ pdf, csv, manifest, names }: Produced, guarded: Guarded | undefined): Leak[] {
  const halves = new Set(guarded?.letters.map(({ half }) => half))
  const manifestBytes = Buffer.from(manifest)
  const namesBytes = Buffer.from(names.join('\n'))
  const leaks = [
    ...(guarded ? leaksInPdf(pdf, guarded, halves) : []),
    ...leaksInText(csv, halves, (at) => `CSV, ${cellAt(csv, at)}`),
    ...leaksInText(manifestBytes, halves, (at) => `manifesto, riga ${lineAt(manifestBytes, at)}`),
    ...leaksInText(namesBytes, halves, (at) => `nome del file ${lineAt(namesBytes, at)}`),
  ]
  const once = new Map(leaks.map((leak) => [`${leak.code} ${leak.page} ${leak.place}`, leak]))
  return [...once.values()].slice(0, MOST)
}
