/**
 * Compiles the form of a year: typefaces and pictures once, as plain data that a thread, a cache or an archive can
 * take. Each form is compiled on its own, so that a new year changes no byte of another.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { type CompiledTemplate, compileTemplate, templateHash } from '../pdf/compile-template.ts'
import type { TemplateDescription } from '../pdf/template.ts'
import { certificateTypefaces, type ValueText } from './certificate-typefaces.ts'
import { describeForm, type FormShape, type FormSource, WHOLE_PAGE } from './describe-form.ts'
import { PAGE } from './form-sheets.ts'

/** Plain data: all that printing needs. */
export interface CompiledForm {
  /** Of everything that decides what is printed. */
  readonly version: string
  readonly source: FormSource
  readonly template: CompiledTemplate
}

/** Raised when values come to be printed in another way. */
const PRINTING = 1

/** Every text that a form can print is in one of these. */
const SHAPES: readonly FormShape[] = [
  { kind: 'ORIGINAL', pensions: [1, 0], notes: [1, 1], changes: [] },
  { kind: 'CORRECTION', pensions: [], notes: [], changes: [0, 1] },
  { kind: 'CORRECTION', pensions: [], notes: [], changes: [1] },
  { kind: 'ANNULMENT', pensions: [], notes: [], changes: [] },
]

/** What values say in the words of the form. */
export function valueText({ form }: Pick<FormSource, 'form'>): ValueText {
  const notes = Object.entries(form.notes)
  return {
    text: `${notes.map(([, { text }]) => text).join('')}«»€`,
    strong: `0123456789/PuntoAnnotazione${notes.map(([code]) => code).join('')}`,
  }
}
/** `pictures` are the pages of the background. */
export function formDescription(
  source: FormSource,
  pictures: TemplateDescription['pictures'] = {},
): TemplateDescription {
  const place = { frame: WHOLE_PAGE, lines: () => 1 }
  const variants = SHAPES.map((shape, index) => [String(index), describeForm(source, shape, place).variant])
  return {
    page: PAGE,
    typefaces: certificateTypefaces(valueText(source)),
    pictures,
    slots: {},
    variants: Object.fromEntries(variants),
  }
}

/** Of everything that the certificates of a form are made from; equal versions give equal bytes. */
export function formVersion(source: FormSource, description = formDescription(source)): string {
  const hash = createHash('sha256').update(`printing ${PRINTING}\n`).update(templateHash(description))
  return hash.update(JSON.stringify(source)).digest('hex').slice(0, 16)
}

/** Shapes are described when a certificate needs them. */
export async function compileForm(description: TemplateDescription): Promise<CompiledTemplate> {
  return { ...(await compileTemplate(description)), variants: {} }
}
