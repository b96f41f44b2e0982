/** @module What the rules need to know of a year's form, without compiling it. */
import { join } from 'node:path'
import type { FormOutline } from '../domain/certificates/form-outline.ts'
import { faultSentence } from '../letters/file-fault.ts'
import { TemplateFault } from '../letters/template-fault.ts'
import { outlineOf } from './form-outline-of.ts'
import { FORMS, readForms } from './read-forms.ts'

/**
 * Undefined where the year has no form. Throws a `TemplateFault` while any form is faulty: the certificates of a whole
 * year would wait for a form that is only misspelt.
 */
export async function readOutline(
  templatesFolder: string,
  incomeYear: number,
): Promise<FormOutline | undefined> {
  const { forms, faults } = await readForms(templatesFolder)
  if (faults.length > 0) throw new TemplateFault(join(templatesFolder, FORMS), faults.map(faultSentence))
  const form = forms.find((one) => one.incomeYear === incomeYear)
  return form && outlineOf(form)
}
