/**
 * Reads what staff edit under `templates/` for certificates on paper and compiles it, once for each state of those files.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { compiledOnce, type TemplateCache } from '../letters/compiled-once.ts'
import { type FileFault, faultSentence, SETTING } from '../letters/file-fault.ts'
import { readTemplates } from '../letters/read-templates.ts'
import type { Sender } from '../letters/stationery.ts'
import { TemplateFault } from '../letters/template-fault.ts'
import { type CompiledTemplate, templateHash } from '../pdf/compile-template.ts'
import { openStamper, TemplateRefused } from '../pdf/stamper.ts'
import type { Refusal } from '../pdf/template.ts'
import { type CertificatePaper, certificatePaper } from './certificate-paper.ts'
import { compileForm } from './certificate-template.ts'
import { type PaperSources, paperDescription, pictureOf } from './describe-paper.ts'
import { outlineOf } from './form-outline-of.ts'
import { readBackground } from './load-certificate-forms.ts'
import { type Listed, PaperEdition } from './paper-edition.ts'
import { SURTAX_POINTS } from './paper-text.ts'
import { readForms } from './read-forms.ts'
import { CHOICES, COVER, readPaperTexts, SURTAXES } from './read-paper.ts'

export interface PaperOptions {
  readonly templatesFolder: string
  readonly profile: string
  readonly sender: Sender
  /** A demo or a trial: every page of a form is marked. */
  readonly test: boolean
}

/** Throws one `TemplateFault` that names everything for which a certificate could not be printed with these files. */
export async function loadCertificatePaper(
  options: PaperOptions,
  cache?: TemplateCache,
): Promise<CertificatePaper> {
  const { templatesFolder } = options
  const { sources, others, own } = await readSources(options)
  if (!sources) throw faultIn(templatesFolder, [...others, ...own])
  const description = paperDescription(sources)
  const { texts, date, forms, geometry } = sources
  const key = createHash('sha256')
    .update(templateHash(description))
    .update(JSON.stringify([texts, date, forms, geometry]))
    .digest('hex')
  const compiled = await compiledOnce(key, cache, async () => {
    const fresh = await compileForm(description)
    const faults = printFaults(sources, fresh)
    if (faults.length > 0) throw faultIn(templatesFolder, faults)
    return fresh
  })
  return certificatePaper({ key, compiled, sources })
}

/** What is wrong with the texts of paper alone; where letters or forms are faulty, or there are none, no more is said. */
export async function paperFaults(options: PaperOptions): Promise<readonly FileFault[]> {
  const { forms, faults } = await readForms(options.templatesFolder)
  if (forms.length === 0 && faults.length === 0) return []
  const { sources, own } = await readSources(options)
  return sources ? printFaults(sources, await compileForm(paperDescription(sources))) : own
}

/** All that paper is made from; or the faults of letters and forms, and those of paper's own texts. */
async function readSources({ templatesFolder, profile: name, sender, test }: PaperOptions): Promise<{
  readonly sources?: PaperSources
  readonly others: readonly FileFault[]
  readonly own: readonly FileFault[]
}> {
  const [templates, { forms, agent, ...read }, paper] = await Promise.all([
    readTemplates(templatesFolder, [name]),
    readForms(templatesFolder),
    readPaperTexts(templatesFolder),
  ])
  const backgrounds = await Promise.all(forms.map((form) => readBackground(templatesFolder, form)))
  const others = [...templates.faults, ...read.faults, ...backgrounds.flatMap(({ faults }) => faults)]
  const own = paper.faults
  const [profile] = templates.profiles
  const date = templates.texts.get('it')?.date
  const { texts } = paper
  if (others.length + own.length > 0 || !profile || !date || !agent || !texts) return { others, own }
  const official = forms.flatMap((form, index) =>
    Object.entries(backgrounds[index]?.pictures ?? {}).map(([page, pdf]) => [pictureOf(form, page), pdf]),
  )
  const sources = {
    geometry: profile.geometry,
    sender,
    letterhead: templates.letterhead,
    pictures: { ...templates.pictures, ...Object.fromEntries(official) },
    texts,
    date,
    forms: forms.map((form, index) => ({
      form,
      agent,
      mark: test ? 'PROVA' : '',
      backgroundPages: Object.keys(backgrounds[index]?.pictures ?? {}).length,
    })),
  }
  return { sources, others, own }
}

/** What of sound files still could not be printed. */
function printFaults(sources: PaperSources, compiled: CompiledTemplate): FileFault[] {
  return [...pointFaults(sources), ...fitFaults(sources, compiled)]
}

/** The explanation must not name a point that a form has not. */
function pointFaults({ texts, forms }: PaperSources): FileFault[] {
  return texts.surtaxes.blocks.text.flatMap(({ text, line }) =>
    Object.entries(SURTAX_POINTS)
      .filter(([name]) => text.includes(`{{${name}}}`))
      .flatMap(([name, figure]) =>
        forms
          .filter(({ form }) => outlineOf(form).numbers[figure] === undefined)
          .map(({ form }) => ({
            file: SURTAXES,
            line,
            message: `{{${name}}}: il modello ${form.form} non ha quel punto`,
          })),
      ),
  )
}

/** What leaves its place on the page with the longest dates, on a page with as many certificates as can be. */
function fitFaults(sources: PaperSources, compiled: CompiledTemplate): FileFault[] {
  const stamper = openStamper(compiled)
  const issue = { datedOn: '2028-09-28', test: true }
  const edition = new PaperEdition(stamper, sources, issue)
  const closings = sources.forms.flatMap((source) => {
    try {
      edition.edition.fixedContent(edition.closing(source, {}).variant, 0, 'plain')
      return []
    } catch (error) {
      if (!(error instanceof TemplateRefused)) throw error
      return [faultOf(error.refusal, `modello ${source.form.form}`)]
    }
  })
  const covers = RESIDENCES.flatMap(([residence, where]) => {
    const refusal = edition.coverRefusal({ residence, addressLines: [], certificates: fullestList(sources) })
    return refusal ? [faultOf(refusal, where)] : []
  })
  return [...closings, ...covers]
}

const RESIDENCES = [
  ['ITALIA', 'per l’Italia'],
  ['ESTERO', 'per l’estero'],
] as const

/** A correction takes a page of its form, one of what changed and one of choices, if not more. */
const CORRECTION_SHEETS = 3

/** As many corrections as an envelope holds. */
function fullestList({ forms, geometry }: PaperSources): Listed[] {
  const [form] = forms
  if (!form) return []
  const { incomeYear } = form.form
  const issuedOn = '2028-09-28'
  const data = { incomeYear, name: 'W'.repeat(30), surname: 'W'.repeat(30) }
  const count = Math.floor((geometry.mostSheets - 1) / CORRECTION_SHEETS)
  return Array.from({ length: count }, () => ({ kind: 'CORRECTION', issuedOn, data, replaced: { issuedOn } }))
}

/** Names of flows as `describePaper` gives them. */
const FILES: Readonly<Record<string, string>> = {
  Riferimenti: COVER,
  Testo: COVER,
  Piede: COVER,
  Addizionali: SURTAXES,
}

function faultOf({ field, found, limit, code }: Refusal, where: string): FileFault {
  const size = `${found} invece di ${limit || 'quanto serve'}`.replaceAll('.', ',')
  if (field.startsWith('institute.'))
    return { file: SETTING + field, message: `troppo largo, ${size}: accorciarlo` }
  const file = FILES[field] ?? CHOICES
  const what = code === 'missing-glyph' ? `manca il carattere ${found}` : `non ci sta, ${size}`
  return { file, message: `«${field}» ${what} (${where}): accorciare il testo` }
}

function faultIn(folder: string, faults: readonly FileFault[]): TemplateFault {
  return new TemplateFault(folder, faults.map(faultSentence))
}
