/**
 * Reads the forms that staff edit under `templates/certificates/` and compiles each, once for each state of it.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compiledOnce, type TemplateCache } from '../letters/compiled-once.ts'
import { type FileFault, faultSentence } from '../letters/file-fault.ts'
import { TemplateFault } from '../letters/template-fault.ts'
import { TemplateRefused } from '../pdf/stamper.ts'
import type { Refusal } from '../pdf/template.ts'
import { type CertificateForms, certificateForms } from './certificate-forms.ts'
import { CertificatePress } from './certificate-press.ts'
import { type CompiledForm, compileForm, formDescription, formVersion } from './certificate-template.ts'
import type { Form } from './form.ts'
import { splitPages } from './form-background.ts'
import { folderOf } from './form-faults.ts'
import { FORMS, type ReadForms, readForms } from './read-forms.ts'

export interface CertificateFormOptions {
  readonly templatesFolder: string
  /** Every page is marked PROVA. */
  readonly test: boolean
}

/** Throws one `TemplateFault` that names everything for which a certificate could not be printed with these files. */
export async function loadCertificateForms(
  options: CertificateFormOptions,
  cache?: TemplateCache,
): Promise<CertificateForms> {
  const { templatesFolder } = options
  const read = await readForms(templatesFolder)
  const made = await compileForms(read, options, cache)
  const faults = [...read.faults, ...made.faults]
  if (faults.length > 0) throw new TemplateFault(join(templatesFolder, FORMS), faults.map(faultSentence))
  return certificateForms(made.compiled)
}

/** What of sound files still could not be printed. */
export async function formPrintFaults(
  read: ReadForms,
  options: CertificateFormOptions,
): Promise<FileFault[]> {
  return (await compileForms(read, options)).faults
}

async function compileForms(
  { forms, agent }: ReadForms,
  { templatesFolder, test }: CertificateFormOptions,
  cache?: TemplateCache,
): Promise<{ compiled: CompiledForm[]; faults: FileFault[] }> {
  const compiled: CompiledForm[] = []
  const faults: FileFault[] = []
  if (!agent) return { compiled, faults }
  for (const form of forms) {
    const background = await readBackground(templatesFolder, form)
    faults.push(...background.faults)
    if (background.faults.length > 0) continue
    const { pictures } = background
    const source = { form, agent, mark: test ? 'PROVA' : '', backgroundPages: Object.keys(pictures).length }
    const description = formDescription(source, pictures)
    const version = formVersion(source, description)
    try {
      const template = await compiledOnce(`form-${version}`, cache, async () => {
        const fresh = await compileForm(description)
        new CertificatePress({ version, source, template: fresh }).prepareAll()
        return fresh
      })
      compiled.push({ version, source, template })
    } catch (error) {
      if (!(error instanceof TemplateRefused)) throw error
      faults.push({ file: `${FORMS}/${folderOf(form.form)}/form.yaml`, message: sentenceOf(error.refusal) })
    }
  }
  return { compiled, faults }
}

/** What of the form's own text cannot be set. */
function sentenceOf({ code, field, found, limit }: Refusal): string {
  const where = field === '' ? '' : `${field}: `
  return code === 'missing-glyph'
    ? `${where}il carattere ${found} non si può stampare: usarne un altro`
    : `${where}il testo non sta nella casella (${found} invece di ${limit}): abbreviarlo o allargare la casella`
}

/** The pages of the official PDF below a form, none where the form is drawn. */
export async function readBackground(
  templatesFolder: string,
  { form, background }: Form,
): Promise<{ pictures: Record<string, Uint8Array>; faults: FileFault[] }> {
  if (!background) return { pictures: {}, faults: [] }
  const { checkPicture } = await import('../letters/check-picture.ts')
  const file = `${FORMS}/${folderOf(form)}/${background.file}`
  const pdf = await readFile(join(templatesFolder, file))
  const pictures = await splitPages(pdf).catch(() => ({}))
  const pages = Object.values(pictures)
  const faults = pages.length === 0 ? ['non si legge come PDF: esportarlo di nuovo'] : []
  for (const [index, page] of pages.entries()) {
    const check = await checkPicture(page)
    faults.push(...check.faults.map((message) => `pagina ${index + 1}: ${message}`))
  }
  const last = Math.max(0, ...background.boxes.map(({ page }) => page))
  if (pages.length > 0 && last > pages.length) {
    faults.push(`ha ${pages.length} pagine, ma background.boxes nomina la pagina ${last}`)
  }
  return { pictures, faults: faults.map((message) => ({ file, message })) }
}
