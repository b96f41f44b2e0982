/**
 * Describes a certificate to the template compiler. What differs between certificates in number (pensions, notes,
 * changes) makes shapes, of which few exist; what differs in text fills slots.
 *
 * @module
 */
import type { CertificateKind } from '../domain/certificates/certificate-data.ts'
import type { Box } from '../pdf/box.ts'
import type { Variant } from '../pdf/template.ts'
import type { LineCount } from './box-grid.ts'
import { addChangeSheets } from './change-sheet.ts'
import type { Form } from './form.ts'
import { addAnnotations, type NoteCounts } from './form-annotations.ts'
import { addSections } from './form-sections.ts'
import { addBackground } from './form-background.ts'
import { FormSheets } from './form-sheets.ts'
import type { WithholdingAgent } from './withholding-agent.ts'

/** All that the certificates of a year are made from. */
export interface FormSource {
  readonly form: Form
  readonly agent: WithholdingAgent
  /** Across every page: `PROVA`, or nothing. */
  readonly mark: string
  /** Of the official PDF that lies below; without it the form is drawn. */
  readonly backgroundPages?: number
}

/** What a certificate has how often, page by page: `[2, 1]` is two on the first page that has room and one on the next. */
export interface FormShape extends NoteCounts {
  readonly kind: CertificateKind
  readonly changes: readonly number[]
}

export interface FormPlace {
  /** Where a page may be printed upon: everything stands in it, its foot included. */
  readonly frame: Box
  readonly lines: LineCount
}

/** Room for what varies in number, a box a page. */
export interface Described {
  readonly variant: Variant
  readonly notes: readonly Box[]
  readonly changes: readonly Box[]
  readonly sheets: FormSheets
}

/** Of a certificate that is a file of its own. */
export const WHOLE_PAGE: Box = { x: 10, y: 9, width: 190, height: 279 }

export function formVariant(source: FormSource, shape: FormShape, place: FormPlace): Variant {
  return describeForm(source, shape, place).variant
}

export function describeForm(source: FormSource, shape: FormShape, place: FormPlace): Described {
  const { form, agent, mark, backgroundPages = 0 } = source
  const sheets = new FormSheets({ form, mark, kind: shape.kind, ...place })
  if (backgroundPages > 0) addBackground(sheets, { form, agent, pages: backgroundPages })
  // What closes the form has no box on an official page.
  sheets.open()
  if (backgroundPages === 0) addSections(sheets, form, agent)
  const notes = addAnnotations(sheets, source, shape)
  const changes = addChangeSheets(sheets, shape.changes)
  const title = `${form.form} – redditi ${form.incomeYear}`
  const content = sheets.finish()
  return { variant: { title, language: 'it-IT', pages: sheets.page + 1, content }, notes, changes, sheets }
}
