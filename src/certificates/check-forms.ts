/**
 * Everything that staff edit for certificates, looked at in one go: which forms there are, and every fault with its
 * place.
 *
 * @module
 */
import type { FileFault } from '../letters/file-fault.ts'
import { formPrintFaults } from './load-certificate-forms.ts'
import { readForms } from './read-forms.ts'

export interface FormCheck {
  readonly forms: readonly {
    readonly form: string
    readonly incomeYear: number
    readonly points: number
    /** Of the points, those whose number or label has no source. */
    readonly unsourced: number
    readonly notes: number
  }[]
  readonly faults: readonly FileFault[]
}

export async function checkForms(templatesFolder: string): Promise<FormCheck> {
  const read = await readForms(templatesFolder)
  const { forms } = read
  const faults = [...read.faults, ...(await formPrintFaults(read, { templatesFolder, test: false }))]
  return {
    forms: forms.map(({ form, incomeYear, sections, notes }) => {
      const points = sections.flatMap(({ groups }) => groups.flatMap((group) => group.points))
      return {
        form,
        incomeYear,
        points: points.length,
        unsourced: points.filter(({ known }) => known === 'K').length,
        notes: Object.keys(notes).length,
      }
    }),
    faults: faults.toSorted((a, b) => a.file.localeCompare(b.file, 'en') || (a.line ?? 0) - (b.line ?? 0)),
  }
}
