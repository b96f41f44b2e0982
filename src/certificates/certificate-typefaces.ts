/**
 * The typefaces of a certificate: one family, so that a file carries little, whose figures all have one width and
 * whose letters stay open at the smallest size.
 *
 * @module
 */
import { PERSON, personTypeface, typefaceFile } from '../letters/letter-typefaces.ts'
import type { TypefaceDescription } from '../pdf/template.ts'

/** Labels and values. */
export const TEXT = PERSON
export const STRONG = 'certificate strong'

/** What most people's data are written with: a file that has no other character carries no other font. */
const EVERYDAY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÀÈÉÌÒÙàèéìòù.,:;-/()'’–"

/** What values may say beside the text of the form itself. */
export interface ValueText {
  readonly text: string
  readonly strong: string
}

export function certificateTypefaces({ text, strong }: ValueText): Record<string, TypefaceDescription> {
  const everyday = [...new Set(EVERYDAY + text.replace(/\{\{[^{}]*\}\}/g, ''))].join('')
  const person = personTypeface(everyday)
  return {
    [TEXT]: { file: person.file, alphabets: [everyday, ...person.alphabets], isUnkerned: true },
    [STRONG]: { file: typefaceFile('noto-sans', 'strong'), alphabets: [strong] },
  }
}
