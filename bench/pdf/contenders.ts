/**
 * Who is compared, and with how many letters: enough for some seconds, since the slowest would need an hour for ours.
 *
 * @module
 */
import type { Engine } from './engine.ts'
import { ourBundle, ourSingles } from './ours.ts'
import { pdfLib } from './pdf-lib.ts'
import { pdfkit } from './pdfkit.ts'
import { pdfme } from './pdfme.ts'

export type Mode = 'bundle' | 'single'

export const OURS = 'recapito'

export interface Contender {
  readonly name: string
  readonly letters: Readonly<Record<Mode, number>>
  open(): Promise<Engine>
}

const PDF_LIB = { packageName: 'pdf-lib', fontkitName: '@pdf-lib/fontkit' }
const CANTOO = { packageName: '@cantoo/pdf-lib', fontkitName: 'fontkit' }

export const CONTENDERS: readonly Contender[] = [
  {
    name: OURS,
    letters: { bundle: 200_000, single: 100_000 },
    open: async () => ({ bundle: ourBundle, singles: ourSingles }),
  },
  {
    name: 'pdf-lib',
    letters: { bundle: 600, single: 200 },
    open: () => pdfLib({ ...PDF_LIB, base: false }),
  },
  {
    name: 'pdf-lib+base',
    letters: { bundle: 1500, single: 300 },
    open: () => pdfLib({ ...PDF_LIB, base: true }),
  },
  {
    name: '@cantoo/pdf-lib',
    letters: { bundle: 800, single: 350 },
    open: () => pdfLib({ ...CANTOO, base: false }),
  },
  {
    name: '@cantoo/pdf-lib+base',
    letters: { bundle: 2000, single: 500 },
    open: () => pdfLib({ ...CANTOO, base: true }),
  },
  { name: 'pdfkit', letters: { bundle: 2500, single: 400 }, open: pdfkit },
  { name: 'pdfme', letters: { bundle: 500, single: 80 }, open: () => pdfme({ base: false }) },
  { name: 'pdfme+base', letters: { bundle: 1000, single: 100 }, open: () => pdfme({ base: true }) },
]
