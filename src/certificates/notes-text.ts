/**
 * Coded notes in the words of the form's year.
 *
 * @module
 */
import type { CertificateNote } from '../domain/certificates/certificate-data.ts'
import type { Form } from './form.ts'

/** Describes the certified income; made from the pensions of the year. */
export const PENSION_NOTE = 'AI'

const SLOT = /\{\{([^{}]*)\}\}/g

/** The note's text with its slots filled. */
export function noteText(form: Form, { code, slots }: CertificateNote): string {
  const text = form.notes[code]?.text
  if (text === undefined) throw new RangeError(`${form.form} has no note ${code}`)
  return text.replace(SLOT, (_, name: string) => slots[name.trim()] ?? '')
}

/** What note AI says above the table of pensions. */
export function pensionHeading(form: Form): string {
  const text = form.notes[PENSION_NOTE]?.text ?? 'Redditi certificati'
  return text.replace(SLOT, '').trim()
}
